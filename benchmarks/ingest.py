"""From machines to the historian over real protocols: values a second, loss and delay.

``python -m benchmarks.ingest [--seconds S] [--sample N] [--json OUT]``. Machines are processes of
their own: an OPC UA server with many variables, and MQTT clients that publish JSON with quality 1
through the embedded broker. The path is the real one: source, preparation, durable append. Loads to
hold: 5,000 items at 500 ms over OPC UA, 5,000 messages a second over MQTT, bursts of 20,000 points
a second.
"""

import argparse
import asyncio
import json
import logging
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from lineside.kernel.clock import RealClock
from lineside.telemetry.adapters.broker import Broker
from lineside.telemetry.adapters.mqtt import MqttSource
from lineside.telemetry.adapters.mqtt_link import MqttLink, MqttSettings
from lineside.telemetry.adapters.opcua import OpcUaSettings, OpcUaSource
from lineside.telemetry.adapters.parquet_historian import ParquetHistorian
from lineside.telemetry.model import Poison, Signal, TagRules
from lineside.telemetry.ports import Source
from lineside.telemetry.prepare import first_state, plan_for, prepare

URI = "urn:benchmark:machine"
POINTS_A_MESSAGE = 4


async def opcua_machine(port: int, items: int, interval_s: float) -> None:
    """An OPC UA server whose variables all count."""
    from asyncua import Server, ua

    logging.disable(logging.CRITICAL)
    server = Server()
    await server.init()
    server.set_endpoint(f"opc.tcp://127.0.0.1:{port}/bench")
    server.set_security_policy([ua.SecurityPolicyType.NoSecurity])
    index = await server.register_namespace(URI)
    folder = await server.nodes.objects.add_object(index, "Machine")
    nodes = [
        (await folder.add_variable(ua.NodeId(f"v{n}", index), f"v{n}", 0.0)).nodeid
        for n in range(items)
    ]
    async with server:
        say("ready")
        count, due = 0, time.monotonic()
        while True:
            count += 1
            at = datetime.now(UTC)
            value = ua.DataValue(ua.Variant(float(count)), SourceTimestamp=at)
            for node in nodes:
                await server.write_attribute_value(node, value)
            due += interval_s
            await asyncio.sleep(max(0.0, due - time.monotonic()))


def mqtt_machine(port: int, user: str, password: str, rate: float, seconds: float) -> None:
    """A machine that publishes at a steady rate and tells how many values it sent."""
    link = MqttLink(
        MqttSettings("127.0.0.1", port, "bench", user, password, persistent=False), lambda _: None
    )
    link.open()
    say("ready")
    start, sent = time.monotonic(), 0
    while (now := time.monotonic() - start) < seconds:
        for _ in range(math.ceil(now * rate) - sent):
            stamp = time.time_ns() // 1000
            points = [[stamp + n, sent * POINTS_A_MESSAGE + n] for n in range(POINTS_A_MESSAGE)]
            link.publish(f"plant/bench/{sent % 50}", json.dumps({"p": points}).encode())
            sent += 1
        time.sleep(0.002)
    link.flush(60)
    say(str(sent * POINTS_A_MESSAGE))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@asynccontextmanager
async def machine(*given: object) -> AsyncIterator[Any]:
    """A machine as a process of its own, ready."""
    command = [sys.executable, "-m", "benchmarks.ingest", "--machine", *map(str, given)]
    child = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert child.stdout is not None
    try:
        await child.stdout.readline()
        yield child.stdout
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()


class Line:
    """Source, preparation, historian; notes how old each sample is when it is acknowledged."""

    def __init__(
        self, source: Source, signals: Sequence[Signal], historian: ParquetHistorian
    ) -> None:
        self._source, self._signals, self._historian = source, signals, historian
        self._plan = plan_for({each.tag: TagRules(late_s=60, gap_s=60) for each in signals})
        self.delays: list[np.ndarray] = []
        self.values = self.marks = 0
        self.first = self.last = 0.0

    async def run(self) -> None:
        state = first_state(self._plan)
        async for batch in self._source.subscribe(self._signals):
            done = prepare(self._plan, state, batch.samples)
            state = done.state
            await asyncio.to_thread(self._historian.append, done.samples)
            self._note(done.samples)

    def _note(self, samples: pa.Table) -> None:
        times = samples.column("time").combine_chunks().view(pa.int64()).to_numpy()
        self.delays.append(time.time_ns() / 1e9 - times / 1e6)
        self.values += len(samples)
        self.first = self.first or time.monotonic()
        self.last = time.monotonic()

    def told(self) -> dict[str, Any]:
        delays = np.concatenate(self.delays) if self.delays else np.zeros(1)
        return {
            "values": self.values,
            "values_per_s": self.values / max(self.last - self.first, 1e-9),
            "delay_p50_s": float(np.quantile(delays, 0.5)),
            "delay_p95_s": float(np.quantile(delays, 0.95)),
        }


