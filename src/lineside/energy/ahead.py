"""Today's and tomorrow's load from the meters, tried on days that the forecast had not seen."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from lineside.energy import store
from lineside.energy.curves import HOURS, hour_edges, last_whole_days, mean_power
from lineside.energy.errors import HistoryShort
from lineside.energy.foresight import LoadBackTest, LoadForecast, LoadHour
from lineside.energy.load import DayAhead, LoadModel
from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.plant.calendars import Calendar

Floats = npt.NDArray[np.float64]

DAY = timedelta(days=1)
LOOK_BACK_DAYS = 182
LEAST_DAYS = 14
TRIED_DAYS = 7
_WEEK = 7
# Fewer days than these cannot be learned from at all; the trial keeps so many for itself.
_LEARN_DAYS = 8


@dataclass(frozen=True)
class _Past:
    """Whole days of the load, shape (days, 24), the first day, and the days without work."""

    load_kw: Floats
    first: date
    free: npt.NDArray[np.bool_]

    def until(self, day: int) -> dict[str, object]:
        """What a model is given on the eve of a day."""
        return {
            "load_kw": self.load_kw[:day].ravel(),
            "steps_per_day": HOURS,
            "weekday_of_first": self.first.weekday(),
            "free": self.free[: day + 1],
        }


def load_forecast(work: Work, equipment: str, units: list[str]) -> LoadForecast:
    """The load of today and tomorrow by hour. Raises ``HistoryShort``."""
    calendar = plant.calendar_of(work)
    today = calendar.local_date(work.at)
    past, metered = _past(work, units, calendar, today)
    if len(past.load_kw) < LEAST_DAYS:
        raise HistoryShort(
            equipment=equipment, days=len(past.load_kw), least=LEAST_DAYS, metered=metered
        )
    count = len(past.load_kw)
    model = _fit(past, count)
    this, next_ = _two_days(model, past, count)
    hours = [*_hours(this, today, calendar), *_hours(next_, today + DAY, calendar)]
    return LoadForecast(
        equipment=equipment,
        unit="kW",
        day=today + DAY,
        hours=hours,
        kwh=float(next_.curve_kw.sum()),
        peak_kw=next_.peak_kw,
        peak_low_kw=next_.peak_low_kw,
        peak_high_kw=next_.peak_high_kw,
        peak_at=hours[HOURS + next_.peak_step].start,
        back_test=_tried(past),
        history_from=past.first,
        history_days=count,
        meters=metered,
    )


def _past(work: Work, units: list[str], calendar: Calendar, today: date) -> tuple[_Past, int]:
    """The unbroken days until yesterday of all meters together, and how many meters there are."""
    first = today - timedelta(days=LOOK_BACK_DAYS)
    edges = hour_edges(first, LOOK_BACK_DAYS, calendar.zone)
    begin, end = (datetime.fromtimestamp(float(edges[at]), UTC) for at in (0, -1))
    counts = store.counts_between(work, units, begin, end)
    total = np.full(len(edges) - 1, np.nan)
    if counts:
        total = np.sum([mean_power(at, kwh, edges) for at, kwh in counts.values()], axis=0)
    days = total.reshape(-1, HOURS)
    whole = last_whole_days(days)
    start = today - timedelta(days=whole)
    closed = [not _works(calendar, start + timedelta(days=n)) for n in range(whole + 2)]
    return _Past(days[len(days) - whole :], start, np.array(closed)), len(counts)


def _works(calendar: Calendar, day: date) -> bool:
    place = ZoneInfo(calendar.zone)
    begin, end = (datetime.combine(each, time(), place) for each in (day, day + DAY))
    # A plant without shifts on record runs round the clock.
    return not calendar.shifts or bool(calendar.working("", begin, end))


def _fit(past: _Past, count: int) -> LoadModel:
    return LoadModel.fit(**past.until(count))  # type: ignore[arg-type]


def _two_days(model: LoadModel, past: _Past, count: int) -> tuple[DayAhead, DayAhead]:
    """The day after ``count`` days and the one after that, for which the first stands in."""
    this = model.next_day(**past.until(count))  # type: ignore[arg-type]
    longer = _Past(np.vstack([past.load_kw[:count], this.curve_kw]), past.first, past.free)
    return this, model.next_day(**longer.until(count + 1))  # type: ignore[arg-type]


def _hours(found: DayAhead, day: date, calendar: Calendar) -> list[LoadHour]:
    return [
        LoadHour(
            calendar.to_utc(day, time(hour)),
            float(found.curve_kw[hour]),
            float(found.low_kw[hour]),
            float(found.high_kw[hour]),
        )
        for hour in range(HOURS)
    ]


def _tried(past: _Past) -> LoadBackTest:
    """Forecast each of the last days two days ahead, as tomorrow is forecast today.

    Neither the model nor its intervals saw these days (rolling origin; Hyndman and Athanasopoulos,
    *Forecasting: Principles and Practice*, 3rd edition, section 5.10). The baseline is the same
    time a week before.
    """
    count = len(past.load_kw)
    days = min(TRIED_DAYS, count - _LEARN_DAYS - 1)
    model = _fit(past, count - days - 1)
    errors, naive, inside, peaks, naive_peaks = [], [], [], [], []
    for day in range(count - days, count):
        _, found = _two_days(model, past, day - 1)
        seen, week_ago = past.load_kw[day], past.load_kw[day - _WEEK]
        errors.append(np.abs(found.curve_kw - seen).mean())
        naive.append(np.abs(week_ago - seen).mean())
        inside.append(((found.low_kw <= seen) & (seen <= found.high_kw)).mean())
        peaks.append(abs(found.peak_kw - seen.max()))
        naive_peaks.append(abs(week_ago.max() - seen.max()))
    return LoadBackTest(
        days=days,
        mae_kw=float(np.mean(errors)),
        naive_mae_kw=float(np.mean(naive)),
        within_80=float(np.mean(inside)),
        peak_mae_kw=float(np.mean(peaks)),
        naive_peak_mae_kw=float(np.mean(naive_peaks)),
    )
