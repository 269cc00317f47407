"""Poisoned messages (F17): each is parked once, nothing crashes, the good ones go on quickly."""

import asyncio
import os
import random
import time
from datetime import UTC, datetime

import pytest
from collecting import collecting, free_port, until
from hypothesis import given
from hypothesis import strategies as st

from lineside.kernel.clock import FixedClock, RealClock
from lineside.telemetry.adapters.broker import BrokerAddress
from lineside.telemetry.adapters.mqtt import MqttSource
from lineside.telemetry.adapters.mqtt_link import Message, MqttLink, MqttSettings
from lineside.telemetry.adapters.payloads import (
    flattened,
    mapping_of,
    parsed,
    path_of,
    points,
    wave,
)
from lineside.telemetry.errors import MappingInvalid, PayloadInvalid
from lineside.telemetry.model import Poison, Signal, SourceState

MESSAGES = int(os.environ.get("LINESIDE_POISON", "10000"))
ARRIVAL = datetime(2026, 1, 1, tzinfo=UTC)
SIGNAL = Signal("t", "m/x|$.v", options={"time": "$.t", "time_unit": "ms"})


def poisoned(chance: random.Random) -> bytes:
    """One message that no mapping can take."""
    kinds = [
        lambda: bytes(chance.randrange(256) for _ in range(chance.randrange(1, 60))) + b"\xff",
        lambda: b'{"v": %d, "t": 1}' % (1 << chance.randrange(64, 2000)),
        lambda: b'{"v": NaN, "t": 1}',
        lambda: b'{"v": 1e999, "t": 1}',
        lambda: b'{"v": 1, "t": %d}' % (10 ** chance.randrange(17, 40)),
        lambda: b'{"v": 1, "t": -5}',
        lambda: b'{"v": {"deeper": 1}, "t": 1}',
        lambda: b'{"t": 1}',
        lambda: b"[" * chance.randrange(10, 5000),
        lambda: b'{"v": "' + b"x" * chance.randrange(10, 2000) + b'", "t": 1}',
        lambda: b"",
    ]
    return chance.choice(kinds)()


async def test_every_poisoned_message_is_parked_once_and_quickly() -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    parked: list[Poison] = []
    settings = MqttSettings("127.0.0.1", free_port())
    source = MqttSource(settings, clock=FixedClock(ARRIVAL), quarantine=parked.append)
    slowest_s, good = 0.0, 0
    async with collecting(source, [SIGNAL]) as found:
        await asyncio.sleep(0.05)
        for number in range(MESSAGES):
            began = time.process_time()
            source._hear(Message("m/x", poisoned(chance), False, None))
            slowest_s = max(slowest_s, time.process_time() - began)
            if number % 100 == 0:
                good += 1
                source._hear(Message("m/x", b'{"v": %d, "t": %d}' % (number, number), False, None))
        source._hear(Message("m/x", b'"' + b"x" * 10_000_000 + b'"', False, None))
        source._hear(Message("m/x", b'{"v": 1, "t": 1}', True, None))
        await until(lambda: len(found.values("t")) == good)
    assert len(parked) == MESSAGES + 2
    assert slowest_s < 1.0
    assert all(len(each.excerpt) <= 1024 for each in parked)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=8))
def test_any_json_gives_points_or_a_refusal(content: object) -> None:
    try:
        found = points(mapping_of(Signal("t", "m|$[0]")), content, 5)
    except PayloadInvalid:
        return
    assert all(isinstance(value, float) for _, value in found)


def test_paths_lists_codes_and_waves() -> None:
    message = parsed(b'{"a": [{"b": "ON", "at": "2026-01-01T00:00:00+02:00"}], "w": [1, 2.5]}')
    options = {"each": "$.a", "value": "$.b", "time": "$.at"}
    found = points(mapping_of(Signal("t", "m", codes={"ON": 2.0}, options=options)), message, 0)
    assert found == [(1_767_218_400_000_000, 2.0)]
    assert wave(mapping_of(Signal("w", "m|$.w", wave_rate_hz=1.0)), message, 7) == [(7, [1.0, 2.5])]
    assert path_of("$.a[1].b") == ("a", 1, "b")
    assert ("$.a[0].b", "ON") in flattened(message)
    for wrong in ("$.a[x]", "$[1"):
        with pytest.raises(MappingInvalid):
            path_of(wrong)
    with pytest.raises(PayloadInvalid):
        points(mapping_of(Signal("t", "m|$.w")), message, 0)


class Swallowing:
    """A proxy that can stop passing bytes on without closing anything (a half-open connection)."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._flows = asyncio.Event()
        self._flows.set()

    async def start(self) -> int:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        away, back = await asyncio.open_connection("127.0.0.1", self._target)
        await asyncio.gather(self._pass(reader, back), self._pass(away, writer))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            if self._flows.is_set():
                writer.write(data)
                await writer.drain()
        writer.close()

    def swallow(self, on: bool) -> None:
        if on:
            self._flows.clear()
        else:
            self._flows.set()


@pytest.mark.slow
async def test_a_half_open_connection_is_noticed_within_two_keepalives(
    broker: BrokerAddress,
) -> None:
    proxy = Swallowing(broker.mqtt_port)
    port = await proxy.start()
    told = broker.mqtt("half-open", persistent=False)
    settings = MqttSettings("127.0.0.1", port, "half-open", told.username, told.password)
    source = MqttSource(settings, clock=RealClock(), quarantine=lambda _: None)
    await source.connect()
    signal = Signal("t", "plant/half|$.v")
    async with collecting(source, [signal]) as found:
        await asyncio.sleep(0.3)
        machine = MqttLink(broker.machine_mqtt("half"), lambda _: None)
        await asyncio.to_thread(machine.open)
        machine.publish("plant/half", b'{"v": 1}')
        await until(lambda: found.values("t") == [1.0])
        proxy.swallow(True)
        began = time.monotonic()
        await until(lambda: source.health().state is SourceState.LOST, 15)
        assert time.monotonic() - began < 11
        await until(lambda: found.quality("t") == 1)
        proxy.swallow(False)
        await until(lambda: source.health().state is SourceState.LIVE, 15)
        await asyncio.sleep(0.3)
        machine.publish("plant/half", b'{"v": 2}')
        await until(lambda: found.values("t")[-1] == 2.0)
        await asyncio.to_thread(machine.close)
