"""Levels of a wave in the time domain, in one compiled pass."""

import numpy as np
import numpy.typing as npt

from lineside.kernel.compiled import njit

Array = npt.NDArray[np.float64]

LEVEL_NAMES = ("rms", "peak", "crest", "kurtosis", "skewness")


@njit(fastmath=True)
def _moments(waves: Array) -> Array:
    """Per wave: variance, third and fourth central moment, largest distance from the mean."""
    n_waves, n_samples = waves.shape
    found = np.zeros((n_waves, 4))
    for row in range(n_waves):
        mean = 0.0
        for column in range(n_samples):
            mean += waves[row, column]
        mean /= n_samples
        second, third, fourth, peak = 0.0, 0.0, 0.0, 0.0
        for column in range(n_samples):
            away = waves[row, column] - mean
            square = away * away
            second += square
            third += square * away
            fourth += square * square
            peak = max(peak, abs(away))
        found[row, 0] = second / n_samples
        found[row, 1] = third / n_samples
        found[row, 2] = fourth / n_samples
        found[row, 3] = peak
    return found


def levels(waves: Array) -> Array:
    """RMS, peak, crest factor, kurtosis (3 for a Gaussian) and skewness about the mean.

    Shape (n_waves, 5), in the order of ``LEVEL_NAMES``; RMS and peak in the waves' unit. A constant
    wave has crest factor, kurtosis and skewness 0: it holds no shape to speak of.
    """
    variance, third, fourth, peak = _moments(waves).T
    # Rounding leaves about 1e-16 of the level in the variance of a constant wave.
    floor = (1e-12 * np.abs(waves).max(axis=1)) ** 2
    still = variance <= floor
    safe = np.where(still, 1.0, variance)
    shape = np.column_stack([peak / np.sqrt(safe), fourth / safe**2, third / safe**1.5])
    shape[still] = 0.0
    return np.column_stack([np.sqrt(variance), peak, shape])
