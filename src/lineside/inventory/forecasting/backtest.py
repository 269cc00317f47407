"""What each family would have forecast at earlier moments of the same series."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineside.inventory.forecasting.families import REGULAR, regular_members
from lineside.inventory.forecasting.intermittent import INTERMITTENT, intermittent_members

Floats = npt.NDArray[np.float64]

ORIGINS = 4
_SHORTEST_REGULAR = 6
# Demand whose mean interval is above this is intermittent (Syntetos, Boylan and Croston, 2005).
_INTERVAL = 1.32


@dataclass(frozen=True, slots=True)
class Trial:
    """One series tried out.

    ``members`` (families, horizon): forecasts from the end; ``errors`` (ORIGINS, families,
    horizon): forecast minus value from earlier origins, NaN where there was no value; the first
    origin is one horizon before the end, the last one two. ``scales`` (ORIGINS + 1): mean absolute
    change over a period before each origin and, last, over all; ``squared_scale``: mean squared
    change from step to step.
    """

    kind: str
    names: tuple[str, ...]
    members: Floats
    errors: Floats
    scales: Floats
    squared_scale: float
    highest: float


def try_out(y: Floats, period: int, horizon: int) -> Trial:
    """Forecast a series from its end and from earlier origins. ``y`` is finite and not empty."""
    kind, names = _kind(y)
    origins = _origins(len(y), period, horizon)
    errors = np.full((ORIGINS, len(names), horizon), np.nan)
    scales = np.full(ORIGINS + 1, np.nan)
    for at, origin in enumerate(origins):
        if origin > 0:
            seen = y[origin : origin + horizon]
            errors[at, :, : len(seen)] = (
                _members(y[:origin], kind, period, horizon)[:, : len(seen)] - seen
            )
            scales[at] = _scale(y[:origin], period)
    scales[-1] = _scale(y, period)
    return Trial(
        kind,
        names,
        _members(y, kind, period, horizon),
        errors,
        scales,
        float(np.mean(np.diff(y) ** 2)) if len(y) > 1 else 0.0,
        float(y.max()),
    )


def _kind(y: Floats) -> tuple[str, tuple[str, ...]]:
    if len(y) < _SHORTEST_REGULAR:
        return "short", ("mean", "naive")
    held = np.count_nonzero(y)
    if y.min() >= 0 and len(y) >= _INTERVAL * held:
        return "intermittent", INTERMITTENT
    return "regular", REGULAR


def _origins(n: int, period: int, horizon: int) -> list[int]:
    """One horizon before the end, two thirds, one third, and two horizons; 0 where too early."""
    least = max(2 * period, 2 * _SHORTEST_REGULAR) if n >= 3 * period else _SHORTEST_REGULAR
    steps = (horizon, -(-2 * horizon // 3), -(-horizon // 3), 2 * horizon)
    return [n - step if n - step >= least else 0 for step in steps]


def _members(y: Floats, kind: str, period: int, horizon: int) -> Floats:
    if kind == "short":
        return np.repeat(np.array([[y.mean()], [y[-1]]]), horizon, axis=1)
    if kind == "intermittent":
        return np.repeat(intermittent_members(y)[:, None], horizon, axis=1)
    members: Floats = regular_members(y, period, horizon)
    return members


def _scale(y: Floats, period: int) -> float:
    """Mean absolute change over a period, or from step to step in a series too short for it."""
    lag = period if len(y) > period else 1
    return float(np.mean(np.abs(y[lag:] - y[:-lag]))) if len(y) > lag else 0.0
