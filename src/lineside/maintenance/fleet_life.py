"""Remaining life learnt from a fleet that has run to failure.

Signals are freed of the operating condition, turned into window features, and given to several
regressors whose predictions are blended. The target is capped: far from its end a healthy asset
tells nothing about the end (Heimes, PHM 2008, for C-MAPSS), and rows still farther off are left
out, since they would outnumber those near the end, for which the answer matters. Every row is also
predicted by a fit that has not seen its asset; the blend's weights and the distribution around a
prediction come from those: the answer for a new asset is the set of true lives among the earlier
rows that were predicted alike.

Regressors come from outside as functions, so that this file knows no library for learning.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls

from lineside.maintenance.errors import HistoryInvalid
from lineside.maintenance.operating_conditions import (
    OperatingConditions,
    fit_conditions,
    moving_signals,
)
from lineside.maintenance.window_features import asset_starts, window_features

Array = npt.NDArray[np.float64]

FOLDS = 3
FEWEST_ASSETS = 6
FAR_SHARE = 1.08
ALIKE = 150
FEWEST_AGE = 20


class Regressor(Protocol):
    """A fitted regressor."""

    def predict(self, rows: Array) -> Array:
        """One number per row."""
        ...


FitRegressor = Callable[[Array, Array, int], Regressor]


@dataclass(frozen=True, slots=True)
class Histories:
    """Rows of many assets: ``asset`` and ``age`` (n,), ``signals`` (n, p), ``settings`` (n, q).

    Rows of one asset lie together with rising age. Raises ``HistoryInvalid``.
    """

    asset: npt.NDArray[Any]
    age: Array
    signals: Array
    settings: Array

    def __post_init__(self) -> None:
        n = len(self.asset)
        shapes = (len(self.age), len(self.signals), len(self.settings))
        if n == 0 or shapes != (n, n, n):
            raise HistoryInvalid(problem="lengths differ or empty", rows=n)
        if not np.isfinite(self.age).all():
            raise HistoryInvalid(problem="age is not finite")
        same = self.asset[1:] == self.asset[:-1]
        if (np.diff(self.age)[same] <= 0).any():
            raise HistoryInvalid(problem="age does not rise within an asset")

    def last_rows(self) -> npt.NDArray[np.bool_]:
        """True at the newest row of each asset."""
        return np.append(self.asset[1:] != self.asset[:-1], True)

    def remaining(self) -> Array:
        """Age left to each row's last, for assets that ran until they failed."""
        last = self.last_rows()
        ends = self.age[last]
        found: Array = ends[np.cumsum(np.append(False, last[:-1]))] - self.age
        return found


@dataclass(frozen=True, slots=True)
class FleetLife:
    """A fitted model. ``weights`` belong to ``regressors``; ``told`` and ``true`` (m,) are the
    out-of-asset predictions, sorted, and the uncapped lives that came."""

    conditions: OperatingConditions
    moving: npt.NDArray[np.bool_]
    regressors: tuple[Regressor, ...]
    weights: Array
    cap: float
    told: Array
    true: Array


@dataclass(frozen=True, slots=True)
class FleetLives:
    """Per asset: the predicted life (capped), the 10, 50 and 90 % points (n, 3), and the
    probability of failing within the horizon, all in the unit of the age."""

    asset: npt.NDArray[Any]
    predicted: Array
    quantiles: Array
    probability_within_horizon: Array


