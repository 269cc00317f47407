"""Compiled sampling of distributions from numbered streams.

A stream is one 64-bit state of the SplitMix64 generator (Steele, Lea, Flood, OOPSLA 2014). Every
place that draws has a stream of its own, so two variants of a line that share a seed see the same
inter-arrival times, the same service times and the same failures (common random numbers).
"""

import math

import numpy as np

from lineside.kernel.compiled import njit
from lineside.twin.distributions import (
    CONSTANT,
    EXPONENTIAL,
    GAMMA,
    GEOMETRIC,
    HYPEREXPONENTIAL,
    LOGNORMAL,
    NORMAL,
    TRACE,
    TRIANGULAR,
    UNIFORM,
    WEIBULL,
)
from lineside.twin.engine import memory as at
from lineside.twin.engine.memory import Real, Whole

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_TO_UNIT = 1.0 / (1 << 53)


@njit(nogil=True, forceinline=True)
def uniform01(n: Whole, i: int) -> float:
    """Next number in (0, 1) of stream i (SplitMix64)."""
    state = np.uint64(n[i]) + _GOLDEN
    n[i] = np.int64(state)
    z = (state ^ (state >> _S30)) * _MIX_1
    z = (z ^ (z >> _S27)) * _MIX_2
    z = z ^ (z >> _S31)
    return (float(z >> _S11) + 0.5) * _TO_UNIT


@njit(nogil=True)
def _normal(n: Whole, i: int) -> float:
    radius = math.sqrt(-2.0 * math.log(uniform01(n, i)))
    return radius * math.cos(2.0 * math.pi * uniform01(n, i))


@njit(nogil=True)
def _gamma(n: Whole, i: int, shape: float) -> float:
    """Marsaglia and Tsang (2000); sums of exponentials for few whole stages."""
    if shape == math.floor(shape) and shape <= 8.0:
        product = 1.0
        for _ in range(int(shape)):
            product *= uniform01(n, i)
        return -math.log(product)
    boost = 1.0
    if shape < 1.0:
        boost = uniform01(n, i) ** (1.0 / shape)
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        x = _normal(n, i)
        v = (1.0 + c * x) ** 3
        if v > 0.0 and math.log(uniform01(n, i)) < 0.5 * x * x + d - d * v + d * math.log(v):
            return boost * d * v


@njit(nogil=True)
def _triangular(u: float, low: float, mode: float, high: float) -> float:
    if u < (mode - low) / (high - low):
        return low + math.sqrt(u * (high - low) * (mode - low))
    return high - math.sqrt((1.0 - u) * (high - low) * (high - mode))


@njit(nogil=True)
def _truncated_normal(n: Whole, i: int, mean: float, deviation: float) -> float:
    while True:
        x = mean + deviation * _normal(n, i)
        if x >= 0.0:
            return x


@njit(nogil=True)
def _one_number(n: Whole, x: Real, d: int, i: int) -> float:
    """The distributions that one number in (0, 1) is enough for."""
    kind = n[d + at.D_KIND]
    a, b, c = x[d + at.D_A], x[d + at.D_B], x[d + at.D_C]
    u = uniform01(n, i)
    if kind == TRIANGULAR:
        return _triangular(u, a, b, c)
    if kind == WEIBULL:
        return float(b * (-math.log(u)) ** (1.0 / a))
    if kind == GEOMETRIC:
        return 1.0 if a >= 1.0 else 1.0 + math.floor(math.log(u) / math.log1p(-a))
    return x[n[d + at.D_FIRST] + int(u * n[d + at.D_COUNT])]


@njit(nogil=True)
def _rarer(n: Whole, x: Real, d: int, i: int) -> float:
    kind = n[d + at.D_KIND]
    a, b = x[d + at.D_A], x[d + at.D_B]
    if kind == GAMMA:
        return b * _gamma(n, i, a)
    if kind == NORMAL:
        return _truncated_normal(n, i, a, b)
    if kind == LOGNORMAL:
        return math.exp(a + b * _normal(n, i))
    if kind == TRACE:
        cursor = n[d + at.D_CURSOR]
        place = n[cursor] % n[d + at.D_COUNT]
        n[cursor] = place + 1
        return x[n[d + at.D_FIRST] + place]
    if kind == HYPEREXPONENTIAL:
        mean = b if uniform01(n, i) < a else x[d + at.D_C]
        return -mean * math.log(uniform01(n, i))
    return _one_number(n, x, d, i)


@njit(nogil=True, forceinline=True)
def draw(n: Whole, x: Real, d: int, i: int) -> float:
    """One value of distribution d from stream i."""
    kind = n[d + at.D_KIND]
    if kind == EXPONENTIAL:
        return -x[d + at.D_A] * math.log(uniform01(n, i))
    if kind == CONSTANT:
        return x[d + at.D_A]
    if kind == UNIFORM:
        return x[d + at.D_A] + (x[d + at.D_B] - x[d + at.D_A]) * uniform01(n, i)
    return _rarer(n, x, d, i)
