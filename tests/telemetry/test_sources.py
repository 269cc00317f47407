"""One suite over all sources: OPC UA, MQTT, Sparkplug and the fake, each against a real peer."""

import asyncio
import itertools
import json
import math
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import opcua_server
import pytest
from collecting import collecting, free_port, until
from opcua_server import Machine

from lineside.kernel.clock import RealClock
from lineside.telemetry.adapters.broker import BrokerAddress
from lineside.telemetry.adapters.fake import FakeSource
from lineside.telemetry.adapters.mqtt import MqttSource
from lineside.telemetry.adapters.mqtt_link import MqttLink
from lineside.telemetry.adapters.opcua import OpcUaSettings, OpcUaSource
from lineside.telemetry.adapters.sparkplug import SparkplugSource
from lineside.telemetry.adapters.sparkplug_payload import DataType, Metric, Payload, encode
from lineside.telemetry.errors import SourceUnavailable, WriteRefused
from lineside.telemetry.model import Poison, Quality, Signal, SourceState
from lineside.telemetry.ports import Source

AT = datetime(2026, 5, 1, 12, 0, 0, 250_000, tzinfo=UTC)
AT_MS = round(AT.timestamp() * 1000)
NUMBERS = itertools.count()


@dataclass
class Peer:
    """A source under test and the machine at its other end."""

    source: Source
    signal: Signal
    send: Callable[[float, int], Any]
    poison: Callable[[], Any]
    parked: list[Poison]
    unreachable: Callable[[], Source]
    said: list[Any] = field(default_factory=list)


@asynccontextmanager
async def fake_peer(*_: object) -> AsyncIterator[Peer]:
    parked: list[Poison] = []
    source = FakeSource({"temp": 0.0}, clock=RealClock(), quarantine=parked.append, writable=True)
    gone = FakeSource({}, clock=RealClock(), quarantine=parked.append)
    gone.reachable = False

    async def send(value: float, at_ms: int) -> None:
        source.put("temp", at_ms * 1000, value)

    async def poison() -> None:
        source.put("temp", AT_MS * 1000, "rubbish")

    yield Peer(source, Signal("t", "temp"), send, poison, parked, lambda: gone)


@asynccontextmanager
async def mqtt_peer(broker: BrokerAddress, *_: object) -> AsyncIterator[Peer]:
    parked: list[Poison] = []
    number = next(NUMBERS)
    topic = f"plant/m{number}/data"
    said: list[Any] = []
    machine = MqttLink(broker.machine_mqtt(f"machine{number}"), lambda m: said.append(m.payload))
    machine.subscribe([f"plant/m{number}/set"])
    machine.open()
    options = {"time": "$.at", "time_unit": "ms"}
    settings = broker.mqtt(f"host{number}", persistent=False)

    def made(port: int) -> MqttSource:
        told = replace(settings, port=port)
        return MqttSource(
            told, clock=RealClock(), quarantine=parked.append, writable=True, listen_s=0.3
        )

    async def send(value: float, at_ms: int) -> None:
        payload = json.dumps({"temp": value, "at": at_ms}).encode()
        await asyncio.to_thread(machine.publish, topic, payload)

    async def poison() -> None:
        await asyncio.to_thread(machine.publish, topic, b'{"temp": {"deep"')

    signal = Signal("t", f"{topic}|$.temp", options=options)
    source = made(broker.mqtt_port)
    yield Peer(source, signal, send, poison, parked, lambda: made(free_port()), said)
    machine.close()


@asynccontextmanager
async def sparkplug_peer(broker: BrokerAddress, *_: object) -> AsyncIterator[Peer]:
    parked: list[Poison] = []
    number = next(NUMBERS)
    group, node = f"g{number}", "edge"
    said: list[Any] = []
    sequence = itertools.count()
    machine = MqttLink(broker.machine_mqtt(f"edge{number}"), lambda m: said.append(m.payload))
    machine.subscribe([f"spBv1.0/{group}/NCMD/{node}"])
    machine.open()
    settings = broker.mqtt(f"sparkplug{number}")

    def made(port: int) -> SparkplugSource:
        told = replace(settings, port=port)
        return SparkplugSource(
            told,
            clock=RealClock(),
            quarantine=parked.append,
            groups=(group,),
            host_id=f"host{number}",
            writable=True,
        )

    def publish(kind: str, metrics: list[Metric], at_ms: int | None = None) -> None:
        stamp = AT_MS - 1000 if at_ms is None else at_ms
        payload = encode(Payload(metrics, stamp, next(sequence) % 256))
        machine.publish(f"spBv1.0/{group}/{kind}/{node}", payload)

    born = False

    async def send(value: float, at_ms: int) -> None:
        nonlocal born
        if not born:
            born = True
            death_number = Metric(7, "bdSeq", data_type=DataType.INT64)
            temp = Metric(None, "temp", 1, DataType.DOUBLE, unit="degC")
            await asyncio.to_thread(publish, "NBIRTH", [death_number, temp])
        metric = Metric(value, alias=1, data_type=DataType.DOUBLE, timestamp_ms=at_ms)
        await asyncio.to_thread(publish, "NDATA", [metric], at_ms)

    async def poison() -> None:
        topic = f"spBv1.0/{group}/NDATA/{node}"
        await asyncio.to_thread(machine.publish, topic, b"\xff\xff\xff rubbish")

    signal = Signal("t", f"{group}/{node}:temp")
    source = made(broker.mqtt_port)
    yield Peer(source, signal, send, poison, parked, lambda: made(free_port()), said)
    machine.close()


