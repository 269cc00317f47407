"""MQTT with JSON messages: topics and paths become tags.

An address is ``topic`` or ``topic|$.json.path``; topics may hold wildcards. What cannot be read is
quarantined and acknowledged, so that it comes only once. A message that the broker retained is old
news of unknown age: it is quarantined unless the signal's option ``retained`` is ``accept``.
"""

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator, Sequence
from typing import Any

from paho.mqtt.client import topic_matches_sub

from lineside.kernel.clock import Clock
from lineside.telemetry.adapters.inbox import Inbox
from lineside.telemetry.adapters.mqtt_link import Message, MqttLink, MqttSettings, filters_for
from lineside.telemetry.adapters.payloads import (
    JsonMapping,
    flattened,
    mapping_of,
    parsed,
    points,
    wave,
)
from lineside.telemetry.errors import PayloadInvalid, WriteRefused
from lineside.telemetry.model import Found, Health, Quality, Signal, SourceState
from lineside.telemetry.ports import Batch, Quarantine
from lineside.telemetry.samples import microseconds

_LISTEN_S = 1.0
_MOST_EARLY = 70_000


class MqttSource:
    """A broker whose messages feed tags; writes publish ``{"value": …}`` to a topic."""

    def __init__(
        self,
        settings: MqttSettings,
        *,
        clock: Clock,
        quarantine: Quarantine,
        name: str = "mqtt",
        writable: bool = False,
        listen_s: float = _LISTEN_S,
    ) -> None:
        self._clock = clock
        self._writable = writable
        self._listen_s = listen_s
        self._inbox = Inbox(name, clock, quarantine)
        self._exact: dict[str, list[JsonMapping]] = {}
        self._wild: list[JsonMapping] = []
        self._seen: dict[str, bytes] | None = None
        self._early: deque[Message] | None = deque(maxlen=_MOST_EARLY)
        self._early_lock = threading.Lock()
        self._link = MqttLink(
            settings, self._hear, up=self._up, down=self._gone, denied=self._denied
        )

    async def connect(self) -> None:
        """Reach the broker; refuses with the reason."""
        self._inbox.stand(SourceState.CONNECTING)
        try:
            await asyncio.to_thread(self._link.open)
        except Exception as error:
            self._inbox.stand(SourceState.REFUSED, str(error))
            raise

    def _up(self) -> None:
        self._inbox.stand(SourceState.LIVE)

    def _denied(self, topic: str) -> None:
        self._inbox.refuse(topic, "the broker refuses the subscription")

    def _gone(self, reason: str) -> None:
        if self._inbox.health().state is not SourceState.CLOSED:
            self._inbox.stand(SourceState.LOST, reason)
            self._inbox.lose()

    async def browse(self, under: str | None = None, *, limit: int = 1000) -> list[Found]:
        """Listen for a second and show what was heard under a topic: one entry per JSON path."""
        self._seen = {}
        wanted = [f"{under}/#" if under else "#"]
        self._link.subscribe(wanted)
        await asyncio.sleep(self._listen_s)
        self._link.unsubscribe(wanted)
        heard, self._seen = dict(self._seen), None
        found = [each for topic in sorted(heard) for each in _found(topic, heard[topic])]
        return found[:limit]

    async def subscribe(self, signals: Sequence[Signal]) -> AsyncIterator[Batch]:
        """Batches of what the topics bring; asking for the next one acknowledges the last."""
        for mapping in map(mapping_of, signals):
            if "+" in mapping.topic or "#" in mapping.topic:
                self._wild.append(mapping)
            else:
                self._exact.setdefault(mapping.topic, []).append(mapping)
        topics = [*self._exact, *(each.topic for each in self._wild)]
        self._link.subscribe(filters_for(topics))
        await asyncio.to_thread(self._hear_early)
        async for batch in self._inbox.batches(self._link.acknowledge):
            yield batch

    def _hear_early(self) -> None:
        """What a persistent session delivered before anybody had asked for it."""
        with self._early_lock:
            early, self._early = self._early, None
            for message in early or ():
                self._sort(message)

    def _hear(self, message: Message) -> None:
        seen = self._seen
        if seen is not None and len(seen) < _MOST_EARLY:
            seen[message.topic] = message.payload
        with self._early_lock:
            if self._early is not None:
                self._early.append(message)
                return
        self._sort(message)

    def _sort(self, message: Message) -> None:
        mappings = self._mapped(message.topic)
        if not mappings:
            self._link.acknowledge([message.token])
            return
        try:
            self._take(message, mappings)
        except PayloadInvalid as refusal:
            reason = refusal.line()
            self._inbox.refuse(message.topic, reason, message.payload, token=message.token)

    def _mapped(self, topic: str) -> list[JsonMapping]:
        wild = [each for each in self._wild if topic_matches_sub(each.topic, topic)]
        return self._exact.get(topic, []) + wild

    def _take(self, message: Message, mappings: Sequence[JsonMapping]) -> None:
        accepted = [each for each in mappings if each.signal.options.get("retained") == "accept"]
        if message.retained:
            mappings = accepted
            if not mappings:
                raise PayloadInvalid(problem="retained by the broker, of unknown age")
        now = microseconds(self._clock.now())
        content = parsed(message.payload)
        rows = [row for each in mappings for row in self._rows(each, content, now)]
        self._inbox.take(rows, token=message.token, hold=True)

    def _rows(
        self, mapping: JsonMapping, content: Any, now: int
    ) -> list[tuple[str, int, float, int]]:
        signal = mapping.signal
        if signal.wave_rate_hz is not None:
            for time, array in wave(mapping, content, now):
                self._inbox.take_wave(signal.tag, time, signal.wave_rate_hz, array)
            return []
        found = points(mapping, content, now)
        return [(signal.tag, time, value, int(Quality.GOOD)) for time, value in found]

    async def write(self, address: str, value: float | bool | str) -> None:
        """Publish ``{"value": …}`` to the address's topic."""
        if not self._writable:
            raise WriteRefused(address=address, problem="the connection is read-only")
        await asyncio.to_thread(self._publish, mapping_of(Signal("", address)).topic, value)

    def _publish(self, topic: str, value: float | bool | str) -> None:
        import json

        payload = json.dumps({"value": value}).encode()
        if not self._link.publish(topic, payload, wait_s=5):
            raise WriteRefused(address=topic, problem="the broker did not acknowledge")

    async def close(self) -> None:
        """Disconnect and end the subscription."""
        self._inbox.close()
        await asyncio.to_thread(self._link.close)

    def health(self) -> Health:
        """State and counts."""
        return self._inbox.health()


def _found(topic: str, payload: bytes) -> list[Found]:
    try:
        values = flattened(parsed(payload))
    except PayloadInvalid:
        return [Found(topic, topic, False, "bytes", example=str(payload[:40]))]
    return [
        Found(f"{topic}|{path}", path, False, type(value).__name__, example=str(value)[:80])
        for path, value in values
    ]
