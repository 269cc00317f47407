"""Sparkplug B: the primary host of a plant's edge nodes, over MQTT.

An address is ``group/node:metric`` or ``group/node/device:metric``. The host tells the nodes that
it is there (its STATE message, with a will for when it is not), asks for births it has not heard,
and writes by commands.
"""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from lineside.kernel.clock import Clock
from lineside.telemetry.adapters.inbox import Inbox
from lineside.telemetry.adapters.mqtt_link import Message, MqttLink, MqttSettings
from lineside.telemetry.adapters.payloads import number
from lineside.telemetry.adapters.sparkplug_host import (
    NAMESPACE,
    Heard,
    Known,
    SparkplugHost,
    Value,
    command_topic,
)
from lineside.telemetry.adapters.sparkplug_payload import DataType, Metric, Payload, encode
from lineside.telemetry.errors import PayloadInvalid, SignalUnknown, WriteRefused
from lineside.telemetry.model import Found, Health, Quality, Signal, SourceState
from lineside.telemetry.ports import Batch, Quarantine
from lineside.telemetry.samples import microseconds

_BROWSE_S = 0.5
_BROWSE_ROUNDS = 10
_FURTHEST_MS = 1 << 43


class SparkplugSource:
    """All nodes of the given groups ('+' for every group)."""

    def __init__(
        self,
        settings: MqttSettings,
        *,
        clock: Clock,
        quarantine: Quarantine,
        groups: Sequence[str] = ("+",),
        host_id: str = "lineside",
        name: str = "sparkplug",
        writable: bool = False,
    ) -> None:
        self._clock = clock
        self._groups = tuple(groups)
        self._writable = writable
        self._state_topic = f"{NAMESPACE}/STATE/{host_id}"
        self._online_ms = microseconds(clock.now()) // 1000
        self._inbox = Inbox(name, clock, quarantine)
        self._host = SparkplugHost()
        # Messages come in the connection's thread, questions in the loop's.
        self._host_lock = threading.Lock()
        self._signals: dict[str, Signal] = {}
        will = (self._state_topic, self._state(False))
        self._link = MqttLink(
            replace(settings, persistent=False), self._hear, up=self._up, down=self._gone, will=will
        )

    def _state(self, online: bool) -> bytes:
        return json.dumps({"online": online, "timestamp": self._online_ms}).encode()

    async def connect(self) -> None:
        """Reach the broker and tell the nodes that the host is there."""
        self._inbox.stand(SourceState.CONNECTING)
        topics = [f"{NAMESPACE}/{group}/#" for group in self._groups]
        self._link.subscribe([*topics, self._state_topic])
        try:
            await asyncio.to_thread(self._link.open)
        except Exception as error:
            self._inbox.stand(SourceState.REFUSED, str(error))
            raise

    def _up(self) -> None:
        self._inbox.stand(SourceState.LIVE)
        self._link.publish(self._state_topic, self._state(True), retain=True)

    def _gone(self, reason: str) -> None:
        if self._inbox.health().state is not SourceState.CLOSED:
            self._inbox.stand(SourceState.LOST, reason)
            self._inbox.lose()

    async def browse(self, under: str | None = None, *, limit: int = 1000) -> list[Found]:
        """The metrics that were born, after a moment for births that were asked for.

        A node that is quiet is not known before it speaks; named by ``group/node`` it is asked.
        """
        named = {"/".join(under.split(":")[0].split("/")[:2])} if under and "/" in under else set()
        quiet = {key for key, node in list(self._host.nodes.items()) if not node.born}
        for key in sorted(quiet | (named - set(self._host.nodes))):
            self._ask_rebirth(key)
        await self._births_settled()
        found = [
            Found(
                address,
                known.name,
                False,
                _type_name(known.data_type),
                known.unit,
                self._writable,
                str(known.value)[:80],
            )
            for address, known in self._known()
            if address.startswith(under or "")
        ]
        return found[:limit]

    def _known(self) -> list[tuple[str, Known]]:
        with self._host_lock:
            return list(self._host.metrics())

    async def _births_settled(self) -> None:
        """Wait until births came and no more come, or for as long as a person would wait."""
        before = -1
        for _ in range(_BROWSE_ROUNDS):
            await asyncio.sleep(_BROWSE_S)
            known = len(self._known())
            if known and known == before:
                return
            before = known

    async def subscribe(self, signals: Sequence[Signal]) -> AsyncIterator[Batch]:
        """Batches of the mapped metrics' values."""
        self._signals |= {signal.address: signal for signal in signals}
        for key in {_node_of(address) for address in self._signals}:
            # What was born before anybody listened is told again.
            self._ask_rebirth(key)
        async for batch in self._inbox.batches(self._link.acknowledge):
            yield batch

    def _ask_rebirth(self, key: str) -> None:
        metric = Metric(True, "Node Control/Rebirth", data_type=DataType.BOOLEAN)
        self._command(key, "", metric)

    def _command(self, key: str, device: str, metric: Metric, wait_s: float = 0) -> bool:
        stamp = microseconds(self._clock.now()) // 1000
        payload = encode(Payload([metric], timestamp_ms=stamp))
        return self._link.publish(command_topic(key, device), payload, qos=1, wait_s=wait_s)

    def _hear(self, message: Message) -> None:
        if message.topic.startswith(f"{NAMESPACE}/STATE/"):
            self._hear_state(message)
            return
        try:
            if message.retained:
                raise PayloadInvalid(problem="retained by the broker, of unknown age")
            now = microseconds(self._clock.now())
            with self._host_lock:
                heard = self._host.hear(message.topic, message.payload, now)
        except PayloadInvalid as refusal:
            self._refuse(message, refusal.line())
            return
        if heard.doubt:
            self._inbox.refuse(message.topic, heard.doubt, message.payload)
        self._follow(heard, message)

    def _refuse(self, message: Message, reason: str) -> None:
        self._inbox.refuse(message.topic, reason, message.payload, token=message.token)

    def _hear_state(self, message: Message) -> None:
        """Somebody else says that this host is off line: contradict, and park what was said."""
        self._link.acknowledge([message.token])
        live = self._inbox.health().state is SourceState.LIVE
        ours = message.payload in (self._state(True), self._state(False))
        if live and message.payload != self._state(True) and not message.retained:
            self._link.publish(self._state_topic, self._state(True), retain=True)
            if not ours:
                self._inbox.refuse(message.topic, "a forged state of this host", message.payload)

    def _follow(self, heard: Heard, message: Message) -> None:
        if heard.rebirth:
            self._ask_rebirth(heard.rebirth)
        if heard.dead:
            signals = (self._signals.get(address) for address in heard.dead)
            self._inbox.lose([signal.tag for signal in signals if signal is not None])
        rows = []
        for value in heard.values:
            signal = self._signals.get(value.address)
            if signal is not None:
                rows += self._rows(signal, value, message)
        self._inbox.take(rows, token=message.token, hold=True)

    def _rows(
        self, signal: Signal, value: Value, message: Message
    ) -> list[tuple[str, int, float, int]]:
        time = value.time_ms * 1000
        try:
            if not 0 <= value.time_ms < _FURTHEST_MS:
                raise PayloadInvalid(problem="a time out of range", time_ms=value.time_ms)
            if isinstance(value.value, np.ndarray):
                if signal.wave_rate_hz is None:
                    raise PayloadInvalid(problem="an array where a single value is mapped")
                # A birth may tell of a wave-form before there is one.
                if len(value.value):
                    self._inbox.take_wave(signal.tag, time, signal.wave_rate_hz, value.value)
                return []
            if value.value is None:
                return [(signal.tag, time, float("nan"), int(Quality.BAD))]
            return [(signal.tag, time, number(value.value, signal.codes), int(Quality.GOOD))]
        except PayloadInvalid as refusal:
            self._inbox.refuse(value.address, refusal.line(), message.payload)
            return []

    async def write(self, address: str, value: float | bool | str) -> None:
        """Command a metric to a value."""
        if not self._writable:
            raise WriteRefused(address=address, problem="the connection is read-only")
        with self._host_lock:
            found = self._host.find(address)
        if found is None:
            raise SignalUnknown(address=address)
        key, device, known = found
        metric = Metric(value, known.name, known.alias, known.data_type)
        try:
            sent = await asyncio.to_thread(self._command, key, device, metric, 5)
        except (ValueError, TypeError, KeyError) as error:
            raise WriteRefused(address=address, problem=str(error)[:200]) from error
        if not sent:
            raise WriteRefused(address=address, problem="the broker did not acknowledge")

    async def close(self) -> None:
        """Tell the nodes that the host leaves, disconnect and end the subscription."""
        live = self._inbox.health().state is SourceState.LIVE
        self._inbox.close()
        if live:
            await asyncio.to_thread(self._farewell)
        await asyncio.to_thread(self._link.close)

    def _farewell(self) -> None:
        self._link.publish(self._state_topic, self._state(False), retain=True, wait_s=2)

    def health(self) -> Health:
        """State and counts."""
        return self._inbox.health()


def _node_of(address: str) -> str:
    return "/".join(address.partition(":")[0].split("/")[:2])


def _type_name(data_type: int) -> str:
    known: Mapping[int, str] = {each.value: each.name.lower() for each in DataType}
    return known.get(data_type, "")
