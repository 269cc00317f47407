"""Constants of the normal distribution's sample range and standard deviation.

Computed, not looked up, so that no rounding of printed tables enters the limits.
Source of the integrals: Tippett (1925); David and Nagaraja, Order Statistics (2003), section 2.3.
"""

from functools import lru_cache
from math import exp, lgamma, sqrt

import numpy as np
from scipy.special import ndtr

from lineside.quality.errors import ChartInvalid

_NODES = 240
_REACH = 9.0


def d2(size: int) -> float:
    """Expected range of ``size`` standard normal values."""
    return _range_moments(_checked(size))[0]


def d3(size: int) -> float:
    """Standard deviation of the range of ``size`` standard normal values."""
    return _range_moments(_checked(size))[1]


def c4(size: int) -> float:
    """Expected sample standard deviation of ``size`` standard normal values."""
    n = _checked(size)
    return sqrt(2.0 / (n - 1)) * exp(lgamma(n / 2) - lgamma((n - 1) / 2))


def _checked(size: int) -> int:
    if size < 2:
        raise ChartInvalid(problem="a subgroup needs two values or more", size=size)
    return int(size)


@lru_cache(maxsize=256)
def _range_moments(size: int) -> tuple[float, float]:
    """Mean and deviation of the range, density n(n-1) ∫ f(x) f(x+w) [F(x+w)-F(x)]^(n-2) dx."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    x = nodes * _REACH
    w = (nodes + 1.0) * _REACH
    gap = ndtr(x[None, :] + w[:, None]) - ndtr(x)[None, :]
    inner = np.exp(-0.5 * (x[None, :] ** 2 + (x[None, :] + w[:, None]) ** 2)) / (2 * np.pi)
    density = size * (size - 1) * ((inner * gap ** (size - 2)) @ (weights * _REACH))
    mass = density * weights * _REACH
    mean = float(mass @ w)
    return mean, sqrt(float(mass @ w**2) - mean**2)
