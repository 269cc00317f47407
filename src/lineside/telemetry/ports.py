"""What telemetry needs from outside: a historian that keeps samples, and sources that send them.

Both speak Arrow. A batch of samples is a table with the columns

==========  ======================  ==========================================
tag         string (or dictionary)  the tag's name
time        timestamp[us, UTC]      the source's own time stamp
value       float64                 the value; NaN where there is none
quality     int8                    ``model.Quality``
arrival     timestamp[us, UTC]      when the sample reached this system
==========  ======================  ==========================================

and a batch of wave-forms has ``tag, time, rate_hz (float64), samples (list<float32>), arrival``.
``lineside.telemetry.samples`` builds both.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from lineside.telemetry.model import (
    Acknowledged,
    Found,
    Health,
    Poison,
    Retained,
    Signal,
    Written,
)

if TYPE_CHECKING:
    import pyarrow as pa

Allowed = Callable[[float | None], None]
"""Sees the value that is about to be replaced (None where it has none), and may refuse."""
Quarantine = Callable[[Poison], None]
"""Takes what a source could not understand; called from the source's own loop or thread."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a source delivers at once: samples, and wave-forms if there are any."""

    samples: pa.Table
    waves: pa.Table | None = None


@runtime_checkable
class HistorianReader(Protocol):
    """Reads of the historian; any number of processes may hold one. Times are aware datetimes."""

    def tags(self) -> list[str]:
        """All tags that were ever written, in the order of their names."""
        ...

    def last(self, tags: Sequence[str] | None = None) -> pa.Table:
        """The newest sample of each tag (all tags when None); unknown tags are left out."""
        ...

    def range(
        self, tags: Sequence[str], start: datetime, end: datetime, *, limit: int | None = None
    ) -> pa.Table:
        """All samples with start <= time < end, by tag and time, duplicates collapsed.

        With ``limit`` the call is refused when there are more rows than that.
        """
        ...

    def downsample(self, tag: str, start: datetime, end: datetime, buckets: int) -> pa.Table:
        """One row for each of ``buckets`` equal intervals that holds samples.

        Columns: time (start of the interval), count, mean, min, max, first, last, bad. Samples of
        bad quality and NaN are counted in ``bad`` only.
        """
        ...

    def aggregate(
        self, tags: Sequence[str], start: datetime, end: datetime, every: timedelta | None = None
    ) -> pa.Table:
        """The figures of ``downsample`` and ``sum`` for each tag and interval of length ``every``.

        None gives one interval from start to end. Equal samples give equal bits, whatever the
        order, the number of repetitions or the segments in which they arrived.
        """
        ...

    def waves(
        self, tag: str, start: datetime, end: datetime, *, limit: int | None = None
    ) -> pa.Table:
        """The wave-forms of a tag with start <= time < end by time; ``limit``: only the newest."""
        ...

    def export(self, target: Path, tags: Sequence[str], start: datetime, end: datetime) -> int:
        """Write samples to a ``.parquet`` or ``.csv`` file and return their number."""
        ...

    def close(self) -> None:
        """Let go of files and threads."""
        ...


@runtime_checkable
class Historian(HistorianReader, Protocol):
    """The one writer. What it acknowledged survives a kill of the process and of the machine."""

    def append(self, samples: pa.Table) -> Acknowledged:
        """Store a batch; returns once it is on disk. Late, unordered and repeated rows are fine."""
        ...

    def append_waves(self, waves: pa.Table) -> Acknowledged:
        """Store wave-forms; returns once they are on disk."""
        ...

    def bulk(self, samples: pa.Table) -> Acknowledged:
        """Store a large piece of history straight into segments, without the write-ahead file."""
        ...

    def retain(self, now: datetime) -> Retained:
        """Roll up and remove what the tag classes no longer keep."""
        ...

    def maintain(self) -> None:
        """Seal what lies in the write-ahead file and merge small segments."""
        ...


@runtime_checkable
class Source(Protocol):
    """One connection to machines: an OPC UA server, an MQTT broker, a Sparkplug group, a fake."""

    async def connect(self) -> None:
        """Reach the source once; refuses with the reason when it cannot, or may not, be reached."""
        ...

    async def browse(self, under: str | None = None, *, limit: int = 1000) -> list[Found]:
        """What lies under an address (None: the top), at most ``limit`` entries."""
        ...

    def subscribe(self, signals: Sequence[Signal]) -> AsyncIterator[Batch]:
        """Batches of samples, until ``close``. Loss of the source is survived by itself.

        Asking for the next batch says that the one before is stored: only then is it acknowledged
        to a source that keeps unacknowledged messages.
        """
        ...

    async def write(self, address: str, value: float | bool | str) -> None:
        """Write one value. The caller has authorised it; a source made read-only refuses."""
        ...

    async def close(self) -> None:
        """Disconnect and end the subscription."""
        ...

    def health(self) -> Health:
        """State and counts."""
        ...


@runtime_checkable
class Settable(Source, Protocol):
    """A source whose values can be read back, so that a write is known to have been taken."""

    async def read(self, address: str) -> float | None:
        """The present value of a number; None while it has none of use."""
        ...


class LiveValues(Protocol):
    """The newest value of each tag, in memory, for live screens."""

    def changed_since(self, version: int) -> tuple[int, list[list[object]]]:
        """The newest version, and ``[tag, value, quality, time]`` of each tag changed since."""
        ...

    def value(self, tag: str) -> tuple[float, int, datetime] | None:
        """Value, quality and source time of a tag, or None when it was never heard."""
        ...


@dataclass(frozen=True, slots=True)
class ShownCertificate:
    """The certificate that a server shows: its SHA-256 thumbprint, and whether we trust it."""

    thumbprint: str
    trusted: bool
    subject: str
    valid_until: str


class Sources(Protocol):
    """Reaches a source beside the connection that listens to it: a short session of its own.

    It is secured exactly as the connection is: the same policy, trusted certificate and user.
    """

    def browse(
        self, protocol: str, address: str, options: Mapping[str, str], under: str, limit: int
    ) -> list[Found]:
        """What lies under an address of the source (empty: the top)."""
        ...

    def server_certificate(self, address: str, options: Mapping[str, str]) -> ShownCertificate:
        """The certificate that an OPC UA server shows for the security asked for."""
        ...

    def set_value(
        self,
        protocol: str,
        address: str,
        options: Mapping[str, str],
        node: str,
        value: float,
        allowed: Allowed,
    ) -> Written:
        """Read a value, write another if ``allowed`` says nothing against it, and read it back.

        Refuses with ``WriteRefused`` where the source says no, ``SourceUnavailable`` where nothing
        was sent, and ``WriteUnconfirmed`` where nobody can tell.
        """
        ...


class Intake(Protocol):
    """The way of a connection's samples from outside: prepared, stored, shown, states derived."""

    def take(self, connection: str, samples: pa.Table) -> None:
        """Take a batch; returns once it is stored."""
        ...
