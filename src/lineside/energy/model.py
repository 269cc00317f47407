"""The nouns of energy: meter readings and what they add up to."""

import math
from dataclasses import dataclass
from datetime import datetime

from lineside.energy.errors import ReadingInvalid


@dataclass(frozen=True)
class Reading:
    """The count of a machine's energy meter at a time; it only grows until it is reset."""

    equipment: str
    at: datetime
    count_kwh: float

    def check(self) -> None:
        """Refuse what no meter shows."""
        if not math.isfinite(self.count_kwh) or self.count_kwh < 0 or self.at.tzinfo is None:
            raise ReadingInvalid(equipment=self.equipment, at=self.at, count_kwh=self.count_kwh)


@dataclass(frozen=True)
class Run:
    """A lot's run on a machine, as far as energy is concerned."""

    equipment: str
    order: str
    start: datetime
    end: datetime
    pieces: float

    @property
    def length_s(self) -> float:
        return (self.end - self.start).total_seconds()

    def shared_s(self, other: "Run") -> float:
        """Seconds during which both ran on the machine."""
        both = min(self.end, other.end) - max(self.start, other.start)
        return max(0.0, both.total_seconds())


def share(run: Run, beside: list[Run]) -> float:
    """Which part of a machine's energy during a run belongs to it, by pieces.

    Lots that are in the furnace together share its energy by their pieces, each for the time that
    it is in there. ``beside`` are all runs on that machine, this one among them.
    """
    if run.length_s <= 0:
        return 0.0
    weight = sum(each.pieces * run.shared_s(each) / run.length_s for each in beside)
    return run.pieces / weight if weight > 0 else 0.0
