"""Tones of a rolling bearing from its geometry, and their strength in a spectrum."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineside.kernel.compiled import njit
from lineside.maintenance.errors import BearingInvalid
from lineside.maintenance.vibration.spectra import Spectrum

Array = npt.NDArray[np.float64]

TONE_NAMES = ("bpfo", "bpfi", "bsf", "ftf")
SLIP = 0.02
HARMONICS = 3


@dataclass(frozen=True, slots=True)
class BearingGeometry:
    """A rolling bearing: number of rolling elements, their diameter, pitch diameter, contact angle.

    Raises ``BearingInvalid`` for a geometry that cannot be built.
    """

    balls: int
    ball_diameter_mm: float
    pitch_diameter_mm: float
    contact_angle_deg: float = 0.0

    def __post_init__(self) -> None:
        sizes = (self.ball_diameter_mm, self.pitch_diameter_mm, self.contact_angle_deg)
        if self.balls < 2 or not np.isfinite(sizes).all():
            raise BearingInvalid(problem="needs two balls and finite sizes", balls=self.balls)
        if not 0 < self.ball_diameter_mm < self.pitch_diameter_mm:
            raise BearingInvalid(problem="balls do not fit", ball_mm=self.ball_diameter_mm)
        if not 0 <= self.contact_angle_deg < 90:
            raise BearingInvalid(problem="contact angle", angle_deg=self.contact_angle_deg)

    def orders(self) -> Array:
        """BPFO, BPFI, BSF and FTF as multiples of the shaft's speed; shape (4,).

        Outer ring fixed, inner ring turning, no slip (Harris, Rolling Bearing Analysis). BSF is the
        ball's spin; a flaw on a ball strikes both rings, hence rings at twice that.
        """
        ratio = self.ball_diameter_mm / self.pitch_diameter_mm
        ratio *= float(np.cos(np.radians(self.contact_angle_deg)))
        pitch_over_ball = self.pitch_diameter_mm / self.ball_diameter_mm
        return np.array(
            [
                self.balls / 2 * (1 - ratio),
                self.balls / 2 * (1 + ratio),
                pitch_over_ball / 2 * (1 - ratio**2),
                (1 - ratio) / 2,
            ]
        )


def bearing_tones_hz(bearing: BearingGeometry, shaft_hz: Array | float) -> Array:
    """BPFO, BPFI, BSF and FTF in hertz; shape (n_waves, 4). Raises ``BearingInvalid``."""
    speed = np.atleast_1d(np.asarray(shaft_hz, dtype=np.float64))
    if speed.ndim != 1 or not np.isfinite(speed).all() or (speed <= 0).any():
        raise BearingInvalid(problem="the shaft's speed is not positive")
    return speed[:, None] * bearing.orders()[None, :]


@njit()
def _largest_near(amplitude: Array, centre: Array, reach: Array) -> Array:
    """Largest amplitude within ``reach`` lines of ``centre``, per wave and tone."""
    n_waves, n_tones = centre.shape
    n_lines = amplitude.shape[1]
    found = np.zeros((n_waves, n_tones))
    for row in range(n_waves):
        for tone in range(n_tones):
            low = max(1, int(np.floor(centre[row, tone] - reach[row, tone])))
            high = min(n_lines - 1, int(np.ceil(centre[row, tone] + reach[row, tone])))
            for line in range(low, high + 1):
                found[row, tone] = max(found[row, tone], amplitude[row, line])
    return found


@njit()
def _median_near(amplitude: Array, centre: Array, reach: Array) -> Array:
    """Median amplitude in a wide neighbourhood of each tone: the local floor."""
    n_waves, n_tones = centre.shape
    n_lines = amplitude.shape[1]
    found = np.zeros((n_waves, n_tones))
    for row in range(n_waves):
        for tone in range(n_tones):
            wide = max(12.0, 4.0 * reach[row, tone])
            high = min(n_lines, int(centre[row, tone] + wide) + 1)
            low = min(max(1, int(centre[row, tone] - wide)), max(1, high - 2))
            if high > low:
                found[row, tone] = np.median(amplitude[row, low:high])
    return found


def tone_amplitudes(found: Spectrum, tones_hz: Array, slip: float = SLIP) -> Array:
    """Largest amplitude within ``slip`` (a fraction, at least one line) of each tone.

    ``tones_hz`` has shape (n_waves, n_tones) or (1, n_tones); the answer (n_waves, n_tones). A tone
    above the spectrum's last line reads 0.
    """
    centre, reach = _lines_of(found, tones_hz, slip)
    return _largest_near(found.amplitude, centre, reach)


def tone_prominence(found: Spectrum, tones_hz: Array, harmonics: int = HARMONICS) -> Array:
    """How far each tone and its harmonics stand above their local floor, in decibels.

    The mean over the harmonics of 20 log10(tone / median of its neighbourhood): free of the unit
    and, mostly, of load and speed. Shape (n_waves, n_tones).
    """
    total = np.zeros((len(found.amplitude), tones_hz.shape[1]))
    for harmonic in range(1, harmonics + 1):
        centre, reach = _lines_of(found, harmonic * tones_hz, SLIP)
        tone = _largest_near(found.amplitude, centre, reach)
        floor = _median_near(found.amplitude, centre, reach)
        tiny = np.finfo(np.float64).tiny
        total += np.where(tone > 0, 20 * np.log10((tone + tiny) / np.maximum(floor, tiny)), 0.0)
    return np.clip(total / harmonics, 0.0, 120.0)


def _lines_of(found: Spectrum, tones_hz: Array, slip: float) -> tuple[Array, Array]:
    centre = np.broadcast_to(tones_hz / found.line_hz, (len(found.amplitude), tones_hz.shape[1]))
    centre = np.ascontiguousarray(centre)
    return centre, np.maximum(slip * centre, 1.0)
