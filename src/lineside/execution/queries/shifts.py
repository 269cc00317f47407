"""The shift as its supervisor sees it: hours, stops, output against target, people, notes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from lineside.execution import store
from lineside.execution.queries.records import Note, labour, notes
from lineside.execution.queries.times import window_of
from lineside.kernel.catalogue import query
from lineside.kernel.intervals import Interval
from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.plant.errors import NoShift
from lineside.plant.queries import ShiftView

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Stop:
    """A time in which a machine stood; ``unexplained`` until somebody gives the reason."""

    equipment: str
    start: datetime
    end: datetime | None
    state: str
    reason: str
    note: str
    by: str
    minutes: float
    unexplained: bool


@dataclass(frozen=True)
class StripSpan:
    """A stretch of a machine's strip within an hour, from and to in minutes of that hour."""

    from_minute: float
    to_minute: float
    state: str
    reason: str
    start: datetime
    unexplained: bool


@dataclass(frozen=True)
class UnitStrip:
    """One machine within an hour: its strip, its output and its target."""

    equipment: str
    spans: list[StripSpan]
    good: int
    scrap: int
    target: float


@dataclass(frozen=True)
class HourRow:
    """One clock hour of a shift; ``target`` is what standard times allow for the operations run."""

    start: datetime
    end: datetime
    good: int
    scrap: int
    target: float
    unexplained: int
    units: list[UnitStrip]


@dataclass(frozen=True)
class ShiftMonitor:
    """A shift hour by hour, for a unit or for all units below a node."""

    equipment: str
    shift: ShiftView
    hours: list[HourRow]
    good: int
    scrap: int
    target: float
    unexplained: int


@dataclass(frozen=True)
class CentreOutput:
    """What a work centre made in a shift."""

    work_centre: str
    good: int
    scrap: int
    target: float


@dataclass(frozen=True)
class ShiftSummary:
    """A shift in short: output against target, stops by reason, people, notes."""

    shift: ShiftView
    output: list[CentreOutput]
    stops: list[Stop]
    unexplained: int
    stop_minutes_by_reason: dict[str, float]
    people: dict[str, float]
    notes: list[Note]


@query(permission="execution.read", scope="equipment")
def downtime(
    work: Work,
    *,
    equipment: str = "",
    start: datetime | None = None,
    end: datetime | None = None,
    unexplained_only: bool = False,
    state: str = "down",
    limit: int = 1000,
) -> list[Stop]:
    """Stops in a stretch of time (the shift now), newest first; ``state`` all for every stop."""
    window = window_of(work, start, end)
    s = store.spans.c
    wanted = (
        select(store.spans)
        .where(s.start < window.end, or_(s.end.is_(None), s.end > window.start))
        .order_by(s.start.desc(), s.equipment)
        .limit(min(limit, 10_000))
    )
    wanted = (
        wanted.where(s.state == state) if state != "all" else wanted.where(s.state != "running")
    )
    if equipment:
        names = [unit.id for unit in plant.units_under(work, equipment)]
        wanted = wanted.where(s.equipment.in_(names))
    if unexplained_only:
        wanted = wanted.where(s.state == "down", s.reason == "")
    return [_stop(row, work.at) for row in work.db.execute(wanted)]


def _stop(row: Any, at: datetime) -> Stop:
    minutes = max(0.0, ((row.end or at) - row.start) / MINUTE)
    unexplained = row.state == "down" and not row.reason
    return Stop(
        row.equipment, row.start, row.end, row.state, row.reason, row.note, row.by, minutes,
        unexplained,
    )  # fmt: skip


@query(permission="execution.read", scope="equipment")
def shift_monitor(
    work: Work, *, equipment: str, at: datetime | None = None, shift: str = "",
    day: date | None = None,
) -> ShiftMonitor:  # fmt: skip
    """A shift hour by hour with each machine's strip; by a time in it, or by its id and day."""
    chosen = _chosen(work, equipment.split("/")[0], at, shift, day)
    names = [unit.id for unit in plant.units_under(work, equipment)]
    rows = _ShiftRows(work, names, Interval(chosen.start, chosen.end))
    hours = [rows.hour(begin, min(begin + HOUR, chosen.end)) for begin in _hours(chosen)]
    return ShiftMonitor(
        equipment=equipment,
        shift=chosen,
        hours=hours,
        good=sum(hour.good for hour in hours),
        scrap=sum(hour.scrap for hour in hours),
        target=sum(hour.target for hour in hours),
        unexplained=rows.unexplained(),
    )


