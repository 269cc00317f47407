"""Spectra: amplitude per line, energy per band, velocity from acceleration.

The amplitude of a line is single-sided and corrected for the Hann window's coherent gain, so a sine
of amplitude A on a line reads A; the energy of a band is corrected for the window's noise bandwidth
(1.5 lines), so that a band's RMS agrees with the RMS of the signal filtered to that band
(Randall, Vibration-based Condition Monitoring, 2nd ed. 2021, section 3.2).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.fft

from lineside.maintenance.errors import WaveInvalid
from lineside.maintenance.vibration.waves import checked_waves

Array = npt.NDArray[np.float64]
Complex = npt.NDArray[np.complex128]

HANN_NOISE_BANDWIDTH = 1.5


@dataclass(frozen=True, slots=True)
class Spectrum:
    """Amplitudes of shape (n_waves, n_lines), the line k lying at ``k * line_hz``."""

    amplitude: Array
    line_hz: float

    @property
    def frequency_hz(self) -> Array:
        """Frequencies of the lines, shape (n_lines,)."""
        return np.arange(self.amplitude.shape[1], dtype=np.float64) * self.line_hz

    def band_rms(self, low_hz: float, high_hz: float) -> Array:
        """RMS of the part of each wave that lies in ``[low_hz, high_hz)``; shape (n_waves,)."""
        if not 0 <= low_hz < high_hz:
            raise WaveInvalid(problem="band is empty", low_hz=low_hz, high_hz=high_hz)
        first, last = (int(np.ceil(edge / self.line_hz)) for edge in (low_hz, high_hz))
        inside = self.amplitude[:, max(first, 1) : last]
        return _rms_of_lines(inside)


def _rms_of_lines(amplitude: Array) -> Array:
    power: Array = np.einsum("ij,ij->i", amplitude, amplitude)
    return np.sqrt(power / 2 / HANN_NOISE_BANDWIDTH)


def windowed_transform(waves: Array) -> Complex:
    """Complex lines of the mean-free, Hann-windowed waves, scaled to peak amplitude."""
    n_samples = waves.shape[1]
    window = np.hanning(n_samples + 1)[:-1]
    centred = (waves - waves.mean(axis=1, keepdims=True)) * window
    lines: Complex = scipy.fft.rfft(centred, axis=1, overwrite_x=True)
    lines *= 2.0 / window.sum()
    return lines


def spectrum(waves: Array, rate_hz: float) -> Spectrum:
    """Amplitude spectrum of each wave, in the waves' unit (peak).

    ``waves`` has shape (n_waves, n_samples). Raises ``WaveInvalid``.
    """
    rows = checked_waves(waves, rate_hz)
    return Spectrum(np.abs(windowed_transform(rows)), rate_hz / rows.shape[1])


def velocity_rms_mm_s(
    acceleration_m_s2: Spectrum, low_hz: float = 10.0, high_hz: float = 1000.0
) -> Array:
    """RMS of the vibration velocity in mm/s within a band, shape (n_waves,).

    A line of acceleration A at frequency f has the velocity A / (2 pi f). The default band is that
    of ISO 20816-3 for machines above 600 rpm; below, the standard starts at 2 Hz.
    """
    lines = acceleration_m_s2
    first = max(int(np.ceil(low_hz / lines.line_hz)), 1)
    last = int(np.floor(high_hz / lines.line_hz)) + 1
    inside = lines.amplitude[:, first:last]
    omega = 2 * np.pi * lines.line_hz * np.arange(first, first + inside.shape[1])
    speed = inside / omega * 1000.0
    return _rms_of_lines(speed)


def band_edges_hz(rate_hz: float, n_bands: int = 6) -> Array:
    """Edges of bands that halve downwards from the Nyquist frequency; shape (n_bands + 1,)."""
    upper = rate_hz / 2 / 2.0 ** np.arange(n_bands)[::-1]
    return np.concatenate([[0.0], upper])
