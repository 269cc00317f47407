"""Exponential smoothing in state space form, compiled.

Hyndman, Koehler, Ord and Snyder, "Forecasting with Exponential Smoothing" (2008). A model is three
small numbers: error (0 additive, 1 multiplicative), trend (0 none, 1 damped additive) and season
(0 none, 1 additive, 2 multiplicative). Parameters are alpha, beta share, gamma share, damping,
first level and first slope; shares keep the usual bounds beta < alpha and gamma < 1 - alpha.
"""

import numpy as np
import numpy.typing as npt

from lineside.kernel.compiled import njit

Floats = npt.NDArray[np.float64]

PARAMETERS = 6
_HUGE = 1e300


@njit()
def smooth(
    y: Floats, p: Floats, error: int, trend: int, season: int, seasons: Floats, path: Floats
) -> float:
    """Run the recursions over ``y`` and forecast into ``path``; returns the fit.

    ``seasons`` are the first period's indices; they are changed to the last ones. The fit is twice
    the negative log-likelihood up to a constant: n log(SSE), plus 2 sum log|mean| for
    multiplicative errors.
    """
    n, period = len(y), len(seasons)
    alpha = p[0]
    beta = alpha * p[1]
    gamma = (1.0 - alpha) * p[2]
    phi = p[3] if trend else 0.0
    level, slope = p[4], (p[5] if trend else 0.0)
    squares = 0.0
    logs = 0.0
    for t in range(n):
        s = seasons[t % period]
        base = level + phi * slope
        mean = base if season == 0 else (base + s if season == 1 else base * s)
        if (error == 1 or season == 2) and not min(base, mean) > 1e-9:
            return _HUGE
        e = y[t] - mean
        step = e / s if season == 2 else e
        if error == 1:
            squares += (e / mean) ** 2
            logs += np.log(mean)
        else:
            squares += e * e
        level = base + alpha * step
        slope = phi * slope + beta * step
        if season == 1:
            seasons[t % period] = s + gamma * e
        elif season == 2:
            seasons[t % period] = s + gamma * e / base
    reach = 0.0
    for h in range(len(path)):
        reach += phi ** (h + 1)
        base = level + reach * slope
        s = seasons[(n + h) % period]
        path[h] = base if season == 0 else (base + s if season == 1 else base * s)
    return float(n * np.log(max(squares, 1e-300)) + 2.0 * logs)
