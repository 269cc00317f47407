"""What was used of materials and spare parts by day and week, from the records that say so.

Materials are used when they become part of something (the links of tracing) or leave for a
customer (the ledger). Opening balances and counts are no demand. Spare parts are used when they
are issued for a work order.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Select, cast, func, literal, select, union_all

from lineside.inventory import store
from lineside.inventory.foresight import DemandRow
from lineside.inventory.model import MoveKind
from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.plant.model import Amount
from lineside.tracing import queries as tracing

DAY, WEEK = timedelta(days=1), timedelta(days=7)
# Half a year says what there is to say about days; older habits mislead.
LOOK_BACK_DAYS = 182
LOOK_BACK_WEEKS = 104


@dataclass(frozen=True)
class Use:
    """One record of something used; ``into`` is the lot, customer or work order that took it."""

    at: datetime
    lot: str
    quantity: Amount
    into: str
    order: str
    equipment: str
    source: str


@dataclass(frozen=True)
class Usage:
    """What was used of one item by step, without gaps, from the first whole step on record."""

    rows: list[DemandRow]

    @property
    def quantities(self) -> list[float]:
        return [row.quantity for row in self.rows]


def uses(work: Work, material: str, start: datetime, end: datetime, limit: int) -> list[Use]:
    """The records of what was used of a material, newest first."""
    both = union_all(*_uses([material], start, end)).subquery()
    wanted = select(both).order_by(both.c.at.desc(), both.c.lot).limit(limit)
    return [
        Use(r.at, r.lot, r.quantity, r.into, r.order, r.equipment, r.source)
        for r in work.db.execute(wanted)
    ]


def _uses(materials: Sequence[str], start: datetime, end: datetime) -> list[Select[tuple[object]]]:
    lots, links, moves = tracing.LOTS.c, tracing.LINKS.c, store.moves.c
    linked = (
        select(
            links.at, lots.material, links.lot, links.quantity, links.into, links.order,
            links.equipment, literal("link").label("source"),
        )
        .join(tracing.LOTS, lots.id == links.lot)
        .where(lots.material.in_(materials), links.at >= start, links.at < end)
    )  # fmt: skip
    shipped = select(
        moves.at, moves.material, moves.lot, moves.quantity, moves.reference.label("into"),
        literal("").label("order"), literal("").label("equipment"),
        literal("ledger").label("source"),
    ).where(
        moves.material.in_(materials), moves.kind == MoveKind.SHIPPED, moves.at >= start,
        moves.at < end,
    )  # fmt: skip
    return [linked, shipped]


def by_day(work: Work, materials: Sequence[str]) -> dict[str, Usage]:
    """What was used of each material on each whole day in the plant's zone until yesterday."""
    zone = plant.calendar_of(work).zone
    today = work.at.astimezone(ZoneInfo(zone)).date()
    first = _first_day(work, zone, today - timedelta(days=LOOK_BACK_DAYS))
    days = [first + DAY * n for n in range(max(0, (today - first).days))] if first else []
    if not days:
        return {material: Usage([]) for material in materials}
    both = union_all(*_uses(materials, _begin(days[0], zone), _begin(today, zone))).subquery()
    day = cast(func.timezone(zone, both.c.at), Date)
    wanted = select(both.c.material, day, func.sum(both.c.quantity), func.count()).group_by(
        both.c.material, day
    )
    found = {(row[0], row[1]): (float(row[2]), row[3]) for row in work.db.execute(wanted)}
    return {
        material: Usage([DemandRow(d, *found.get((material, d), (0.0, 0))) for d in days])
        for material in materials
    }


def _first_day(work: Work, zone: str, since: date) -> date | None:
    """The first whole day on which the plant recorded what it used; days before say nothing."""
    links, moves = tracing.LINKS.c, store.moves.c
    begin = _begin(since, zone)
    firsts = [
        select(func.min(links.at).label("at")).where(links.at >= begin),
        select(func.min(moves.at)).where(moves.at >= begin, moves.kind == MoveKind.SHIPPED),
    ]
    at = work.db.execute(select(func.min(union_all(*firsts).subquery().c.at))).scalar()
    if at is None:
        return None
    day: date = at.astimezone(ZoneInfo(zone)).date()
    return day if day == since else day + DAY


def _begin(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def by_week(work: Work, parts: Sequence[str]) -> dict[str, Usage]:
    """What was issued of each spare part in each whole week (Monday to Sunday) until the last."""
    zone = plant.calendar_of(work).zone
    today = work.at.astimezone(ZoneInfo(zone)).date()
    monday = today - timedelta(days=today.weekday())
    table = store.reservations.c
    wanted = select(table.part, cast(func.timezone(zone, table.at), Date), table.issued)
    issued: dict[tuple[str, date], list[int]] = defaultdict(list)
    first = monday
    for part, day, quantity in work.db.execute(wanted):
        week = day - timedelta(days=day.weekday())
        first = min(first, week)
        if quantity:
            issued[part, week].append(quantity)
    first = max(first + WEEK, monday - WEEK * LOOK_BACK_WEEKS)
    weeks = [first + WEEK * n for n in range(max(0, (monday - first) // WEEK))]
    return {
        part: Usage(
            [DemandRow(w, float(sum(issued[part, w])), len(issued[part, w])) for w in weeks]
        )
        for part in parts
    }
