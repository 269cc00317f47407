"""How families are combined: by what their back-test says, of this series and of all of them.

Regular series: the mean of all families, weighted by a prior over their back-test error (a
selection of the single best one was worse on every public set tried; see the explanation).
Intermittent series: a greedy ensemble (Caruana et al., ICML 2004) learned over all series of the
call, since one series with few demands cannot tell the methods apart.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lineside.inventory.forecasting.backtest import Trial
from lineside.inventory.forecasting.families import GUARDS, PRIOR
from lineside.inventory.forecasting.intermittent import STANDARD_MEMBERS

Floats = npt.NDArray[np.float64]

_ENOUGH_SERIES = 30
_ROUNDS = 20
_GUARD_WINS = 0.85
_TINY = 1e-9
_PRIOR: Floats = np.array(PRIOR) / sum(PRIOR)
_RECENT = (0, 1, 2)


def weights_of(trials: Sequence[Trial], *, guarded: bool = True) -> list[Floats]:
    """Weights of each trial's families, shape (families,), adding up to 1.

    Not ``guarded``, no guard takes a part: errors of such a combination are hardly chosen by what
    came out, and tell honestly how wide an interval must be.
    """
    learned = _learned([each for each in trials if each.kind == "intermittent"])
    return [_weights(each, learned, guarded) for each in trials]


def _weights(trial: Trial, learned: Floats, guarded: bool) -> Floats:
    if trial.kind == "intermittent":
        return learned
    if trial.kind == "short":
        return np.array([0.5, 0.5])
    return _by_error(trial, guarded)


def _by_error(trial: Trial, guarded: bool) -> Floats:
    """The prior over the mean absolute error; a guard that beats the mean clearly takes half."""
    members = len(trial.names) - GUARDS
    absolute = _mean_error(trial)
    weights = np.zeros(len(trial.names))
    if absolute is None:
        weights[:members] = _PRIOR
        return weights
    weights[:members] = _PRIOR / np.maximum(absolute[:members], max(_TINY, absolute.max() * 1e-3))
    weights /= weights.sum()
    combined = _mean_combined(trial, weights)
    guard = members + int(np.argmin(absolute[members:]))
    if guarded and absolute[guard] < _GUARD_WINS * combined:
        weights *= 0.5
        weights[guard] = 0.5
    return weights


def _mean_error(trial: Trial) -> Floats | None:
    """Mean over origins of each family's mean absolute error in units of that origin's scale."""
    with_values = [at for at in _RECENT if not np.isnan(trial.errors[at, 0, 0])]
    if not with_values:
        return None
    per_origin = [
        np.nanmean(np.abs(trial.errors[at]), axis=1) / max(float(trial.scales[at]), _TINY)
        for at in with_values
    ]
    mean: Floats = np.mean(per_origin, axis=0)
    return mean


def _mean_combined(trial: Trial, weights: Floats) -> float:
    combined = combined_errors(trial, weights)
    per_origin = [
        float(np.nanmean(np.abs(combined[at]))) / max(float(trial.scales[at]), _TINY)
        for at in _RECENT
        if not np.isnan(combined[at, 0])
    ]
    return float(np.mean(per_origin))


def combined_errors(trial: Trial, weights: Floats) -> Floats:
    """Errors of the combination, shape (ORIGINS, horizon), NaN where there was no value."""
    used = weights > 0
    errors: Floats = np.tensordot(trial.errors[:, used], weights[used], axes=(1, 0))
    return errors


def _learned(trials: Sequence[Trial]) -> Floats:
    """Weights that would have had the least mean RMSSE at the earlier origins of these series."""
    standard = np.zeros(13)
    for member in STANDARD_MEMBERS:
        standard[member] += 1.0 / len(STANDARD_MEMBERS)
    stacked = [_stack(trial) for trial in trials]
    forecasts = [part for parts in stacked for part in parts]
    if len(forecasts) < _ENOUGH_SERIES:
        return standard
    errors = np.array([each for each, _ in forecasts])
    squares = np.array([each for _, each in forecasts])
    return _greedy(errors, squares, standard)


def _stack(trial: Trial) -> list[tuple[Floats, float]]:
    """For each origin: mean error by method, and the values' spread, in units of the series.

    All methods are flat, so the mean squared error of a combination is the square of its mean
    error plus the variance of the values, whatever the weights are.
    """
    unit = np.sqrt(trial.squared_scale)
    parts: list[tuple[Floats, float]] = []
    for at in _RECENT:
        seen = ~np.isnan(trial.errors[at, 0])
        if unit > _TINY and seen.any():
            errors = trial.errors[at][:, seen] / unit
            parts.append((errors.mean(axis=1), float(errors[0].var())))
    return parts


def _greedy(errors: Floats, spread: Floats, standard: Floats) -> Floats:
    """Add the method that helps most, again and again; start from the standard mix."""
    total = standard * 4.0
    for _ in range(_ROUNDS):
        grown = total.sum() + 1.0
        mixed = (errors @ total)[:, None] + errors
        loss = np.sqrt((mixed / grown) ** 2 + spread[:, None]).mean(axis=0)
        total[int(np.argmin(loss))] += 1.0
    learned: Floats = total / total.sum()
    return learned
