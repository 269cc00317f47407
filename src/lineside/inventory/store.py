"""How inventory remembers: parts and reservations, stock and its ledger."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.inventory.errors import PartUnknown, StockShort
from lineside.inventory.events import StockMoved
from lineside.inventory.model import WIP, MoveKind, Part, Stock
from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work
from lineside.tracing import queries as tracing

parts = Table(
    "inventory_part",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("fits", ARRAY(Text), nullable=False),
    Column("price_nok", Numeric(18, 2), nullable=False),
    Column("supplier", Text, nullable=False),
    Column("lead_time_days", Integer, nullable=False),
    Column("reorder_point", Integer, nullable=False),
    Column("location", Text, nullable=False),
    Column("on_hand", Integer, nullable=False),
    Column("reserved", Integer, nullable=False),
    Column("on_order", Integer, nullable=False),
)

reservations = Table(
    "inventory_reservation",
    metadata,
    Column("part", Text, ForeignKey("inventory_part.id"), primary_key=True),
    Column("work_order", Text, primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("issued", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("by", Text, nullable=False),
    moment("at", nullable=False),
    Index("ix_inventory_reservation_work_order", "work_order"),
)

purchases = Table(
    "inventory_purchase",
    metadata,
    Column("id", Text, primary_key=True),
    Column("part", Text, ForeignKey("inventory_part.id"), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("received", Integer, nullable=False),
    Column("due", Date, nullable=False),
    Column("by", Text, nullable=False),
    moment("at", nullable=False),
    Index("ix_inventory_purchase_part", "part"),
)

material_purchases = Table(
    "inventory_material_purchase",
    metadata,
    Column("id", Text, primary_key=True),
    Column("material", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("quantity", Numeric(24, 6), nullable=False),
    Column("received", Numeric(24, 6), nullable=False),
    Column("due", Date, nullable=False),
    Column("supplier", Text, nullable=False),
    Column("by", Text, nullable=False),
    moment("at", nullable=False),
    Index("ix_inventory_material_purchase_material", "material"),
)

stock = Table(
    "inventory_stock",
    metadata,
    Column("lot", Text, primary_key=True),
    Column("location", Text, primary_key=True),
    Column("material", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("quantity", Numeric(24, 6), nullable=False),
    Index("ix_inventory_stock_material", "material"),
)

moves = Table(
    "inventory_move",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    moment("at", nullable=False),
    Column("lot", Text, nullable=False),
    Column("material", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("quantity", Numeric(24, 6), nullable=False),
    Column("from_location", Text, nullable=False),
    Column("to_location", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("by", Text, nullable=False),
    Index("ix_inventory_move_lot", "lot", "id"),
    Index("ix_inventory_move_material", "material", "id"),
    Index("ix_inventory_move_at", "at"),
)


def load_part(work: Work, part: str) -> Part:
    """Load for a change; a rival waits."""
    row = work.db.execute(select(parts).where(parts.c.id == part).with_for_update()).first()
    if row is None:
        raise PartUnknown(part=part)
    return Part(**row._mapping)


def save_part(work: Work, part: Part) -> None:
    facts = asdict(part)
    row = upsert(parts).values(facts)
    work.db.execute(row.on_conflict_do_update(index_elements=["id"], set_=facts))


def kept_for(work: Work, part: str, work_order: str) -> int:
    """How many pieces of a part a work order has reserved and not yet taken."""
    r = reservations.c
    wanted = select(r.quantity).where(
        r.part == part, r.work_order == work_order, r.state == "reserved"
    )
    return int(work.db.execute(wanted.with_for_update()).scalar() or 0)


def note_reservation(
    work: Work, part: str, work_order: str, *, kept: int, issued: int, state: str
) -> None:
    """Note what a work order keeps of a part now, and what it took in addition to before."""
    row = upsert(reservations).values(
        part=part,
        work_order=work_order,
        quantity=kept,
        issued=issued,
        state=state,
        by=work.actor.id,
        at=work.at,
    )
    more = row.excluded
    changed = {
        "quantity": more.quantity,
        "issued": reservations.c.issued + more.issued,
        "state": more.state,
        "by": more.by,
        "at": more.at,
    }
    work.db.execute(row.on_conflict_do_update(index_elements=["part", "work_order"], set_=changed))


def note_purchase(work: Work, facts: dict[str, Any]) -> None:
    work.db.execute(insert(purchases).values(facts))


def receive_purchases(work: Work, part: str, quantity: int) -> None:
    """Book received pieces on the open purchases, the one due first before the others."""
    p = purchases.c
    wanted = select(purchases).where(p.part == part, p.received < p.quantity).order_by(p.due, p.id)
    for row in work.db.execute(wanted.with_for_update()).all():
        booked = min(quantity, row.quantity - row.received)
        quantity -= booked
        if booked:
            more = update(purchases).where(p.id == row.id)
            work.db.execute(more.values(received=p.received + booked))


def note_material_purchase(work: Work, facts: dict[str, Any]) -> None:
    work.db.execute(insert(material_purchases).values(facts))


def receive_materials(work: Work, material: str, quantity: Decimal) -> None:
    """Book a delivery on the open purchases of a material, the one due first before the others."""
    table = material_purchases
    p = table.c
    wanted = select(table).where(p.material == material, p.received < p.quantity)
    for row in work.db.execute(wanted.order_by(p.due, p.id).with_for_update()).all():
        booked = min(quantity, row.quantity - row.received)
        quantity -= booked
        if booked:
            more = update(table).where(p.id == row.id)
            work.db.execute(more.values(received=p.received + booked))


def here(work: Work, lot: str, location: str) -> Stock | None:
    """What lies of a lot at a location, locked for a change."""
    chosen = (stock.c.lot == lot) & (stock.c.location == location)
    row = work.db.execute(select(stock).where(chosen).with_for_update()).first()
    return Stock(**row._mapping) if row else None


def usable(work: Work, material: str) -> Sequence[Stock]:
    """Stock of a material that may be taken, oldest lot first, locked for a change."""
    lots = tracing.LOTS
    wanted = (
        select(stock)
        .join(lots, lots.c.id == stock.c.lot)
        .where(stock.c.material == material, lots.c.state == "available")
        .where(~stock.c.location.startswith(WIP, autoescape=True))
        .order_by(lots.c.at, stock.c.lot, stock.c.location)
        .with_for_update(of=stock)
    )
    return [Stock(**row._mapping) for row in work.db.execute(wanted)]


def post(
    work: Work,
    what: Stock,
    *,
    from_location: str = "",
    to_location: str = "",
    kind: MoveKind,
    reference: str,
) -> None:
    """Move ``what.quantity`` of a lot, change the balances and write the ledger's line.

    The balance is at all times the sum of the ledger: nothing else writes either table.
    """
    if from_location:
        _take(work, what.lot, from_location, what.quantity)
    if to_location:
        _put(work, what, to_location)
    values = {"from_location": from_location, "to_location": to_location, "kind": str(kind)}
    line = {"at": work.at, "by": work.actor.id, "reference": reference} | values
    facts = {name: getattr(what, name) for name in ("lot", "material", "unit", "quantity")}
    work.db.execute(insert(moves).values(line | facts))
    places = (from_location, to_location)
    work.tell(StockMoved(what.lot, what.material, what.quantity, *places, str(kind), reference))


def _take(work: Work, lot: str, location: str, quantity: Decimal) -> None:
    found = here(work, lot, location)
    if found is None or found.quantity < quantity:
        there = found.quantity if found else Decimal(0)
        raise StockShort(lot=lot, location=location, wanted=quantity, there=there)
    chosen = (stock.c.lot == lot) & (stock.c.location == location)
    if found.quantity == quantity:
        work.db.execute(delete(stock).where(chosen))
    else:
        less = update(stock).where(chosen)
        work.db.execute(less.values(quantity=stock.c.quantity - quantity))


def _put(work: Work, what: Stock, location: str) -> None:
    row = upsert(stock).values(asdict(what) | {"location": location})
    more = {"quantity": stock.c.quantity + row.excluded.quantity}
    work.db.execute(row.on_conflict_do_update(index_elements=["lot", "location"], set_=more))
