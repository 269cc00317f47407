"""A health index fitted on an asset's own healthy time.

Features that are strictly positive enter as logarithms, so that a level that grows by a fixed share
grows by a fixed step. What the operating condition (load, speed, temperature) explains is taken out
by a ridge regression with squares, fitted on the healthy rows. What remains is scaled robustly, and
its distance from the healthy centre is measured with a shrunk covariance (Ledoit and Wolf, Journal
of Multivariate Analysis 88, 2004). The index is the distance divided by the healthy median: 1 is an
ordinary healthy row, whatever the number of features.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.maintenance.errors import BaselineInvalid, FeaturesInvalid

Array = npt.NDArray[np.float64]

FEWEST_ROWS = 20
RIDGE = 1e-2
FOLDS = 5
MAD_TO_SIGMA = 1.4826


@dataclass(frozen=True, slots=True)
class HealthBaseline:
    """What an asset is like when healthy; plain arrays, so that it can be kept anywhere.

    ``alarm_index`` is the index that a healthy row exceeds with the probability
    ``false_alarm_rate``, as measured on rows that were left out of the fit.
    """

    names: tuple[str, ...]
    log_feature: npt.NDArray[np.bool_]
    condition_center: Array
    condition_scale: Array
    coefficients: Array
    center: Array
    scale: Array
    precision: Array
    unit_distance: float
    alarm_index: float
    false_alarm_rate: float


@dataclass(frozen=True, slots=True)
class HealthScore:
    """Index per row, shape (n,); share of each feature in it, shape (n, n_features), rows sum to 1;
    and the signed deviation of each feature in healthy standard deviations."""

    index: Array
    contributions: Array
    deviations: Array
    names: tuple[str, ...]

    def leading(self, row: int = -1, count: int = 3) -> list[tuple[str, float]]:
        """The features that contribute most to one row's index, with their shares."""
        order = np.argsort(self.contributions[row])[::-1][:count]
        return [(self.names[each], float(self.contributions[row, each])) for each in order]


def fit_health(
    features: npt.NDArray[Any],
    names: tuple[str, ...] | None = None,
    *,
    conditions: npt.NDArray[Any] | None = None,
    false_alarm_rate: float = 0.001,
) -> HealthBaseline:
    """Fit on healthy rows, shape (n, n_features); ``conditions`` (n, n_conditions) if known.

    The alarm limit comes from five contiguous blocks, each scored by a fit on the others, so that
    neither the fit's optimism nor the slow swings within a block hide in it. Needs at least 20
    rows. Raises ``BaselineInvalid``.
    """
    rows = _checked_baseline(features)
    known = _checked_conditions(conditions, len(rows))
    told = names or tuple(f"feature_{place}" for place in range(1, rows.shape[1] + 1))
    if len(told) != rows.shape[1]:
        raise BaselineInvalid(problem="one name per feature", names=len(told))
    if not 0 < false_alarm_rate < 0.5:
        raise BaselineInvalid(problem="false-alarm rate", rate=false_alarm_rate)
    left_out = _left_out_indices(rows, known, told)
    alarm = _tail_limit(left_out, false_alarm_rate)
    return _fit(rows, known, told, alarm, false_alarm_rate)


def health_index(
    baseline: HealthBaseline,
    features: npt.NDArray[Any],
    conditions: npt.NDArray[Any] | None = None,
) -> HealthScore:
    """Score rows of shape (n, n_features) against a baseline. Raises ``FeaturesInvalid``.

    A row's contributions are those of Alcala and Qin (Automatica 45, 2009): how much of the squared
    distance would vanish if one feature alone were reconstructed from the others. A fault in one
    feature is then never blamed on another.
    """
    rows = np.atleast_2d(np.asarray(features, dtype=np.float64))
    if rows.ndim != 2 or rows.shape[1] != len(baseline.names):
        raise FeaturesInvalid(shape=list(rows.shape), features=len(baseline.names))
    if not np.isfinite(rows).all():
        raise FeaturesInvalid(problem="not finite")
    known = _conditions_to_score(conditions, rows, baseline)
    deviations = _deviations(baseline, rows, known)
    pulled = deviations @ baseline.precision
    squared = np.maximum(np.einsum("ij,ij->i", deviations, pulled), 0.0)
    blame = pulled**2 / np.diag(baseline.precision)
    total = blame.sum(axis=1, keepdims=True)
    shares = np.where(total > 0, blame / np.where(total > 0, total, 1.0), 1.0 / rows.shape[1])
    index = np.sqrt(squared) / baseline.unit_distance
    return HealthScore(index, shares, deviations, baseline.names)


def _checked_baseline(features: npt.NDArray[Any]) -> Array:
    rows = np.asarray(features, dtype=np.float64)
    if rows.ndim != 2 or rows.shape[1] == 0:
        raise BaselineInvalid(problem="not of shape (n, n_features)", shape=list(rows.shape))
    if len(rows) < FEWEST_ROWS:
        raise BaselineInvalid(problem="too few rows", rows=len(rows), at_least=FEWEST_ROWS)
    if not np.isfinite(rows).all():
        raise BaselineInvalid(problem="not finite")
    return rows


