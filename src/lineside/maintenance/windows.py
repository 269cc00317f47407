"""Where a maintenance window fits: within a qualified technician's shift, before the failure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lineside.plant.calendars import Calendar, Shift
from lineside.plant.model import Person

LEAD = timedelta(hours=2)


@dataclass(frozen=True)
class Window:
    """A stretch of a shift, and the technician who works it."""

    start: datetime
    end: datetime
    technician: Person
    shift: Shift


def choose_window(
    calendar: Calendar,
    people: list[Person],
    *,
    now: datetime,
    latest: datetime,
    hours: float,
    busy: list[tuple[str, datetime, datetime]],
) -> Window | None:
    """The first stretch of ``hours`` in a shift with a free technician, ended by ``latest``.

    ``busy`` lists (technician, start, end) of work that is planned already. A window begins at a
    shift's start where it can, because the machine is then between two crews' jobs.
    """
    length = timedelta(hours=hours)
    for shift in calendar.shifts_between(now + LEAD, latest):
        start = max(shift.start, now + LEAD)
        if start + length > min(shift.end, latest):
            continue
        for person in people:
            if _works(calendar, person, shift) and not _is_busy(
                person, start, start + length, busy
            ):
                return Window(start, start + length, person, shift)
    return None


def _works(calendar: Calendar, person: Person, shift: Shift) -> bool:
    return calendar.rota is None or calendar.rota.shift_of(person.crew, shift.date) == shift.id


def _is_busy(
    person: Person, start: datetime, end: datetime, busy: list[tuple[str, datetime, datetime]]
) -> bool:
    return any(who == person.id and since < end and start < until for who, since, until in busy)
