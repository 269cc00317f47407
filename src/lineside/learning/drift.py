"""Has the world left the data that a model was fitted on?"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.kernel.compiled import njit
from lineside.learning.arrays import checked_rows, checked_series

Array = npt.NDArray[np.float64]

# The usual reading of the index: below 0.1 stable, to 0.25 watch, above it has moved.
WATCH, MOVED = 0.1, 0.25


@dataclass(frozen=True, slots=True)
class Drift:
    """Population stability index per feature, what chance alone would give, and the verdicts.

    ``state`` is ``stable``, ``watch`` or ``moved`` for each feature.
    """

    index: Array
    by_chance: float
    state: tuple[str, ...]


def population_stability(
    reference: npt.NDArray[Any], recent: npt.NDArray[Any], bins: int = 10
) -> Drift:
    """Population stability index of each column between two sets of rows.

    Sum over bins of (p - q) ln(p / q), the bins being the reference's quantiles, with half a row
    added to each bin. Between samples of the same population it is about
    (bins - 1) (1/n + 1/m) (Yurdakul and Naranjo 2020), so small samples look moved: the excess over
    that is what is judged. Raises ``DataInvalid``.
    """
    before, after = checked_rows(reference, 2 * bins), checked_rows(recent, bins)
    index = np.array(
        [_stability(old, new, bins) for old, new in zip(before.T, after.T, strict=True)]
    )
    chance = (bins - 1) * (1 / len(before) + 1 / len(after))
    state = tuple(_verdict(max(float(each) - 2 * chance, 0.0)) for each in index)
    return Drift(index, chance, state)


def _stability(old: Array, new: Array, bins: int) -> float:
    edges = np.unique(np.quantile(old, np.linspace(0, 1, bins + 1)[1:-1]))
    size = len(edges) + 1
    counts = [
        np.bincount(np.searchsorted(edges, each, side="left"), minlength=size) + 0.5
        for each in (old, new)
    ]
    p, q = (count / count.sum() for count in counts)
    return float(((p - q) * np.log(p / q)).sum())


def _verdict(index: float) -> str:
    if index >= MOVED:
        return "moved"
    return "watch" if index >= WATCH else "stable"


@njit()
def _cuts(values: Array, confidence: float, shortest: int) -> Array:
    """Places at which the mean of the window since the last cut has changed."""
    n = len(values)
    sums, squares = np.zeros(n + 1), np.zeros(n + 1)
    for each in range(n):
        sums[each + 1] = sums[each] + values[each]
        squares[each + 1] = squares[each] + values[each] ** 2
    found = np.zeros(n)
    count, start = 0, 0
    for end in range(2 * shortest, n + 1):
        width = end - start
        if width < 2 * shortest:
            continue
        mean = (sums[end] - sums[start]) / width
        spread = max((squares[end] - squares[start]) / width - mean * mean, 0.0)
        reduced = np.log(2.0 * np.log(width) / confidence)
        left = shortest
        while left <= width - shortest:
            old = (sums[start + left] - sums[start]) / left
            new = (sums[end] - sums[start + left]) / (width - left)
            inverse = 1.0 / left + 1.0 / (width - left)
            limit = np.sqrt(2.0 * inverse * spread * reduced) + 2.0 / 3.0 * inverse * reduced
            if abs(old - new) > limit:
                found[count] = start + left
                count += 1
                start = start + left
                break
            # Splits are tried at growing distance, as ADWIN's buckets of growing size do.
            left += max(1, left // 8)
    return found[:count]


def change_points(
    values: npt.NDArray[Any], confidence: float = 0.002, shortest: int = 10
) -> npt.NDArray[np.intp]:
    """Places at which a stream's mean has changed (ADWIN, Bifet and Gavalda, SDM 2007).

    Each window since the last change is split wherever two means differ by more than the
    Bernstein-type bound allows at ``confidence``, the rate of false alarms. Values of any scale:
    they are taken in units of the first window's spread. Raises ``DataInvalid``.
    """
    series = checked_series(values, "values", 2 * shortest)
    head = series[: max(2 * shortest, 50)]
    scale = 6.0 * float(head.std()) or 1.0
    # The bound holds for values within a range of 1: six standard deviations stand for the range.
    standard = (series - float(np.median(head))) / scale
    return _cuts(np.ascontiguousarray(standard), confidence, shortest).astype(np.intp)
