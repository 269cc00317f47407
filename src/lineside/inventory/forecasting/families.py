"""Every family's forecast of a regular series, compiled in one pass.

The families: the dynamic theta model and damped trends of the logarithm, each on the series without
its seasons and on its averages over two, three and four steps (Kourentzes, Petropoulos and Trapero,
"Improving forecasting by estimating time series structural components across multiple frequencies",
International Journal of Forecasting 30, 2014); local and global growth, on averages if the series
is long; damped smoothing with seasons inside; and, as guards, the same season of last period and
the last value.
"""

import numpy as np
import numpy.typing as npt

from lineside.inventory.forecasting.growth import growth
from lineside.inventory.forecasting.seasonality import (
    adjusted,
    is_seasonal,
    readjust,
    seasonal_indices,
)
from lineside.inventory.forecasting.simplex import THETA, cost, minimise
from lineside.kernel.compiled import njit

Floats = npt.NDArray[np.float64]

LEVELS = 4
REGULAR = (
    "theta", "damped", "theta/2", "damped/2", "theta/3", "damped/3", "theta/4", "damped/4",
    "seasonal damped", "growth", "seasonal naive", "naive",
)  # fmt: skip
# How much each family counts before its errors are seen; guards stand outside the mean.
PRIOR = (1.0, 0.5) * LEVELS + (2.0, 5.0)
GUARDS = 2
_EVALUATIONS = 220
_MOST_THETA = 1000.0
_DAMPED = 2
_DAMPED_RELATIVE = 3
_SEASONAL_ADDITIVE = 6
_SEASONAL_MULTIPLICATIVE = 10
_SHORTEST_AVERAGED = 8
_LONGEST_GROWTH = 64
_FEW = 24


@njit()
def regular_members(y: Floats, period: int, horizon: int) -> Floats:
    """Forecasts of all families, shape (len(REGULAR), horizon); ``y`` needs three values."""
    out = np.empty((2 * LEVELS + 4, horizon))
    positive = y.min() > 0
    indices = np.full(period, 1.0 if positive else 0.0)
    if is_seasonal(y, period):
        indices = seasonal_indices(y, period, positive, True)
    flat = adjusted(y, indices, positive)
    grown = out[2 * LEVELS + 1]
    _grow(flat, period, positive, grown)
    for step in range(1, LEVELS + 1):
        theta_row, damped_row = out[2 * step - 2], out[2 * step - 1]
        if _averages(len(y), period, step) or step == 1:
            _averaged(flat, step, positive, theta_row, damped_row)
        else:
            # Where there is no average to take, growth stands in for the damped trend.
            theta_row[:] = out[0]
            damped_row[:] = grown
    for row in range(2 * LEVELS):
        readjust(out[row], indices, positive, len(y))
    readjust(grown, indices, positive, len(y))
    inside = out[2 * LEVELS]
    if not _seasonal(y, period, positive, inside):
        # Without seasons it is another damped trend and counts half.
        inside[:] = 0.5 * (inside + out[0])
    for h in range(horizon):
        back = len(y) - period + h % period
        out[2 * LEVELS + 2, h] = y[back] if back >= 0 else y[-1]
        out[2 * LEVELS + 3, h] = y[-1]
    _tame(y, out)
    return out


@njit()
def _averages(n: int, period: int, step: int) -> bool:
    """Whether averages over ``step`` values leave enough of the season and of the series."""
    return 2 * step <= period and n // step >= _SHORTEST_AVERAGED


