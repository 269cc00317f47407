"""The dynamic optimised theta model, compiled.

Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler, "Models for optimising the theta method and
their relationship to state space models", International Journal of Forecasting 32 (2016). The
linear trend is estimated anew at every step from what was seen until then. Parameters: first
level, alpha, theta (theta = 2 gives the classical method, theta = 1 simple smoothing).
"""

import numpy as np
import numpy.typing as npt

from lineside.kernel.compiled import njit

Floats = npt.NDArray[np.float64]

PARAMETERS = 3
_BURN_IN = 3


@njit()
def theta(y: Floats, p: Floats, path: Floats) -> float:
    """Sum of squared one-step errors after the first three; forecasts into ``path``."""
    n = len(y)
    level, alpha, share = p[0], p[1], 1.0 - 1.0 / p[2]
    mean = slope = start = 0.0
    squares = 0.0
    decay = 1.0
    for t in range(n + len(path)):
        decay_next = decay * (1.0 - alpha)
        line = decay * start + (1.0 - decay_next) / alpha * slope
        if t == 0:
            line = y[0]
            forecast = level + share * (y[0] - level) if n else level
        else:
            forecast = level + share * line
        decay = decay_next
        if t < n:
            value = y[t]
            if t >= _BURN_IN:
                squares += (value - forecast) ** 2
        else:
            value = forecast
            path[t - n] = forecast
        level = alpha * value + (1.0 - alpha) * level
        former = mean
        mean = (t * mean + value) / (t + 1.0)
        if t > 0:
            slope = ((t - 1.0) * slope + 6.0 * (value - former) / (t + 1.0)) / (t + 2.0)
        start = mean - slope * (t + 2.0) / 2.0
    return squares
