"""A server over a small plant, for the programs that measure what people at screens feel."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from lineside.app.house import open_house
from lineside.kernel.actors import Actor
from lineside.kernel.postgres import Embedded
from lineside.kernel.settings import Settings

HALDEN = Path(__file__).parents[1] / "plants" / "halden"
PROGRAM = Path(sys.executable).parent / "lineside"
LOGIN = "bench.demo"
ORDERS = 40


@dataclass
class Served:
    """A running server: its address, its folder, and how to come in."""

    url: str
    folder: Path

    def headers(self) -> dict[str, str]:
        """The headers of somebody who is logged in, for any client."""
        with httpx.Client(base_url=self.url, headers={"X-Lineside": "1"}) as client:
            given = {"login": LOGIN, "password": "demo"}
            client.post("/api/v1/login", json=given).raise_for_status()
            token = client.cookies["lineside_session"]
        return {"X-Lineside": "1", "Cookie": f"lineside_session={token}"}


@contextmanager
def served() -> Iterator[Served]:
    """Serve the plant from a temporary folder until the block ends."""
    with tempfile.TemporaryDirectory(prefix="lineside-bench-") as name:
        folder = Path(name)
        embedded = Embedded(folder / "postgres")
        embedded.start()
        try:
            _furnish(folder)
            port = free_port()
            process = subprocess.Popen(
                [PROGRAM, "serve", "--data", folder, "--port", str(port)],
                env=os.environ | {"LINESIDE_LOG_LEVEL": "error"},
            )
            try:
                url = f"http://127.0.0.1:{port}"
                _wait(url, process)
                yield Served(url, folder)
            finally:
                process.terminate()
                process.wait(timeout=30)
        finally:
            embedded.stop()


def _furnish(folder: Path) -> None:
    """The plant's master data, stock, orders of which some run, and one person, by the door."""
    with open_house(Settings(data=folder)) as house:
        actor = Actor("owner", "Owner", permissions=frozenset({"*"}))

        def run(entry: str, **given: object) -> None:
            house.door.run(entry, given, actor)

        run("plant.load_plant", folder=str(HALDEN))
        run("inventory.load_parts", folder=str(HALDEN))
        run(
            "inventory.receive", lot="STEEL-1", material="STEEL-18CRNIMO-90", unit="kg",
            quantity=100_000, location="STORE",
        )  # fmt: skip
        for number in range(ORDERS):
            order = f"B-{number:03d}"
            run(
                "execution.receive_order", order=order, product="PG200", quantity=24,
                due=f"2027-01-{1 + number % 28:02d}T12:00:00Z", customer="nordvind",
            )  # fmt: skip
            if number < 4:
                run("execution.start_operation", order=order, seq=10)
                run("execution.report_quantity", order=order, seq=10, good=5)
        run(
            "identity.add_user", login=LOGIN, name="Bench", password="demo",
            roles=["supervisor"], demo=True,
        )  # fmt: skip


def free_port() -> int:
    """A port on loopback that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"{url}/api/v1/identity/me")
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the server did not come up")
