"""A load history cut into days, and what is known of a day before it begins."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineside.kernel.errors import Invalid

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

WEEK = 7
SAME_DAYS = 4
LEAST_DAYS = 8
_MOST_STEPS = 1440
_FREE_TYPE = 7


class LoadHistoryInvalid(Invalid):
    """A load history cannot be used: broken days, values missing, or too few days."""

    code = "energy.LoadHistoryInvalid"
    advice = "Send whole days in order of time with a finite value for each step."


@dataclass(frozen=True, slots=True)
class Days:
    """``load_kw`` (days, steps): mean power by step; ``weekday`` of the first day, 0 is Monday;
    ``free`` (days + 1): no work on that day, the day to forecast included."""

    load_kw: Floats
    weekday: int
    free: Mask

    @property
    def count(self) -> int:
        """Number of days of history."""
        return len(self.load_kw)

    @property
    def steps(self) -> int:
        """Steps in a day."""
        return int(self.load_kw.shape[1])

    def kind(self, day: int) -> int:
        """0 to 6 for a working day by weekday, 7 for a free day."""
        return _FREE_TYPE if self.free[day] else (self.weekday + day) % WEEK

    def until(self, day: int) -> "Days":
        """The history as it was before that day."""
        return Days(self.load_kw[:day], self.weekday, self.free[: day + 1])


def days_of(
    load_kw: npt.ArrayLike,
    *,
    steps_per_day: int,
    weekday_of_first: int,
    free: npt.ArrayLike | None = None,
) -> Days:
    """Check a history of whole days. Raises ``LoadHistoryInvalid``."""
    try:
        values = np.asarray(load_kw, np.float64)
    except (TypeError, ValueError):
        raise LoadHistoryInvalid(problem="not numbers") from None
    if not 1 <= steps_per_day <= _MOST_STEPS or values.ndim != 1 or len(values) % steps_per_day:
        raise LoadHistoryInvalid(problem="not whole days", values=values.size, steps=steps_per_day)
    days = values.reshape(-1, steps_per_day)
    if len(days) < LEAST_DAYS:
        raise LoadHistoryInvalid(problem="too few days", days=len(days), least=LEAST_DAYS)
    if not np.isfinite(values).all():
        raise LoadHistoryInvalid(problem="a value that is not a finite number")
    rest = np.zeros(len(days) + 1, bool) if free is None else np.asarray(free, bool)
    if rest.shape != (len(days) + 1,):
        raise LoadHistoryInvalid(problem="free days must cover history and next day")
    return Days(days, weekday_of_first % WEEK, rest)


def usual_profile(days: Days, day: int) -> Floats:
    """Median curve of the last four days of the same kind before ``day``; of any, if none."""
    kind = days.kind(day)
    same = [at for at in range(day - 1, -1, -1) if days.kind(at) == kind][:SAME_DAYS]
    rows = same or list(range(max(0, day - WEEK), day))
    profile: Floats = np.median(days.load_kw[rows], axis=0)
    return profile


def features(days: Days, day: int) -> Floats:
    """What is known at midnight of the day to come, shape (steps, features)."""
    load, steps = days.load_kw, days.steps
    curves = [load[max(day - back, 0)] for back in (1, 2, 7, 14, 21, 28)]
    curves += [usual_profile(days, day), load[max(day - WEEK, 0) : day].mean(axis=0)]
    evening = max(steps // 6, 1)
    yesterday, week_ago = load[day - 1], load[max(day - WEEK, 0)]
    numbers = (
        yesterday.mean(),
        week_ago.mean(),
        yesterday[-evening:].mean(),
        yesterday.mean() - load[max(day - WEEK - 1, 0)].mean(),
        load[max(day - WEEK, 0) : day].mean(),
        float(days.kind(day)),
        float((days.weekday + day) % WEEK),
    )
    flat = [np.full(steps, number) for number in numbers]
    return np.stack([*curves, *flat, np.arange(steps, dtype=np.float64)], axis=1)
