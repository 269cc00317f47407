"""One call from series to forecasts: check, try out (wherever the work runs), pool, combine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from lineside.inventory.forecasting.backtest import Trial, try_out
from lineside.inventory.forecasting.combination import combined_errors, weights_of
from lineside.inventory.forecasting.intermittent import RATE_MEMBERS
from lineside.inventory.forecasting.intervals import LEVELS, half_widths, units
from lineside.inventory.forecasting.refusals import SeriesInvalid
from lineside.inventory.forecasting.spreading import Spread, here

Floats = npt.NDArray[np.float64]

_CHUNK = 64
_MOST_VALUES = 100_000
_LARGEST = 1e15
_STANDARD_LEVELS = (80, 95)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How the same combination did one horizon before the end; None where that is too early.

    ``mase`` and ``rmsse``: mean absolute and root mean squared error in units of the seasonal and
    the plain naive forecast (below 1 is better); ``bias``: mean error in units of the values.
    """

    mase: float | None
    rmsse: float | None
    bias: float | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """``point`` (horizon,): the forecast that errs least. ``rate`` (horizon,): expected demand,
    to be added up over a lead time; it differs from the point for intermittent demand, where the
    point leans to what is usual. ``low`` and ``high`` by level in per cent. ``weights`` tells
    which families speak; ``kind`` is regular, intermittent or short."""

    kind: str
    point: Floats
    rate: Floats
    low: dict[int, Floats]
    high: dict[int, Floats]
    weights: dict[str, float]
    accuracy: Accuracy


def forecast(
    series: Sequence[float] | Floats,
    *,
    period: int,
    horizon: int,
    levels: Sequence[int] = _STANDARD_LEVELS,
) -> Forecast:
    """Forecast one series; see ``forecast_many``."""
    (only,) = forecast_many([series], period=period, horizon=horizon, levels=levels)
    return only


def forecast_many(
    series: Sequence[Sequence[float] | Floats],
    *,
    period: int,
    horizon: int,
    levels: Sequence[int] = _STANDARD_LEVELS,
    spread: Spread = here,
) -> list[Forecast]:
    """Forecast many series of the same period, ``horizon`` steps ahead.

    ``period`` is the number of steps in a season (12 for months, 1 for none). Series that hold
    no negative value are never forecast below zero. ``spread`` says where the work runs. Raises
    ``SeriesInvalid`` and names the series by its place.
    """
    _check(period, horizon, levels)
    checked = [_checked(values, at) for at, values in enumerate(series)]
    chunks = [checked[at : at + _CHUNK] for at in range(0, len(checked), _CHUNK)]
    done = spread(partial(_try_chunk, period=period, horizon=horizon), chunks)
    trials = [trial for chunk in done for trial in chunk]
    weights = weights_of(trials)
    honest = weights_of(trials, guarded=False)
    combined = [combined_errors(t, w) for t, w in zip(trials, honest, strict=True)]
    bounds = _Bounds(trials, combined, horizon, tuple(levels))
    lowest = [0.0 if values.min() >= 0 else -np.inf for values in checked]
    return [
        _forecast(trial, weights[at], combined[at], bounds, at, lowest[at])
        for at, trial in enumerate(trials)
    ]


def _try_chunk(chunk: list[Floats], period: int, horizon: int) -> list[Trial]:
    return [try_out(values, period, horizon) for values in chunk]


def _check(period: int, horizon: int, levels: Sequence[int]) -> None:
    if not 1 <= period <= 1000:
        raise SeriesInvalid(period=period, problem="period out of bounds", most=1000)
    if not 1 <= horizon <= 1000:
        raise SeriesInvalid(horizon=horizon, problem="horizon out of bounds", most=1000)
    if not set(levels) <= set(LEVELS):
        raise SeriesInvalid(levels=list(levels), problem="unknown level", known=list(LEVELS))


def _checked(values: Sequence[float] | Floats, at: int) -> Floats:
    try:
        array = np.ascontiguousarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise SeriesInvalid(series=at, problem="not numbers") from None
    if array.ndim != 1 or not 1 <= len(array) <= _MOST_VALUES:
        raise SeriesInvalid(series=at, problem="empty or far too long", most=_MOST_VALUES)
    if not np.isfinite(array).all() or np.abs(array).max() > _LARGEST:
        raise SeriesInvalid(series=at, problem="a value that is not a finite number")
    return array


class _Bounds:
    """Half widths by level for regular and for intermittent series, in each series' unit."""

    def __init__(
        self,
        trials: Sequence[Trial],
        combined: Sequence[Floats],
        horizon: int,
        levels: tuple[int, ...],
    ) -> None:
        self.levels = levels
        self._unit = np.zeros(len(trials))
        self._widths: dict[tuple[bool, int], Floats] = {}
        for one_sided in (False, True):
            rows = [at for at, t in enumerate(trials) if (t.kind == "intermittent") == one_sided]
            if not rows:
                continue
            part = [combined[at] for at in rows]
            known, final = units([trials[at] for at in rows], part)
            self._unit[rows] = np.where(np.isfinite(final), final, 0.0)
            for level in levels:
                self._widths[one_sided, level] = half_widths(
                    part, known, horizon, level, one_sided=one_sided
                )

    def of(self, at: int, trial: Trial, level: int) -> Floats:
        """Half width of one series by step ahead."""
        widths: Floats = self._unit[at] * self._widths[trial.kind == "intermittent", level]
        return widths


def _forecast(
    trial: Trial, weights: Floats, combined: Floats, bounds: _Bounds, at: int, lowest: float
) -> Forecast:
    point = np.maximum(weights @ trial.members, lowest)
    halves = {level: bounds.of(at, trial, level) for level in bounds.levels}
    intermittent = trial.kind == "intermittent"
    return Forecast(
        kind=trial.kind,
        point=point,
        rate=trial.members[list(RATE_MEMBERS)].mean(axis=0) if intermittent else point,
        low={
            level: np.zeros_like(point) if intermittent else np.maximum(point - half, lowest)
            for level, half in halves.items()
        },
        high={level: np.maximum(point + half, lowest) for level, half in halves.items()},
        weights=dict(_told(trial.names, weights)),
        accuracy=_accuracy(trial, combined[0]),
    )


def _told(names: Sequence[str], weights: Floats) -> Iterator[tuple[str, float]]:
    for name, weight in zip(names, weights, strict=True):
        if weight > 0.005:
            yield name, round(float(weight), 3)


def _accuracy(trial: Trial, errors: Floats) -> Accuracy:
    if np.isnan(errors).any():
        return Accuracy(None, None, None)
    scale, squared = float(trial.scales[0]), trial.squared_scale
    return Accuracy(
        mase=float(np.abs(errors).mean()) / scale if scale > 0 else None,
        rmsse=float(np.sqrt((errors**2).mean() / squared)) if squared > 0 else None,
        bias=float(errors.mean()),
    )
