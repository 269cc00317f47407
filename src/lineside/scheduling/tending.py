"""Who tends the machines: places that are manned shift after shift by people of the same skills.

A plan that ties an operation to one person would pause it when that person goes home. On the floor
the next shift takes over: what an operation needs is a place with its skill that somebody fills.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lineside.kernel.intervals import Interval, subtract
from lineside.plant.calendars import Calendar
from lineside.plant.model import Person
from lineside.scheduling.problem import Operator, Window

MINUTE = timedelta(minutes=1)
# How many machines one person tends at a time; who assembles or tests by hand tends one.
TENDED = {"turning": 4, "milling": 4, "hobbing": 4, "grinding": 4, "heat_treatment": 6}


@dataclass(frozen=True)
class Stay:
    """Somebody present without a break."""

    start: datetime
    end: datetime
    person: str


@dataclass(frozen=True)
class Place:
    """A place that people of the same skills fill one after the other; ``stays`` do not overlap."""

    id: str
    skills: frozenset[str]
    stays: tuple[Stay, ...]

    def at(self, moment: datetime) -> str:
        """Who is there at that moment, or comes next; empty where nobody does."""
        found = bisect_right([each.start for each in self.stays], moment) - 1
        if found >= 0 and moment < self.stays[found].end:
            return self.stays[found].person
        return self.stays[found + 1].person if found + 1 < len(self.stays) else ""

    def operators(self, whole: Interval) -> list[Operator]:
        """The place as often as one person tends machines at a time; tick 0 is ``whole.start``."""
        present = [Interval(each.start, each.end) for each in self.stays]
        windows = tuple(
            Window(
                math.floor((gap.start - whole.start) / MINUTE),
                math.ceil((gap.end - whole.start) / MINUTE),
                reason="shift",
            )
            for gap in subtract(whole, present)
        )
        hands = max(TENDED.get(skill, 1) for skill in self.skills)
        return [Operator(f"{self.id}#{hand}", self.skills, windows) for hand in range(1, hands + 1)]


def places(
    people: Sequence[Person], calendar: Calendar, whole: Interval, skills: set[str]
) -> list[Place]:
    """The fewest places that hold everybody who is present, for each set of skills apart."""
    alike: dict[frozenset[str], list[Stay]] = {}
    for person in people:
        own = frozenset(person.skills) & skills
        if own:
            present = _present(calendar, person, whole)
            alike.setdefault(own, []).extend(Stay(i.start, i.end, person.id) for i in present)
    made = []
    for own, stays in sorted(alike.items(), key=lambda each: sorted(each[0])):
        name = "+".join(sorted(own))
        for number, one in enumerate(_layers(stays), start=1):
            made.append(Place(f"{name}/{number}", own, tuple(one)))
    return made


def _layers(stays: Sequence[Stay]) -> list[list[Stay]]:
    """Stays dealt to the first place that is free by then."""
    layers: list[list[Stay]] = []
    for stay in sorted(stays, key=lambda each: (each.start, each.person)):
        free = next((each for each in layers if each[-1].end <= stay.start), None)
        if free is None:
            layers.append([stay])
        else:
            free.append(stay)
    return layers


def _present(calendar: Calendar, person: Person, whole: Interval) -> list[Interval]:
    return [
        Interval(max(shift.start, whole.start), min(shift.end, whole.end))
        for shift in calendar.shifts_between(whole.start, whole.end)
        if calendar.rota is None or calendar.rota.shift_of(person.crew, shift.date) == shift.id
    ]
