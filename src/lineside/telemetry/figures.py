"""Figures of intervals: count, sum, least, greatest, first and last of samples in order of time.

The samples of an interval are added in the order in which they are kept, so equal samples give
equal bits. Samples of bad quality and values that are not finite only count as bad.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from lineside.telemetry.rules import Quality

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Figures:
    """One row for each interval that holds samples; ``time`` is where the interval starts."""

    time: Ints
    count: Ints
    sum: Floats
    min: Floats
    max: Floats
    first: Floats
    last: Floats
    bad: Ints

    def __len__(self) -> int:
        return len(self.time)

    def mean(self) -> Floats:
        """Sum over count; NaN where nothing but bad samples lie."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(self.count > 0, self.sum / self.count, np.nan)


def equal_edges(start: int, end: int, count: int) -> Ints:
    """The count + 1 borders of equal intervals, in whole microseconds."""
    return start + (end - start) * np.arange(count + 1, dtype=np.int64) // count


def stepped_edges(start: int, end: int, every: int) -> Ints:
    """Borders every so many microseconds; the last interval may be shorter."""
    return np.append(np.arange(start, end, every, dtype=np.int64), end)


def figures(time: Ints, value: Floats, quality: npt.NDArray[np.int8], edges: Ints) -> Figures:
    """The figures of samples sorted by time in the intervals between ``edges``.

    Intervals are closed at their start and open at their end.
    """
    usable = (quality < Quality.BAD) & np.isfinite(value)
    if usable.all():
        bad = np.zeros(len(edges) - 1, np.int64)
    else:
        bad = np.diff(np.searchsorted(time[~usable], edges))
        time, value = time[usable], value[usable]
    borders = np.searchsorted(time, edges)
    count = np.diff(borders)
    held = np.flatnonzero((count > 0) | (bad > 0))
    full = count[held] > 0
    starts = borders[held][full]
    inside = value[: borders[-1]]
    total, low, high, first, last = (
        _placed(each, full, otherwise)
        for each, otherwise in zip(
            _parts(inside, starts, count[held][full]), (0.0, *[np.nan] * 4), strict=True
        )
    )
    return Figures(edges[held], count[held], total, low, high, first, last, bad[held])


def _parts(value: Floats, starts: Ints, count: Ints) -> list[Floats]:
    """Sum, least, greatest, first and last value of each interval that has one."""
    if not len(starts):
        return [np.empty(0)] * 5
    return [
        np.add.reduceat(value, starts),
        np.minimum.reduceat(value, starts),
        np.maximum.reduceat(value, starts),
        value[starts],
        value[starts + count - 1],
    ]


def _placed(found: Floats, full: npt.NDArray[np.bool_], otherwise: float) -> Floats:
    whole = np.full(len(full), otherwise)
    whole[full] = found
    return whole


def combined(parts: Sequence[Figures], edges: Ints) -> Figures:
    """The figures of wider intervals from those of narrower ones, which must not straddle edges."""
    rows = _joined([part for part in parts if len(part)])
    borders = np.searchsorted(rows.time, edges)
    held = np.flatnonzero(np.diff(borders) > 0)
    if not len(held):
        return _joined([])
    starts = borders[held]
    count = np.add.reduceat(rows.count[: borders[-1]], starts)
    bad = np.add.reduceat(rows.bad[: borders[-1]], starts)
    filled = count > 0
    inner = _taken(rows, rows.count > 0)
    inner_borders = np.searchsorted(inner.time, edges)
    begin, stop = inner_borders[held][filled], inner_borders[held + 1][filled] - 1
    columns = (
        _placed(_reduced(np.add, inner.sum, begin, stop), filled, 0.0),
        _placed(_reduced(np.minimum, inner.min, begin, stop), filled, np.nan),
        _placed(_reduced(np.maximum, inner.max, begin, stop), filled, np.nan),
        _placed(inner.first[begin], filled, np.nan),
        _placed(inner.last[stop], filled, np.nan),
    )
    return Figures(edges[held], count, *columns, bad)


def _reduced(how: np.ufunc, values: Floats, first: Ints, stop: Ints) -> Floats:
    if not len(first):
        return np.empty(0)
    reduced: Floats = how.reduceat(values[: stop[-1] + 1], first)
    return reduced


def _joined(parts: Sequence[Figures]) -> Figures:
    """The rows of all parts by time."""
    if not parts:
        none, zero = np.empty(0), np.empty(0, np.int64)
        return Figures(zero, zero, none, none, none, none, none, zero)
    names = [each.name for each in fields(Figures)]
    rows = Figures(*(np.concatenate([getattr(part, n) for part in parts]) for n in names))
    return _taken(rows, np.argsort(rows.time, kind="stable"))


def _taken(rows: Figures, which: npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> Figures:
    return Figures(*(getattr(rows, each.name)[which] for each in fields(Figures)))
