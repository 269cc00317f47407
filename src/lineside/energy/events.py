"""What energy tells."""

from dataclasses import dataclass
from datetime import datetime

from lineside.kernel.events import Event


@dataclass(frozen=True)
class MeterReset(Event, subject="equipment"):
    """A meter counts from the beginning again: it was replaced or lost its count."""

    equipment: str
    at: datetime
    before_kwh: float
    after_kwh: float