async def mqtt(folder: Path, rate: float, seconds: float) -> dict[str, Any]:
    """JSON over the embedded broker with quality 1, acknowledged after the append."""
    broker = Broker(folder / "broker")
    address = broker.start()
    parked: list[Poison] = []
    options = {"each": "$.p", "time": "$[0]", "time_unit": "us", "value": "$[1]"}
    signals = [Signal(f"m{n}", f"plant/bench/{n}", options=options) for n in range(50)]
    source = MqttSource(address.mqtt("bench-host"), clock=RealClock(), quarantine=parked.append)
    historian = ParquetHistorian(folder / "mqtt")
    path = Line(source, signals, historian)
    await source.connect()
    running = asyncio.create_task(path.run())
    await asyncio.sleep(0.5)
    given = ("mqtt", address.mqtt_port, address.machine_user, address.machine_password)
    cpu = time.process_time()
    async with machine(*given, rate, seconds) as said:
        sent = int(await said.readline())
    await settled(path, sent)
    told = path.told() | {"cpu_share": (time.process_time() - cpu) / seconds}
    await source.close()
    await running
    stored = await asyncio.to_thread(count_stored, historian)
    historian.close()
    broker.stop()
    return told | {
        "sent": sent,
        "stored": stored,
        "lost": sent - stored,
        "parked": len(parked),
        "messages_per_s": told["values_per_s"] / POINTS_A_MESSAGE,
    }


async def settled(path: Line, wanted: int) -> None:
    """Wait until everything came or nothing more comes."""
    while path.values < wanted and time.monotonic() - path.last < 5:
        await asyncio.sleep(0.1)


async def opcua(folder: Path, items: int, interval_s: float, seconds: float) -> dict[str, Any]:
    """Subscriptions to a server of many variables; a missing count is a loss."""
    port = free_port()
    parked: list[Poison] = []
    async with machine("opcua", port, items, interval_s):
        settings = OpcUaSettings(f"opc.tcp://127.0.0.1:{port}/bench", folder, security="None")
        source = OpcUaSource(settings, clock=RealClock(), quarantine=parked.append)
        names = [f"nsu={URI};s=v{n}" for n in range(items)]
        signals = [Signal(f"v{n}", name, interval_s / 2) for n, name in enumerate(names)]
        historian = ParquetHistorian(folder / "opcua")
        path = Line(source, signals, historian)
        await source.connect()
        running = asyncio.create_task(path.run())
        cpu = time.process_time()
        await asyncio.sleep(seconds)
        told = path.told() | {"cpu_share": (time.process_time() - cpu) / seconds}
        told["values_per_s"] = path.values / seconds
        await source.close()
        await running
    lost = await asyncio.to_thread(missing_counts, historian)
    historian.close()
    return told | {"items": items, "interval_s": interval_s, "lost": lost, "parked": len(parked)}


def count_stored(historian: ParquetHistorian) -> int:
    now = datetime.now(UTC)
    rows = historian.aggregate(historian.tags(), now - timedelta(days=1), now + timedelta(days=1))
    return int(np.sum(rows.column("count").to_numpy()))


def missing_counts(historian: ParquetHistorian) -> int:
    now = datetime.now(UTC)
    lost = 0
    for tag in historian.tags():
        rows = historian.range([tag], now - timedelta(days=1), now + timedelta(days=1))
        values = rows.column("value").to_numpy()
        steps = np.diff(values[np.isfinite(values) & (values > 0)])
        lost += int(np.sum(steps[steps > 1] - 1))
    return lost


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def run_machine(given: list[str]) -> None:
    if given[0] == "opcua":
        asyncio.run(opcua_machine(int(given[1]), int(given[2]), float(given[3])))
    else:
        mqtt_machine(int(given[1]), given[2], given[3], float(given[4]), float(given[5]))


async def measured(given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = {"seconds": given.seconds}
    told["mqtt"] = await mqtt(folder, given.rate, given.seconds)
    told["opcua"] = await opcua(folder, given.sample, given.interval, given.seconds)
    told["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--machine", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rate", type=float, default=1000.0, help="MQTT messages a second")
    parser.add_argument("--sample", type=int, default=1000, help="OPC UA items")
    parser.add_argument("--interval", type=float, default=0.5, help="seconds between OPC UA values")
    parser.add_argument("--points", type=int, help="total points, instead of --seconds")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    if given.machine:
        run_machine(given.machine)
        return
    if given.points:
        given.seconds = given.points / (given.rate * POINTS_A_MESSAGE)
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        text = json.dumps(asyncio.run(measured(given, Path(folder))), indent=1)
    if given.json:
        given.json.write_text(text)
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
