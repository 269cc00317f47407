"""Smoothing with a local and a global trend, averaged over what its parameters may be, compiled.

Smyl, Bergmeir, Dokumentov, Long, Wibowo and Schmidt, "Local and global trend Bayesian exponential
smoothing models", International Journal of Forecasting 41 (2025). With some twenty values no single
best fit is to be trusted, so parameters are drawn from their posterior (Metropolis, one parameter
at a time) and the forecast is the median over the draws. The next value is expected at

    level + growth * level ** 0.5 + share * slope

with Student's t errors of five degrees of freedom whose scale is proportional to that expectation.
The exponent, the degrees of freedom and the proportion are fixed here; the paper draws them too.
A long series pins its parameters down better and gets fewer draws, so that each costs about the
same.
Where values may be zero or negative, growth is a constant and so is the scale.

The random numbers are the same for every series, so that a forecast depends on its series alone.
"""

import math

import numpy as np
import numpy.typing as npt

from lineside.kernel.compiled import njit

Floats = npt.NDArray[np.float64]

_MOST_DRAWS = 400
_FEWEST_DRAWS = 160
_ENOUGH_VALUES = 8_000
_EVERY = 20
_PARAMETERS = 7
_ALPHA, _BETA, _GROWTH, _SHARE, _LEVEL, _SLOPE, _SCALE = range(_PARAMETERS)
_CHANCE = np.random.default_rng(20250101)
_STEPS = _CHANCE.standard_normal((2 * _MOST_DRAWS, _PARAMETERS))
_LIMITS = np.log(_CHANCE.random((2 * _MOST_DRAWS, _PARAMETERS)))
# Of values that are scaled to a largest one of 1: the usual size of a step, after the paper.
_STEP = 1.0 / 150.0
_LOWEST = 1e-3


@njit()
def growth(y: Floats, positive: bool, path: Floats) -> None:
    """Forecast ``y`` (two values or more) into ``path``; the last value if nothing changes."""
    unit = np.abs(y).max()
    if not y.max() - y.min() > 1e-9 * unit:
        path[:] = y[-1]
        return
    scaled = y / unit
    low, high = _bounds(scaled)
    draws = max(_FEWEST_DRAWS, min(_MOST_DRAWS, _ENOUGH_VALUES // len(y)))
    found = np.empty((draws, len(path)))
    _draw(scaled, positive, low, high, found)
    for h in range(len(path)):
        path[h] = unit * np.median(found[:, h])


@njit()
def _bounds(y: Floats) -> tuple[Floats, Floats]:
    spread = y.max() - y.min() + _STEP
    least, most = np.log(1e-3 * _STEP), np.log(5.0 * spread)
    low = np.array([0.0, 0.0, -1e9, 0.0, y[0] - spread, -1e9, least])
    high = np.array([1.0, 1.0, 1e9, 1.0, y[0] + spread, 1e9, most])
    return low, high


@njit()
def _draw(y: Floats, positive: bool, low: Floats, high: Floats, found: Floats) -> None:
    """Walk over the parameters, as long again to warm up, and leave one forecast a draw."""
    warm_up = len(found)
    changes = np.abs(np.diff(y))
    usual = changes.mean()
    scale = np.log(np.median(changes) + 0.1 * usual)
    p = np.array([0.6, 0.3, 0.1, 0.5, y[0], 0.0, min(max(scale, low[_SCALE]), high[_SCALE])])
    reach = np.array([0.25, 0.25, 1.0, 0.4, usual + 0.1 * _STEP, _STEP, 0.4])
    taken = np.zeros(_PARAMETERS)
    none = np.empty(0)
    now = _log_posterior(y, p, positive, none)
    for turn in range(2 * warm_up):
        for k in range(_PARAMETERS):
            before = p[k]
            p[k] = before + reach[k] * _STEPS[turn, k]
            then = -1e300
            if low[k] <= p[k] <= high[k]:
                then = _log_posterior(y, p, positive, none)
            if then - now > _LIMITS[turn, k]:
                now = then
                taken[k] += 1.0
            else:
                p[k] = before
        if turn >= warm_up:
            _log_posterior(y, p, positive, found[turn - warm_up])
        elif turn % _EVERY == _EVERY - 1:
            _adapt(reach, taken)


@njit()
def _adapt(reach: Floats, taken: Floats) -> None:
    """Longer steps where most were taken, shorter ones where few were."""
    for k in range(_PARAMETERS):
        share = taken[k] / _EVERY
        if share < 0.3:
            reach[k] *= 0.7
        elif share > 0.5:
            reach[k] *= 1.4
        taken[k] = 0.0


@njit()
def _log_posterior(y: Floats, p: Floats, positive: bool, path: Floats) -> float:
    """Likelihood and priors, up to a constant; forecasts into ``path``."""
    scale = math.exp(p[_SCALE])
    priors = math.log(1.0 - p[_BETA] + 1e-9) - math.log1p(p[_GROWTH] ** 2) + p[_SCALE]
    priors -= math.log1p((scale / _STEP) ** 2) + math.log1p((p[_SLOPE] / _STEP) ** 2)
    return float(priors + _log_likelihood(y, p, positive, scale, path))


@njit()
def _log_likelihood(y: Floats, p: Floats, positive: bool, scale: float, path: Floats) -> float:
    n = len(y)
    grown = p[_GROWTH] * _STEP
    level, slope = p[_LEVEL], p[_SLOPE]
    density, log_density = 1.0, 0.0
    for t in range(n + len(path)):
        mean = level + p[_SHARE] * slope
        if positive:
            mean = max(mean + grown * math.sqrt(max(level, 0.0)), _LOWEST)
        else:
            mean += grown
        if t < n:
            value = y[t]
            width = scale * mean if positive else scale
            apart = (value - mean) / width
            tail = 1.0 + apart * apart / 5.0
            if t > 0:
                density *= width * tail * tail * tail
            if density > 1e100 or density < 1e-100:
                log_density -= math.log(density)
                density = 1.0
        else:
            value = path[t - n] = mean
        former = level
        level = p[_ALPHA] * value + (1.0 - p[_ALPHA]) * level
        slope = p[_BETA] * (level - former) + (1.0 - p[_BETA]) * slope
    return float(log_density - math.log(density))
