"""Overall equipment effectiveness and its factors, after ISO 22400-2.

Times are those of the standard, in seconds: planned busy time (PBT) is working time by the
calendar less planned stops; actual production time (APT) is the time in which the machine ran.
Planned run time per item (PRI) is the routing's standard time. PQ pieces were produced, of which GQ
were good:

    availability         = APT / PBT
    effectiveness        = PRI * PQ / APT        (often called performance)
    quality ratio        = GQ / PQ
    OEE index            = availability * effectiveness * quality ratio

Time for which no state is known counts neither way and is told apart: "no data" is not "idle".
"""

from dataclasses import dataclass

FORMULAS = {
    "availability": "APT / PBT (ISO 22400-2, availability)",
    "performance": "PRI * PQ / APT (ISO 22400-2, effectiveness)",
    "quality_ratio": "GQ / PQ (ISO 22400-2, quality ratio)",
    "oee": "availability * effectiveness * quality ratio (ISO 22400-2, OEE index)",
}


@dataclass(frozen=True)
class Totals:
    """What the factors are made of; several machines add up.

    ``calendar_s`` is working time by the calendar, ``planned_stop_s`` the planned stops in it,
    ``unknown_s`` the time without data, ``running_s`` the production time, ``standard_s`` the sum
    of standard time over all pieces.
    """

    calendar_s: float = 0.0
    planned_stop_s: float = 0.0
    unknown_s: float = 0.0
    running_s: float = 0.0
    standard_s: float = 0.0
    good: int = 0
    scrap: int = 0

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(**{name: value + getattr(other, name) for name, value in vars(self).items()})

    @property
    def busy_s(self) -> float:
        """Planned busy time, as far as it is known."""
        return max(0.0, self.calendar_s - self.planned_stop_s - self.unknown_s)

    @property
    def availability(self) -> float | None:
        return ratio(self.running_s, self.busy_s)

    @property
    def performance(self) -> float | None:
        return ratio(self.standard_s, self.running_s)

    @property
    def quality_ratio(self) -> float | None:
        return ratio(self.good, self.good + self.scrap)

    @property
    def oee(self) -> float | None:
        """The product of the factors; zero where the machine never ran, none where nothing is
        known."""
        if self.availability is None:
            return None
        if self.availability == 0 or self.good == 0:
            return 0.0
        return self.availability * (self.performance or 0.0) * (self.quality_ratio or 0.0)


def ratio(part: float, whole: float) -> float | None:
    """None instead of a number where there is nothing to divide by."""
    return part / whole if whole > 0 else None
