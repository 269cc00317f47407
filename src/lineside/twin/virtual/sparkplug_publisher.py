"""The machines that speak MQTT: Sparkplug B edge nodes, one connection each, and the cameras.

Births give every metric with name, alias and unit; data gives aliases and the source's time stamps;
the broker sends the death certificate when a connection is lost. Wave-forms are float arrays. A
picture is one message on the camera's topic: a line of JSON, then the PNG.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from lineside.twin.virtual import sparkplug_wire as wire
from lineside.twin.virtual.emission import Emission, Inspection
from lineside.twin.virtual.plant_data import PlantData

TYPES = {"int": wire.INT64, "float": wire.DOUBLE, "string": wire.STRING}
REBIRTH = "Node Control/Rebirth"
PATIENCE_S = 10.0
Write = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Link:
    """Where the broker is; user and password only where it asks for them."""

    host: str
    port: int
    user: str | None = None
    password: str | None = None


@dataclass(slots=True)
class Metric:
    """A tag as an edge node speaks it: the last value and its time go into a birth."""

    tag: str
    name: str
    device: str
    alias: int
    data_type: int
    unit: str
    value: wire.Value
    time_ms: int = 0


def nodes_of(data: PlantData) -> dict[str, list[Metric]]:
    """Metrics by edge node, from the addresses of tags.yaml."""
    found: dict[str, list[Metric]] = {}
    for tag, row in data.tags.items():
        if row["protocol"] != "sparkplug":
            continue
        node, device, name = str(row["address"]).split("/", 2)
        metrics = found.setdefault(node, [])
        wave = row["class"] == "waveform"
        kind = wire.FLOAT_ARRAY if wave else TYPES[row["type"]]
        value: wire.Value = np.zeros(0, np.float32) if wave else "" if kind == wire.STRING else 0
        unit = str(row["unit"])
        metrics.append(Metric(tag, name, device, len(metrics) + 1, kind, unit, value))
    return found


@dataclass(slots=True)
class EdgeNode:
    """One edge node: its connection, its sequence of messages, its devices."""

    group: str
    name: str
    metrics: list[Metric]
    write: Write
    client: mqtt.Client = field(init=False)
    connected: threading.Event = field(default_factory=threading.Event)
    seq: int = 0
    deaths: int = 0
    now_ms: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def topic(self, kind: str, device: str | None = None) -> str:
        """The topic of a kind of message."""
        place = f"spBv1.0/{self.group}/{kind}/{self.name}"
        return place if device is None else f"{place}/{device}"

    def connect(self, link: Link, now_ms: int) -> None:
        """Connect, with the death certificate as will, and send the births."""
        self.now_ms = now_ms
        self.client = mqtt.Client(
            CallbackAPIVersion.VERSION2,
            client_id=f"{self.group}-{self.name}",
            clean_session=True,
        )
        self.client.max_queued_messages_set(0)
        self.client.max_inflight_messages_set(200)
        if link.user is not None:
            self.client.username_pw_set(link.user, link.password)
        self.client.on_connect = self._on_connect
        self.client.on_disconnect = self._on_disconnect
        self.client.on_message = self._on_message
        self._will()
        self.client.connect(link.host, link.port, keepalive=30)
        self.client.loop_start()
        if not self.connected.wait(PATIENCE_S):
            raise ConnectionError(f"edge node {self.name}: the broker does not answer")

    def _death(self) -> bytes:
        number = wire.metric(wire.INT64, self.deaths, self.now_ms, name="bdSeq")
        return wire.payload([number], self.now_ms, None)

    def _will(self) -> None:
        self.client.will_set(self.topic("NDEATH"), self._death(), qos=1)

    def _on_connect(self, client: Any, userdata: Any, flags: Any, code: Any, rest: Any) -> None:
        if code.is_failure:
            return
        client.subscribe([(self.topic("NCMD"), 1), (self.topic("DCMD") + "/+", 1)])
        self.births()
        self.connected.set()

    def _on_disconnect(self, client: Any, userdata: Any, flags: Any, code: Any, rest: Any) -> None:
        """The next connection is a new life with a new number."""
        self.connected.clear()
        self.deaths = (self.deaths + 1) % 256
        self._will()

    def _send(self, topic: str, metrics: list[bytes], time_ms: int) -> Any:
        message = wire.payload(metrics, time_ms, self.seq)
        self.seq = (self.seq + 1) % 256
        return self.client.publish(topic, message, qos=0)

    def births(self) -> None:
        """The node's birth certificate, then those of its devices, with the last values."""
        with self.lock:
            self.seq = 0
            now = self.now_ms
            node = [
                wire.metric(wire.INT64, self.deaths, now, name="bdSeq"),
                wire.metric(wire.BOOLEAN, False, now, name=REBIRTH),
            ]
            self._send(self.topic("NBIRTH"), node, now)
            devices: dict[str, list[bytes]] = {}
            for m in self.metrics:
                born = wire.metric(
                    m.data_type, m.value, m.time_ms or now, name=m.name, alias=m.alias, unit=m.unit
                )
                devices.setdefault(m.device, []).append(born)
            for device, metrics in devices.items():
                self._send(self.topic("DBIRTH", device), metrics, now)

    def _on_message(self, client: Any, userdata: Any, message: Any) -> None:
        try:
            told = wire.commands(message.payload)
        except wire.CommandBroken:
            return
        for command in told:
            if command.name == REBIRTH and command.value:
                self.births()
            elif isinstance(command.value, int | float):
                self._set(message.topic.rsplit("/", 1)[-1], command)

    def _set(self, device: str, command: wire.Command) -> None:
        for m in self.metrics:
            named = m.alias == command.alias if command.alias is not None else False
            if m.device == device and (named or m.name == command.name):
                assert isinstance(command.value, int | float)
                self.write(m.tag, float(command.value))

    def data(self, device: str, metrics: list[bytes], time_ms: int) -> Any:
        """One data message of a device."""
        with self.lock:
            self.now_ms = max(self.now_ms, time_ms)
            return self._send(self.topic("DDATA", device), metrics, time_ms)

    def close(self) -> None:
        """Say farewell with the death certificate, then disconnect."""
        with self.lock:
            self.client.publish(self.topic("NDEATH"), self._death(), qos=1).wait_for_publish(2.0)
        self.client.disconnect()
        self.client.loop_stop()