def fit_fleet_life(
    histories: Histories,
    fits: Mapping[str, FitRegressor],
    *,
    cap: float = 125.0,
    seed: int = 0,
) -> FleetLife:
    """Learn from at least six assets that ran to failure. Raises ``HistoryInvalid``."""
    starts = asset_starts(histories.asset)
    assets = np.unique(histories.asset)
    if len(assets) < FEWEST_ASSETS or not fits or cap <= 0:
        raise HistoryInvalid(problem="too few assets or no regressor", assets=len(assets))
    conditions = fit_conditions(histories.settings, histories.signals, seed=seed)
    moving = moving_signals(conditions)
    if not moving.any():
        raise HistoryInvalid(problem="no signal moves")
    remaining = histories.remaining()
    used = remaining <= FAR_SHARE * cap
    rows = _rows(histories, conditions, moving, starts, np.ones_like(used))
    target = np.minimum(remaining, cap)
    fold = _folds(histories.asset, assets, seed)
    unseen = np.column_stack(
        [_unseen(fit, rows, target, used, fold, seed) for fit in fits.values()]
    )
    settled = histories.age - histories.age[starts] >= FEWEST_AGE
    settled = settled if (settled & used).sum() > ALIKE else np.ones_like(used)
    weights = _blend(unseen[used & settled], target[used & settled])
    told = np.minimum(unseen[settled] @ weights, cap)
    order = np.argsort(told, kind="stable")
    fitted = tuple(fit(rows[used], target[used], seed) for fit in fits.values())
    return FleetLife(
        conditions, moving, fitted, weights, cap, told[order], remaining[settled][order]
    )


def predict_fleet_life(model: FleetLife, histories: Histories, horizon: float) -> FleetLives:
    """The life that remains to each asset after its newest row. Raises ``HistoryInvalid``."""
    if not np.isfinite(horizon) or horizon <= 0:
        raise HistoryInvalid(problem="the horizon is not positive", horizon=float(horizon))
    starts, last = asset_starts(histories.asset), histories.last_rows()
    rows = _rows(histories, model.conditions, model.moving, starts, last)
    each = np.column_stack([regressor.predict(rows) for regressor in model.regressors])
    predicted = np.clip(each @ model.weights, 0.0, model.cap)
    alike = np.sort(_alike(model, predicted), axis=1)
    places = np.round(np.array([0.1, 0.5, 0.9]) * (alike.shape[1] - 1)).astype(int)
    quantiles = alike[:, places]
    # One row above and below what was seen: few lives do not make an event sure or impossible.
    chance = ((alike <= horizon).sum(axis=1) + 0.5) / (alike.shape[1] + 1)
    return FleetLives(histories.asset[last], predicted, quantiles, chance)


def _rows(
    histories: Histories,
    conditions: OperatingConditions,
    moving: npt.NDArray[np.bool_],
    starts: npt.NDArray[np.intp],
    wanted: npt.NDArray[np.bool_],
) -> Array:
    normal = conditions.normalised(histories.signals, histories.settings, moving)
    # A reading far outside is told as far outside, without drowning its window.
    np.clip(normal, -10.0, 10.0, out=normal)
    features = window_features(normal, starts, wanted)
    return np.column_stack([features, histories.age[wanted]])


def _folds(asset: npt.NDArray[Any], assets: npt.NDArray[Any], seed: int) -> npt.NDArray[np.intp]:
    shuffled = np.random.default_rng(seed).permutation(len(assets)) % FOLDS
    return shuffled[np.searchsorted(assets, asset)]


def _unseen(
    fit: FitRegressor,
    rows: Array,
    target: Array,
    used: npt.NDArray[np.bool_],
    fold: npt.NDArray[np.intp],
    seed: int,
) -> Array:
    """Predictions of every row by a fit on the used rows of other assets."""
    found = np.empty(len(target))
    for each in range(FOLDS):
        left = fold == each
        fitted = fit(rows[used & ~left], target[used & ~left], seed)
        found[left] = fitted.predict(rows[left])
    return found


def _blend(unseen: Array, target: Array) -> Array:
    """Weights that are not negative and add up to one (Breiman, Machine Learning 24, 1996)."""
    weights, _ = nnls(unseen, target)
    if weights.sum() <= 0:
        return np.full(unseen.shape[1], 1.0 / unseen.shape[1])
    found: Array = weights / weights.sum()
    return found


def _alike(model: FleetLife, predicted: Array) -> Array:
    """True lives of the rows that were predicted closest to each prediction; (n, n_alike)."""
    count = min(ALIKE, len(model.told))
    left = np.searchsorted(model.told, predicted) - count // 2
    left = np.clip(left, 0, len(model.told) - count)
    found: Array = model.true[left[:, None] + np.arange(count)]
    return found
