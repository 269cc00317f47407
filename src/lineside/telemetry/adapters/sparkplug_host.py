"""The host's view of Sparkplug edge nodes: births, aliases, sequence, deaths, rebirth requests.

Pure: ``hear`` takes a message and says what follows from it; the connection is somebody else's.
A message is taken only when it can be trusted to be in its place: data after a birth, with the
next sequence number or, after a loss, with a newer time stamp (then a rebirth is asked for); a
death only with the birth's own death number. Anything else is refused with the reason.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lineside.telemetry.adapters.sparkplug_payload import Metric, Payload, decode, typed
from lineside.telemetry.errors import PayloadInvalid

NAMESPACE = "spBv1.0"
_MOST_METRICS = 50_000
_REBIRTH_PAUSE_US = 5_000_000
_AHEAD_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Known:
    """What a birth told of a metric."""

    name: str
    data_type: int
    alias: int | None
    unit: str
    value: object


@dataclass(slots=True)
class Node:
    """One edge node and its devices ('' is the node itself)."""

    born: bool = False
    birth_ms: int = -1
    death_number: int | None = None
    seq: int = -1
    newest_ms: int = -1
    asked_us: int = -_REBIRTH_PAUSE_US
    metrics: dict[str, dict[str, Known]] = field(default_factory=dict)
    aliases: dict[int, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Value:
    """A metric's value at an address ``group/node[/device]:metric``."""

    address: str
    time_ms: int
    value: object


@dataclass(slots=True)
class Heard:
    """What follows from a message: values, addresses that died, a node to ask for its birth."""

    values: list[Value] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)
    rebirth: str | None = None
    doubt: str = ""


