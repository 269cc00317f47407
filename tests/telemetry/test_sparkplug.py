"""Sparkplug B: payloads both ways, the host's rules, forged and repeated messages (A21, A22)."""

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineside.telemetry.adapters.sparkplug_host import SparkplugHost, command_topic
from lineside.telemetry.adapters.sparkplug_payload import (
    LONGEST_PAYLOAD,
    DataType,
    Metric,
    Payload,
    decode,
    encode,
)
from lineside.telemetry.errors import PayloadInvalid

NOW_MS = 1_780_000_000_000
T = DataType
SINGLE = st.one_of(
    st.tuples(st.just(T.INT8), st.integers(-(2**7), 2**7 - 1)),
    st.tuples(st.just(T.INT16), st.integers(-(2**15), 2**15 - 1)),
    st.tuples(st.just(T.INT32), st.integers(-(2**31), 2**31 - 1)),
    st.tuples(st.just(T.INT64), st.integers(-(2**63), 2**63 - 1)),
    st.tuples(st.just(T.UINT8), st.integers(0, 2**8 - 1)),
    st.tuples(st.just(T.UINT32), st.integers(0, 2**32 - 1)),
    st.tuples(st.just(T.UINT64), st.integers(0, 2**64 - 1)),
    st.tuples(st.just(T.FLOAT), st.floats(width=32, allow_nan=False)),
    st.tuples(st.just(T.DOUBLE), st.floats(allow_nan=False)),
    st.tuples(st.just(T.BOOLEAN), st.booleans()),
    st.tuples(st.just(T.STRING), st.text(max_size=30)),
    st.tuples(st.just(T.BYTES), st.binary(max_size=30)),
    st.tuples(st.just(T.DOUBLE), st.none()),
)


@given(
    st.lists(st.tuples(st.text(min_size=1, max_size=20), SINGLE, st.booleans()), max_size=8),
    st.integers(0, 255),
)
def test_what_is_encoded_is_decoded(
    given_: list[tuple[str, tuple[DataType, Any], bool]], seq: int
) -> None:
    metrics = [
        Metric(value, name, place, kind, NOW_MS + place, historical, "mm/s")
        for place, (name, (kind, value), historical) in enumerate(given_)
    ]
    found = decode(encode(Payload(metrics, NOW_MS, seq)))
    assert found == Payload(metrics, NOW_MS, seq)


@pytest.mark.parametrize("kind", [T.INT16_ARRAY, T.FLOAT_ARRAY, T.DOUBLE_ARRAY, T.UINT64_ARRAY])
def test_arrays_are_decoded(kind: DataType) -> None:
    found = decode(encode(Payload([Metric([1, 2, 3], "wave", data_type=kind)])))
    assert np.asarray(found.metrics[0].value).tolist() == [1, 2, 3]
    truths = Metric([True, False, True], "t", data_type=T.BOOLEAN_ARRAY)
    assert np.asarray(decode(encode(Payload([truths]))).metrics[0].value).tolist() == [1, 0, 1]


def test_mutated_payloads_are_decoded_or_refused_and_nothing_else() -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    names = [Metric(1.5, f"m{i}", i, T.DOUBLE, NOW_MS) for i in range(20)]
    wave = Metric([1.0, 2.0], "wave", 30, T.FLOAT_ARRAY)
    whole = encode(Payload([*names, wave], NOW_MS, 3))
    for _ in range(5_000):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            found = decode(bytes(data[: chance.randrange(1, len(data) + 1)]))
        except PayloadInvalid:
            continue
        assert isinstance(found, Payload)


def test_messages_beyond_the_limits_are_refused() -> None:
    with pytest.raises(PayloadInvalid):
        decode(bytes(LONGEST_PAYLOAD + 1))
    with pytest.raises(PayloadInvalid):
        decode(encode(Payload([Metric("x" * 10**6, "text", data_type=T.STRING)])))
    with pytest.raises(PayloadInvalid):
        decode(encode(Payload([Metric(1, "n" * 1000, data_type=T.INT32)])))


class Edge:
    """An edge node that says what a test wants, to a host in the same process."""

    def __init__(self) -> None:
        self.host = SparkplugHost()
        self.now_ms = NOW_MS

    def say(self, kind: str, metrics: list[Metric], seq: int | None, **more: Any) -> Any:
        device = more.pop("device", None)
        topic = f"spBv1.0/g/{kind}/n" + (f"/{device}" if device else "")
        stamp = more.pop("at", self.now_ms)
        return self.host.hear(topic, encode(Payload(metrics, stamp, seq)), self.now_ms * 1000)

    def born(self, death_number: int = 4, seq: int = 0) -> Any:
        metrics = [
            Metric(death_number, "bdSeq", data_type=T.INT64),
            Metric(20.0, "temp", 1, T.DOUBLE, unit="degC"),
            Metric(-5, "level", 2, T.INT32),
        ]
        return self.say("NBIRTH", metrics, seq)


