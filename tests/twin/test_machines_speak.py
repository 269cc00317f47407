"""The plant's machines over real protocols: an OPC UA client and an MQTT client listen to them."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import paho.mqtt.client as mqtt
import pytest
from asyncua import Client, ua
from asyncua.crypto.cert_gen import setup_self_signed_certificate
from asyncua.crypto.security_policies import SecurityPolicyBasic256Sha256
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given
from hypothesis import strategies as st

from lineside.telemetry.adapters import sparkplug_payload as reader
from lineside.telemetry.adapters.broker import Broker, BrokerAddress
from lineside.twin.virtual import sparkplug_wire as wire
from lineside.twin.virtual.emission import Emission
from lineside.twin.virtual.opcua_server import OpcUaPlant
from lineside.twin.virtual.plant import VirtualPlant
from lineside.twin.virtual.process import PlantProcess, Threaded
from lineside.twin.virtual.sparkplug_publisher import Link, SparkplugPublisher

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
START = datetime(2026, 10, 22, 5, tzinfo=UTC)
TOKEN = "only-for-this-test-0123"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def plant() -> VirtualPlant:
    made = VirtualPlant(HALDEN, seed=0, start=START, healthy=True)
    made.sample_period_s, made.waveform_period_s = 300.0, 3600.0
    made.picture_share = 0.0
    made.advance(START + timedelta(days=1.5))
    made.picture_share = 1.0
    return made


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[BrokerAddress]:
    made = Broker(tmp_path / "broker")
    yield made.start()
    made.stop()


class Ear:
    """Hears everything on a broker."""

    def __init__(self, address: BrokerAddress) -> None:
        self.heard: list[tuple[str, bytes]] = []
        self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id="ear")
        self.client.username_pw_set(address.user, address.password)
        self.client.on_message = lambda c, u, m: self.heard.append((m.topic, m.payload))
        ready = threading.Event()
        self.client.on_subscribe = lambda *a: ready.set()
        self.client.connect(address.host, address.mqtt_port)
        self.client.loop_start()
        self.client.subscribe([("spBv1.0/#", 0), ("plant/#", 0)])
        assert ready.wait(5)

    def of(self, kind: str) -> list[tuple[str, reader.Payload]]:
        return [(t, reader.decode(p)) for t, p in self.heard if t.split("/")[2] == kind]

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()


async def until(holds: Any, seconds: float = 5.0) -> None:
    for _ in range(int(seconds / 0.05)):
        if holds():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("did not happen in time")


def link(address: BrokerAddress) -> Link:
    return Link(address.host, address.mqtt_port, address.machine_user, address.machine_password)


def sent_by(publisher: SparkplugPublisher, emission: Emission) -> int:
    mine = {m.tag for node in publisher.nodes for m in node.metrics}
    numbers = sum(emission.tag_ids[i] in mine for i in emission.samples.tag)
    return numbers + sum(t.tag in mine for t in emission.texts) + len(emission.waveforms)


def shown(ear: Ear) -> list[tuple[str, Any]]:
    """The pictures heard so far."""
    return [(topic, payload) for topic, payload in ear.heard if topic.startswith("plant/")]


async def test_sparkplug_births_data_commands_and_death(
    plant: VirtualPlant, broker: BrokerAddress
) -> None:
    ear = Ear(broker)
    publisher = SparkplugPublisher(plant.data, link(broker), plant.request)
    present = plant.present()
    await asyncio.to_thread(publisher.start, present.until_us, present)
    process = PlantProcess(plant, [Threaded(publisher)])
    await until(lambda: len(ear.of("NBIRTH")) == len(publisher.nodes))
    await until(lambda: len(ear.of("DBIRTH")) >= 14)
    births = {m.name: m for t, p in ear.of("DBIRTH") if t.endswith("/LA-01") for m in p.metrics}
    assert births["power_kw"].unit == "kW"
    assert births["part_counter"].value > 1000
    assert (births["power_kw"].timestamp_ms or 0) <= present.until_us // 1000

    emission = await process.step(plant.now + timedelta(hours=4))
    await until(
        lambda: sum(len(p.metrics) for _, p in ear.of("DDATA")) == sent_by(publisher, emission)
    )
    waves = [m for _, p in ear.of("DDATA") for m in p.metrics if m.data_type == wire.FLOAT_ARRAY]
    assert len(waves) == len(emission.waveforms) > 0
    assert {len(m.value) for m in waves} == {4096}
    times = [m.timestamp_ms or 0 for _, p in ear.of("DDATA") for m in p.metrics]
    assert min(times) * 1000 >= emission.since_us - 1000
    await until(lambda: len(shown(ear)) == len(emission.inspections) > 0)
    pictures = shown(ear)
    about, png = pictures[0][1].split(b"\n", 1)
    assert json.loads(about)["lot"] == emission.inspections[0].lot
    assert png == emission.inspections[0].picture

    ask = reader.Metric(True, "Node Control/Rebirth", None, reader.DataType.BOOLEAN)
    births_before = len(ear.of("NBIRTH"))
    ear.client.publish("spBv1.0/halden/NCMD/machining", reader.encode(reader.Payload([ask], 1)))
    await until(lambda: len(ear.of("NBIRTH")) == births_before + 1)
    feed = reader.Metric(0.22, "feed_setpoint_mm_rev", None, reader.DataType.DOUBLE)
    ear.client.publish(
        "spBv1.0/halden/DCMD/machining/LA-01", reader.encode(reader.Payload([feed], 1))
    )
    ear.client.publish("spBv1.0/halden/DCMD/machining/LA-01", b"\xff\xff\xff")
    await asyncio.sleep(0.3)
    told = await process.step(plant.now + timedelta(minutes=1))
    i = told.tag_ids.index("LA-01.feed_setpoint_mm_rev")
    assert told.samples.value[told.samples.tag == i].tolist() == [0.22]
    await asyncio.to_thread(publisher.stop)
    await until(lambda: len(ear.of("NDEATH")) == len(publisher.nodes))
    ear.close()


async def secured(server: OpcUaPlant, folder: Path) -> Client:
    name = "urn:test:client"
    key, certificate = folder / "key.pem", folder / "cert.der"
    await setup_self_signed_certificate(
        key, certificate, name, "localhost", [ExtendedKeyUsageOID.CLIENT_AUTH], {"commonName": "c"}
    )
    client = Client(server.endpoint)
    client.application_uri = name
    await client.set_security(
        SecurityPolicyBasic256Sha256,
        str(certificate),
        str(key),
        server_certificate=str(server.folder / "server_cert.der"),
    )
    return client


async def test_opcua_is_secured_and_gives_source_times(plant: VirtualPlant, tmp_path: Path) -> None:
    server = OpcUaPlant(
        plant.data, tmp_path / "server", port=free_port(), write=plant.request, pause_s=0.05
    )
    await server.start(round(plant.now.timestamp() * 1e6))
    await server.publish(plant.present())
    process = PlantProcess(plant, [server])
    offered = await Client(server.endpoint).connect_and_get_server_endpoints()
    assert {e.SecurityPolicyUri for e in offered} == {SecurityPolicyBasic256Sha256.URI}
    client = await secured(server, tmp_path)
    try:
        await client.connect()
        index = await client.get_namespace_index("urn:halden:plant")
        machines = {
            (await node.read_browse_name()).Name
            for node in await client.nodes.objects.get_children()
        }
        assert {"GR-01", "GR-06", "FU-02", "TB-01"} <= machines
        meter = client.get_node(ua.NodeId("GR-01.energy_kwh", index))
        await process.step(plant.now + timedelta(minutes=20))
        value = await meter.read_data_value()
        assert value.Value.Value > 1000
        source = value.SourceTimestamp.replace(tzinfo=UTC)
        assert timedelta(0) <= plant.now - source <= timedelta(minutes=5)
        feed = client.get_node(ua.NodeId("GR-04.feed_setpoint_mm_min", index))
        await feed.write_value(ua.DataValue(ua.Variant(580.0, ua.VariantType.Double)))
        with pytest.raises(ua.UaStatusCodeError):
            await meter.write_value(ua.DataValue(ua.Variant(0.0, ua.VariantType.Double)))
        with pytest.raises(ua.uaerrors.BadOutOfRange):
            await feed.write_value(ua.DataValue(ua.Variant(1e6, ua.VariantType.Double)))
        assert await feed.read_value() == 580.0
        told = await process.step(plant.now + timedelta(minutes=1))
        i = told.tag_ids.index("GR-04.feed_setpoint_mm_min")
        assert told.samples.value[told.samples.tag == i].tolist() == [580.0]
    finally:
        await client.disconnect()
        await server.stop()


async def ask(port: int, *orders: dict[str, Any]) -> list[dict[str, Any]]:
    incoming, outgoing = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
    answers = []
    for order in orders:
        outgoing.write(json.dumps(order).encode() + b"\n")
        answers.append(json.loads(await incoming.readline()))
    outgoing.close()
    await outgoing.wait_closed()
    return answers


async def test_control_channel_takes_orders_with_the_token_only(plant: VirtualPlant) -> None:
    process = PlantProcess(plant, [])
    port = await process.listen(TOKEN)
    later = (plant.now + timedelta(hours=4)).isoformat()
    answers = await ask(
        port,
        {"do": "status"},
        {"token": TOKEN, "do": "status"},
        {"token": TOKEN, "do": "step", "until": later},
        {"token": TOKEN, "do": "stop", "machine": "GR-01"},
        {"token": TOKEN, "do": "service", "machine": "GR-01"},
        {"token": TOKEN, "do": "go", "machine": "GR-01"},
        {"token": TOKEN, "do": "service", "machine": "nobody"},
        {"token": TOKEN, "do": "step", "until": "yesterday"},
        {"token": TOKEN, "do": "dance"},
    )
    assert answers[0]["error"]["code"] == "twin.NotYours"
    assert answers[1]["now"]
    assert answers[2]["entries"]
    assert "picture" not in answers[2]["inspections"][0]
    assert answers[4]["condition"] == "sound"
    assert [a["error"]["code"] for a in answers[6:]] == [
        "twin.MachineMissing",
        "twin.OrderInvalid",
        "twin.RunInvalid",
    ]
    await process.close()


async def test_by_the_clock_at_a_speed(plant: VirtualPlant) -> None:
    heard: list[Emission] = []

    async def told(emission: Emission) -> None:
        heard.append(emission)
        if len(heard) == 4:
            stop.set()

    stop = asyncio.Event()
    seconds = iter(np.arange(0.0, 1000.0, 2.0).tolist())
    began = plant.now
    process = PlantProcess(plant, [], told=told)
    await process.run(60.0, tick_s=0.001, stop=stop, elapsed=lambda: next(seconds))
    assert plant.now - began == timedelta(minutes=8)
    assert [e.until_us - e.since_us for e in heard] == [120_000_000] * 4


@given(st.integers(-(2**63), 2**63 - 1), st.text(max_size=20), st.integers(0, 2**40))
def test_what_is_written_is_read_by_another_reader(number: int, text: str, alias: int) -> None:
    metrics = [
        wire.metric(wire.INT64, number, 7, name=text, alias=alias),
        wire.metric(wire.STRING, text, 8, alias=alias),
        wire.metric(wire.DOUBLE, number / 3, 9, name="x", unit="mm/s"),
    ]
    read = reader.decode(wire.payload(metrics, 5, 255))
    assert (read.timestamp_ms, read.seq) == (5, 255)
    assert [m.value for m in read.metrics] == [number, text, number / 3]
    assert read.metrics[2].unit == "mm/s"
    told = wire.commands(reader.encode(read))
    assert [c.value for c in told] == [number, text, number / 3]


@given(st.binary(max_size=200))
def test_broken_commands_are_refused_not_crashed_on(message: bytes) -> None:
    try:
        wire.commands(message)
    except wire.CommandBroken:
        return
