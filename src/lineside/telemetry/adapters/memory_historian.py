"""A historian in memory, for tests of other rooms: the port's answers without a disk."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

from lineside.telemetry.adapters.parquet_historian import waves
from lineside.telemetry.adapters.parquet_historian.encoding import encoded
from lineside.telemetry.adapters.parquet_historian.names import Names
from lineside.telemetry.adapters.parquet_historian.reading import Readings, Snapshot
from lineside.telemetry.adapters.parquet_historian.tail import Newest, Tail
from lineside.telemetry.model import Acknowledged, Retained, TagClass
from lineside.telemetry.samples import microseconds

_DAY_US = 86_400_000_000


class MemoryHistorian(Readings):
    """Keeps what it is given until it is closed. Retention removes, but rolls nothing up."""

    def __init__(self, *, classes: Sequence[TagClass] = ()) -> None:
        super().__init__(Path(), Names(None))
        self._classes = tuple(classes)
        self._tail, self._newest = Tail(0), Newest()
        self._waves: tuple[pa.Table, ...] = ()
        self._sequence = 0

    def _snapshot(self) -> Snapshot:
        return Snapshot((), (self._tail,), self._newest, (), self._waves, ())

    def append(self, samples: pa.Table) -> Acknowledged:
        """Keep a batch."""
        rows = encoded(samples, self._names)
        self._tail.add(rows)
        self._newest.add(rows)
        self._sequence += 1
        return Acknowledged(len(rows), self._sequence)

    def append_waves(self, table: pa.Table) -> Acknowledged:
        """Keep wave-forms."""
        self._waves = (*self._waves, waves.checked(table))
        self._sequence += 1
        return Acknowledged(len(table), self._sequence)

    def bulk(self, samples: pa.Table) -> Acknowledged:
        """The same as ``append``."""
        return self.append(samples)

    def retain(self, now: datetime) -> Retained:
        """Remove what the tag classes no longer keep."""
        rows = self._tail.rows()
        oldest = np.array([self._oldest(name, microseconds(now)) for name in self._names.of])
        stay = rows.time >= oldest[rows.tag] if len(rows) else np.zeros(0, bool)
        tail = Tail(0)
        tail.add(rows.take(stay))
        removed, self._tail = len(rows) - len(tail), tail
        return Retained(removed=removed)

    def _oldest(self, name: str, now: int) -> int:
        holder = next((each for each in self._classes if each.holds(name)), None)
        if holder is None or holder.keep_days is None:
            return int(np.iinfo(np.int64).min)
        return now - round(holder.keep_days * _DAY_US)

    def maintain(self) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to let go of."""
