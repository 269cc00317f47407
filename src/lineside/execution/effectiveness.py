"""Overall equipment effectiveness and its factors, after ISO 22400-2.

Times are those of the standard, in seconds: planned busy time (PBT) is working time by the
calendar less planned stops; actual production time (APT) is the time in which the machine ran.
Planned run time per item (PRI) is the routing's standard time. PQ pieces were produced, of which GQ
were good:

    availability         = APT / PBT
    effectiveness        = PRI * PQ / APT        (often called performance)
    quality ratio        = GQ / PQ
    OEE index            = availability * effectiveness * quality ratio

A report tells of pieces made since the one before it, so that those of a lot that began before the
window belong to it in part. What ran since the last report of a job that is still open is left out
of the effectiveness: its pieces are not known yet.

Time for which no state is known counts neither way and is told apart: "no data" is not "idle".
"""

from dataclasses import dataclass

FORMULAS = {
    "availability": "APT / PBT (ISO 22400-2, availability)",
    "performance": "PRI * PQ / APT (ISO 22400-2, effectiveness), as far as pieces were reported",
    "quality_ratio": "GQ / PQ (ISO 22400-2, quality ratio)",
    "oee": "availability * effectiveness * quality ratio (ISO 22400-2, OEE index)",
}


@dataclass(frozen=True)
class Totals:
    """What the factors are made of; several machines add up.

    ``calendar_s`` is working time by the calendar, ``planned_stop_s`` the planned stops in it,
    ``unknown_s`` the time without data, ``running_s`` the production time, of which
    ``unreported_s`` awaits the report of its pieces. ``good`` and ``scrap`` are the pieces reported
    in the window, ``made`` and ``made_good`` those made in it, ``standard_s`` the standard time of
    the latter.
    """

    calendar_s: float = 0.0
    planned_stop_s: float = 0.0
    unknown_s: float = 0.0
    running_s: float = 0.0
    standard_s: float = 0.0
    good: int = 0
    scrap: int = 0
    unreported_s: float = 0.0
    made: float = 0.0
    made_good: float = 0.0

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
        return ratio(self.standard_s, self.running_s - self.unreported_s)

    @property
    def quality_ratio(self) -> float | None:
        """Of the pieces reported in the window; where none were, of those made in it."""
        reported = ratio(self.good, self.good + self.scrap)
        return ratio(self.made_good, self.made) if reported is None else reported

    @property
    def oee(self) -> float | None:
        """The product of the factors; zero where the machine never ran or nothing came of it, none
        where that is not known."""
        if self.availability is None:
            return None
        if self.availability == 0:
            return 0.0
        if self.performance is None:
            return None
        return self.availability * self.performance * (self.quality_ratio or 0.0)


def ratio(part: float, whole: float) -> float | None:
    """None instead of a number where there is nothing to divide by."""
    return part / whole if whole > 0 else None
