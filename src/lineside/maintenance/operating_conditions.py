"""Operating conditions: found as clusters of the settings, then taken out of the signals.

A machine that changes between regimes shows regimes, not wear, in its raw signals. Each regime gets
its own centre and scale, so that what remains can be compared across them.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.cluster.vq import kmeans2

from lineside.kernel.compiled import njit
from lineside.maintenance.errors import HistoryInvalid

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

MOST_CONDITIONS = 12
ROWS_LOOKED_AT = 4000
STARTS = 5
# Regimes are points with little around them: what is left within them is a small share of the
# spread. A cloud without regimes keeps far more, however it is cut.
LEFT_WITHIN = 0.02
STILL_WORTH_IT = 0.25


@dataclass(frozen=True, slots=True)
class OperatingConditions:
    """Centres of the regimes (k, n_settings) in units of ``scale``, and each regime's mean and
    spread of the signals (k, n_signals). A signal that never moves has spread 1."""

    centers: Array
    scale: Array
    signal_mean: Array
    signal_spread: Array

    def place(self, settings: npt.NDArray[Any]) -> Places:
        """The regime of each row, shape (n,)."""
        rows = _checked(settings, "settings") / self.scale
        if rows.shape[1] != self.centers.shape[1]:
            raise HistoryInvalid(problem="settings", given=rows.shape[1])
        if len(self.centers) == 1:
            return np.zeros(len(rows), dtype=np.intp)
        return _nearest(rows, self.centers)

    def normalised(
        self,
        signals: npt.NDArray[Any],
        settings: npt.NDArray[Any],
        wanted: npt.NDArray[np.bool_] | None = None,
    ) -> Array:
        """Wanted signals (all by default) in standard deviations from their regime's mean."""
        rows = _checked(signals, "signals")
        if rows.shape[1] != self.signal_mean.shape[1] or len(rows) != len(settings):
            raise HistoryInvalid(problem="signals", shape=list(rows.shape))
        chosen = np.flatnonzero(np.ones(rows.shape[1]) if wanted is None else wanted)
        return _normalised(rows, self.place(settings), chosen, self.signal_mean, self.signal_spread)


def fit_conditions(
    settings: npt.NDArray[Any], signals: npt.NDArray[Any], *, seed: int = 0
) -> OperatingConditions:
    """Find the regimes in settings (n, n_settings) and the signals' statistics in each.

    The number of regimes is the smallest that leaves at most 2 % of the settings' variance within
    them and of which one more would not take three quarters of the rest; it is one where no number
    up to 12 does. Raises ``HistoryInvalid``.
    """
    rows, values = _checked(settings, "settings"), _checked(signals, "signals")
    if len(rows) != len(values) or len(rows) < 2:
        raise HistoryInvalid(problem="one row of settings per row of signals", rows=len(rows))
    spread = rows.std(axis=0)
    scale = np.where(spread > 1e-12, spread, 1.0)
    centers = _centers(rows / scale, np.random.default_rng(seed))
    place = _nearest(rows / scale, centers)
    mean = np.array([values[place == each].mean(axis=0) for each in range(len(centers))])
    deviation = np.array([values[place == each].std(axis=0) for each in range(len(centers))])
    still = deviation <= 1e-6 * np.maximum(np.abs(mean), 1e-9)
    return OperatingConditions(centers, scale, mean, np.where(still, 1.0, deviation))


def moving_signals(conditions: OperatingConditions) -> npt.NDArray[np.bool_]:
    """Which signals move within a regime at all, shape (n_signals,)."""
    moves: npt.NDArray[np.bool_] = np.max(conditions.signal_spread != 1.0, axis=0) > 0
    return moves


def _checked(rows: npt.NDArray[Any], name: str) -> Array:
    found = np.asarray(rows, dtype=np.float64)
    if found.ndim != 2 or found.shape[1] == 0 or len(found) == 0:
        raise HistoryInvalid(problem="not of shape (n, columns)", array=name)
    # One pass without an array of truths: the sum of finite rows is finite, but for overflow.
    if not np.isfinite(found.sum()) and not np.isfinite(found).all():
        raise HistoryInvalid(problem="not finite", array=name)
    return found


@njit()
def _normalised(rows: Array, place: Places, chosen: Places, mean: Array, spread: Array) -> Array:
    found = np.empty((len(rows), len(chosen)))
    for i in range(len(rows)):
        for j in range(len(chosen)):
            signal = chosen[j]
            found[i, j] = (rows[i, signal] - mean[place[i], signal]) / spread[place[i], signal]
    return found


def _centers(standard: Array, rng: np.random.Generator) -> Array:
    few = standard
    if len(standard) > ROWS_LOOKED_AT:
        few = standard[rng.choice(len(standard), ROWS_LOOKED_AT, replace=False)]
    one: Array = few.mean(axis=0, keepdims=True)
    total = float(((few - one) ** 2).sum())
    if total <= 0:
        return one
    found, left = one, total
    for count in range(2, min(MOST_CONDITIONS, len(np.unique(few, axis=0))) + 1):
        then_left, centers = _best_of_starts(few, count, rng)
        if left <= LEFT_WITHIN * total and then_left > STILL_WORTH_IT * left:
            return found
        found, left = centers, then_left
    return found if left <= LEFT_WITHIN * total else one


def _best_of_starts(few: Array, count: int, rng: np.random.Generator) -> tuple[float, Array]:
    best = (np.inf, few[:count])
    for _ in range(STARTS):
        centers, place = kmeans2(few, _spread_out(few, count, rng), minit="matrix")
        left = float(((few - centers[place]) ** 2).sum())
        if left < best[0]:
            best = (left, centers)
    return best


def _spread_out(few: Array, count: int, rng: np.random.Generator) -> Array:
    """Starts of k-means++ (Arthur and Vassilvitskii, SODA 2007)."""
    found = [few[rng.integers(len(few))]]
    away = ((few - found[0]) ** 2).sum(axis=1)
    for _ in range(count - 1):
        found.append(few[rng.choice(len(few), p=away / away.sum())])
        away = np.minimum(away, ((few - found[-1]) ** 2).sum(axis=1))
    return np.array(found)


def _nearest(rows: Array, centers: Array) -> Places:
    away = np.stack([((rows - center) ** 2).sum(axis=1) for center in centers])
    found: Places = np.argmin(away, axis=0).astype(np.intp)
    return found
