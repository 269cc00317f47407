"""Working time: shifts, breaks, holidays and crews of a site, computed in UTC.

Local times belong to the site's zone. Start and end of a shift are turned into UTC each by itself,
so that a night on which the clocks change is an hour longer or shorter, as it is for the people.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lineside.kernel.intervals import Interval, merge, subtract

DAY = timedelta(days=1)


@dataclass(frozen=True)
class ShiftRule:
    """A shift that begins at a local time; an end not after the start lies on the next day.

    ``days`` lists the weekdays (0 is Monday) on which it begins.
    """

    id: str
    name: str
    name_de: str
    start: time
    end: time
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)


@dataclass(frozen=True)
class BreakRule:
    """A pause within a shift, for the work centres named (none named: for all)."""

    shift: str
    start: time
    end: time
    work_centres: tuple[str, ...] = ()


@dataclass(frozen=True)
class Holiday:
    """A date on which work centres are closed (none named: all)."""

    date: date
    name: str
    closed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rota:
    """Which crew works which shift: a cycle of days that begins at the anchor date."""

    anchor: date
    crews: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def shift_of(self, crew: str, day: date) -> str:
        """The shift that a crew works on a day, or ``off``; ``day`` is early from Monday on."""
        if crew == "day":
            return "early" if day.weekday() < 5 else "off"
        cycle = self.crews.get(crew)
        return cycle[(day - self.anchor).days % len(cycle)] if cycle else "off"


@dataclass(frozen=True)
class Shift:
    """One shift on one day; ``start`` and ``end`` in UTC, ``date`` the day on which it begins."""

    id: str
    name: str
    name_de: str
    start: datetime
    end: datetime
    date: date

    @property
    def hours(self) -> float:
        return (self.end - self.start) / timedelta(hours=1)


@dataclass(frozen=True)
class Calendar:
    """The working time of a site."""

    zone: str
    shifts: tuple[ShiftRule, ...] = ()
    breaks: tuple[BreakRule, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    rota: Rota | None = None

    def to_utc(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, ZoneInfo(self.zone)).astimezone(UTC)

    def local_date(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.zone)).date()

    def shifts_of(self, day: date) -> list[Shift]:
        """The shifts that begin on a local date."""
        return [self._shift(rule, day) for rule in self.shifts if day.weekday() in rule.days]

    def _shift(self, rule: ShiftRule, day: date) -> Shift:
        last = day if rule.end > rule.start else day + DAY
        start, end = self.to_utc(day, rule.start), self.to_utc(last, rule.end)
        return Shift(rule.id, rule.name, rule.name_de, start, end, day)

    def shifts_between(self, start: datetime, end: datetime) -> list[Shift]:
        """The shifts that overlap a stretch of time, in order."""
        found = [
            shift
            for day in self._days(start, end)
            for shift in self.shifts_of(day)
            if shift.start < end and start < shift.end
        ]
        return sorted(found, key=lambda shift: shift.start)

    def shift_at(self, at: datetime) -> Shift | None:
        """The shift that runs at a moment; where two overlap, the one that began last."""
        running = [s for s in self.shifts_between(at, at + timedelta(seconds=1)) if s.start <= at]
        return running[-1] if running else None

    def working(self, work_centre: str, start: datetime, end: datetime) -> list[Interval]:
        """When a work centre works within a stretch: shifts without breaks and closed days."""
        whole = Interval(start, end)
        on = merge(
            Interval(max(shift.start, start), min(shift.end, end))
            for shift in self.shifts_between(start, end)
        )
        off = list(self._off(work_centre, whole))
        return [rest for each in on for rest in subtract(each, off)]

    def _off(self, work_centre: str, whole: Interval) -> Iterator[Interval]:
        for day in self._days(whole.start, whole.end):
            for shift in self.shifts_of(day):
                if self._closed(work_centre, day):
                    yield Interval(shift.start, shift.end)
                yield from self._breaks(work_centre, shift)

    def _breaks(self, work_centre: str, shift: Shift) -> Iterator[Interval]:
        for each in self.breaks:
            if each.shift == shift.id and _concerns(each.work_centres, work_centre):
                start = self._after(shift, each.start)
                yield Interval(start, max(start, self._after(shift, each.end)))

    def _after(self, shift: Shift, at: time) -> datetime:
        """The first time after the shift's start at which the local clock shows ``at``."""
        same_day = self.to_utc(shift.date, at)
        return same_day if same_day >= shift.start else self.to_utc(shift.date + DAY, at)

    def _closed(self, work_centre: str, day: date) -> bool:
        return any(h.date == day and _concerns(h.closed, work_centre) for h in self.holidays)

    def _days(self, start: datetime, end: datetime) -> Iterator[date]:
        """Local dates whose shifts may reach into the stretch."""
        day, last = self.local_date(start) - DAY, self.local_date(end)
        while day <= last:
            yield day
            day += DAY


def _concerns(named: tuple[str, ...], work_centre: str) -> bool:
    return not named or work_centre in named
