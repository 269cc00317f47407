"""Prediction intervals whose coverage was seen, not assumed (split conformal prediction).

The errors that a combination made within the last horizon (from its start, a third and two thirds
into it), in units that were known before they were made, tell how wide an interval must be (Lei et
al., "Distribution-free predictive inference for regression", Journal of the American Statistical
Association 113, 2018). Errors are pooled over the series of the call by step ahead; where there are
few series, a standard shape fills in.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lineside.inventory.forecasting.backtest import Trial

Floats = npt.NDArray[np.float64]

_LAST, _BEFORE_LAST = 0, 3
_WITHIN_LAST = (0, 1, 2)
_OWN_SHARE = 0.5
_STANDARD_WEIGHT = 20.0
_FEW = 5
_TINY = 1e-9
# Where there are few series: the ratio of a combination's error to the scale; the half width of an
# 80 % interval in units, on average over the steps; how its square grows over the horizon; and the
# other levels beside it. Rounded from back-tests of monthly business series, whose errors have
# longer tails than the normal curve.
_STANDARD_RATIO = 0.7
_STANDARD_HALF = 1.8
_STANDARD_GROWTH = 2.3
_STANDARD_LEVELS = {50: 0.50, 80: 1.0, 90: 1.40, 95: 1.75, 98: 2.30, 99: 2.70}
LEVELS = tuple(_STANDARD_LEVELS)


def units(trials: Sequence[Trial], combined: Sequence[Floats]) -> tuple[Floats, Floats]:
    """Units of error: as known at the last horizon's origins, shape (3, series), and at the end.

    A unit is the geometric mean of the scale (mean absolute change over a period) and of what the
    combination erred in the horizon before; without the latter, the scale times the usual ratio.
    """
    ratios = np.array([_ratio(t, c, _LAST) for t, c in zip(trials, combined, strict=True)])
    usual = _usual(ratios[np.isfinite(ratios)])
    before = np.array([_ratio(t, c, _BEFORE_LAST) for t, c in zip(trials, combined, strict=True)])
    known = np.array([[trial.scales[at] for trial in trials] for at in _WITHIN_LAST])
    final = np.array([trial.scales[-1] for trial in trials])
    return known * _softened(before, usual), final * _softened(ratios, usual)


def _usual(ratios: Floats) -> float:
    if len(ratios) == 0:
        return _STANDARD_RATIO
    share = len(ratios) / (len(ratios) + _STANDARD_WEIGHT)
    return float(np.median(ratios) ** share * _STANDARD_RATIO ** (1.0 - share))


def _ratio(trial: Trial, combined: Floats, origin: int) -> float:
    scale = float(trial.scales[origin])
    if np.isnan(combined[origin, 0]) or not scale > _TINY:
        return float("nan")
    return max(float(np.nanmean(np.abs(combined[origin]))) / scale, 0.05)


def _softened(ratios: Floats, usual: float) -> Floats:
    filled = np.where(np.isfinite(ratios), ratios, usual)
    return np.asarray(filled**_OWN_SHARE * usual ** (1.0 - _OWN_SHARE))


def half_widths(
    combined: Sequence[Floats], known: Floats, horizon: int, level: int, *, one_sided: bool
) -> Floats:
    """Half widths by step ahead in units, shape (horizon,), never narrower farther ahead.

    ``known`` has the shape (3, series). ``one_sided`` asks for the upper end alone (demand with
    many zeros cannot fall below zero).
    """
    errors = np.array([[each[at] for each in combined] for at in _WITHIN_LAST])
    errors, units_then = errors.reshape(-1, horizon), known.ravel()
    usable = np.isfinite(units_then) & (units_then > _TINY)
    scores = errors[usable] / units_then[usable, None]
    standard = _standard(horizon) * _STANDARD_LEVELS[level]
    if one_sided:
        return np.full(horizon, _width(-scores.ravel(), float(standard.mean()), level))
    scores = np.abs(scores)
    widths = np.array([_width(scores[:, h], float(standard[h]), level) for h in range(horizon)])
    return np.maximum.accumulate(_smoothed(widths))


def _standard(horizon: int) -> Floats:
    shape = np.sqrt(1.0 + _STANDARD_GROWTH * np.arange(horizon) / horizon)
    return np.asarray(_STANDARD_HALF * shape / shape.mean())


def _width(scores: Floats, standard: float, level: int) -> float:
    seen = scores[np.isfinite(scores)]
    if len(seen) < _FEW:
        return standard
    rank = min(1.0, level / 100.0 * (1.0 + 1.0 / len(seen)))
    own = float(np.quantile(seen, rank))
    share = len(seen) / (len(seen) + _STANDARD_WEIGHT)
    return share * own + (1.0 - share) * standard


def _smoothed(widths: Floats) -> Floats:
    """Mean with both neighbours, so that one odd step does not show."""
    if len(widths) < 3:
        return widths
    padded = np.concatenate([widths[:1], widths, widths[-1:]])
    return np.asarray((padded[:-2] + padded[1:-1] + padded[2:]) / 3.0)
