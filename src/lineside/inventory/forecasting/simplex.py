"""Nelder and Mead's simplex search over the parameters of a model, compiled and bounded."""

import numpy as np
import numpy.typing as npt

from lineside.inventory.forecasting.smoothing import smooth
from lineside.inventory.forecasting.theta import theta
from lineside.kernel.compiled import njit

Floats = npt.NDArray[np.float64]

THETA = -1
_TOLERANCE = 1e-7


@njit()
def cost(y: Floats, p: Floats, model: int, seasons: Floats, path: Floats) -> float:
    """Misfit of a model: ``THETA``, or error + 2 * trend + 4 * season of smoothing."""
    if model == THETA:
        return theta(y, p, path)
    return smooth(y, p, model % 2, (model // 2) % 2, model // 4, seasons.copy(), path)


@njit()
def minimise(
    y: Floats, model: int, seasons: Floats, start: Floats, low: Floats, high: Floats, most: int
) -> Floats:
    """Parameters within [low, high] that fit best, after at most ``most`` evaluations.

    Trial points are clipped to the bounds; a parameter whose bounds meet stays fixed.
    """
    free = np.flatnonzero(high > low)
    d = len(free)
    path = np.empty(0)
    points = np.empty((d + 1, len(start)))
    values = np.empty(d + 1)
    for i in range(d + 1):
        points[i] = start
        if i > 0:
            k = free[i - 1]
            step = 0.15 * (high[k] - low[k])
            points[i, k] = start[k] + step if start[k] + step <= high[k] else start[k] - step
        values[i] = cost(y, points[i], model, seasons, path)
    used = d + 1
    while used < most:
        order = np.argsort(values)
        points, values = points[order], values[order]
        if values[d] - values[0] <= _TOLERANCE * (abs(values[0]) + _TOLERANCE):
            break
        used += _improve(y, model, seasons, points, values, low, high)
    best: Floats = points[np.argmin(values)]
    return best


@njit()
def _improve(
    y: Floats,
    model: int,
    seasons: Floats,
    points: Floats,
    values: Floats,
    low: Floats,
    high: Floats,
) -> int:
    """Replace the worst point by reflection, expansion or contraction, or shrink all of them."""
    d = len(values) - 1
    path = np.empty(0)
    centre = points[:d].sum(axis=0) / d
    worst = points[d].copy()
    trial = np.minimum(np.maximum(2.0 * centre - worst, low), high)
    value = cost(y, trial, model, seasons, path)
    used = 1
    if value < values[0]:
        farther = np.minimum(np.maximum(3.0 * centre - 2.0 * worst, low), high)
        better = cost(y, farther, model, seasons, path)
        used += 1
        if better < value:
            trial, value = farther, better
    elif value >= values[d - 1]:
        trial = 0.5 * (centre + (trial if value < values[d] else worst))
        value = cost(y, trial, model, seasons, path)
        used += 1
        if value >= values[d]:
            for i in range(1, d + 1):
                points[i] = 0.5 * (points[i] + points[0])
                values[i] = cost(y, points[i], model, seasons, path)
            return used + d
    points[d] = trial
    values[d] = value
    return used
