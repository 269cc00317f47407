"""Limits of set-points, and what writing within them means."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lineside.control.errors import OutsideLimits, StepTooLarge, TooSoon

REST = timedelta(minutes=10)
"""Between two writes of one parameter: the effect of the first must show."""
UNSETTLED = timedelta(minutes=1)
"""After so long a value that was sent and not recorded is looked for at the machine."""
GIVEN_UP = timedelta(minutes=10)
"""A signal that tells the old value for so long after it was to change has not changed."""
LARGEST_STEP = 0.5
"""Of the validated range, in one write."""


@dataclass(frozen=True)
class Limit:
    """What a parameter of a machine may be set to: validated low, usual and high value."""

    equipment: str
    parameter: str
    value: float
    low: float
    high: float
    unit: str
    products: list[str]

    @property
    def largest_step(self) -> float:
        return LARGEST_STEP * (self.high - self.low)

    def check(self, value: float) -> None:
        """Refuse a value outside the validated range (also one that is no number)."""
        if not self.low <= value <= self.high:
            raise OutsideLimits(
                equipment=self.equipment, parameter=self.parameter, value=value, low=self.low,
                high=self.high, unit=self.unit,
            )  # fmt: skip

    def check_step(self, present: float, value: float) -> None:
        """Refuse a leap: half of the range is the most in one write."""
        if abs(value - present) > self.largest_step * (1 + 1e-9):
            raise StepTooLarge(
                equipment=self.equipment, parameter=self.parameter, present=present, value=value,
                most=round(self.largest_step, 6),
            )  # fmt: skip


@dataclass(frozen=True)
class Write:
    """One write of a set-point: who and why, the values before, asked for and read back.

    ``acknowledged`` says that the machine held the value afterwards.
    """

    id: str
    equipment: str
    parameter: str
    previous: float | None
    value: float
    unit: str
    reason: str
    by: str
    recommendation: str
    at: datetime
    acknowledged: bool
    answer: str
    read_back: float | None


@dataclass(frozen=True)
class Attempt:
    """A value on its way to a machine, noted before it is sent: nothing happens unrecorded."""

    equipment: str
    parameter: str
    value: float
    unit: str
    reason: str
    by: str
    recommendation: str
    at: datetime


def check_rest(last: datetime | None, now: datetime, parameter: str) -> None:
    """Refuse a write that follows another too soon."""
    if last is not None and now < last + REST:
        raise TooSoon(parameter=parameter, again_at=last + REST)
