"""What value tells."""

from dataclasses import dataclass

from lineside.kernel.events import Event


@dataclass(frozen=True)
class ValueBooked(Event, subject="recommendation"):
    """What an outcome was worth was booked, with its interval."""

    saving: str
    recommendation: str
    measure: str
    amount: float
    low: float
    high: float
    unit: str


@dataclass(frozen=True)
class BaselineFrozen(Event, subject="use_case"):
    """A use case has its baseline: a measure over a period, with its definition."""

    use_case: str
    measure: str
    amount: float
    unit: str
