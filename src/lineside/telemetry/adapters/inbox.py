"""Where a source's samples wait until they are asked for: thread-safe, bounded, acknowledged."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Hashable, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from lineside.kernel.clock import Clock
from lineside.telemetry.model import EXCERPT_BYTES, Health, Poison, Quality, SourceState
from lineside.telemetry.ports import Batch, Quarantine
from lineside.telemetry.samples import microseconds, samples, waves

MOST_ROWS = 1_000_000
_GATHER_S = 0.05
Acknowledge = Callable[[Sequence[Hashable]], None]


class Inbox:
    """Rows of one source between its own thread or loop and whoever stores them.

    A row is ``(tag, time in microseconds, value, quality)``. When ``most_rows`` wait, a source with
    a thread of its own is held (so that its broker keeps the rest), any other loses the newest
    rows and says so in its health.
    """

    def __init__(
        self, name: str, clock: Clock, quarantine: Quarantine, *, most_rows: int = MOST_ROWS
    ) -> None:
        self.name = name
        self._clock = clock
        self._quarantine = quarantine
        self._most = most_rows
        self._lock = threading.Condition()
        self._rows: list[tuple[str, int, float, int, int]] = []
        self._waves: list[tuple[str, int, float, Any, int]] = []
        self._tokens: list[Hashable] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = asyncio.Event()
        self._closed = False
        self._live: set[str] = set()
        self._lost: dict[str, int] = {}
        self._state, self._detail = SourceState.IDLE, ""
        self._received = self._quarantined = self._reconnects = self._dropped = 0
        self._arrival: datetime | None = None

    # -- the source's side

    def take(
        self,
        rows: Sequence[tuple[str, int, float, int]],
        *,
        token: Hashable = None,
        refresh: bool = False,
        hold: bool = False,
    ) -> None:
        """Take samples in; ``token`` is handed back once they are stored.

        ``refresh`` says that the source tells its present value: after a loss it then also counts
        at the time of its arrival, although the value is older.
        """
        now = self._now()
        with self._lock:
            if hold:
                self._lock.wait_for(lambda: len(self._rows) < self._most or self._closed)
            elif len(self._rows) + len(rows) > self._most:
                self._dropped += len(rows)
                self._detail = f"{self._dropped} samples lost: storing lags behind"
                return
            for tag, time, value, quality in rows:
                self._rows.append((tag, time, value, quality, now))
                if self._lost:
                    self._found(tag, time, value, quality, now, refresh)
            self._live.update(row[0] for row in rows)
            self._received += len(rows)
            self._note(token)

    def _found(
        self, tag: str, time: int, value: float, quality: int, now: int, refresh: bool
    ) -> None:
        lost = self._lost.get(tag)
        if lost is None:
            return
        if time > lost:
            del self._lost[tag]
        elif refresh:
            del self._lost[tag]
            self._rows.append((tag, now, value, quality, now))

    def take_wave(
        self, tag: str, time: int, rate_hz: float, array: Any, *, token: Hashable = None
    ) -> None:
        """Take a wave-form in."""
        with self._lock:
            self._waves.append((tag, time, rate_hz, array, self._now()))
            self._received += 1
            self._note(token)

    def _note(self, token: Hashable) -> None:
        if token is not None:
            self._tokens.append(token)
        self._wake()

    def refuse(
        self, address: str, reason: str, message: bytes = b"", *, token: Hashable = None
    ) -> None:
        """Park a message that cannot be taken; it is acknowledged so that it comes only once."""
        now = self._clock.now()
        excerpt, size = bytes(message[:EXCERPT_BYTES]), len(message)
        self._quarantine(Poison(self.name, address, reason, excerpt, size, now))
        with self._lock:
            self._quarantined += 1
            self._note(token)

    def lose(self, tags: Sequence[str] | None = None) -> None:
        """The source is gone: each tag that was live (or those named) has no data from now on."""
        now = self._now()
        with self._lock:
            gone = self._live if tags is None else self._live.intersection(tags)
            for tag in gone:
                self._lost[tag] = now
                self._rows.append((tag, now, float("nan"), Quality.UNCERTAIN, now))
            self._live = self._live - gone
            self._wake()

    def stand(self, state: SourceState, detail: str = "") -> None:
        """Note where the connection stands."""
        with self._lock:
            again = state is SourceState.LIVE and self._state is SourceState.LOST
            self._reconnects += again
            self._state, self._detail = state, detail

    def health(self) -> Health:
        """State and counts."""
        with self._lock:
            return Health(
                self._state,
                self._detail,
                self._received,
                self._quarantined,
                self._reconnects,
                self._arrival,
            )

    def _now(self) -> int:
        self._arrival = self._clock.now()
        return microseconds(self._arrival)

    def _wake(self) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._ready.set)

    # -- the side of whoever stores

    async def batches(self, acknowledge: Acknowledge | None = None) -> AsyncIterator[Batch]:
        """What arrived, gathered for a twentieth of a second, until ``close``."""
        self._loop = asyncio.get_running_loop()
        while self._waiting() or not self._closed:
            if not self._waiting() and not self._closed:
                await self._ready.wait()
            self._ready.clear()
            if not self._closed:
                await asyncio.sleep(_GATHER_S)
            batch, tokens = self._drained()
            if batch is not None:
                yield batch
            if acknowledge is not None and tokens:
                acknowledge(tokens)

    def _waiting(self) -> bool:
        return bool(self._rows or self._waves or self._tokens)

    def _drained(self) -> tuple[Batch | None, list[Hashable]]:
        with self._lock:
            rows, self._rows = self._rows, []
            shapes, self._waves = self._waves, []
            tokens, self._tokens = self._tokens, []
            self._lock.notify_all()
        if not rows and not shapes:
            return None, tokens
        return Batch(_samples(rows), _waves(shapes) if shapes else None), tokens

    def close(self) -> None:
        """End ``batches`` once what waits was handed out."""
        with self._lock:
            self._closed = True
            self._state = SourceState.CLOSED
            self._lock.notify_all()
        self._wake()


def _samples(rows: list[tuple[str, int, float, int, int]]) -> Any:
    tags, times, values, qualities, arrivals = zip(*rows, strict=True) if rows else [()] * 5
    return samples(
        tags,
        np.array(times, np.int64),
        values,
        quality=np.array(qualities, np.int8),
        arrival_us=np.array(arrivals, np.int64),
    )


def _waves(rows: list[tuple[str, int, float, Any, int]]) -> Any:
    tags, times, rates, arrays, arrivals = zip(*rows, strict=True)
    return waves(tags, times, rates, arrays, arrival_us=arrivals)