@asynccontextmanager
async def opcua_peer(_: BrokerAddress, folder: Path, machine: Machine) -> AsyncIterator[Peer]:
    parked: list[Poison] = []

    def made(port: int) -> OpcUaSource:
        url = f"opc.tcp://127.0.0.1:{port}/test"
        settings = OpcUaSettings(url, folder, security="None", publish_s=0.05)
        return OpcUaSource(settings, clock=RealClock(), quarantine=parked.append, writable=True)

    async def send(value: float, at_ms: int) -> None:
        at = datetime.fromtimestamp(at_ms / 1000, UTC)
        await machine.write("Temp", value, at)

    async def poison() -> None:
        await machine.write("Temp", math.inf)

    signal = Signal("t", opcua_server.TEMP, interval_s=0.02)
    source = made(machine.port)
    yield Peer(source, signal, send, poison, parked, lambda: made(free_port()))


PEERS = {
    "fake": fake_peer,
    "mqtt": mqtt_peer,
    "sparkplug": sparkplug_peer,
    "opcua": opcua_peer,
}


@pytest.fixture(params=list(PEERS))
async def peer(
    request: pytest.FixtureRequest, broker: BrokerAddress, tmp_path: Path, machine: Machine
) -> AsyncIterator[Peer]:
    async with PEERS[request.param](broker, tmp_path, machine) as made:
        yield made


async def test_values_come_with_their_source_time_and_in_order(peer: Peer) -> None:
    assert isinstance(peer.source, Source)
    await peer.source.connect()
    async with collecting(peer.source, [peer.signal]) as found:
        await asyncio.sleep(0.3)
        for number in range(5):
            await peer.send(10.5 + number, AT_MS + number * 100)
            await asyncio.sleep(0.06)
        await until(lambda: 14.5 in found.values("t"))
        mine = [row for row in found.rows if row["value"] >= 10.5]
        assert [row["value"] for row in mine] == [10.5 + number for number in range(5)]
        assert mine[0]["time"] == AT
        assert mine[0]["quality"] == Quality.GOOD
        assert mine[0]["arrival"] > AT
        health = peer.source.health()
        assert health.state is SourceState.LIVE
        assert health.received >= 5
    assert peer.source.health().state is SourceState.CLOSED


async def test_poison_is_parked_and_the_rest_goes_on(peer: Peer) -> None:
    await peer.source.connect()
    async with collecting(peer.source, [peer.signal]) as found:
        await asyncio.sleep(0.3)
        await peer.send(1.5, AT_MS)
        await until(lambda: 1.5 in found.values("t"))
        parked = len(peer.parked)
        await peer.poison()
        await until(lambda: len(peer.parked) > parked)
        assert peer.parked[-1].size_bytes > 0
        assert len(peer.parked[-1].excerpt) <= 1024
        await peer.send(2.5, AT_MS + 1000)
        await until(lambda: 2.5 in found.values("t"))
        assert peer.source.health().quarantined == len(peer.parked)


async def test_what_is_not_there_is_refused(peer: Peer) -> None:
    source = peer.unreachable()
    with pytest.raises(SourceUnavailable):
        await source.connect()
    assert source.health().state is SourceState.REFUSED
    await source.close()


async def test_browsing_shows_addresses_that_can_be_mapped(peer: Peer) -> None:
    await peer.source.connect()
    await peer.send(3.5, AT_MS)

    async def send_again() -> None:
        await asyncio.sleep(0.1)
        await peer.send(3.75, AT_MS + 5)

    again = asyncio.create_task(send_again())
    found = await peer.source.browse()
    await again
    folders = [each for each in found if each.is_folder]
    for folder in folders:
        if "Machine" in folder.name:
            found = await peer.source.browse(folder.address)
    assert peer.signal.address in [each.address for each in found]
    assert len(await peer.source.browse(limit=1)) <= 1
    await peer.source.close()


async def test_writing_needs_permission(peer: Peer, tmp_path: Path) -> None:
    peer.source._writable = False  # type: ignore[attr-defined]
    await peer.source.connect()
    with pytest.raises(WriteRefused):
        await peer.source.write(peer.signal.address, 1.0)
    await peer.source.close()