@njit()
def _grow(flat: Floats, period: int, positive: bool, path: Floats) -> None:
    """Local and global growth of the series, or of averages where it is long."""
    step = 1
    while len(flat) // step > _LONGEST_GROWTH and _averages(len(flat), period, step + 1):
        step += 1
    averages = _averages_of(flat, step)
    coarse = np.empty((len(path) + step - 1) // step)
    growth(averages, positive, coarse)
    _draw(averages[-1], coarse, step, path)


@njit()
def _averages_of(flat: Floats, step: int) -> Floats:
    """Averages over ``step`` values, the last of them the newest."""
    count = len(flat) // step
    offset = len(flat) - count * step
    averages = np.empty(count)
    for i in range(count):
        averages[i] = flat[offset + i * step : offset + (i + 1) * step].mean()
    return averages


@njit()
def _averaged(
    flat: Floats, step: int, positive: bool, theta_path: Floats, damped_path: Floats
) -> None:
    """Forecast averages over ``step`` values and draw the line through their middles."""
    averages = _averages_of(flat, step)
    coarse = np.empty((len(theta_path) + step - 1) // step)
    _fit_theta(averages, coarse)
    _draw(averages[-1], coarse, step, theta_path)
    if positive:
        _fit_smoothing(np.log(averages), _DAMPED_RELATIVE, np.zeros(1), coarse)
        coarse = np.exp(np.minimum(coarse, 700.0))
    else:
        _fit_smoothing(averages, _DAMPED, np.zeros(1), coarse)
    _draw(averages[-1], coarse, step, damped_path)


@njit()
def _draw(last: float, coarse: Floats, step: int, path: Floats) -> None:
    places = np.empty(len(coarse) + 1)
    values = np.empty(len(coarse) + 1)
    places[0] = -(step - 1) / 2.0
    values[0] = last
    for i in range(len(coarse)):
        places[i + 1] = i * step + (step + 1) / 2.0
        values[i + 1] = coarse[i]
    for h in range(len(path)):
        path[h] = np.interp(h + 1.0, places, values)


@njit()
def _seasonal(y: Floats, period: int, positive: bool, path: Floats) -> bool:
    """Damped smoothing of the series itself; whether with seasons, which need two full periods."""
    if period < 2 or len(y) < 2 * period + 1:
        _fit_smoothing(y, _DAMPED, np.zeros(1), path)
        return False
    model = _SEASONAL_MULTIPLICATIVE if positive else _SEASONAL_ADDITIVE
    _fit_smoothing(y, model, seasonal_indices(y, period, positive, False), path)
    return True


@njit()
def _fit_smoothing(y: Floats, model: int, seasons: Floats, path: Floats) -> None:
    """Fit one damped smoothing model and forecast into ``path``."""
    n, period = len(y), len(seasons)
    width = min(n, max(2 * period, 10))
    level, slope = _line(y[:width])
    spread = y.max() - y.min() + 1e-9
    reach = 2.0 * spread / width
    start = np.array([0.3, 0.1, 0.1, 0.95, level, slope])
    low = np.array([0.001, 0.001, 0.001, 0.80, level - spread, slope - reach])
    high = np.array([0.999, 0.99, 0.99, 0.98, level + spread, slope + reach])
    if model == _SEASONAL_MULTIPLICATIVE:
        low[4] = max(low[4], 1e-6)
        start[4] = max(start[4], 1e-6)
        high[4] = max(high[4], 2e-6)
    if model < 4:
        low[2] = high[2] = start[2]
    if model % 2 == 1 and y.min() <= 1e-6:
        # A logarithm may be negative; then only its absolute errors are meaningful.
        model = model - 1
    best = minimise(y, model, seasons, start, low, high, _EVALUATIONS)
    cost(y, best, model, seasons, path)


@njit()
def _fit_theta(y: Floats, path: Floats) -> None:
    """Fit the dynamic theta model and forecast into ``path``."""
    low_y, high_y = y.min(), y.max()
    spread = high_y - low_y + 1e-9
    start = np.array([y[0], 0.5, 2.0])
    low = np.array([low_y - spread, 0.1, 1.0])
    high = np.array([high_y + spread, 0.99, _MOST_THETA])
    if len(y) < _FEW:
        # Too few values to estimate where the series began as well.
        low[0] = high[0] = start[0]
    none = np.zeros(1)
    best = minimise(y, THETA, none, start, low, high, _EVALUATIONS)
    cost(y, best, THETA, none, path)


@njit()
def _line(y: Floats) -> tuple[float, float]:
    """Level before the first value and slope of a straight line through ``y``."""
    n = len(y)
    middle = (n + 1.0) / 2.0
    squares = n * (n * n - 1.0) / 12.0
    slope = 0.0
    for t in range(n):
        slope += (t + 1.0 - middle) * y[t]
    slope /= max(squares, 1e-9)
    return y.mean() - slope * middle, slope


@njit()
def _tame(y: Floats, out: Floats) -> None:
    """A family that ran away, or found no fit, gives way to the last value."""
    spread = y.max() - y.min()
    low, high = y.min() - 5.0 * spread, y.max() + 5.0 * spread
    for row in range(len(out)):
        for h in range(out.shape[1]):
            if not (low <= out[row, h] <= high):
                out[row] = out[-1]
                break
