"""What one may ask of tracing."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, or_, select

from lineside.kernel.catalogue import query
from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.plant.model import Amount
from lineside.tracing import store
from lineside.tracing.errors import LotUnknown
from lineside.tracing.labels import Facts, Label, Language, Symbol, draw
from lineside.tracing.matching import Match, matches, words
from lineside.tracing.model import How, LotState

MOST_NODES = 5000
# The tables of lots and of what became part of what, for the queries of rooms above that join
# their own rows to them; never to write.
LOTS = store.lots
LINKS = store.links


@dataclass(frozen=True)
class LotView:
    """A lot or serial: what came in, what remains, where it is and in which state."""

    id: str
    material: str
    quantity: Amount
    remaining: Amount
    consumed: Amount
    scrapped: Amount
    unit: str
    state: str
    serial: bool
    supplier: str
    made_on: str
    order: str
    customer: str
    location: str
    held_reason: str
    at: datetime


@dataclass(frozen=True)
class Edge:
    """A quantity of one lot became part of another."""

    lot: str
    into: str
    quantity: Amount
    equipment: str
    order: str
    at: datetime


@dataclass(frozen=True)
class Genealogy:
    """Lots and how they became part of one another; ``complete`` is false where it was cut off."""

    roots: list[str]
    nodes: list[LotView]
    edges: list[Edge]
    complete: bool


@dataclass(frozen=True)
class ProcessRow:
    """What was done to a lot on equipment: when, by whom, with which parameters and yield."""

    lot: str
    equipment: str
    operation: str
    order: str
    start: datetime
    end: datetime
    good: Amount
    scrap: Amount
    people: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class HoldView:
    """A hold on a lot, and its release."""

    id: str
    lot: str
    reason: str
    by: str
    at: datetime
    released_by: str
    release_reason: str
    released_at: datetime | None


@dataclass(frozen=True)
class FoundLot:
    """A lot or serial that a text names; see ``Match`` for ``how``."""

    read: str
    lot: str
    how: How
    likeness: float
    material: str
    state: str
    serial: bool


@dataclass(frozen=True)
class Impact:
    """Everything that suspect lots reached: lots, serials, orders and customers."""

    lots: list[str]
    serials: list[str]
    orders: list[str]
    customers: list[str]
    held: list[str]
    shipped: list[str]


@query(permission="tracing.read")
def lot(work: Work, *, lot: str) -> LotView:
    """One lot or serial."""
    return _lot(work, lot)


@query(permission="tracing.read")
def lots(
    work: Work,
    *,
    state: str = "",
    material: str = "",
    order: str = "",
    search: str = "",
    serial: bool | None = None,
    limit: int = 200,
) -> list[LotView]:
    """Lots and serials, newest first; every argument narrows."""
    table = store.lots
    wanted = select(table).order_by(table.c.at.desc(), table.c.id.desc()).limit(min(limit, 5000))
    given = {"state": state, "material": material, "order": order}
    for name, value in given.items():
        if value:
            wanted = wanted.where(table.c[name] == value)
    if serial is not None:
        wanted = wanted.where(table.c.serial == serial)
    if search:
        wanted = wanted.where(table.c.id.contains(search, autoescape=True))
    return [_view(row) for row in work.db.execute(wanted)]


@query(permission="tracing.read")
def find_lots(work: Work, *, texts: list[str]) -> list[FoundLot]:
    """Lots and serials named by texts that were read from a label or a part, best first.

    What readers confuse (O and 0, I and 1, B and 8, ...) is forgiven; ``how`` says when it was, and
    when the id is a guess. Guesses are made among the newest 20,000 ids.
    """
    found = matches_among(work, store.lots.c.id, store.lots.c.at, texts)
    views = {view.id: view for view in _views(work, [match.id for match in found])}
    return [
        FoundLot(m.read, m.id, m.how, m.likeness, views[m.id].material, views[m.id].state,
                 views[m.id].serial)
        for m in found
    ]  # fmt: skip


def matches_among(
    work: Work, column: ColumnElement[str], newest: ColumnElement[Any], texts: list[str]
) -> list[Match]:
    """The ids of a column that texts name; rooms above ask it of their own ids."""
    wanted = words(texts)
    if not wanted:
        return []
    return matches(texts, store.candidates(work, column, newest, wanted))[:50]


@query(permission="tracing.read")
def label(
    work: Work, *, lot: str, symbol: Symbol = "data_matrix", language: Language = "en"
) -> Label:
    """A lot's or serial's label of 100 by 60 mm, as SVG and as ZPL at 203 dpi.

    It bears the id as a Data Matrix or QR code and in letters, what it is, how many, what it was
    made from or who supplied it, the order, and the day in the plant's time.
    """
    found = _lot(work, lot)
    facts = Facts(
        lot=found.id, serial=found.serial, material=found.material,
        material_name=_name_of(work, found.material), quantity=found.remaining or found.quantity,
        unit=found.unit, source=inputs_of(work, [lot]).get(lot, ""), supplier=found.supplier,
        order=found.order, made=found.at.astimezone(ZoneInfo(plant.calendar_of(work).zone)),
    )  # fmt: skip
    return draw(facts, symbol, language)


def _name_of(work: Work, material: str) -> str:
    """What a material or product is called; empty where the plant does not know it."""
    named = {each.id: each.name for each in plant.products(work)}
    named |= {each.id: each.name for each in plant.materials(work)}
    return named.get(material, "")


@query(permission="tracing.read", unnamed=True)
def forward(work: Work, *, lot: str, limit: int = 1000) -> Genealogy:
    """What a lot became part of, step by step to the finished pieces."""
    return _genealogy(work, lot, forward=True, limit=limit)


@query(permission="tracing.read", unnamed=True)
def backward(work: Work, *, lot: str, limit: int = 1000) -> Genealogy:
    """What a lot was made from, step by step to what the suppliers sent."""
    return _genealogy(work, lot, forward=False, limit=limit)


def _genealogy(work: Work, root: str, *, forward: bool, limit: int) -> Genealogy:
    most = min(limit, MOST_NODES)
    found = store.reach(work, [root], forward=forward, limit=most + 1)
    nodes = _views(work, found[:most])
    if not nodes:
        raise LotUnknown(lot=root)
    names = [node.id for node in nodes]
    return Genealogy([root], nodes, _edges(work, names), len(found) <= most)


def _views(work: Work, names: list[str]) -> list[LotView]:
    """The lots of these names, in the order of the names."""
    rows = work.db.execute(select(store.lots).where(store.lots.c.id.in_(names)))
    by_name = {row.id: _view(row) for row in rows}
    return [by_name[name] for name in names if name in by_name]


def _edges(work: Work, names: list[str]) -> list[Edge]:
    table = store.links
    both = table.c.lot.in_(names) & table.c.into.in_(names)
    rows = work.db.execute(select(table).where(both).order_by(table.c.at, table.c.id))
    return [Edge(r.lot, r.into, r.quantity, r.equipment, r.order, r.at) for r in rows]


def sources_of(work: Work, names: list[str]) -> list[Edge]:
    """What went directly into any of these lots, in order of time."""
    table = store.links
    wanted = select(table).where(table.c.into.in_(names)).order_by(table.c.at, table.c.id)
    rows = work.db.execute(wanted)
    return [Edge(r.lot, r.into, r.quantity, r.equipment, r.order, r.at) for r in rows]


@query(permission="tracing.read", scope="equipment")
def lots_processed_on(
    work: Work, *, equipment: str, start: datetime, end: datetime, limit: int = 5000
) -> list[ProcessRow]:
    """What ran on equipment (or anything below it) within a stretch of time."""
    table = store.processes
    on = or_(
        table.c.equipment == equipment,
        table.c.equipment.startswith(f"{equipment}/", autoescape=True),
    )
    wanted = select(table).where(on, table.c.start < end, table.c.end >= start)
    return _processes(work, wanted, limit)


@query(permission="tracing.read")
def processes(work: Work, *, lot: str = "", order: str = "", limit: int = 1000) -> list[ProcessRow]:
    """What was done to a lot, or for an order, in order of time."""
    table = store.processes
    wanted = select(table)
    if lot:
        wanted = wanted.where(table.c.lot == lot)
    if order:
        wanted = wanted.where(table.c.order == order)
    return _processes(work, wanted, limit)


def processes_of(work: Work, lots: list[str]) -> list[ProcessRow]:
    """What was done to any of these lots."""
    table = store.processes
    return _processes(work, select(table).where(table.c.lot.in_(lots)), 100_000)


def inputs_of(work: Work, lots: list[str]) -> dict[str, str]:
    """For each of these lots the lot that most of it was made from."""
    table = store.links
    wanted = select(table).where(table.c.into.in_(lots)).order_by(table.c.quantity)
    return {row.into: row.lot for row in work.db.execute(wanted)}


def _processes(work: Work, wanted: Select[Any], limit: int) -> list[ProcessRow]:
    table = store.processes
    rows = work.db.execute(wanted.order_by(table.c.start, table.c.lot).limit(min(limit, 100_000)))
    return [ProcessRow(**row._mapping) for row in rows]


@query(permission="tracing.read")
def holds(work: Work, *, lot: str = "", open_only: bool = False) -> list[HoldView]:
    """Holds on lots and their releases, newest first."""
    table = store.holds
    wanted = select(table).order_by(table.c.at.desc(), table.c.id.desc()).limit(1000)
    if lot:
        wanted = wanted.where(table.c.lot == lot)
    if open_only:
        wanted = wanted.where(table.c.released_at.is_(None))
    return [HoldView(**row._mapping) for row in work.db.execute(wanted)]


@query(permission="tracing.read")
def impact(work: Work, *, lots: list[str]) -> Impact:
    """Everything that these lots went into, with the orders and customers concerned."""
    found = store.reach(work, lots, forward=True, limit=100_000)
    reached = _views(work, found)
    known = {node.id for node in reached}
    for name in lots:
        if name not in known:
            raise LotUnknown(lot=name)
    return Impact(
        lots=[node.id for node in reached if not node.serial],
        serials=[node.id for node in reached if node.serial],
        orders=sorted({node.order for node in reached if node.order}),
        customers=sorted({node.customer for node in reached if node.customer}),
        held=[node.id for node in reached if node.state == LotState.HELD],
        shipped=[node.id for node in reached if node.state == LotState.SHIPPED],
    )


def holdable(work: Work, lots: list[str]) -> list[str]:
    """Those of the lots that are still there to be held: neither used up nor gone."""
    table = store.lots
    there = table.c.state.in_((LotState.AVAILABLE, LotState.HELD))
    wanted = select(table.c.id).where(table.c.id.in_(lots), there).order_by(table.c.id)
    return list(work.db.execute(wanted).scalars())


def _lot(work: Work, lot: str) -> LotView:
    row = work.db.execute(select(store.lots).where(store.lots.c.id == lot)).first()
    if row is None:
        raise LotUnknown(lot=lot)
    return _view(row)


def _view(row: Any) -> LotView:
    facts = dict(row._mapping)
    return LotView(remaining=row.quantity - row.consumed - row.scrapped, **facts)
