"""What is derived from samples: increments of counters and edges of machine states.

Pure functions over arrays sorted by time, with the state to go on with passed in and out.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_NEAR_TOP = 0.75
_NEAR_ZERO = 0.25


@dataclass(frozen=True, slots=True)
class Increments:
    """How much a counter rose at each sample, which samples were resets, and its last value."""

    rise: Floats
    reset: npt.NDArray[np.bool_]
    last: float | None


def increments(
    value: Floats, last: float | None = None, *, rollover: float | None = None
) -> Increments:
    """The rise of a counter from sample to sample; never negative.

    A counter that falls was reset and counts anew from zero, so its value is what it rose. With
    ``rollover`` (the count at which it starts again at zero) a fall from the upper to the lower
    quarter of its range is an overflow, and the missing part is added. The first sample ever rises
    by nothing. Values that are not finite are skipped.
    """
    rise = np.zeros(len(value))
    reset = np.zeros(len(value), bool)
    rows = np.flatnonzero(np.isfinite(value))
    if not len(rows):
        return Increments(rise, reset, last)
    counted = value[rows]
    before = np.concatenate([[counted[0] if last is None else last], counted[:-1]])
    step = counted - before
    fell = step < 0
    step[fell] = np.maximum(counted[fell], 0.0)
    if rollover is not None:
        over = fell & (before > _NEAR_TOP * rollover) & (counted < _NEAR_ZERO * rollover)
        step[over] = rollover - before[over] + counted[over]
        fell &= ~over
    rise[rows], reset[rows] = step, fell
    return Increments(rise, reset, float(counted[-1]))


@dataclass(frozen=True, slots=True)
class Edges:
    """Where a state changed: the sample's position, the state before and the state after."""

    row: Ints
    before: Ints
    after: Ints
    last: int | None


def state_edges(state: Ints, last: int | None = None) -> Edges:
    """The changes of a state signal. The first state ever is an edge from -1."""
    if not len(state):
        empty = np.empty(0, np.int64)
        return Edges(empty, empty, empty, last)
    before = np.concatenate([[-1 if last is None else last], state[:-1]])
    row = np.flatnonzero(state != before)
    return Edges(row, before[row], state[row], int(state[-1]))


def levels(value: Floats, thresholds: Floats, *, band: float, last: int = 0) -> Ints:
    """Which level each sample is on: 0 below the first threshold, 1 above it, and so on.

    A level is entered at its threshold and left ``band`` below it, so that noise does not make a
    machine stop and start; for a machine's power with the thresholds standby and working, the
    levels are off, idle and running. Values that are not finite keep the level.
    """
    level = np.zeros(len(value), np.int64)
    for place, threshold in enumerate(np.sort(thresholds)):
        level += _held(value, float(threshold), float(threshold) - band, last > place)
    return level


def _held(value: Floats, up: float, down: float, last: bool) -> npt.NDArray[np.int64]:
    """Switched on at ``up``, off below ``down``, in between as it was."""
    with np.errstate(invalid="ignore"):
        decided = np.where(value >= up, 1, np.where(value < down, 0, -1))
    rows = np.arange(1, len(value) + 1)
    latest = np.maximum.accumulate(np.where(decided >= 0, rows, 0))
    known = np.concatenate([[int(last)], decided])
    held: npt.NDArray[np.int64] = known[latest]
    return held
