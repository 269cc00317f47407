"""The demonstration's machines: the virtual plant behind a real OPC UA server and a real broker."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from lineside.kernel.logs import log
from lineside.telemetry.adapters.broker import Broker, BrokerAddress
from lineside.twin.virtual.emission import Emission
from lineside.twin.virtual.opcua_server import OpcUaPlant
from lineside.twin.virtual.plant import VirtualPlant
from lineside.twin.virtual.process import PlantProcess, Threaded
from lineside.twin.virtual.sparkplug_publisher import Link, SparkplugPublisher

T = TypeVar("T")


class Machines:
    """Speaks for the virtual plant from a thread of its own."""

    def __init__(self, plant: VirtualPlant, folder: Path, broker: BrokerAddress) -> None:
        self.plant = plant
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="plant", daemon=True)
        self._opcua = OpcUaPlant(plant.data, folder, port=free_port(), write=plant.request)
        link = Link(broker.host, broker.mqtt_port, broker.machine_user, broker.machine_password)
        self._sparkplug = SparkplugPublisher(plant.data, link, plant.request)
        self._process = PlantProcess(plant, [self._opcua, Threaded(self._sparkplug)])
        self._ended = asyncio.Event()
        self._running: Future[None] | None = None

    @property
    def opcua_address(self) -> str:
        return str(self._opcua.endpoint)

    @property
    def certificate(self) -> Path:
        """The server's certificate, for whoever is to trust it."""
        return self._opcua.folder / "server_cert.der"

    def start(self) -> None:
        self._thread.start()
        self._wait(self._start())

    def step(self, until: datetime) -> Emission:
        """Let plant time pass to ``until`` and send everything."""
        return self._wait(self._process.step(until))

    def run(self, speed: float, told: Any) -> None:
        """Keep plant time at ``speed`` times real time; ``told`` hears each emission."""
        self._process.told = told
        self._running = asyncio.run_coroutine_threadsafe(
            self._process.run(speed, stop=self._ended), self._loop
        )
        self._running.add_done_callback(_say_why)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        if self._running is not None:
            wait([self._running], timeout=60)
        self._wait(self._process.close())
        self._wait(self._opcua.stop())
        self._sparkplug.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)

    async def _start(self) -> None:
        now_us = round(self.plant.now.timestamp() * 1e6)
        present = self.plant.present()
        await self._opcua.start(now_us)
        await self._opcua.publish(present)
        await asyncio.to_thread(self._sparkplug.start, now_us, present)

    def _wait(self, call: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(call, self._loop).result(timeout=300)


def _say_why(ended: "Future[None]") -> None:
    """A plant that stands still is told in the log: its machines would only look idle."""
    if not ended.cancelled() and (error := ended.exception()) is not None:
        log("app").error("the simulated plant stopped", exc_info=error)


@contextmanager
def embedded_broker(folder: Path) -> Iterator[BrokerAddress]:
    """The data folder's own broker, running until the block ends."""
    broker = Broker(folder)
    address = broker.start()
    try:
        yield address
    finally:
        broker.stop()


def free_port() -> int:
    """A port on loopback that nobody uses at the moment."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
