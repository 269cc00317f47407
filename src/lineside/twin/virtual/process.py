"""The plant as a process: it lets plant time pass, publishes, and takes orders on a local channel.

Two ways to run: by the clock (`run`, at a speed factor) or in lock-step (`step`, which publishes
everything up to a plant time and then returns), so that a driver can alternate plant and system.

The control channel is a socket on loopback with one JSON object per line, each with the token:
{"do": "step", "until": ISO} | {"do": "service", "machine": …, "kind": …} | {"do": "stop" | "go",
"machine": …} | {"do": "write", "tag": …, "value": …} | {"do": "hold" | "unhold", "lots": […]} |
{"do": "status"}. Each is answered with one JSON object; a refusal carries its code.
"""

import argparse
import asyncio
import hmac
import json
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from lineside.kernel.errors import Refusal
from lineside.twin.errors import RunInvalid
from lineside.twin.virtual.emission import Emission, Entry, Finding, Inspection
from lineside.twin.virtual.plant import VirtualPlant

Told = Callable[[Emission], Awaitable[None]]
LINE_LIMIT = 1 << 16


class Publisher(Protocol):
    """Something that carries an emission to the outside."""

    async def publish(self, emission: Emission) -> int:
        """Send it; returns how many values that were."""
        ...


class Threaded:
    """A publisher whose `publish` blocks, run in a thread."""

    def __init__(self, publisher: Any) -> None:
        self._publisher = publisher

    async def publish(self, emission: Emission) -> int:
        """Send it, then wait until it has left."""
        sent: int = await asyncio.to_thread(self._publisher.publish, emission)
        await asyncio.to_thread(self._publisher.flush)
        return sent


async def _nobody(emission: Emission) -> None:
    return None