def _checked_conditions(conditions: npt.NDArray[Any] | None, n_rows: int) -> Array:
    if conditions is None:
        return np.zeros((n_rows, 0))
    known = np.asarray(conditions, dtype=np.float64)
    known = known[:, None] if known.ndim == 1 else known
    if known.ndim != 2 or len(known) != n_rows or not np.isfinite(known).all():
        raise BaselineInvalid(problem="conditions", shape=list(known.shape), rows=n_rows)
    return known


def _conditions_to_score(
    conditions: npt.NDArray[Any] | None, rows: Array, baseline: HealthBaseline
) -> Array:
    expected = len(baseline.condition_center)
    if conditions is None:
        known = np.zeros((len(rows), 0))
    else:
        known = np.asarray(conditions, dtype=np.float64).reshape(len(rows), -1)
    if known.shape[1] != expected or not np.isfinite(known).all():
        raise FeaturesInvalid(problem="conditions", given=known.shape[1], fitted=expected)
    return known


def _fit(
    rows: Array, known: Array, names: tuple[str, ...], alarm_index: float, rate: float
) -> HealthBaseline:
    log_feature: npt.NDArray[np.bool_] = np.min(rows, axis=0) > 0
    values = _transformed(rows, log_feature)
    center: Array = np.asarray(known.mean(axis=0))
    spread = known.std(axis=0)
    scale = np.where(spread > 0, spread, 1.0)
    design = _design(known, center, scale)
    penalty = RIDGE * len(rows) * np.eye(design.shape[1])
    penalty[0, 0] = 0.0
    coefficients: Array = np.asarray(
        np.linalg.solve(design.T @ design + penalty, design.T @ values), dtype=np.float64
    )
    rest = values - design @ coefficients
    middle: Array = np.asarray(np.median(rest, axis=0))
    sigma = _robust_scale(rest - middle, values)
    standard = np.clip((rest - middle) / sigma, -6.0, 6.0)
    precision: Array = np.asarray(np.linalg.inv(_shrunk_covariance(standard)), dtype=np.float64)
    squared = np.einsum("ij,jk,ik->i", standard, precision, standard)
    unit = max(float(np.sqrt(np.median(squared))), 1e-9)
    return HealthBaseline(
        names,
        log_feature,
        center,
        scale,
        coefficients,
        middle,
        sigma,
        precision,
        unit,
        alarm_index,
        rate,
    )


def _left_out_indices(rows: Array, known: Array, names: tuple[str, ...]) -> Array:
    blocks = np.array_split(np.arange(len(rows)), FOLDS)
    found = []
    for block in blocks:
        kept = np.setdiff1d(np.arange(len(rows)), block)
        fitted = _fit(rows[kept], known[kept], names, 1.0, 0.5)
        left = known[block] if known.shape[1] else None
        found.append(health_index(fitted, rows[block], left).index)
    return np.concatenate(found)


def _tail_limit(index: Array, rate: float) -> float:
    """The index exceeded with probability ``rate``: exponential tail above the 90 % quantile.

    Log-distances of healthy rows have tails that are close to exponential (Pickands), and a few
    dozen rows do not hold the extreme quantile itself.
    """
    start = float(np.quantile(index, 0.9))
    above = index[index > start] - start
    mean_excess = float(above.mean()) if len(above) else 0.0
    return start + mean_excess * float(np.log(max(0.1 / rate, 1.0)))


def _deviations(baseline: HealthBaseline, rows: Array, known: Array) -> Array:
    design = _design(known, baseline.condition_center, baseline.condition_scale)
    rest = _transformed(rows, baseline.log_feature) - design @ baseline.coefficients
    found: Array = (rest - baseline.center) / baseline.scale
    return found


def _transformed(rows: Array, log_feature: npt.NDArray[np.bool_]) -> Array:
    found = rows.copy()
    # A positive feature that drops to zero later (a dead sensor) is far away, not infinite.
    found[:, log_feature] = np.log(np.maximum(rows[:, log_feature], 1e-12))
    return found


def _design(known: Array, center: Array, scale: Array) -> Array:
    standard = np.clip((known - center) / scale, -4.0, 4.0)
    return np.column_stack([np.ones(len(known)), standard, standard**2])


def _robust_scale(rest: Array, values: Array) -> Array:
    sigma = MAD_TO_SIGMA * np.median(np.abs(rest), axis=0)
    sigma = np.maximum(sigma, 0.3 * rest.std(axis=0))
    # A feature that never moved while healthy still may not make the distance infinite.
    floor = 1e-6 * np.maximum(np.abs(values).max(axis=0), 1e-6)
    found: Array = np.maximum(sigma, floor)
    return found


def _shrunk_covariance(standard: Array) -> Array:
    """Ledoit and Wolf's shrinkage of the covariance towards a multiple of the identity."""
    n_rows, n_features = standard.shape
    centred = standard - standard.mean(axis=0)
    covariance = centred.T @ centred / n_rows
    mean_variance = float(np.trace(covariance)) / n_features
    away = covariance - mean_variance * np.eye(n_features)
    distance = float((away**2).sum())
    noise = float(((centred**2).T @ (centred**2) / n_rows - covariance**2).sum()) / n_rows
    weight = 1.0 if distance <= 0 else min(1.0, max(noise, 0.0) / distance)
    shrunk = (1 - weight) * covariance + weight * mean_variance * np.eye(n_features)
    found: Array = shrunk + 1e-6 * np.eye(n_features)
    return found