def test_a_birth_gives_values_and_aliases_for_what_follows() -> None:
    edge = Edge()
    assert [(v.address, v.value) for v in edge.born().values] == [
        ("g/n:temp", 20.0),
        ("g/n:level", -5),
    ]
    device = [Metric(1.0, "speed", 7, T.FLOAT)]
    edge.say("DBIRTH", device, 1, device="spindle")
    late = Metric(2.5, alias=7, timestamp_ms=NOW_MS - 60_000, historical=True)
    heard = edge.say("DDATA", [late, Metric(3.0, alias=7)], 2, device="spindle")
    assert [(v.address, v.time_ms, v.value) for v in heard.values] == [
        ("g/n/spindle:speed", NOW_MS - 60_000, 2.5),
        ("g/n/spindle:speed", NOW_MS, 3.0),
    ]
    minus = edge.say("NDATA", [Metric(-7, alias=2, data_type=T.INT32)], 3)
    assert minus.values[0].value == -7
    assert edge.host.find("g/n/spindle:speed") is not None
    assert command_topic("g/n", "spindle") == "spBv1.0/g/DCMD/n/spindle"


def test_data_before_a_birth_asks_for_it_once_in_a_while() -> None:
    edge = Edge()
    assert edge.say("NDATA", [Metric(1.0, "temp")], 5).rebirth == "g/n"
    assert edge.say("NDATA", [Metric(1.0, "temp")], 6).rebirth is None
    edge.now_ms += 6_000
    assert edge.say("NDATA", [Metric(1.0, "temp")], 7).rebirth == "g/n"


def test_a_lost_message_asks_for_a_birth_and_newer_data_counts() -> None:
    edge = Edge()
    edge.born()
    edge.now_ms += 10_000
    heard = edge.say("NDATA", [Metric(21.0, alias=1)], 3)
    assert heard.rebirth == "g/n"
    assert heard.values[0].value == 21.0


def test_an_unknown_alias_is_doubted() -> None:
    edge = Edge()
    edge.born()
    heard = edge.say("NDATA", [Metric(1.0, alias=99), Metric(2.0, alias=1)], 1)
    assert "99" in heard.doubt
    assert len(heard.values) == 1


def test_repeated_old_data_is_refused() -> None:
    edge = Edge()
    edge.born()
    edge.now_ms += 1000
    captured = ([Metric(50.0, alias=1)], 1)
    edge.say("NDATA", *captured, at=edge.now_ms)
    with pytest.raises(PayloadInvalid):
        edge.say("NDATA", *captured, at=edge.now_ms)
    edge.say("NDATA", [Metric(51.0, alias=1)], 2, at=edge.now_ms + 500)
    with pytest.raises(PayloadInvalid):
        edge.say("NDATA", *captured, at=edge.now_ms)
    with pytest.raises(PayloadInvalid):
        edge.say("NDATA", [Metric(1.0, alias=1)], 3, at=edge.now_ms + 10**9)


def test_an_old_birth_does_not_replace_a_newer_one() -> None:
    edge = Edge()
    edge.born()
    with pytest.raises(PayloadInvalid):
        edge.say("NBIRTH", [Metric(3, "bdSeq", data_type=T.INT64)], 0, at=NOW_MS - 1)
    assert edge.host.nodes["g/n"].death_number == 4


def test_only_the_present_births_death_is_believed() -> None:
    edge = Edge()
    edge.born(death_number=4)
    for forged in (3, 5):
        with pytest.raises(PayloadInvalid):
            edge.say("NDEATH", [Metric(forged, "bdSeq", data_type=T.INT64)], None)
    with pytest.raises(PayloadInvalid):
        edge.say("NDEATH", [], None)
    heard = edge.say("NDEATH", [Metric(4, "bdSeq", data_type=T.INT64)], None)
    assert sorted(heard.dead) == ["g/n:bdSeq", "g/n:level", "g/n:temp"]
    assert edge.say("NDATA", [Metric(1.0, alias=1)], 1).rebirth == "g/n"


def test_a_device_dies_alone() -> None:
    edge = Edge()
    edge.born()
    edge.say("DBIRTH", [Metric(1.0, "speed", 7, T.FLOAT)], 1, device="a")
    heard = edge.say("DDEATH", [], 2, device="a")
    assert heard.dead == ["g/n/a:speed"]
    assert edge.host.nodes["g/n"].born


@pytest.mark.parametrize("topic", ["a/b", "spBv1.0/g/NDATA", "spAv1.0/g/NDATA/n", "x/y/NDATA/z"])
def test_other_topics_are_refused(topic: str) -> None:
    with pytest.raises(PayloadInvalid):
        SparkplugHost().hear(topic, b"", NOW_MS * 1000)