class SparkplugHost:
    """All edge nodes that were heard."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}

    def hear(self, topic: str, message: bytes, arrival_us: int) -> Heard:
        """Take one message. Raises PayloadInvalid for what must not be taken at all."""
        parts = topic.split("/")
        if len(parts) not in (4, 5) or parts[0] != NAMESPACE:
            raise PayloadInvalid(problem="no Sparkplug topic", topic=topic[:200])
        _, group, kind, name, *device = parts
        key = f"{group}/{name}"
        payload = decode(message)
        if kind == "NBIRTH":
            return self._node_born(key, payload, arrival_us)
        node = self.nodes.get(key)
        if kind == "NDEATH":
            return self._node_died(key, node, payload)
        if kind not in ("NDATA", "DDATA", "DBIRTH", "DDEATH"):
            return Heard()
        if node is None or not node.born:
            node = self.nodes.setdefault(key, Node())
            return Heard(rebirth=_asked(node, key, arrival_us), doubt="before the node's birth")
        heard = Heard()
        self._in_order(node, key, payload, arrival_us, heard)
        place = device[0] if device else ""
        if kind == "DBIRTH":
            self._born(node, key, place, payload, heard)
        elif kind == "DDEATH":
            heard.dead += _addresses(node, key, place)
        else:
            self._data(node, key, place, payload, arrival_us, heard)
        return heard

    def _node_born(self, key: str, payload: Payload, arrival_us: int) -> Heard:
        node = self.nodes.setdefault(key, Node())
        stamp = payload.timestamp_ms or arrival_us // 1000
        if stamp < node.birth_ms:
            raise PayloadInvalid(problem="a birth older than the present one", node=key)
        if stamp > arrival_us // 1000 + _AHEAD_MS:
            raise PayloadInvalid(problem="a birth from the future", node=key)
        node.born, node.birth_ms, node.newest_ms = True, stamp, stamp
        node.seq = payload.seq if payload.seq is not None else 0
        node.death_number = _death_number(payload)
        node.metrics, node.aliases = {}, {}
        heard = Heard()
        self._born(node, key, "", payload, heard)
        return heard

    def _node_died(self, key: str, node: Node | None, payload: Payload) -> Heard:
        if node is None or not node.born:
            return Heard()
        number = _death_number(payload)
        if number is None or number != node.death_number:
            raise PayloadInvalid(
                problem="a death that is not the present birth's",
                node=key,
                bdSeq=number,
                expected=node.death_number,
            )
        node.born = False
        return Heard(dead=[each for place in node.metrics for each in _addresses(node, key, place)])

    def _in_order(
        self, node: Node, key: str, payload: Payload, arrival_us: int, heard: Heard
    ) -> None:
        """Check the sequence number; after a loss only newer messages are believed."""
        stamp = payload.timestamp_ms or arrival_us // 1000
        if stamp > arrival_us // 1000 + _AHEAD_MS:
            raise PayloadInvalid(problem="a message from the future", node=key)
        expected = (node.seq + 1) % 256
        if payload.seq != expected:
            if stamp <= node.newest_ms:
                raise PayloadInvalid(
                    problem="out of sequence and not newer: a repetition", node=key, seq=payload.seq
                )
            heard.rebirth = _asked(node, key, arrival_us)
        elif stamp < node.birth_ms:
            raise PayloadInvalid(problem="older than the node's birth", node=key)
        if payload.seq is not None and payload.seq < 256:
            node.seq = payload.seq
        node.newest_ms = max(node.newest_ms, stamp)

    def _born(self, node: Node, key: str, device: str, payload: Payload, heard: Heard) -> None:
        held = sum(map(len, node.metrics.values())) + len(payload.metrics)
        if held > _MOST_METRICS:
            raise PayloadInvalid(problem="more metrics than the limit", node=key, metrics=held)
        known = node.metrics.setdefault(device, {})
        for metric in payload.metrics:
            if not metric.name:
                continue
            told = Known(metric.name, metric.data_type, metric.alias, metric.unit, metric.value)
            known[metric.name] = told
            if metric.alias is not None:
                node.aliases[metric.alias] = (device, metric.name)
            heard.values += _value(key, device, told, metric, payload)

    def _data(
        self,
        node: Node,
        key: str,
        device: str,
        payload: Payload,
        arrival_us: int,
        heard: Heard,
    ) -> None:
        for metric in payload.metrics:
            found = _known(node, device, metric)
            if found is None:
                heard.rebirth = heard.rebirth or _asked(node, key, arrival_us)
                heard.doubt = f"a metric without a birth: {metric.name or metric.alias}"
                continue
            heard.values += _value(key, device, found, metric, payload)

    def metrics(self) -> Iterator[tuple[str, Known]]:
        """All addresses that were born, with what is known of them."""
        for key, node in sorted(self.nodes.items()):
            for device, known in sorted(node.metrics.items()):
                for name in sorted(known):
                    yield address(key, device, name), known[name]

    def find(self, wanted: str) -> tuple[str, str, Known] | None:
        """The node, device and metric at an address."""
        place, _, name = wanted.partition(":")
        group, _, rest = place.partition("/")
        node_name, _, device = rest.partition("/")
        node = self.nodes.get(f"{group}/{node_name}")
        known = node and node.metrics.get(device, {}).get(name)
        return (f"{group}/{node_name}", device, known) if known else None


def address(key: str, device: str, metric: str) -> str:
    """The address of a metric."""
    return f"{key}/{device}:{metric}" if device else f"{key}:{metric}"


def command_topic(key: str, device: str = "") -> str:
    """Where a node or device hears commands."""
    group, _, node = key.partition("/")
    kind = "DCMD" if device else "NCMD"
    return "/".join([NAMESPACE, group, kind, node, *([device] if device else [])])


def _asked(node: Node, key: str, arrival_us: int) -> str | None:
    """The node, when it was not asked for its birth just now."""
    if arrival_us - node.asked_us < _REBIRTH_PAUSE_US:
        return None
    node.asked_us = arrival_us
    return key


def _death_number(payload: Payload) -> int | None:
    for metric in payload.metrics:
        if metric.name == "bdSeq" and isinstance(metric.value, int):
            return metric.value
    return None


def _known(node: Node, device: str, metric: Metric) -> Known | None:
    if metric.name:
        return node.metrics.get(device, {}).get(metric.name)
    if metric.alias is None:
        return None
    place = node.aliases.get(metric.alias)
    return node.metrics[place[0]][place[1]] if place and place[0] == device else None


def _value(
    key: str, device: str, known: Known, metric: Metric, payload: Payload
) -> Sequence[Value]:
    stamp = metric.timestamp_ms if metric.timestamp_ms is not None else payload.timestamp_ms
    if known.name == "bdSeq" or known.name.startswith("Node Control/") or stamp is None:
        return []
    value = metric.value if metric.data_type else typed(metric.value, known.data_type)
    return [Value(address(key, device, known.name), stamp, value)]


def _addresses(node: Node, key: str, device: str) -> list[str]:
    return [address(key, device, name) for name in node.metrics.get(device, {})]
