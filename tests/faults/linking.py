"""A house that listens, a network that swallows packets, and a server with names in many spaces."""

import asyncio
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from serving import HALDEN, OWNER

from lineside.app.house import open_house
from lineside.app.ingest import Ingest
from lineside.kernel.settings import Settings

UNIT = "halden/machining/GR-05"
MANY = """
import asyncio, sys
from asyncua import Server, ua

async def serve(port, told):
    server = Server()
    await server.init()
    server.set_endpoint(f"opc.tcp://127.0.0.1:{port}/many")
    server.set_security_policy([ua.SecurityPolicyType.NoSecurity])
    for word in told:
        uri, _, number = word.partition("=")
        index = await server.register_namespace(uri)
        await server.nodes.objects.add_variable(ua.NodeId("Value", index), "Value", float(number))
    async with server:
        print("ready", flush=True)
        await asyncio.sleep(3600)

asyncio.run(serve(int(sys.argv[1]), sys.argv[2:]))
"""


class Plant:
    """A house while it listens to one connection, ``line``."""

    def __init__(self, house: Any) -> None:
        self.house = house

    def run(self, entry: str, **given: Any) -> Any:
        return self.house.door.run(entry, given, OWNER)

    def attach(self, protocol: str, address: str, **options: str) -> None:
        self.run("telemetry.attach_connection", connection="line", protocol=protocol,
                 address=address, options=options)  # fmt: skip

    def map(self, *tags: dict[str, Any]) -> None:
        rows = [{"equipment": UNIT, "period_s": 0.1} | each for each in tags]
        self.run("telemetry.map_tags", connection="line", tags=rows)

    def live(self, signal: str) -> Any:
        rows = self.house.door.ask("telemetry.live", {"equipment": UNIT}, OWNER)
        return next(each for each in rows if each.signal == signal)

    def value(self, signal: str) -> float | None:
        found: float | None = self.live(signal).value
        return found

    def state(self) -> str:
        rows = self.house.door.ask("telemetry.current_states", {}, OWNER)
        return next((each.state for each in rows if each.equipment == UNIT), "")

    def connection(self) -> str:
        (row,) = self.house.door.ask("telemetry.connections", {}, OWNER)
        return str(row.state)


@contextmanager
def listening(folder: Path, url: str) -> Iterator[Plant]:
    """A house over an empty data folder with the demonstration's master data, listening."""
    with open_house(Settings(data=folder, database_url=url), writer=True) as house:
        plant = Plant(house)
        plant.run("plant.load_plant", folder=str(HALDEN))
        with Ingest(house.world, house.door).running():
            yield plant


# A loaded machine is slower than the figure to pass; the time that it took is printed.
NOISE = 4


def until(holds: Callable[[], Any], seconds: float) -> float:
    """Wait until something is true and return how long that took; fail when it takes longer."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < NOISE * seconds, f"not within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - begun


@contextmanager
def child(*command: object) -> Iterator[subprocess.Popen[str]]:
    """A program of Python that says ready, and is killed at the end."""
    with subprocess.Popen(
        [sys.executable, *map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True,
    ) as running:  # fmt: skip
        try:
            assert running.stdout is not None
            assert running.stdout.readline() == "ready\n"
            yield running
        finally:
            with suppress(ProcessLookupError):
                running.kill()


class Network:
    """A way through to a port of this machine that can begin to swallow every packet.

    Connections that were swallowed stay dead, as behind a firewall that forgot them: neither end is
    told. After ``heal`` new ones pass.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._dead = [False]
        self._server = self._wait(asyncio.start_server(self._pass, "127.0.0.1", 0))
        self.port = int(self._server.sockets[0].getsockname()[1])

    def _wait(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    async def _pass(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        dead = self._dead
        try:
            far, onward = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            back.close()
            return
        await asyncio.gather(_carry(near, onward, dead), _carry(far, back, dead))

    def swallow(self) -> None:
        """From now on nothing arrives, on old and on new connections."""
        self._dead[0] = True

    def heal(self) -> None:
        """New connections pass."""
        self._dead = [False]

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)


async def _carry(
    source: asyncio.StreamReader, target: asyncio.StreamWriter, dead: list[bool]
) -> None:
    with suppress(OSError):
        while data := await source.read(65_536):
            if not dead[0]:
                target.write(data)
    if not dead[0]:
        target.close()


@contextmanager
def network(target: int) -> Iterator[Network]:
    made = Network(target)
    try:
        yield made
    finally:
        made.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
