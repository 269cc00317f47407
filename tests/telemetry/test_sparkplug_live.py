"""The Sparkplug host over a real broker: state, commands, deaths by will, forged states (A21)."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from collecting import Collected, collecting, until

from lineside.kernel.clock import RealClock
from lineside.telemetry.adapters.broker import BrokerAddress
from lineside.telemetry.adapters.mqtt_link import Message, MqttLink
from lineside.telemetry.adapters.sparkplug import SparkplugSource
from lineside.telemetry.adapters.sparkplug_payload import (
    DataType,
    Metric,
    Payload,
    decode,
    encode,
)
from lineside.telemetry.errors import SignalUnknown, WriteRefused
from lineside.telemetry.model import Poison, Signal
from lineside.telemetry.samples import microseconds

STATE = "spBv1.0/STATE/test-host"


@dataclass
class Stage:
    """A host, an edge node that was born, and what both heard."""

    source: SparkplugSource
    edge: MqttLink
    commands: list[Message]
    parked: list[Poison]
    found: Collected


def death() -> bytes:
    return encode(Payload([Metric(9, "bdSeq", data_type=DataType.INT64)]))


@pytest.fixture
async def stage(broker: BrokerAddress) -> AsyncIterator[Stage]:
    commands, parked = list[Message](), list[Poison]()
    source = SparkplugSource(
        broker.mqtt("live-host"),
        clock=RealClock(),
        quarantine=parked.append,
        groups=("live",),
        host_id="test-host",
        writable=True,
    )
    edge = MqttLink(
        broker.machine_mqtt("live-edge"), commands.append, will=("spBv1.0/live/NDEATH/n", death())
    )
    edge.subscribe(["spBv1.0/live/NCMD/n", "spBv1.0/live/DCMD/n/#"])
    await source.connect()
    await asyncio.to_thread(edge.open)
    signals = [Signal("t", "live/n:temp"), Signal("w", "live/n/d:wave", wave_rate_hz=100.0)]
    async with collecting(source, signals) as found:
        await until(lambda: commands)
        now_ms = microseconds(RealClock().now()) // 1000
        node = [
            Metric(9, "bdSeq", data_type=DataType.INT64),
            Metric(1.5, "temp", 1, DataType.DOUBLE),
        ]
        device = [
            Metric([1.0, 2.0], "wave", 2, DataType.FLOAT_ARRAY),
            Metric(3, "set", 3, DataType.INT16),
        ]
        edge.publish("spBv1.0/live/NBIRTH/n", encode(Payload(node, now_ms, 0)))
        edge.publish("spBv1.0/live/DBIRTH/n/d", encode(Payload(device, now_ms, 1)))
        await until(lambda: found.values("t") == [1.5] and found.waves)
        yield Stage(source, edge, commands, parked, found)
    await asyncio.to_thread(edge.close)


async def test_whoever_subscribes_asks_for_births(stage: Stage) -> None:
    asked = decode(stage.commands[0].payload).metrics[0]
    assert (asked.name, asked.value) == ("Node Control/Rebirth", True)
    assert stage.found.waves[0]["samples"] == [1.0, 2.0]
    shown = {each.address: each.data_type for each in await stage.source.browse("live/n/d")}
    assert shown == {"live/n/d:wave": "float_array", "live/n/d:set": "int16"}


async def test_a_write_is_a_command_in_the_metrics_own_type(stage: Stage) -> None:
    await stage.source.write("live/n/d:set", -4)
    await until(lambda: stage.commands[-1].topic == "spBv1.0/live/DCMD/n/d")
    told = decode(stage.commands[-1].payload).metrics[0]
    assert (told.name, told.alias, told.value, told.data_type) == ("set", 3, -4, DataType.INT16)
    with pytest.raises(SignalUnknown):
        await stage.source.write("live/n/d:gone", 1)
    with pytest.raises(WriteRefused):
        await stage.source.write("live/n/d:set", "much")


async def test_a_lost_edge_node_makes_its_tags_uncertain(stage: Stage) -> None:
    link = stage.edge
    link._client._sock_close()
    await until(lambda: stage.found.quality("t") == 1)


async def test_a_forged_state_is_contradicted_and_told(stage: Stage, broker: BrokerAddress) -> None:
    states: list[bytes] = []
    insider = MqttLink(broker.mqtt("insider"), lambda m: states.append(m.payload))
    insider.subscribe([STATE])
    await asyncio.to_thread(insider.open)
    await until(lambda: states)
    assert json.loads(states[-1])["online"] is True
    forged = json.dumps({"online": False, "timestamp": 1}).encode()
    insider.publish(STATE, forged, retain=True)
    await until(lambda: any("forged" in poison.reason for poison in stage.parked))
    await until(lambda: json.loads(states[-1])["online"] is True and forged in states)
    await asyncio.to_thread(insider.close)
