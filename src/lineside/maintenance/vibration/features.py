"""All features of raw wave-forms in one call, as columns for health index and learning."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import scipy.fft

from lineside.maintenance.errors import BearingInvalid
from lineside.maintenance.vibration.bearing import (
    TONE_NAMES,
    BearingGeometry,
    bearing_tones_hz,
    tone_amplitudes,
    tone_prominence,
)
from lineside.maintenance.vibration.envelope import Band, envelope_of_lines
from lineside.maintenance.vibration.levels import LEVEL_NAMES, levels
from lineside.maintenance.vibration.spectra import (
    Spectrum,
    band_edges_hz,
    velocity_rms_mm_s,
    windowed_transform,
)
from lineside.maintenance.vibration.waves import checked_waves

Array = npt.NDArray[np.float64]

N_BANDS = 6
SAMPLES_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class VibrationFeatures:
    """Features in columns: ``values`` of shape (n_waves, n_features), one name per column.

    ``bands`` are those in which the envelope was taken.
    """

    names: tuple[str, ...]
    values: Array
    bands: tuple[Band, ...]

    def column(self, name: str) -> Array:
        """One feature over all waves, shape (n_waves,)."""
        return self.values[:, self.names.index(name)]


def vibration_features(
    acceleration_m_s2: Array,
    rate_hz: float,
    *,
    shaft_hz: Array | float | None = None,
    bearing: BearingGeometry | None = None,
    bands: tuple[Band, ...] | None = None,
) -> VibrationFeatures:
    """Features of acceleration waves of shape (n_waves, n_samples).

    Levels, RMS by halving bands, velocity RMS, envelope level and shape; with ``shaft_hz`` (one
    number, or one per wave) the amplitudes at one to three times the shaft's speed; with
    ``bearing`` besides the envelope's amplitude (m/s2) and prominence (dB) at BPFO, BPFI, BSF and
    FTF. Raises ``WaveInvalid`` and ``BearingInvalid``.

    The envelope is taken in the three highest octaves, and what is largest in any of them is told:
    a healthy machine does not show where a later defect will ring, so a band chosen on its waves
    would be arbitrary. Where the resonance is known, give it as ``bands``; ``choose_band`` finds it
    on waves that hold a defect.
    """
    waves = checked_waves(acceleration_m_s2, rate_hz)
    speed = _checked_speed(shaft_hz, bearing, waves, rate_hz)
    chosen = bands or upper_octaves(rate_hz)
    at_once = max(1, SAMPLES_AT_ONCE // waves.shape[1])
    blocks = []
    for start in range(0, len(waves), at_once):
        part = slice(start, start + at_once)
        of_part = None if speed is None else speed[part]
        blocks.append(_block(waves[part], rate_hz, of_part, bearing, chosen))
    names = _names(speed is not None, bearing is not None)
    return VibrationFeatures(names, np.concatenate(blocks), chosen)


def upper_octaves(rate_hz: float) -> tuple[Band, ...]:
    """The three highest octaves below the Nyquist frequency, where bearings' resonances lie."""
    edges = band_edges_hz(rate_hz, N_BANDS)[-4:]
    return tuple(Band(float(low), float(high), 0.0) for low, high in pairwise(edges))


def _checked_speed(
    shaft_hz: Array | float | None, bearing: BearingGeometry | None, waves: Array, rate_hz: float
) -> Array | None:
    if shaft_hz is None:
        if bearing is not None:
            raise BearingInvalid(problem="a bearing's tones need the shaft's speed")
        return None
    given = np.asarray(shaft_hz, dtype=np.float64)
    if given.shape not in {(), (1,), (len(waves),)}:
        raise BearingInvalid(problem="one speed, or one per wave", shape=list(given.shape))
    speed = np.broadcast_to(given, (len(waves),))
    if not np.isfinite(speed).all() or (speed <= 0).any():
        raise BearingInvalid(problem="the shaft's speed is not positive")
    slowest_line = float(speed.min()) * waves.shape[1] / rate_hz
    if bearing is not None and slowest_line * float(bearing.orders()[:3].min()) < 4:
        raise BearingInvalid(problem="wave too short for its tones", turns=slowest_line)
    return speed


def _block(
    waves: Array,
    rate_hz: float,
    speed: Array | None,
    bearing: BearingGeometry | None,
    bands: tuple[Band, ...],
) -> Array:
    lines = Spectrum(np.abs(windowed_transform(waves)), rate_hz / waves.shape[1])
    edges = band_edges_hz(rate_hz, N_BANDS)
    by_band = [lines.band_rms(low, high) for low, high in pairwise(edges)]
    columns = [levels(waves), np.column_stack(by_band), velocity_rms_mm_s(lines)[:, None]]
    tones = None if speed is None or bearing is None else bearing_tones_hz(bearing, speed)
    raw = scipy.fft.rfft(waves, axis=1)
    around = [_of_envelope(raw, waves.shape[1], rate_hz, tones, band) for band in bands]
    largest = np.max(around, axis=0)
    columns.append(largest[:, :2])
    if speed is not None:
        columns.append(tone_amplitudes(lines, speed[:, None] * np.arange(1, 4)))
    columns.append(largest[:, 2:])
    return np.column_stack(columns)


def _of_envelope(
    raw: npt.NDArray[np.complex128],
    n_samples: int,
    rate_hz: float,
    tones_hz: Array | None,
    band: Band,
) -> Array:
    """Level and kurtosis of the envelope in a band, then amplitude and prominence of the tones."""
    shape, envelope_rate_hz = envelope_of_lines(raw, n_samples, rate_hz, band)
    columns = [levels(shape)[:, [0, 3]]]
    if tones_hz is not None:
        found = Spectrum(np.abs(windowed_transform(shape)), envelope_rate_hz / shape.shape[1])
        columns += [tone_amplitudes(found, tones_hz), tone_prominence(found, tones_hz)]
    return np.column_stack(columns)


def _names(with_speed: bool, with_bearing: bool) -> tuple[str, ...]:
    names = [f"{each}_m_s2" if each in {"rms", "peak"} else each for each in LEVEL_NAMES]
    names += [f"band_{place}_rms_m_s2" for place in range(1, N_BANDS + 1)]
    names += ["velocity_rms_mm_s", "envelope_rms_m_s2", "envelope_kurtosis"]
    if with_speed:
        names += [f"order_{order}_m_s2" for order in (1, 2, 3)]
    if with_bearing:
        names += [f"{tone}_m_s2" for tone in TONE_NAMES]
        names += [f"{tone}_prominence_db" for tone in TONE_NAMES]
    return tuple(names)
