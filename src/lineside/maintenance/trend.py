"""Whether and since when a series rises: hinges and steps against autocorrelated noise.

The series is stationary under the null hypothesis: a level with first-order autoregressive noise,
which is what slow temperatures and shifts leave in a health index. The alternatives are a hinge
(level until an onset, then a straight rise) and a step (level, then another level), each at every
onset of a grid. Fits are generalised least squares after whitening (Prais and Winsten); the
autocorrelation is estimated from the best fit's residuals and corrected for its small-sample bias
(Kendall, Biometrika 41, 1954).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.stats

from lineside.maintenance.errors import TrendInvalid

Array = npt.NDArray[np.float64]

FEWEST_POINTS = 8
MOST_POINTS = 160
ONSETS = 32
# The largest of the correlated statistics over all onsets behaves like that of so many independent
# ones; tests/maintenance holds the resulting false-alarm rate against simulation.
INDEPENDENT_ONSETS = 10.0
SPIKE_SIGMAS = 4.0


@dataclass(frozen=True, slots=True)
class Onset:
    """A change that noise does not explain.

    ``kind`` is ``ramp`` or ``step``; ``at_h`` is on the time axis of the series; ``rise`` is the
    change since then in the series' unit; ``p_value`` is corrected for having looked at all onsets.
    """

    kind: str
    at_h: float
    rise: float
    p_value: float


@dataclass(frozen=True, slots=True)
class Fits:
    """Fits of level and slope for each shape in a family; arrays over the shapes.

    ``level`` before the change, ``gain`` at the end of the series, residual sum ``rss`` of the
    whitened values, and the entries of the normal equations' inverse (``vll``, ``vlg``, ``vgg``).
    """

    level: Array
    gain: Array
    rss: Array
    vll: Array
    vlg: Array
    vgg: Array


def prepared(times_h: npt.NDArray[Any], values: npt.NDArray[Any]) -> tuple[Array, Array]:
    """Times and values checked, single spikes cut, long series averaged to at most 160 points.

    Raises ``TrendInvalid``.
    """
    times = np.asarray(times_h, dtype=np.float64)
    series = np.asarray(values, dtype=np.float64)
    if times.ndim != 1 or times.shape != series.shape:
        raise TrendInvalid(problem="one value per time", times=list(times.shape))
    if len(times) < FEWEST_POINTS:
        raise TrendInvalid(problem="too short", points=len(times), at_least=FEWEST_POINTS)
    if not (np.isfinite(times).all() and np.isfinite(series).all()):
        raise TrendInvalid(problem="not finite")
    if (np.diff(times) <= 0).any():
        raise TrendInvalid(problem="times do not rise")
    return _averaged(times, _without_spikes(series))


def _without_spikes(series: Array) -> Array:
    """Hampel's filter: a value far from the median of its seven neighbours becomes the limit."""
    around = np.lib.stride_tricks.sliding_window_view(np.pad(series, 3, mode="reflect"), 7)
    middle: Array = np.asarray(np.median(around, axis=1))
    typical = 1.4826 * float(np.median(np.abs(series - middle)))
    reach = SPIKE_SIGMAS * typical
    cut: Array = np.clip(series, middle - reach, middle + reach)
    return cut


def _averaged(times: Array, series: Array) -> tuple[Array, Array]:
    if len(times) <= MOST_POINTS:
        return times, series
    edges = np.linspace(0, len(times), MOST_POINTS + 1).astype(int)
    counts = np.diff(edges)
    return np.add.reduceat(times, edges[:-1]) / counts, np.add.reduceat(series, edges[:-1]) / counts


def ramps(times: Array) -> tuple[Array, Array]:
    """Hinges that end at 1, shape (n_onsets, n), and their onsets in hours.

    The first begins at the first time, so that a rise through the whole series is among them; at
    least five points lie after the last onset.
    """
    onsets = _onsets(times, first=0)
    shapes = np.maximum(times[None, :] - onsets[:, None], 0.0)
    return shapes / shapes[:, -1:], onsets


def steps(times: Array) -> tuple[Array, Array]:
    """Steps from 0 to 1, shape (n_onsets, n), and their times in hours."""
    onsets = _onsets(times, first=3)
    return (times[None, :] >= onsets[:, None]).astype(np.float64), onsets


def _onsets(times: Array, first: int) -> Array:
    places = np.linspace(first, len(times) - 5, ONSETS).astype(int)
    found: Array = times[np.unique(np.clip(places, 0, len(times) - 4))]
    return found


