"""What is not yet in a segment: the points of one write-ahead file, and the newest of each tag."""

from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.telemetry.adapters.parquet_historian.columns import (
    Codes,
    Columns,
    Ints,
    joined,
    no_columns,
)

_FIRST_ROOM = 4096
_SMALL = 16_384
NEVER = np.iinfo(np.int64).min


class Tail:
    """Points in the order of their arrival, as they came; small batches are joined to larger ones.

    ``parts`` is replaced, never changed, so whoever holds it sees the same rows for ever.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.parts: tuple[Columns, ...] = ()
        self._count = 0
        self.start = np.iinfo(np.int64).max
        self.end = NEVER

    def __len__(self) -> int:
        return self._count

    def add(self, rows: Columns) -> None:
        """Append rows."""
        if not len(rows):
            return
        parts = [*self.parts, rows]
        while len(parts) > 1 and len(parts[-1]) < _SMALL and len(parts[-2]) < 2 * len(parts[-1]):
            parts[-2:] = [joined(parts[-2:])]
        self.start = min(self.start, int(rows.time.min()))
        self.end = max(self.end, int(rows.time.max()))
        self._count += len(rows)
        self.parts = tuple(parts)

    def rows(self) -> Columns:
        """All rows."""
        return joined(self.parts)

    def of_tag(self, code: int, start: int, end: int) -> Columns:
        """The rows of a tag with start <= time < end, in the order of their arrival."""
        if not self._count or self.end < start or self.start >= end:
            return no_columns()
        found = [part.take(np.flatnonzero(part.tag == code)) for part in self.parts]
        rows = joined([part for part in found if len(part)])
        return rows.take((rows.time >= start) & (rows.time < end))


class Newest:
    """The newest sample of each tag, in arrays indexed by the tag's code."""

    def __init__(self) -> None:
        self._rows = _blank(_FIRST_ROOM)

    def add(self, rows: Columns) -> None:
        """Take the newer samples out of some rows; of equal times the later row wins."""
        if not len(rows):
            return
        self._fit(int(rows.tag.max()) + 1)
        if not np.all(rows.time[1:] >= rows.time[:-1]):
            rows = rows.take(np.argsort(rows.time, kind="stable"))
        mine = self._rows
        place = np.empty(len(mine), np.int64)
        # Of several rows of a tag NumPy's assignment leaves the last, which is the newest here.
        place[rows.tag] = np.arange(len(rows))
        codes = np.unique(rows.tag) if len(rows) < len(mine) else _present(rows.tag, len(mine))
        best = place[codes]
        newer = rows.time[best] >= mine.time[codes]
        codes, best = codes[newer], best[newer]
        for whole, part in zip(_arrays(mine)[1:], _arrays(rows)[1:], strict=True):
            whole[codes] = part[best]

    def _fit(self, count: int) -> None:
        old = self._rows
        if count <= len(old):
            return
        new = _blank(max(count, 2 * len(old)))
        for source, target in zip(_arrays(old), _arrays(new), strict=True):
            target[: len(old)] = source
        self._rows = new

    def of(self, codes: Codes) -> Columns:
        """The newest samples of those tags that have one."""
        known = codes[codes < len(self._rows)]
        rows = self._rows.take(known)
        return rows.take(rows.time != NEVER)

    def all(self) -> Columns:
        """The newest samples of all tags that have one."""
        return self._rows.take(np.flatnonzero(self._rows.time != NEVER))


def _present(codes: Codes, count: int) -> Codes:
    mask = np.zeros(count, bool)
    mask[codes] = True
    return np.flatnonzero(mask).astype(np.int32)


def _blank(count: int) -> Columns:
    return Columns(
        np.arange(count, dtype=np.int32),
        _never(count),
        np.full(count, np.nan),
        np.zeros(count, np.int8),
        _never(count),
    )


def _never(count: int) -> Ints:
    return np.full(count, NEVER, np.int64)


def _arrays(rows: Columns) -> tuple[npt.NDArray[Any], ...]:
    return rows.tag, rows.time, rows.value, rows.quality, rows.arrival