class SparkplugPublisher:
    """All edge nodes of the plant and its cameras, over one broker."""

    METRICS_PER_MESSAGE = 2000

    def __init__(self, data: PlantData, link: Link, write: Write = lambda tag, value: None) -> None:
        self.link = link
        group = str(data.tag_file["sparkplug"]["group"])
        self.camera_topic = str(data.tag_file["sparkplug"]["camera_topic"])
        self.nodes = [
            EdgeNode(group, name, metrics, write) for name, metrics in nodes_of(data).items()
        ]
        self._of_tag = {m.tag: (node, m) for node in self.nodes for m in node.metrics}
        self._last: Any = None

    def start(self, now_us: int, present: Emission | None = None) -> None:
        """Connect all nodes; births carry the values of `present`, at the plant's time now."""
        if present is not None:
            waiting: dict[tuple[str, str], list[tuple[int, Metric, wire.Value]]] = {}
            self._numbers(present, waiting)
            for text in present.texts:
                self._queue(text.tag, text.time_us, text.value, waiting)
            for time_us, m, value in (row for rows in waiting.values() for row in rows):
                m.value, m.time_ms = value, time_us // 1000
        for node in self.nodes:
            node.connect(self.link, now_us // 1000)

    def publish(self, emission: Emission) -> int:
        """Send everything of a stretch; returns how many values and pictures that were."""
        waiting: dict[tuple[str, str], list[tuple[int, Metric, wire.Value]]] = {}
        self._numbers(emission, waiting)
        for text in emission.texts:
            self._queue(text.tag, text.time_us, text.value, waiting)
        for wave in emission.waveforms:
            self._queue(wave.tag, wave.time_us, wave.samples, waiting)
        sent = 0
        for (node_name, device), rows in waiting.items():
            node = next(n for n in self.nodes if n.name == node_name)
            sent += self._device(node, device, rows)
        for inspection in emission.inspections:
            sent += self._picture(inspection)
        return sent

    def _queue(
        self,
        tag: str,
        time_us: int,
        value: wire.Value,
        waiting: dict[tuple[str, str], list[tuple[int, Metric, wire.Value]]],
    ) -> None:
        if tag in self._of_tag:
            node, m = self._of_tag[tag]
            waiting.setdefault((node.name, m.device), []).append((time_us, m, value))

    def _numbers(
        self,
        emission: Emission,
        waiting: dict[tuple[str, str], list[tuple[int, Metric, wire.Value]]],
    ) -> None:
        s = emission.samples
        mine = np.array([tag in self._of_tag for tag in emission.tag_ids])
        chosen = np.flatnonzero(mine[s.tag]) if len(s) else np.zeros(0, np.int64)
        rows = zip(
            s.tag[chosen].tolist(),
            s.time_us[chosen].tolist(),
            s.value[chosen].tolist(),
            strict=True,
        )
        for tag, time_us, value in rows:
            self._queue(emission.tag_ids[tag], time_us, value, waiting)

    def _device(
        self, node: EdgeNode, device: str, rows: list[tuple[int, Metric, wire.Value]]
    ) -> int:
        rows.sort(key=lambda row: row[0])
        for first in range(0, len(rows), self.METRICS_PER_MESSAGE):
            part = rows[first : first + self.METRICS_PER_MESSAGE]
            metrics = []
            for time_us, m, value in part:
                m.value, m.time_ms = value, time_us // 1000
                metrics.append(wire.metric(m.data_type, value, m.time_ms, alias=m.alias))
            self._last = node.data(device, metrics, part[-1][0] // 1000)
        return len(rows)

    def _picture(self, i: Inspection) -> int:
        if i.picture is None:
            return 0
        topic = self.camera_topic.format(equipment=i.equipment)
        self._last = self.nodes[0].client.publish(topic, picture_message(i), qos=1)
        return 1

    def flush(self, timeout_s: float = PATIENCE_S) -> None:
        """Wait until the last message has left."""
        if self._last is not None:
            self._last.wait_for_publish(timeout_s)

    def stop(self) -> None:
        """Disconnect all nodes, each with its death certificate."""
        for node in self.nodes:
            node.close()


def picture_message(i: Inspection) -> bytes:
    """One line of JSON about the piece, a line feed, the PNG. The verdict is not the camera's."""
    about = {
        "equipment": i.equipment,
        "time_us": i.time_us,
        "order": i.order,
        "lot": i.lot,
        "unit": i.unit,
        "product": i.product,
        "profile_deviation_um": i.profile_deviation_um,
    }
    assert i.picture is not None
    return json.dumps(about).encode() + b"\n" + i.picture
