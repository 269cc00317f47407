"""Envelope analysis: where the impacts ring, and how often they come.

A defect in a bearing strikes a resonance at its own rate. The band in which the signal is most
impulsive is chosen as in the fast kurtogram (Antoni, Mechanical Systems and Signal Processing 21,
2007): the kurtosis of the complex envelope over a tree of bands. The bands are cut out of one
transform, so that the tree costs a few inverse transforms of decreasing length.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.fft

from lineside.maintenance.errors import WaveInvalid
from lineside.maintenance.vibration.spectra import Spectrum, windowed_transform
from lineside.maintenance.vibration.waves import checked_waves

Array = npt.NDArray[np.float64]
Complex = npt.NDArray[np.complex128]

WAVES_LOOKED_AT = 16
SHORTEST_ENVELOPE = 64
FEWEST_LINES = 8


@dataclass(frozen=True, slots=True)
class Band:
    """A band of frequencies and how impulsive the signal is in it (0 for Gaussian noise)."""

    low_hz: float
    high_hz: float
    kurtosis: float


def choose_band(waves: Array, rate_hz: float, levels: int = 4, narrowest_hz: float = 0.0) -> Band:
    """The band with the largest kurtosis of the complex envelope, averaged over the waves.

    Level L has 1.5 * 2**L and 2**(L+1) bands, as the 1/3-binary tree of the fast kurtogram. At most
    16 waves, spread evenly, are looked at. Bands narrower than ``narrowest_hz`` are left out: an
    envelope cannot hold tones above its band's width.
    """
    rows = checked_waves(waves, rate_hz)
    picked = rows[np.linspace(0, len(rows) - 1, min(len(rows), WAVES_LOOKED_AT)).astype(int)]
    lines = scipy.fft.rfft(picked - picked.mean(axis=1, keepdims=True), axis=1)
    lines[:, 0] = 0.0
    best = Band(0.0, rate_hz / 2, float(_impulsiveness(lines).mean()))
    for count in _band_counts(levels, lines.shape[1], rate_hz, narrowest_hz):
        best = max(best, _best_of(lines, count, rate_hz), key=lambda band: band.kurtosis)
    return best


def _band_counts(levels: int, n_lines: int, rate_hz: float, narrowest_hz: float) -> list[int]:
    counts = sorted(
        {2, *(2**level for level in range(1, levels + 1))}
        | {3 * 2 ** (level - 1) for level in range(1, levels)}
    )
    return [
        each
        for each in counts
        if n_lines // each >= SHORTEST_ENVELOPE and rate_hz / 2 / each >= narrowest_hz
    ]


def _best_of(lines: Complex, count: int, rate_hz: float) -> Band:
    width = lines.shape[1] // count
    cut = lines[:, : width * count].reshape(len(lines), count, width)
    found = _impulsiveness(cut).mean(axis=0)
    place = int(np.argmax(found))
    step = rate_hz / 2 / count
    return Band(place * step, (place + 1) * step, float(found[place]))


def _impulsiveness(lines: Complex) -> Array:
    """Kurtosis of the complex envelope: E|c|^4 / (E|c|^2)^2 - 2, zero for Gaussian noise."""
    power = np.abs(scipy.fft.ifft(lines, axis=-1)) ** 2
    mean = power.mean(axis=-1)
    still = mean <= 0
    ratio = (power**2).mean(axis=-1) / np.where(still, 1.0, mean) ** 2
    return np.where(still, 0.0, ratio - 2.0)


def envelope(waves: Array, rate_hz: float, band: Band) -> tuple[Array, float]:
    """The envelope of the waves within a band and its own, lower sampling rate.

    The analytic signal of the band, shifted to zero frequency, needs as many samples as the band
    has lines; twice as many are kept so that the envelope's own tones do not fold.
    """
    rows = checked_waves(waves, rate_hz)
    return envelope_of_lines(scipy.fft.rfft(rows, axis=1), rows.shape[1], rate_hz, band)


def envelope_of_lines(
    lines: Complex, n_samples: int, rate_hz: float, band: Band
) -> tuple[Array, float]:
    """``envelope`` from the waves' real transform, for callers who need several bands."""
    line_hz = rate_hz / n_samples
    first = max(int(np.ceil(band.low_hz / line_hz)), 1)
    last = min(int(np.floor(band.high_hz / line_hz)) + 1, lines.shape[1])
    if last - first < FEWEST_LINES:
        raise WaveInvalid(problem="band too narrow", low_hz=band.low_hz, high_hz=band.high_hz)
    length = scipy.fft.next_fast_len(2 * (last - first))
    padded = np.zeros((len(lines), length), dtype=np.complex128)
    padded[:, : last - first] = lines[:, first:last]
    found = np.abs(scipy.fft.ifft(padded, axis=1, overwrite_x=True))
    return found * (2.0 * length / n_samples), line_hz * length


def envelope_spectrum(waves: Array, rate_hz: float, band: Band | None = None) -> Spectrum:
    """Amplitude spectrum of the envelope, the band chosen by ``choose_band`` when none is given."""
    chosen = band or choose_band(waves, rate_hz)
    found, envelope_rate_hz = envelope(waves, rate_hz, chosen)
    return Spectrum(np.abs(windowed_transform(found)), envelope_rate_hz / found.shape[1])
