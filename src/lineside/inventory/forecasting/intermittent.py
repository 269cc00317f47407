"""Forecasts of demand with many zeros, compiled.

Croston's method with the correction of Syntetos and Boylan (International Journal of Forecasting
21, 2005); Teunter, Syntetos and Babai's method for demand that may die out (European Journal of
Operational Research 214, 2011); simple smoothing; recent means and medians.
"""

import numpy as np
import numpy.typing as npt

from lineside.kernel.compiled import njit

Floats = npt.NDArray[np.float64]

INTERMITTENT = (
    "smoothing 0.05", "smoothing 0.1", "smoothing 0.2", "smoothing 0.3",
    "tsb 0.05", "tsb 0.1", "tsb 0.2", "sba 0.1",
    "mean of 6", "mean of 12", "mean of 18", "median of 6", "median of 12",
)  # fmt: skip
# Members that estimate the mean demand without leaning low; their average is the rate.
RATE_MEMBERS = (1, 2, 5, 9)
# Members whose average serves where there are too few series to learn from.
STANDARD_MEMBERS = (1, 5, 9, 12, 12, 11)
_SIZE_ALPHA = 0.1
_FIRST = 6


@njit()
def intermittent_members(y: Floats) -> Floats:
    """Demand per step by each method, shape (len(INTERMITTENT),)."""
    out = np.empty(13)
    for i, alpha in enumerate((0.05, 0.1, 0.2, 0.3)):
        out[i] = _smoothing(y, alpha)
    for i, alpha in enumerate((0.05, 0.1, 0.2)):
        out[4 + i] = _tsb(y, alpha)
    out[7] = _sba(y, 0.1)
    for i, count in enumerate((6, 12, 18)):
        out[8 + i] = y[-count:].mean()
    for i, count in enumerate((6, 12)):
        out[11 + i] = np.median(y[-count:])
    return out


@njit()
def _smoothing(y: Floats, alpha: float) -> float:
    level = float(y[:_FIRST].mean())
    for value in y:
        level += alpha * (value - level)
    return float(level)


@njit()
def _tsb(y: Floats, alpha: float) -> float:
    """Size times probability; the probability decays while nothing is asked for."""
    size = 0.0
    probability = float((y != 0).mean())
    for value in y:
        if value != 0:
            size = value if size == 0 else size + _SIZE_ALPHA * (value - size)
            probability += alpha * (1.0 - probability)
        else:
            probability -= alpha * probability
    return float(size * probability)


@njit()
def _sba(y: Floats, alpha: float) -> float:
    size = interval = 0.0
    gap = 1
    for value in y:
        if value == 0:
            gap += 1
            continue
        if size == 0:
            size, interval = value, float(gap)
        else:
            size += alpha * (value - size)
            interval += alpha * (gap - interval)
        gap = 1
    return 0.0 if size == 0 else (1.0 - alpha / 2.0) * size / interval
