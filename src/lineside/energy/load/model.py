"""A model of the next day's load: learned on its own errors where there is enough history.

With eight weeks of history a boosted regression of the absolute error corrects the usual profile
(the median of the last four days of the same kind); with less, the usual profile speaks alone.
Intervals and the peak's correction come from days that the model had not seen.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.energy.load.days import LEAST_DAYS, Days, days_of, features, usual_profile

Floats = npt.NDArray[np.float64]

_LEARN_FROM_DAYS = 56
_FIRST_DAY = 28
_HELD_OUT = 28
_LEVEL = 0.80
_SETTINGS = {
    "objective": "l1",
    "n_estimators": 250,
    "learning_rate": 0.06,
    "num_leaves": 31,
    "min_child_samples": 80,
    "verbose": -1,
    "n_jobs": 1,
    "deterministic": True,
    "force_row_wise": True,
}


@dataclass(frozen=True, slots=True)
class DayAhead:
    """``curve_kw``, ``low_kw`` and ``high_kw`` (steps,): forecast and 80 % interval; the peak is
    the highest mean power of a step, ``peak_step`` when it is likeliest."""

    curve_kw: Floats
    low_kw: Floats
    high_kw: Floats
    peak_kw: float
    peak_low_kw: float
    peak_high_kw: float
    peak_step: int


class LoadModel:
    """Fitted once (say, weekly); then asked each day with the history until then."""

    def __init__(self, booster: Any | None, errors: Floats, peak_errors: Floats) -> None:
        self._booster = booster
        self._errors = errors
        self._peak_errors = peak_errors

    @classmethod
    def fit(
        cls,
        load_kw: npt.ArrayLike,
        *,
        steps_per_day: int,
        weekday_of_first: int,
        free: npt.ArrayLike | None = None,
        seed: int = 0,
    ) -> "LoadModel":
        """Learn from whole days of mean power by step. Raises ``LoadHistoryInvalid``."""
        days = days_of(
            load_kw, steps_per_day=steps_per_day, weekday_of_first=weekday_of_first, free=free
        )
        learns = days.count >= _LEARN_FROM_DAYS
        held = min(_HELD_OUT, max(days.count // 4, 2)) if learns else days.count - LEAST_DAYS + 1
        first = days.count - held
        trial = _booster(days.until(first), seed) if learns else None
        curves = np.array([_curve(trial, days, day) for day in range(first, days.count)])
        seen = days.load_kw[first:]
        booster = _booster(days, seed) if learns else None
        return cls(booster, seen - curves, seen.max(axis=1) - curves.max(axis=1))

    def next_day(
        self,
        load_kw: npt.ArrayLike,
        *,
        steps_per_day: int,
        weekday_of_first: int,
        free: npt.ArrayLike | None = None,
    ) -> DayAhead:
        """Forecast the day after the history. Raises ``LoadHistoryInvalid``."""
        days = days_of(
            load_kw, steps_per_day=steps_per_day, weekday_of_first=weekday_of_first, free=free
        )
        curve = _curve(self._booster, days, days.count)
        half = self._half_widths(len(curve))
        floor = 0.0 if days.load_kw.min() >= 0 else -np.inf
        lowest, usual, highest = np.quantile(
            self._peak_errors, [(1 - _LEVEL) / 2, 0.5, (1 + _LEVEL) / 2]
        )
        peak = float(curve.max())
        return DayAhead(
            curve_kw=np.maximum(curve, floor),
            low_kw=np.maximum(curve - half, floor),
            high_kw=np.maximum(curve + half, floor),
            peak_kw=float(peak + usual),
            peak_low_kw=float(peak + lowest),
            peak_high_kw=float(peak + highest),
            peak_step=int(np.argmax(curve)),
        )

    def _half_widths(self, steps: int) -> Floats:
        """The 80 % quantile of the absolute errors around each step of the day."""
        absolute = np.abs(self._errors)
        reach = max(steps // 24, 1)
        return np.array(
            [
                np.quantile(absolute[:, max(0, at - reach) : at + reach + 1], _LEVEL)
                for at in range(steps)
            ]
        )


def _curve(booster: Any | None, days: Days, day: int) -> Floats:
    if booster is None:
        return usual_profile(days, day)
    curve: Floats = usual_profile(days, day) + booster.predict(features(days, day))
    return curve


def _booster(days: Days, seed: int) -> Any:
    import lightgbm

    range_of_days = range(_FIRST_DAY, days.count)
    known = np.concatenate([features(days, day) for day in range_of_days])
    wanted = [days.load_kw[day] - usual_profile(days, day) for day in range_of_days]
    booster = lightgbm.LGBMRegressor(**_SETTINGS, random_state=seed)
    return booster.fit(known, np.concatenate(wanted)).booster_
