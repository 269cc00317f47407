"""What one may ask of inventory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from lineside.inventory import store
from lineside.inventory.errors import PartUnknown
from lineside.inventory.foresight import DemandForecast, MaterialShortage, ProposedLevel, Reach
from lineside.inventory.model import WIP, Balance, Move, Part, Stock
from lineside.inventory.usage import Use, uses
from lineside.kernel.catalogue import metric, query
from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.plant.model import Amount
from lineside.tracing import queries as tracing


@dataclass(frozen=True)
class StockView:
    """How much of a lot lies where, and the state of the lot."""

    lot: str
    location: str
    material: str
    unit: str
    quantity: Amount
    state: str
    supplier: str
    since: datetime


@dataclass(frozen=True)
class Availability:
    """Whether a spare part can be had at a time; ``by`` is when enough for one is there."""

    part: str
    on_hand: int
    reserved: int
    free: int
    on_order: int
    lead_time_days: int
    by: date


@dataclass(frozen=True)
class Reservation:
    """What a work order keeps or took of a spare part: reserved, issued or released."""

    part: str
    work_order: str
    quantity: int
    issued: int
    state: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Purchase:
    """A material on order: how much of it came so far, and when the rest is due."""

    id: str
    material: str
    unit: str
    quantity: Amount
    received: Amount
    due: date
    supplier: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Difference:
    """A lot whose balance in the store is not what its history leaves."""

    lot: str
    material: str
    in_store: Amount
    by_history: Amount


@query(permission="inventory.read")
def parts(work: Work, *, low_only: bool = False) -> list[Part]:
    """The spare parts; ``low_only`` lists those at or below their reorder point."""
    table = store.parts
    wanted = select(table).order_by(table.c.id)
    if low_only:
        there = table.c.on_hand - table.c.reserved + table.c.on_order
        wanted = wanted.where(there <= table.c.reorder_point)
    return [Part(**row._mapping) for row in work.db.execute(wanted)]


@query(permission="inventory.read")
def part(work: Work, *, part: str) -> Part:
    """One spare part."""
    return _find(work, part)


def _find(work: Work, part: str) -> Part:
    row = work.db.execute(select(store.parts).where(store.parts.c.id == part)).first()
    if row is None:
        raise PartUnknown(part=part)
    return Part(**row._mapping)


@query(permission="inventory.read", scope="equipment")
def parts_for(work: Work, *, equipment: str) -> list[Part]:
    """The spare parts that fit a unit."""
    unit = plant.equipment(work, equipment=equipment)
    table = store.parts
    wanted = select(table).where(table.c.fits.contains([unit.id])).order_by(table.c.id)
    return [Part(**row._mapping) for row in work.db.execute(wanted)]


@query(permission="inventory.read")
def availability(work: Work, *, part: str, at: datetime | None = None) -> Availability:
    """How many of a spare part are free, and when one can be had if none is.

    ``at`` counts as on order only what is due by then.
    """
    found = _find(work, part)
    when = (at or work.at).date()
    p = store.purchases.c
    open_ones = select(p.due, p.quantity - p.received).where(
        p.part == part, p.received < p.quantity
    )
    coming = [(row[0], int(row[1])) for row in work.db.execute(open_ones.order_by(p.due))]
    on_order = sum(quantity for due, quantity in coming if at is None or due <= when)
    return Availability(
        part=part,
        on_hand=found.on_hand,
        reserved=found.reserved,
        free=found.free,
        on_order=on_order,
        lead_time_days=found.lead_time_days,
        by=_soonest(work, found, [due for due, _ in coming]),
    )


def _soonest(work: Work, part: Part, due: Sequence[date]) -> date:
    today = work.at.date()
    if part.free > 0:
        return today
    return max(today, min([*due, today + timedelta(days=part.lead_time_days)]))


@query(permission="inventory.read")
def reservations(work: Work, *, part: str = "", work_order: str = "") -> list[Reservation]:
    """What work orders keep or took of spare parts, newest first."""
    table = store.reservations
    wanted = select(table).order_by(table.c.at.desc(), table.c.part).limit(1000)
    if part:
        wanted = wanted.where(table.c.part == part)
    if work_order:
        wanted = wanted.where(table.c.work_order == work_order)
    return [Reservation(**row._mapping) for row in work.db.execute(wanted)]


@query(permission="inventory.read")
def stock(
    work: Work, *, material: str = "", location: str = "", lot: str = "", limit: int = 1000
) -> list[StockView]:
    """Stock by lot and location, oldest lot first; every argument narrows."""
    lots, table = tracing.LOTS, store.stock
    wanted = (
        select(table, lots.c.state, lots.c.supplier, lots.c.at.label("since"))
        .join(lots, lots.c.id == table.c.lot)
        .order_by(table.c.material, lots.c.at, table.c.lot, table.c.location)
        .limit(min(limit, 10_000))
    )
    for name, value in {"material": material, "location": location, "lot": lot}.items():
        if value:
            wanted = wanted.where(table.c[name] == value)
    return [StockView(**row._mapping) for row in work.db.execute(wanted)]


@query(permission="inventory.read")
def balances(work: Work, *, material: str = "") -> list[Balance]:
    """Each material in total: free to use, on hold, in work."""
    lots, table = tracing.LOTS, store.stock
    in_work = table.c.location.startswith(WIP, autoescape=True)
    held = (lots.c.state == "held") & ~in_work
    total = func.sum(table.c.quantity)
    wanted = (
        select(
            table.c.material,
            func.max(table.c.unit),
            func.coalesce(total.filter(~in_work & (lots.c.state == "available")), 0),
            func.coalesce(total.filter(held), 0),
            func.coalesce(total.filter(in_work), 0),
        )
        .join(lots, lots.c.id == table.c.lot)
        .group_by(table.c.material)
        .order_by(table.c.material)
    )
    if material:
        wanted = wanted.where(table.c.material == material)
    return [Balance(*row) for row in work.db.execute(wanted)]


@query(permission="inventory.read")
def ledger(
    work: Work,
    *,
    lot: str = "",
    material: str = "",
    reference: str = "",
    start: datetime | None = None,
    end: datetime | None = None,
    limit: int = 500,
) -> list[Move]:
    """Every move of stock, newest first; every argument narrows."""
    table = store.moves
    wanted = select(table).order_by(table.c.id.desc()).limit(min(limit, 10_000))
    for name, value in {"lot": lot, "material": material, "reference": reference}.items():
        if value:
            wanted = wanted.where(table.c[name] == value)
    if start:
        wanted = wanted.where(table.c.at >= start)
    if end:
        wanted = wanted.where(table.c.at < end)
    return [Move(**row._mapping) for row in work.db.execute(wanted)]


@query(permission="inventory.read")
def differences(work: Work) -> list[Difference]:
    """Lots whose balance in the store differs from what their history leaves; none is right."""
    lots, table = tracing.LOTS, store.stock
    there = func.coalesce(func.sum(table.c.quantity), 0)
    left = lots.c.quantity - lots.c.consumed - lots.c.scrapped
    wanted = (
        select(lots.c.id, lots.c.material, there, left)
        .join(table, table.c.lot == lots.c.id)
        .where(lots.c.state.in_(("available", "held")))
        .group_by(lots.c.id)
        .having(there != left)
        .order_by(lots.c.id)
        .limit(1000)
    )
    return [Difference(*row) for row in work.db.execute(wanted)]


@query(permission="inventory.read")
def purchases(work: Work, *, material: str = "", open_only: bool = True) -> list[Purchase]:
    """Materials on order, the one due first before the others; received ones too if asked for."""
    p = store.material_purchases.c
    wanted = select(store.material_purchases).order_by(p.due, p.id).limit(1000)
    if material:
        wanted = wanted.where(p.material == material)
    if open_only:
        wanted = wanted.where(p.received < p.quantity)
    return [Purchase(**row._mapping) for row in work.db.execute(wanted)]


@query(permission="inventory.read")
def usage(
    work: Work,
    *,
    material: str,
    start: datetime | None = None,
    end: datetime | None = None,
    limit: int = 500,
) -> list[Use]:
    """The records of what was used or shipped of a material, newest first: a month of them."""
    until = end or work.at
    return uses(work, material, start or until - timedelta(days=31), until, min(limit, 10_000))


@query(permission="inventory.read")
def demand_forecast(work: Work, *, item: str, horizon: int = 28) -> DemandForecast:
    """What will be used of a material (by day) or spare part (by week), with its back-test.

    The history is what became part of something or was shipped (materials), or was issued for
    work orders (spare parts), in whole days or weeks of the plant's zone; the forecast begins
    today. Families of methods are weighted by how each did on the item's own past. ``horizon``
    counts days or weeks, 1 to 90. Refuses ``inventory.HistoryShort`` below three weeks of days or
    twelve weeks on record, and ``inventory.ItemUnknown``.
    """
    from lineside.inventory import planning

    return planning.forecast_of(work, item, horizon, parts(work))


@query(permission="inventory.read")
def shortages(work: Work, *, horizon: int = 28) -> list[MaterialShortage]:
    """Bought materials by the day on which they run out by the forecast, the soonest first.

    What is free and what is on order is set against the demand to come, for 1 to 90 days. What is
    made in the plant is left out: its orders replenish it. A material with too little history is
    listed last, with the reason.
    """
    from lineside.inventory import planning

    return planning.shortages(work, horizon, balances(work))


@query(permission="inventory.read")
def proposed_levels(
    work: Work, *, service_level: float = 0.95, review_days: int = 7
) -> list[ProposedLevel]:
    """Reorder point and order level of bought materials and spare parts by their forecast.

    Reorder point = d L + z s sqrt(L); order level = d (L + R) + z s sqrt(L + R): demand per day d,
    lead time L, days between orders R, root mean squared forecast error per day s, quantile z of
    the normal distribution at the service level, which is the probability of no stock-out in an
    order cycle (Silver, Pyke and Thomas, Inventory and Production Management in Supply Chains,
    4th edition, sections 6.7 and 6.9). Nothing is proposed where the history or the lead time is
    missing; ``reason`` says which.
    """
    from lineside.inventory import planning

    return planning.proposed_levels(work, service_level, review_days, balances(work), parts(work))


@metric(
    permission="inventory.read",
    unit="d",
    definition="Days until the free stock of a material is used up by the forecast of its demand.",
    dimensions=("material",),
    synonyms=("stock reach", "days of stock", "days of supply", "stock cover", "Reichweite",
              "Bestandsreichweite", "Lagerreichweite"),
)  # fmt: skip
def stock_reach(work: Work, *, material: str) -> Reach:
    """For how many days the free stock of a material lasts by the forecast."""
    from lineside.inventory import planning

    return planning.reach(work, material, free_quantity(work, material))


def usable(work: Work, material: str) -> Sequence[Stock]:
    """Stock of a material that may be taken now, oldest lot first, locked for this work."""
    return store.usable(work, material)


def free_quantity(work: Work, material: str) -> Decimal:
    """How much of a material is free to use."""
    found: list[Any] = balances(work, material=material)
    return found[0].available if found else Decimal(0)
