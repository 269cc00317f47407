"""Orders: the wave as the shaft sees it, whatever its speed does meanwhile."""

import numpy as np
import numpy.typing as npt

from lineside.maintenance.errors import WaveInvalid
from lineside.maintenance.vibration.spectra import Spectrum, windowed_transform
from lineside.maintenance.vibration.waves import checked_waves

Array = npt.NDArray[np.float64]


def order_spectrum(
    wave: Array, rate_hz: float, shaft_hz: Array | float, highest_order: int = 32
) -> Spectrum:
    """Amplitude by order of the shaft's speed for one wave; ``line_hz`` then counts orders.

    ``shaft_hz`` is the speed at each sample (or one number). The wave is resampled to equal steps
    of the shaft's angle (computed order tracking, Fyfe and Munck, MSSP 11, 1997), so that a tone
    tied to the shaft stays on one line while the speed changes. Raises ``WaveInvalid``.
    """
    row = checked_waves(wave, rate_hz)[0]
    speed = np.broadcast_to(np.asarray(shaft_hz, dtype=np.float64), row.shape)
    if not np.isfinite(speed).all() or (speed <= 0).any():
        raise WaveInvalid(problem="the shaft's speed is not positive")
    turns = np.concatenate([[0.0], np.cumsum((speed[1:] + speed[:-1]) / 2) / rate_hz])
    whole = int(np.floor(turns[-1]))
    if whole < 2:
        raise WaveInvalid(problem="holds fewer than two turns", turns=float(turns[-1]))
    steps = np.linspace(0.0, whole, whole * 4 * highest_order, endpoint=False)
    turned = np.interp(steps, turns, row)
    lines = np.abs(windowed_transform(turned[None, :]))[:, : whole * highest_order + 1]
    return Spectrum(lines, 1.0 / whole)
