"""What is told about the load to come."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class LoadHour:
    """Mean power expected in an hour of the plant's clock, with its 80 % interval."""

    start: datetime
    expected_kw: float
    low_kw: float
    high_kw: float


@dataclass(frozen=True)
class LoadBackTest:
    """How the same method did on the last days, which it had not seen, two days ahead.

    ``mae_kw`` and ``naive_mae_kw``: mean absolute error of the hours, beside the same time a week
    before; ``within_80``: share of the hours that fell into the 80 % interval.
    """

    days: int
    mae_kw: float
    naive_mae_kw: float
    within_80: float
    peak_mae_kw: float
    naive_peak_mae_kw: float


@dataclass(frozen=True)
class LoadForecast:
    """The load of today and tomorrow by hour; energy and peak are those of tomorrow (``day``).

    The peak is the highest mean power of an hour. ``history_days`` whole days of ``meters`` meters
    since ``history_from`` were known.
    """

    equipment: str
    unit: str
    day: date
    hours: list[LoadHour]
    kwh: float
    peak_kw: float
    peak_low_kw: float
    peak_high_kw: float
    peak_at: datetime
    back_test: LoadBackTest
    history_from: date
    history_days: int
    meters: int


@dataclass(frozen=True)
class PeakLoad:
    """The highest load expected tomorrow, with its 80 % interval."""

    value: float
    unit: str
    equipment: str
    at: datetime
    low_kw: float
    high_kw: float
