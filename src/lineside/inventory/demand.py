"""Forecasts of what will be used, each tried on days (or weeks) that it had not seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import numpy as np
import numpy.typing as npt

from lineside.inventory.errors import HistoryShort
from lineside.inventory.forecasting import Forecast, Spread, forecast
from lineside.inventory.foresight import BackTest, DemandStep
from lineside.inventory.usage import Usage

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Pace:
    """The step in which an item's demand is counted, and how much history a forecast takes.

    ``period`` steps make a season; ``ahead`` steps are compared in each of up to ``trials`` parts
    of the back-test; ``used`` steps at least must have seen some demand.
    """

    step: str
    days: int
    period: int
    ahead: int
    trials: int
    least: int
    used: int


DAILY = Pace("day", days=1, period=7, ahead=7, trials=4, least=21, used=3)
WEEKLY = Pace("week", days=7, period=1, ahead=2, trials=4, least=12, used=3)


@dataclass(frozen=True)
class Tried:
    """A forecast and what it is worth."""

    forecast: Forecast
    back_test: BackTest
    steps: list[DemandStep]


def foresee(item: str, usage: Usage, pace: Pace, horizon: int) -> Tried:
    """Forecast an item ``horizon`` steps on. Raises ``HistoryShort``."""
    values = np.asarray(usage.quantities)
    used = int(np.count_nonzero(values))
    if len(values) < pace.least or used < pace.used:
        raise HistoryShort(
            item=item, step=pace.step, found=len(values), least=pace.least,
            with_use=used, least_with_use=pace.used,
        )  # fmt: skip
    found = forecast(values, period=pace.period, horizon=horizon)
    first = usage.rows[-1].start + timedelta(days=pace.days)
    steps = [
        DemandStep(
            first + timedelta(days=pace.days * at),
            *(float(row[at]) for row in _rows(found)),
        )
        for at in range(horizon)
    ]
    return Tried(found, back_test(values, pace), steps)


def foresee_many(
    usages: Mapping[str, Usage], pace: Pace, horizon: int, spread: Spread
) -> dict[str, tuple[Tried | None, str]]:
    """The forecast of each item, or the code of why there is none: a list goes on without it."""
    found = spread(partial(_foreseen, pace=pace, horizon=horizon), list(usages.items()))
    return dict(zip(usages, found, strict=True))


def _foreseen(item: tuple[str, Usage], pace: Pace, horizon: int) -> tuple[Tried | None, str]:
    try:
        return foresee(*item, pace, horizon), ""
    except HistoryShort as refusal:
        return None, refusal.code


def _rows(found: Forecast) -> Sequence[Floats]:
    """Expected demand first: what is added up over days must not lean to what is usual."""
    high_80 = np.maximum(found.high[80], found.rate)
    return (found.rate, found.low[80], high_80, found.low[95], np.maximum(found.high[95], high_80))


def back_test(values: Floats, pace: Pace) -> BackTest:
    """Forecast the last steps from what was known before them, ``ahead`` steps at a time.

    Rolling origin: Hyndman and Athanasopoulos, *Forecasting: Principles and Practice*, 3rd edition
    (2021), section 5.10. The method is chosen anew at each origin, so that no choice has seen what
    it is judged by.
    """
    most = (len(values) - 2 * pace.ahead) // pace.ahead
    origins = [len(values) - pace.ahead * n for n in range(1, min(pace.trials, most) + 1)]
    errors, naive, in_80, in_95 = [], [], [], []
    for origin in origins:
        known, seen = values[:origin], values[origin : origin + pace.ahead]
        tried = forecast(known, period=pace.period, horizon=pace.ahead)
        rate, low_80, high_80, low_95, high_95 = _rows(tried)
        errors.append(rate - seen)
        naive.append(np.resize(known[-pace.period :], pace.ahead) - seen)
        in_80.append((low_80 <= seen) & (seen <= high_80))
        in_95.append((low_95 <= seen) & (seen <= high_95))
    missed = np.concatenate(errors)
    return BackTest(
        compared=len(missed),
        mae=float(np.abs(missed).mean()),
        naive_mae=float(np.abs(np.concatenate(naive)).mean()),
        rmse=float(np.sqrt((missed**2).mean())),
        within_80=float(np.concatenate(in_80).mean()),
        within_95=float(np.concatenate(in_95).mean()),
    )