class PlantProcess:
    """Drives a virtual plant. `told` gets every emission after it was published."""

    def __init__(
        self, plant: VirtualPlant, publishers: Sequence[Publisher], *, told: Told = _nobody
    ) -> None:
        self.plant = plant
        self.publishers = publishers
        self.told = told
        self.values = 0
        self._turn = asyncio.Lock()
        self._server: asyncio.Server | None = None
        self._token = ""

    async def step(self, until: datetime) -> Emission:
        """Let time pass to `until`, publish everything, and return what it was."""
        async with self._turn:
            emission = await asyncio.to_thread(self.plant.advance, until)
            for publisher in self.publishers:
                self.values += await publisher.publish(emission)
            await self.told(emission)
            return emission

    async def run(
        self,
        speed: float,
        *,
        tick_s: float = 1.0,
        stop: asyncio.Event | None = None,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keep plant time at `speed` times real time until told to stop.

        If publishing cannot keep up, plant time falls behind; nothing is left out.
        """
        if not speed > 0:
            raise RunInvalid(problem="a speed is positive")
        stop = stop or asyncio.Event()
        began, first = elapsed(), self.plant.now
        while not stop.is_set():
            until = first + timedelta(seconds=(elapsed() - began) * speed)
            if until > self.plant.now:
                await self.step(until)
            try:
                await asyncio.wait_for(stop.wait(), tick_s)
            except TimeoutError:
                continue

    async def listen(self, token: str, *, port: int = 0) -> int:
        """Open the control channel on loopback; returns its port."""
        if len(token) < 16:
            raise RunInvalid(problem="a control token has at least 16 characters")
        self._token = token
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port, limit=LINE_LIMIT)
        found: int = self._server.sockets[0].getsockname()[1]
        return found

    async def close(self) -> None:
        """Close the control channel."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                answer = await self._answer(line)
                writer.write(json.dumps(answer).encode() + b"\n")
                await writer.drain()
        except (ValueError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            order = json.loads(line)
            if not hmac.compare_digest(str(order.pop("token", "")), self._token):
                return {"error": {"code": "twin.NotYours"}}
            return await self._do(str(order.pop("do", "")), order)
        except Refusal as refusal:
            return {"error": refusal.as_data()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return {"error": {"code": "twin.OrderInvalid", "facts": {"problem": str(error)[:200]}}}

    async def _do(self, what: str, order: dict[str, Any]) -> dict[str, Any]:
        plant = self.plant
        if what == "step":
            return emission_data(await self.step(datetime.fromisoformat(order["until"])))
        async with self._turn:
            if what == "service":
                kind = str(order.get("kind", "replace_bearing"))
                return finding_data(plant.service(str(order["machine"]), kind))
            if what in ("stop", "go"):
                act = plant.stop_machine if what == "stop" else plant.go_machine
                act(str(order["machine"]))
            elif what == "write":
                plant.write(str(order["tag"]), float(order["value"]))
            elif what in ("hold", "unhold"):
                plant.hold([str(lot) for lot in order["lots"]], what == "hold")
            elif what != "status":
                raise RunInvalid(problem=f"no such order: {what[:40]}")
            return {"now": plant.now.isoformat(), "values": self.values}


def entry_data(entry: Entry) -> dict[str, Any]:
    """An entry as plain values."""
    return asdict(entry)


def inspection_data(inspection: Inspection) -> dict[str, Any]:
    """An inspection as plain values, without its picture: that goes by MQTT."""
    return {k: v for k, v in asdict(inspection).items() if k != "picture"}


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding as plain values."""
    return asdict(finding)


def emission_data(emission: Emission) -> dict[str, Any]:
    """What people did in a stretch, as plain values; what machines said went over their wires."""
    return {
        "since_us": emission.since_us,
        "until_us": emission.until_us,
        "samples": len(emission.samples),
        "entries": [entry_data(e) for e in emission.entries],
        "inspections": [inspection_data(i) for i in emission.inspections],
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Run the demonstration plant.")
    parser.add_argument("--plant", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", required=True, help="start of history, ISO with a zone")
    parser.add_argument("--at", required=True, help="plant time at which to go live, ISO")
    parser.add_argument("--healthy", action="store_true")
    parser.add_argument("--speed", type=float, default=0.0, help="0: lock-step only")
    parser.add_argument("--folder", type=Path, required=True, help="for the certificate")
    parser.add_argument("--opcua-port", type=int, default=4840)
    parser.add_argument("--mqtt-host", default="127.0.0.1")
    parser.add_argument("--mqtt-port", type=int, default=1883)
    parser.add_argument("--control-port", type=int, default=0)
    return parser.parse_args()


async def serve(arguments: argparse.Namespace) -> None:
    """Catch up with history unheard, then speak. Secrets come in the environment."""
    from lineside.twin.virtual.opcua_server import OpcUaPlant
    from lineside.twin.virtual.sparkplug_publisher import Link, SparkplugPublisher

    plant = VirtualPlant(
        arguments.plant,
        seed=arguments.seed,
        start=datetime.fromisoformat(arguments.start),
        healthy=arguments.healthy,
    )
    for _ in plant.history(datetime.fromisoformat(arguments.at)):
        continue
    link = Link(
        arguments.mqtt_host,
        arguments.mqtt_port,
        os.environ.get("LINESIDE_MACHINE_USER"),
        os.environ.get("LINESIDE_MACHINE_PASSWORD"),
    )
    opcua = OpcUaPlant(plant.data, arguments.folder, port=arguments.opcua_port, write=plant.request)
    sparkplug = SparkplugPublisher(plant.data, link, plant.request)
    now_us = round(plant.now.timestamp() * 1e6)
    present = plant.present()
    await opcua.start(now_us)
    await opcua.publish(present)
    await asyncio.to_thread(sparkplug.start, now_us, present)
    process = PlantProcess(plant, [opcua, Threaded(sparkplug)])
    await process.listen(os.environ["LINESIDE_CONTROL_TOKEN"], port=arguments.control_port)
    try:
        if arguments.speed > 0:
            await process.run(arguments.speed)
        else:
            await asyncio.Event().wait()
    finally:
        await process.close()
        await opcua.stop()
        await asyncio.to_thread(sparkplug.stop)


if __name__ == "__main__":
    asyncio.run(serve(_arguments()))
