"""What one may ask about the plant."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from lineside.kernel.catalogue import query
from lineside.kernel.intervals import Interval
from lineside.kernel.work import Work
from lineside.plant import store
from lineside.plant.calendars import Calendar, Shift
from lineside.plant.errors import NoShift, WindowInvalid
from lineside.plant.model import Equipment as EquipmentView
from lineside.plant.model import (
    Level,
    Material,
    Partner,
    Person,
    Product,
    Reason,
    RouteStep,
    Setup,
    Term,
)

LONGEST = timedelta(days=740)


@dataclass(frozen=True)
class ShiftView:
    """One shift on one day; the night belongs to the ``date`` on which it begins."""

    id: str
    name: str
    name_de: str
    start: datetime
    end: datetime
    date: date


@dataclass(frozen=True)
class CalendarView:
    """Working time of a site in its own words."""

    site: str
    zone: str
    shifts: list[dict[str, Any]]
    breaks: list[dict[str, Any]]
    holidays: list[dict[str, Any]]


@query(permission="plant.read", plantwide="names of equipment are common knowledge")
def equipment_tree(work: Work, *, under: str = "", kind: str = "") -> list[EquipmentView]:
    """The equipment hierarchy, parents before children; ``under`` and ``kind`` narrow it."""
    nodes = store.load_tree(work)
    inside = _family(nodes, store.load_equipment(work, under).id) if under else None
    return [
        node
        for node in nodes
        if (inside is None or node.id in inside) and (not kind or node.kind == kind)
    ]


def _family(nodes: list[EquipmentView], root: str) -> set[str]:
    """A node and everything below it; an area holds work centres whose paths do not show it."""
    found = {root}
    while True:
        more = {node.id for node in nodes if node.parent in found} - found
        if not more:
            return found
        found |= more


@query(permission="plant.read", plantwide="names of equipment are common knowledge")
def equipment(work: Work, *, equipment: str) -> EquipmentView:
    """One piece of equipment with its facts, by its path or its short name."""
    return store.load_equipment(work, equipment)


def units_under(work: Work, equipment: str) -> list[EquipmentView]:
    """The units at or below a node (all of them where none is named)."""
    return equipment_tree(work, under=equipment, kind=Level.UNIT)


@query(permission="plant.read")
def shift_at(work: Work, *, at: datetime | None = None, site: str = "") -> ShiftView:
    """The shift that runs at a time (now, where none is given)."""
    shift = calendar_of(work, site).shift_at(at or work.at)
    if shift is None:
        raise NoShift(at=at or work.at, site=site)
    return _shift_view(shift)


@query(permission="plant.read")
def shifts_between(
    work: Work, *, start: datetime, end: datetime, site: str = ""
) -> list[ShiftView]:
    """The shifts that overlap a stretch of time, in order."""
    window = _window(start, end)
    found = calendar_of(work, site).shifts_between(window.start, window.end)
    return [_shift_view(shift) for shift in found]


@query(permission="plant.read")
def working_intervals(
    work: Work, *, equipment: str, start: datetime, end: datetime
) -> list[Interval]:
    """When equipment works by the calendar: shifts without breaks and closed days."""
    window = _window(start, end)
    node = store.load_equipment(work, equipment)
    parts = node.id.split("/")
    calendar = calendar_of(work, parts[0])
    if not calendar.shifts:
        return [window]
    return calendar.working(parts[1] if len(parts) > 1 else "", window.start, window.end)


@query(permission="plant.read")
def calendar(work: Work, *, site: str = "") -> CalendarView:
    """The working-time rules of a site: zone, shifts, breaks, closed days."""
    found = calendar_of(work, site)
    return CalendarView(
        site=site,
        zone=found.zone,
        shifts=[vars(each) for each in found.shifts],
        breaks=[vars(each) for each in found.breaks],
        holidays=[vars(each) for each in found.holidays],
    )


def calendar_of(work: Work, site: str = "") -> Calendar:
    """The calendar of a site; of the only one where none is named; round the clock if unknown."""
    known = store.load_calendars(work)
    if site in known:
        return known[site]
    if known and not site:
        return next(iter(known.values()))
    return Calendar("UTC")


@query(permission="plant.read")
def reasons(work: Work, *, group: str = "") -> list[Reason]:
    """Why machines stand and parts are scrapped; the group ``scrap`` holds the latter."""
    table = store.reasons
    wanted = select(table).order_by(table.c.group, table.c.code)
    if group:
        wanted = wanted.where(table.c.group == group)
    return [Reason(**row._mapping) for row in work.db.execute(wanted)]


@query(permission="plant.read")
def materials(work: Work, *, kind: str = "") -> list[Material]:
    """What is bought and made."""
    table = store.materials
    wanted = select(table).order_by(table.c.id)
    if kind:
        wanted = wanted.where(table.c.kind == kind)
    return [Material(**row._mapping) for row in work.db.execute(wanted)]


@query(permission="plant.read", plantwide="how a product is made is common knowledge")
def products(work: Work) -> list[Product]:
    """Everything that is made, in its current revision."""
    return store.load_products(work)


@query(permission="plant.read", plantwide="how a product is made is common knowledge")
def product(work: Work, *, product: str, revision: str = "") -> Product:
    """One product with its routing, in a revision or the current one."""
    return store.load_product(work, product, revision)


@query(permission="plant.read", plantwide="how a product is made is common knowledge")
def routing(work: Work, *, product: str, revision: str = "") -> list[RouteStep]:
    """The operations of a product in order."""
    return store.load_product(work, product, revision).routing


@query(permission="plant.read")
def setup_matrix(work: Work, *, machine_kind: str = "") -> list[Setup]:
    """How long machine kinds take to change between set-up families."""
    table = store.setups
    wanted = select(table).order_by(table.c.machine_kind, table.c.from_family, table.c.to_family)
    if machine_kind:
        wanted = wanted.where(table.c.machine_kind == machine_kind)
    return [Setup(**row._mapping) for row in work.db.execute(wanted)]


@query(permission="plant.read", plantwide="who works in the plant is common knowledge")
def people(work: Work, *, skill: str = "", role: str = "") -> list[Person]:
    """The people of the plant with their crews and skills."""
    table = store.people
    wanted = select(table).order_by(table.c.id)
    if skill:
        wanted = wanted.where(table.c.skills.contains([skill]))
    if role:
        wanted = wanted.where(table.c.role == role)
    return [Person(**row._mapping) for row in work.db.execute(wanted)]


@query(permission="plant.read", plantwide="who works in the plant is common knowledge")
def people_on_shift(
    work: Work, *, at: datetime | None = None, skill: str = "", site: str = ""
) -> list[Person]:
    """Who works at a time by the rota; ``skill`` narrows to those who have it."""
    known = calendar_of(work, site)
    shift = known.shift_at(at or work.at)
    if shift is None or known.rota is None:
        return []
    rota = known.rota
    everybody = people(work, skill=skill)
    return [each for each in everybody if rota.shift_of(each.crew, shift.date) == shift.id]


@query(permission="plant.read")
def partners(work: Work, *, kind: str = "") -> list[Partner]:
    """Suppliers and customers."""
    table = store.partners
    wanted = select(table).order_by(table.c.id)
    if kind:
        wanted = wanted.where(table.c.kind == kind)
    return [Partner(**row._mapping) for row in work.db.execute(wanted)]


@query(permission="plant.read", plantwide="names of equipment are common knowledge")
def vocabulary(work: Work, *, locale: str = "", kind: str = "") -> list[Term]:
    """The words people use for things of the plant, with their synonyms."""
    table = store.terms
    wanted = select(table).order_by(table.c.kind, table.c.term, table.c.ref, table.c.locale)
    if locale:
        wanted = wanted.where(table.c.locale == locale)
    if kind:
        wanted = wanted.where(table.c.kind == kind)
    return [
        Term(row.term, row.kind, row.ref, row.synonyms, row.locale)
        for row in work.db.execute(wanted)
    ]


def _window(start: datetime, end: datetime) -> Interval:
    if start.tzinfo is None or end.tzinfo is None:
        raise WindowInvalid(start=start, end=end, problem="times need a zone")
    if end < start or end - start > LONGEST:
        raise WindowInvalid(start=start, end=end)
    return Interval(start, end)


def _shift_view(shift: Shift) -> ShiftView:
    return ShiftView(**vars(shift))