def _hours(shift: ShiftView) -> list[datetime]:
    """The clock hours of a shift: nine of them in the night on which the clocks go back."""
    count = -((shift.start - shift.end) // HOUR)
    return [shift.start + HOUR * number for number in range(count)]


def _chosen(work: Work, site: str, at: datetime | None, shift: str, day: date | None) -> ShiftView:
    if not shift:
        return plant.shift_at(work, at=at, site=site)
    calendar = plant.calendar_of(work, site)
    when = day or calendar.local_date(work.at)
    for each in calendar.shifts_of(when):
        if each.id == shift:
            return ShiftView(**vars(each))
    raise NoShift(shift=shift, date=when, site=site)


class _ShiftRows:
    """What happened in a shift on some units, loaded once and cut into hours."""

    def __init__(self, work: Work, units: list[str], window: Interval) -> None:
        self._now = work.at
        self._units = units
        self._spans = _by_unit(_spans(work, units, window))
        self._pieces = _by_unit(_pieces(work, units, window))
        self._runs = _by_unit(_runs(work, units, window))
        self._open = {
            unit: plant.working_intervals(work, equipment=unit, start=window.start, end=window.end)
            for unit in units
        }

    def unexplained(self) -> int:
        rows = (row for rows in self._spans.values() for row in rows)
        return sum(row.state == "down" and not row.reason for row in rows)

    def hour(self, start: datetime, end: datetime) -> HourRow:
        """One hour of all units."""
        hour = Interval(start, end)
        units = [self._unit(unit, hour) for unit in self._units]
        return HourRow(
            start=start,
            end=end,
            good=sum(unit.good for unit in units),
            scrap=sum(unit.scrap for unit in units),
            target=sum(unit.target for unit in units),
            unexplained=sum(span.unexplained for unit in units for span in unit.spans),
            units=units,
        )

    def _unit(self, unit: str, hour: Interval) -> UnitStrip:
        pieces = [p for p in self._pieces.get(unit, ()) if hour.holds(p.at)]
        return UnitStrip(
            equipment=unit,
            spans=[strip for row in self._spans.get(unit, ()) if (strip := self._strip(row, hour))],
            good=sum(p.good for p in pieces),
            scrap=sum(p.scrap for p in pieces),
            target=round(self._target(unit, hour), 3),
        )

    def _strip(self, row: Any, hour: Interval) -> StripSpan | None:
        """The part of a span that lies in the hour; time to come shows nothing."""
        if row.start >= self._now:
            return None
        cut = Interval(row.start, max(row.start, min(row.end or self._now, self._now))).cut(hour)
        if cut is None:
            return None
        return StripSpan(
            from_minute=round((cut.start - hour.start) / MINUTE, 3),
            to_minute=round((cut.end - hour.start) / MINUTE, 3),
            state=row.state,
            reason=row.reason,
            start=row.start,
            unexplained=row.state == "down" and not row.reason,
        )

    def _target(self, unit: str, hour: Interval) -> float:
        """Working time of the hour in which an operation ran, by that operation's standard time."""
        total = 0.0
        for run in self._runs.get(unit, ()):
            if run.standard_time_s <= 0:
                continue
            span = Interval(run.started, max(run.started, run.finished or self._now))
            for open_time in self._open[unit]:
                both = open_time.cut(hour)
                ran = both.cut(span) if both else None
                total += ran.seconds / run.standard_time_s if ran else 0.0
        return total


def _by_unit(rows: list[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.equipment, []).append(row)
    return found


def _spans(work: Work, units: list[str], window: Interval) -> list[Any]:
    s = store.spans.c
    wanted = (
        select(store.spans)
        .where(s.equipment.in_(units), s.start < window.end)
        .where(or_(s.end.is_(None), s.end > window.start))
        .order_by(s.equipment, s.start)
    )
    return list(work.db.execute(wanted).all())


def _pieces(work: Work, units: list[str], window: Interval) -> list[Any]:
    q = store.quantities.c
    wanted = select(q.equipment, q.at, q.good, q.scrap).where(
        q.equipment.in_(units), q.at >= window.start, q.at < window.end
    )
    return list(work.db.execute(wanted).all())


def _runs(work: Work, units: list[str], window: Interval) -> list[Any]:
    o = store.operations.c
    wanted = select(o.equipment, o.started, o.finished, o.standard_time_s).where(
        o.equipment.in_(units), o.started < window.end
    )
    still = or_(o.finished > window.start, o.finished.is_(None) & (o.state == "running"))
    return list(work.db.execute(wanted.where(still)).all())


@query(permission="execution.read")
def shift_summary(
    work: Work, *, shift: str = "", day: date | None = None, at: datetime | None = None,
    site: str = "",
) -> ShiftSummary:  # fmt: skip
    """A shift in short (the one now, the one at a time, or by its id and day).

    All figures are those of the machines in the asker's area.
    """
    chosen = _chosen(work, site, at, shift, day)
    centres = plant.equipment_tree(work, under=site, kind="work_centre")
    stops = _own(work, downtime(work, equipment=site, start=chosen.start, end=chosen.end))
    by_reason: dict[str, float] = {}
    for stop in stops:
        by_reason[stop.reason] = by_reason.get(stop.reason, 0.0) + stop.minutes
    return ShiftSummary(
        shift=chosen,
        output=[row for each in centres if (row := _centre(work, each.id, chosen))],
        stops=stops,
        unexplained=sum(stop.unexplained for stop in stops),
        stop_minutes_by_reason=by_reason,
        people=_people(work, chosen),
        notes=_own(work, notes(work, start=chosen.start, end=chosen.end)),
    )


def _own(work: Work, rows: list[Any]) -> list[Any]:
    """Rows of machines in the asker's area, before anything is summed up from them."""
    return [row for row in rows if not row.equipment or work.actor.reaches(row.equipment)]


def _centre(work: Work, centre: str, shift: ShiftView) -> CentreOutput | None:
    units = [unit.id for unit in plant.units_under(work, centre)]
    names = [name for name in units if work.actor.reaches(name)]
    if units and not names:
        return None
    rows = _ShiftRows(work, names, Interval(shift.start, shift.end))
    whole = rows.hour(shift.start, shift.end)
    return CentreOutput(centre, whole.good, whole.scrap, whole.target)


def _people(work: Work, shift: ShiftView) -> dict[str, float]:
    """Minutes that each person worked on operations within the shift."""
    minutes: dict[str, float] = {}
    for row in _own(work, labour(work, start=shift.start, end=shift.end)):
        begin, finish = max(row.start, shift.start), min(row.end or work.at, shift.end)
        spent = max(0.0, (finish - begin) / MINUTE)
        minutes[row.person] = round(minutes.get(row.person, 0.0) + spent, 3)
    return minutes
