"""What was reported, by whom, and the whole record of an order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from lineside.execution import store
from lineside.execution.queries import ordering
from lineside.execution.queries.ordering import OrderView
from lineside.kernel.catalogue import query
from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.tracing import queries as tracing
from lineside.tracing.queries import Edge, HoldView, LotView, ProcessRow


@dataclass(frozen=True)
class QuantityRow:
    """One report of good pieces and scrap."""

    id: int
    at: datetime
    order: str
    seq: int
    equipment: str
    good: int
    scrap: int
    reason: str
    person: str
    lot: str
    product: str


@dataclass(frozen=True)
class LabourRow:
    """Somebody's work on an operation or at a machine."""

    person: str
    order: str
    seq: int
    equipment: str
    start: datetime
    end: datetime | None
    minutes: float


@dataclass(frozen=True)
class Note:
    """What somebody wrote."""

    id: str
    at: datetime
    order: str
    seq: int
    equipment: str
    text: str
    by: str


@dataclass(frozen=True)
class CheckRow:
    """A check that was recorded at an operation."""

    at: datetime
    seq: int
    check: str
    lot: str
    value: float | None
    ok: bool
    person: str


@dataclass(frozen=True)
class ProductionRecord:
    """Everything on record about an order: steps, people, times, settings, lots, checks, notes."""

    order: OrderView
    quantities: list[QuantityRow]
    processes: list[ProcessRow]
    checks: list[CheckRow]
    labour: list[LabourRow]
    notes: list[Note]
    lots: list[LotView]
    made_from: list[Edge]
    holds: list[HoldView]


@query(permission="execution.read", scope="equipment")
def output(
    work: Work,
    *,
    equipment: str = "",
    start: datetime | None = None,
    end: datetime | None = None,
    order: str = "",
    limit: int = 2000,
) -> list[QuantityRow]:
    """Reports of good pieces and scrap, in order of time; every argument narrows."""
    q, p = store.quantities, store.orders
    wanted = select(q, p.c.product).join(p, p.c.id == q.c.order).order_by(q.c.at, q.c.id)
    if equipment:
        names = [unit.id for unit in plant.units_under(work, equipment)]
        wanted = wanted.where(q.c.equipment.in_(names))
    if start:
        wanted = wanted.where(q.c.at >= start)
    if end:
        wanted = wanted.where(q.c.at < end)
    if order:
        wanted = wanted.where(q.c.order == order)
    rows = work.db.execute(wanted.limit(min(limit, 50_000)))
    return [QuantityRow(**row._mapping) for row in rows]


@query(permission="execution.read")
def labour(
    work: Work,
    *,
    person: str = "",
    order: str = "",
    start: datetime | None = None,
    end: datetime | None = None,
) -> list[LabourRow]:
    """Who worked where and how long, newest first."""
    table = store.labour
    wanted = select(table).order_by(table.c.start.desc(), table.c.id).limit(5000)
    if person:
        wanted = wanted.where(table.c.person == person)
    if order:
        wanted = wanted.where(table.c.order == order)
    if end:
        wanted = wanted.where(table.c.start < end)
    if start:
        wanted = wanted.where(or_(table.c.end.is_(None), table.c.end > start))
    return [_labour_row(row, work.at) for row in work.db.execute(wanted)]


def _labour_row(row: Any, at: datetime) -> LabourRow:
    minutes = ((row.end or at) - row.start).total_seconds() / 60
    return LabourRow(row.person, row.order, row.seq, row.equipment, row.start, row.end, minutes)


@query(permission="execution.read", scope="equipment")
def notes(
    work: Work,
    *,
    search: str = "",
    order: str = "",
    equipment: str = "",
    start: datetime | None = None,
    end: datetime | None = None,
    limit: int = 200,
) -> list[Note]:
    """Notes, newest first; ``search`` finds words in them."""
    table = store.notes
    wanted = select(table).order_by(table.c.at.desc(), table.c.id.desc()).limit(min(limit, 2000))
    for name, value in {"order": order, "equipment": equipment}.items():
        if value:
            wanted = wanted.where(table.c[name] == value)
    for word in search.split():
        wanted = wanted.where(table.c.text.icontains(word, autoescape=True))
    if start:
        wanted = wanted.where(table.c.at >= start)
    if end:
        wanted = wanted.where(table.c.at < end)
    return [Note(**row._mapping) for row in work.db.execute(wanted)]


@query(permission="execution.read")
def production_record(work: Work, *, order: str) -> ProductionRecord:
    """The complete record of an order, as one document."""
    view = ordering.order(work, order=order)
    lots = tracing.lots(work, order=order, limit=5000)
    names = [each.id for each in lots]
    holds = [hold for hold in tracing.holds(work) if hold.lot in set(names)]
    return ProductionRecord(
        order=view,
        quantities=output(work, order=order),
        processes=tracing.processes(work, order=order),
        checks=_checks(work, order),
        labour=labour(work, order=order),
        notes=notes(work, order=order),
        lots=lots,
        made_from=tracing.sources_of(work, names),
        holds=holds,
    )


def _checks(work: Work, order: str) -> list[CheckRow]:
    t = store.checks.c
    wanted = select(t.at, t.seq, t.check, t.lot, t.value, t.ok, t.person).where(t.order == order)
    return [CheckRow(**row._mapping) for row in work.db.execute(wanted.order_by(t.id))]
