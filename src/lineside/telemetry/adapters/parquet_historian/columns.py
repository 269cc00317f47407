"""Samples as plain arrays, and the one order in which they are kept.

Kept means: sorted by tag name, then time, then the bits of the value; of several rows with the same
tag, time and value only the one that arrived last remains (a withdrawn one wins a tie), so that
repeated and shuffled deliveries end in the same rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.telemetry.model import Quality

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
BYTES_PER_POINT = 29
_RADIX_LIMIT = 1 << 16


@dataclass(frozen=True, slots=True)
class Columns:
    """Equally long arrays: tag code, time and arrival in microseconds, value, quality."""

    tag: Codes
    time: Ints
    value: npt.NDArray[np.float64]
    quality: npt.NDArray[np.int8]
    arrival: Ints

    def __len__(self) -> int:
        return len(self.time)

    def take(self, rows: Any) -> "Columns":
        """The rows named by an index array, a mask or a slice."""
        return Columns(
            self.tag[rows],
            self.time[rows],
            self.value[rows],
            self.quality[rows],
            self.arrival[rows],
        )


def no_columns() -> Columns:
    """Columns without rows."""
    return Columns(
        np.empty(0, np.int32),
        np.empty(0, np.int64),
        np.empty(0, np.float64),
        np.empty(0, np.int8),
        np.empty(0, np.int64),
    )


def joined(parts: Sequence[Columns]) -> Columns:
    """The rows of all parts, one after the other."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return no_columns()
    return Columns(
        np.concatenate([part.tag for part in parts]),
        np.concatenate([part.time for part in parts]),
        np.concatenate([part.value for part in parts]),
        np.concatenate([part.quality for part in parts]),
        np.concatenate([part.arrival for part in parts]),
    )


def settled(rows: Columns, rank: Codes) -> Columns:
    """The rows in the order they are kept, repetitions collapsed.

    ``rank[code]`` is the position of a tag's name among all names. Withdrawn rows are still there:
    they may take back a row that lies in another segment.
    """
    if len(rows) < 2:
        return rows
    ordered = rows.take(_order(rows, rank))
    twin = (ordered.time[1:] == ordered.time[:-1]) & (ordered.tag[1:] == ordered.tag[:-1])
    return _collapsed(ordered, rank, twin) if twin.any() else ordered


def readable(rows: Columns) -> Columns:
    """The rows without withdrawn ones."""
    gone = rows.quality == Quality.WITHDRAWN
    return rows.take(~gone) if gone.any() else rows


def _order(rows: Columns, rank: Codes) -> npt.NDArray[np.intp]:
    """A stable order by tag rank and time; NumPy's radix sort does 16-bit ranks fastest."""
    ranks = rank[rows.tag]
    if len(rank) <= _RADIX_LIMIT:
        ranks = ranks.astype(np.uint16)
    if np.all(rows.time[1:] >= rows.time[:-1]):
        return np.argsort(ranks, kind="stable")
    by_time = np.argsort(rows.time, kind="stable")
    return by_time[np.argsort(ranks[by_time], kind="stable")]


def _collapsed(ordered: Columns, rank: Codes, twin: npt.NDArray[np.bool_]) -> Columns:
    """Sort runs of equal tag and time by value, arrival and quality; keep the last of equals."""
    in_run = np.zeros(len(ordered), bool)
    in_run[1:] |= twin
    in_run[:-1] |= twin
    places = np.flatnonzero(in_run)
    run = ordered.take(places)
    bits = run.value.view(np.int64)
    order = np.lexsort((run.quality, run.arrival, bits, run.time, rank[run.tag]))
    run, bits = run.take(order), bits[order]
    same = (bits[1:] == bits[:-1]) & (run.time[1:] == run.time[:-1]) & (run.tag[1:] == run.tag[:-1])
    keep = np.ones(len(ordered), bool)
    keep[places[:-1]] = ~same
    for whole, part in zip(_arrays(ordered), _arrays(run), strict=True):
        whole[places] = part
    return ordered.take(keep)


def _arrays(rows: Columns) -> tuple[npt.NDArray[Any], ...]:
    return rows.tag, rows.time, rows.value, rows.quality, rows.arrival