def autocorrelation(residuals: Array) -> float:
    """Lag-one autocorrelation, corrected for bias and kept within [0, 0.98]."""
    centred = residuals - residuals.mean()
    power = float(centred @ centred)
    if power <= 0:
        return 0.0
    found = float(centred[1:] @ centred[:-1]) / power
    return min(max(found + (1 + 4 * found) / len(centred), 0.0), 0.98)


def whitened(rows: Array, phi: float) -> Array:
    """Rows along the last axis freed of first-order autocorrelation (Prais and Winsten)."""
    found = rows.copy()
    found[..., 1:] -= phi * rows[..., :-1]
    found[..., 0] *= np.sqrt(1 - phi**2)
    return found


def relative_weights(series: Array) -> Array:
    """Weights, of geometric mean 1, of values whose noise grows with their level.

    One over the running median of nine. A positive series fitted with them is judged by the same
    relative errors as its logarithm, so that the likelihoods of both tell growth from growth and
    not one kind of noise from another.
    """
    around = np.lib.stride_tricks.sliding_window_view(np.pad(series, 4, mode="edge"), 9)
    level: Array = np.log(np.maximum(np.median(around, axis=1), 1e-12))
    weights: Array = np.exp(level.mean() - level)
    return weights


def fit_shapes(series: Array, shapes: Array, phi: float, weights: float | Array = 1.0) -> Fits:
    """Generalised least squares of a level and each shape's gain."""
    values = whitened(weights * series, phi)
    one = whitened(weights * np.ones_like(series), phi)
    bases = whitened(weights * shapes, phi)
    oo, oh, hh = one @ one, bases @ one, np.einsum("ij,ij->i", bases, bases)
    oy, hy = one @ values, bases @ values
    det = np.maximum(oo * hh - oh**2, 1e-12)
    gain = (oo * hy - oh * oy) / det
    level = (hh * oy - oh * hy) / det
    rest = values[None, :] - level[:, None] * one - gain[:, None] * bases
    rss = np.maximum(np.einsum("ij,ij->i", rest, rest), 1e-12 * max(float(values @ values), 1e-12))
    return Fits(level, gain, rss, hh / det, -oh / det, oo / det)


def fit_family(series: Array, shapes: Array, weights: float | Array = 1.0) -> tuple[Fits, float]:
    """Fits of a family of shapes and the autocorrelation of the noise beside the best of them."""
    plain = fit_shapes(series, shapes, 0.0, weights)
    best = int(np.argmin(plain.rss))
    rest = series - plain.level[best] - plain.gain[best] * shapes[best]
    phi = autocorrelation(weights * rest)
    return fit_shapes(series, shapes, phi, weights), phi


def rise_p_value(series: Array, shapes: Array, phi: float) -> float:
    """Probability that a stationary series shows such a rise at any onset.

    The autocorrelation is taken one standard error above its estimate: in a short series a slow
    swing and a rise look alike, and the benefit of the doubt goes to the swing.
    """
    freedom = len(series) - 4
    doubtful = min(phi + float(np.sqrt((1 - phi**2) / len(series))), 0.98)
    fits = fit_shapes(series, shapes, doubtful)
    error = np.sqrt(fits.rss / freedom * fits.vgg)
    statistic = float(np.max(fits.gain / error))
    return min(1.0, INDEPENDENT_ONSETS * float(scipy.stats.t.sf(statistic, freedom)))


def change_onset(
    times_h: npt.NDArray[Any], values: npt.NDArray[Any], false_alarm_rate: float = 0.001
) -> Onset | None:
    """When a series began to rise, as a ramp or in a step, or None if noise explains it.

    ``values`` is a health index or any feature that rises with damage. Raises ``TrendInvalid``.
    """
    times, series = prepared(times_h, values)
    found = [_onset(kind, times, series) for kind in ("ramp", "step")]
    best = min(found, key=lambda each: each[0])[1]
    return best if best.p_value < false_alarm_rate and best.rise > 0 else None


def _onset(kind: str, times: Array, series: Array) -> tuple[float, Onset]:
    shapes, onsets = ramps(times) if kind == "ramp" else steps(times)
    fits, phi = fit_family(series, shapes)
    best = int(np.argmin(fits.rss))
    p_value = rise_p_value(series, shapes, phi)
    return float(fits.rss[best]), Onset(kind, float(onsets[best]), float(fits.gain[best]), p_value)
