"""Is a series seasonal, and by how much in each season: classical decomposition, shrunk.

The test is that of the M competitions: the autocorrelation at one period against Bartlett's
standard error at 90 %. Indices are shrunk towards none after Miller and Williams ("Shrinkage
estimators of time series seasonal factors", International Journal of Forecasting 19, 2003), because
with few years much of an index is noise.
"""

import numpy as np
import numpy.typing as npt

from lineside.kernel.compiled import njit

Floats = npt.NDArray[np.float64]

_Z90 = 1.645


@njit()
def is_seasonal(y: Floats, period: int) -> bool:
    """Whether the autocorrelation at one period is beyond chance; needs three full periods."""
    n = len(y)
    if period < 2 or n < 3 * period:
        return False
    mean = y.mean()
    spread = ((y - mean) ** 2).sum()
    if spread <= 1e-12 * max(mean * mean, 1e-300) * n:
        return False
    squares = 0.0
    last = 0.0
    for lag in range(1, period + 1):
        total = 0.0
        for t in range(lag, n):
            total += (y[t] - mean) * (y[t - lag] - mean)
        last = total / spread
        if lag < period:
            squares += last * last
    return bool(abs(last) > _Z90 * np.sqrt((1.0 + 2.0 * squares) / n))


@njit()
def trend_line(y: Floats, period: int) -> Floats:
    """Centred moving average over one period; NaN where it does not reach."""
    n = len(y)
    line = np.full(n, np.nan)
    half = period // 2
    for t in range(half, n - half):
        total = 0.0
        if period % 2 == 0:
            for at in range(t - half + 1, t + half):
                total += y[at]
            total += 0.5 * (y[t - half] + y[t + half])
        else:
            for at in range(t - half, t + half + 1):
                total += y[at]
        line[t] = total / period
    return line


@njit()
def seasonal_indices(y: Floats, period: int, multiplicative: bool, shrink: bool) -> Floats:
    """Index of each season (season of y[0] first): factors around 1, or summands around 0."""
    line = trend_line(y, period)
    neutral = 1.0 if multiplicative else 0.0
    total = np.zeros(period)
    square = np.zeros(period)
    count = np.zeros(period)
    for t in range(len(y)):
        if not np.isnan(line[t]) and (not multiplicative or line[t] > 0):
            part = y[t] / line[t] if multiplicative else y[t] - line[t]
            total[t % period] += part
            square[t % period] += part * part
            count[t % period] += 1.0
    indices = np.full(period, neutral)
    for season in range(period):
        if count[season] > 0:
            indices[season] = total[season] / count[season]
    _centre(indices, multiplicative)
    if shrink:
        keep = _kept_share(indices, neutral, total, square, count)
        indices[:] = neutral + keep * (indices - neutral)
    if multiplicative:
        indices[:] = np.maximum(indices, 0.01)
    return indices


@njit()
def _centre(indices: Floats, multiplicative: bool) -> None:
    mean = indices.mean()
    if multiplicative:
        indices /= max(mean, 1e-9)
    else:
        indices -= mean


@njit()
def _kept_share(
    indices: Floats, neutral: float, total: Floats, square: Floats, count: Floats
) -> float:
    """One minus the James-Stein weight: how much of the indices is not noise."""
    period = len(indices)
    noise = 0.0
    for season in range(period):
        if count[season] > 1:
            mean = total[season] / count[season]
            variance = max(square[season] / count[season] - mean * mean, 0.0)
            noise += variance / (count[season] - 1.0)
    noise /= period
    signal = ((indices - neutral) ** 2).sum() / period
    if signal <= 0 or period < 4:
        return 1.0
    return float(max(0.0, 1.0 - (period - 3.0) / (period - 1.0) * min(noise / signal, 1.0)))


@njit()
def adjusted(y: Floats, indices: Floats, multiplicative: bool) -> Floats:
    """The series without its seasons."""
    out = np.empty(len(y))
    for t in range(len(y)):
        index = indices[t % len(indices)]
        out[t] = y[t] / index if multiplicative else y[t] - index
    return out


@njit()
def readjust(path: Floats, indices: Floats, multiplicative: bool, first: int) -> None:
    """Put the seasons back into a forecast whose first value has time ``first``; in place."""
    for h in range(len(path)):
        index = indices[(first + h) % len(indices)]
        path[h] = path[h] * index if multiplicative else path[h] + index
