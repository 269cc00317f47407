"""Remaining life of one asset from the trend of its health index; no failure need have been seen.

The index rises from an onset on, either along a straight line or along an exponential (a straight
line of its logarithm; Gebraeel et al., IIE Transactions 37, 2005). Scale and onset are unknown and
averaged over by their likelihood; level and slope have their normal-inverse-gamma posterior; and
the way to the threshold is a Wiener process with that drift, whose first passage is inverse
Gaussian (Si et al., European Journal of Operational Research 213, 2011). The diffusion is the slope
of the residuals' variogram, so that reading noise, which does not accumulate, is not mistaken for
it. Noise is taken to grow with the level on both scales, and the threshold may itself be uncertain.
The answer is a set of draws, told as quantiles.

Nothing is predicted unless the rise is significant against a stationary, autocorrelated series and
a ramp explains it better than a step: a step is an event, not wear.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.maintenance.errors import TrendInvalid
from lineside.maintenance.trend import (
    Fits,
    fit_family,
    prepared,
    ramps,
    relative_weights,
    rise_p_value,
    steps,
)

Array = npt.NDArray[np.float64]

QUANTILES = (0.1, 0.5, 0.9)
LEAST_RISE_SIGMAS = 2.0


@dataclass(frozen=True, slots=True)
class RemainingLife:
    """What is known of the time until an index reaches its threshold.

    ``quantiles_h`` are the 10, 50 and 90 % points of the hours that remain, None while no wear is
    proven; ``probability_within_horizon`` is then 0. ``drift_per_h`` is the index's present slope;
    ``onset_h`` lies on the axis of the given times. ``growth`` is ``linear``, ``exponential`` or
    ``none``. ``p_value`` is that of a stationary series rising so.
    """

    quantiles_h: tuple[float, float, float] | None
    probability_within_horizon: float
    horizon_h: float
    drift_per_h: float
    significant: bool
    p_value: float
    onset_h: float | None
    level: float
    threshold: float
    growth: str


@dataclass(frozen=True, slots=True)
class _Scale:
    """One scale's fits: ramps, the log-likelihood of each, the best step's, and what is needed to
    draw from them. ``goal`` is the threshold on this scale."""

    fits: Fits
    likelihood: Array
    step_likelihood: float
    phi: float
    diffusion_per_h: float
    goal: float


def remaining_life(
    times_h: npt.NDArray[Any],
    index: npt.NDArray[Any],
    threshold: float,
    horizon_h: float,
    *,
    threshold_spread: float = 0.0,
    false_alarm_rate: float = 0.001,
    draws: int = 4000,
    seed: int = 0,
) -> RemainingLife:
    """Distribution of the hours until ``index`` reaches ``threshold``.

    ``times_h`` rise, in hours on any axis; ``index`` is positive and rises with damage, at least 8
    points. ``threshold_spread`` is the standard deviation of the threshold's logarithm: parts of a
    kind do not all fail at one level. ``false_alarm_rate`` is that of one look at a stationary
    series. Raises ``TrendInvalid``.
    """
    _check(index, threshold, horizon_h)
    times, series = prepared(times_h, index)
    series = np.maximum(series, 1e-3 * threshold)
    shapes, onsets = ramps(times)
    logs = _scale(
        times, np.log(series), shapes, float(np.log(threshold)), float(np.log(series).sum())
    )
    lines = _scale(times, series, shapes, threshold, 0.0, relative_weights(series))
    p_value = rise_p_value(np.log(series), shapes, logs.phi)
    proven = p_value < false_alarm_rate and _is_wear(logs, lines, len(series))
    if not proven:
        level = float(np.median(series[-max(5, len(series) // 8) :]))
        return RemainingLife(
            None, 0.0, horizon_h, 0.0, False, p_value, None, level, threshold, "none"
        )
    spans = times[-1] - onsets
    drawn = _draw(lines, logs, spans, draws, seed, len(series), threshold_spread)
    # Averages of long series lie half a block before now, and the life is counted from now.
    since_h = float(np.asarray(times_h)[-1]) - float(times[-1])
    drawn = replace(drawn, hours=np.maximum(drawn.hours - since_h, 0.0))
    return _told(drawn, onsets, horizon_h, p_value, threshold)


def _check(index: npt.NDArray[Any], threshold: float, horizon_h: float) -> None:
    if not np.isfinite(threshold) or threshold <= 0:
        raise TrendInvalid(problem="the threshold is not positive", threshold=float(threshold))
    if not np.isfinite(horizon_h) or horizon_h <= 0:
        raise TrendInvalid(problem="the horizon is not positive", horizon_h=float(horizon_h))
    if (np.asarray(index, dtype=np.float64) < 0).any():
        raise TrendInvalid(problem="the index is negative")


def _scale(
    times: Array,
    series: Array,
    shapes: Array,
    goal: float,
    jacobian: float,
    weights: float | Array = 1.0,
) -> _Scale:
    """Fit ramps and steps on one scale; ``jacobian`` makes likelihoods of scales comparable."""
    fits, phi = fit_family(series, shapes, weights)
    step_fits, _ = fit_family(series, steps(times)[0], weights)
    n_points = len(series)
    best = int(np.argmin(fits.rss))
    rest = series - fits.level[best] - fits.gain[best] * shapes[best]
    return _Scale(
        fits,
        -n_points / 2 * np.log(fits.rss) - jacobian,
        -n_points / 2 * float(np.log(step_fits.rss.min())) - jacobian,
        phi,
        _diffusion(times, rest),
        goal,
    )


def _diffusion(times: Array, residuals: Array) -> float:
    """Variance per hour that accumulates: the variogram's slope between lag 1 and a third."""
    far = max(3, len(residuals) // 3)
    near_spread = float(np.mean((residuals[1:] - residuals[:-1]) ** 2))
    far_spread = float(np.mean((residuals[far:] - residuals[:-far]) ** 2))
    lag_h = float(np.mean(times[far:] - times[:-far])) - float(np.mean(np.diff(times)))
    return max(far_spread - near_spread, 0.0) / max(lag_h, 1e-9)


def _is_wear(logs: _Scale, lines: _Scale, n_points: int) -> bool:
    """A ramp explains the series better than a step, and it has left the noise behind."""
    ramp = max(float(logs.likelihood.max()), float(lines.likelihood.max()))
    step = max(logs.step_likelihood, lines.step_likelihood)
    best = int(np.argmin(logs.fits.rss))
    noise = float(np.sqrt(logs.fits.rss[best] / (n_points - 4)))
    return ramp > step and float(logs.fits.gain[best]) > LEAST_RISE_SIGMAS * noise


@dataclass(frozen=True, slots=True)
class _Draws:
    hours: Array
    level: Array
    drift_per_h: Array
    onset: npt.NDArray[np.intp]
    is_exponential: npt.NDArray[np.bool_]


def _draw(
    lines: _Scale,
    logs: _Scale,
    spans: Array,
    draws: int,
    seed: int,
    n_points: int,
    threshold_spread: float,
) -> _Draws:
    """Draw scale and onset by likelihood, then level, slope and threshold, then the passage."""
    rng = np.random.default_rng(seed)
    joint = np.concatenate([lines.likelihood, logs.likelihood])
    weights = np.exp(joint - joint.max())
    picked = rng.choice(len(joint), size=draws, p=weights / weights.sum())
    exponential, onset = picked >= len(spans), picked % len(spans)
    hours, level, drift = (np.empty(draws) for _ in range(3))
    shift = threshold_spread * rng.standard_normal(draws)
    for is_log, scale in ((False, lines), (True, logs)):
        mine = exponential == is_log
        now, slope = _posterior(scale, onset[mine], n_points, rng)
        slope = slope / spans[onset[mine]]
        goal = scale.goal + shift[mine] if is_log else scale.goal * np.exp(shift[mine])
        hours[mine] = _first_passage(goal - now, slope, scale.diffusion_per_h, rng)
        level[mine] = np.exp(now) if is_log else now
        drift[mine] = slope * level[mine] if is_log else slope
    return _Draws(hours, level, drift, onset, exponential)


def _posterior(
    scale: _Scale, onset: npt.NDArray[np.intp], n_points: int, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Draws of the level now and of the gain since the onset, kept positive: wear does not heal."""
    fits, freedom = scale.fits, n_points - 4
    sigma = np.sqrt(fits.rss[onset] / rng.chisquare(freedom, size=len(onset)))
    first, second = rng.standard_normal((2, len(onset)))
    gain_error = sigma * np.sqrt(fits.vgg[onset])
    gain = fits.gain[onset] + gain_error * first
    gain = np.where(gain > 0, gain, np.abs(fits.gain[onset]) * 0.05)
    tied = fits.vlg[onset] / fits.vgg[onset]
    free = np.sqrt(np.maximum(fits.vll[onset] - tied * fits.vlg[onset], 0.0))
    level = fits.level[onset] + tied * (gain - fits.gain[onset]) + sigma * free * second
    return level + gain, gain


def _first_passage(
    distance: Array, drift: Array, diffusion: float, rng: np.random.Generator
) -> Array:
    """Inverse Gaussian times over ``distance`` (0 where it is already passed)."""
    away = np.maximum(distance, 1e-12)
    mean = away / np.maximum(drift, 1e-12)
    if diffusion <= 0:
        return np.where(distance > 0, mean, 0.0)
    return np.where(distance > 0, rng.wald(mean, away**2 / diffusion), 0.0)


def _told(
    drawn: _Draws, onsets: Array, horizon_h: float, p_value: float, threshold: float
) -> RemainingLife:
    low, middle, high = (float(each) for each in np.quantile(drawn.hours, QUANTILES))
    return RemainingLife(
        quantiles_h=(low, middle, high),
        probability_within_horizon=float(np.mean(drawn.hours <= horizon_h)),
        horizon_h=horizon_h,
        drift_per_h=float(np.median(drawn.drift_per_h)),
        significant=True,
        p_value=p_value,
        onset_h=float(np.median(onsets[drawn.onset])),
        level=float(np.median(drawn.level)),
        threshold=threshold,
        growth="exponential" if drawn.is_exponential.mean() > 0.5 else "linear",
    )
