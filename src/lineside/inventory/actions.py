"""What one may do with stock and spare parts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from lineside.inventory import queries, store
from lineside.inventory.adapters.folder import read_parts
from lineside.inventory.errors import (
    ItemUnknown,
    MaterialDiffers,
    NotReserved,
    QuantityInvalid,
    StockUnknown,
)
from lineside.inventory.events import MaterialOrdered, PartOrdered
from lineside.inventory.model import MoveKind, Part, Stock
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.plant.model import Amount
from lineside.tracing import actions as tracing
from lineside.tracing import queries as lots
from lineside.tracing.errors import LotUnknown


@action(permission="inventory.load", risk=Risk.INITIATE)
def load_parts(work: Work, *, folder: str) -> int:
    """Read ``parts.yaml`` of a plant's folder; balances of parts already known stay. Returns how
    many parts were read."""
    paths = {unit.name: unit.id for unit in plant.equipment_tree(work, kind="unit")}
    read = read_parts(Path(folder), paths)
    known = {part.id: part for part in queries.parts(work)}
    for part in read:
        store.save_part(work, _kept(part, known.get(part.id)))
    return len(read)


def _kept(new: Part, old: Part | None) -> Part:
    if old is not None:
        new.on_hand, new.reserved, new.on_order = old.on_hand, old.reserved, old.on_order
    return new


@action(permission="inventory.reserve", risk=Risk.INITIATE)
def reserve_part(work: Work, *, part: str, quantity: int, work_order: str) -> None:
    """Keep free pieces of a spare part for a work order, in addition to what it keeps already."""
    found = store.load_part(work, part)
    kept = store.kept_for(work, part, work_order)
    work.tell(found.reserve(quantity, work_order))
    store.save_part(work, found)
    store.note_reservation(work, part, work_order, kept=kept + quantity, issued=0, state="reserved")


@action(permission="inventory.reserve", risk=Risk.INITIATE)
def release_reservation(work: Work, *, part: str, work_order: str) -> None:
    """Free what a work order keeps of a spare part."""
    found = store.load_part(work, part)
    kept = store.kept_for(work, part, work_order)
    if kept == 0:
        raise NotReserved(part=part, work_order=work_order)
    work.tell(found.release(kept, work_order))
    store.save_part(work, found)
    store.note_reservation(work, part, work_order, kept=0, issued=0, state="released")


@action(permission="inventory.issue", risk=Risk.EXECUTE, everyday=True)
def issue_part(work: Work, *, part: str, quantity: int, work_order: str) -> None:
    """Hand out a spare part for a work order, first what it keeps, then what is free."""
    found = store.load_part(work, part)
    kept = store.kept_for(work, part, work_order)
    work.tell(*found.issue(quantity, kept, work_order))
    store.save_part(work, found)
    left = max(0, kept - quantity)
    state = "reserved" if left else "issued"
    store.note_reservation(work, part, work_order, kept=left, issued=quantity, state=state)


@action(permission="inventory.order", risk=Risk.INITIATE)
def order_part(work: Work, *, part: str, quantity: int, due: date) -> str:
    """Order a spare part; returns the purchase's id."""
    found = store.load_part(work, part)
    found.expect(quantity)
    new = work.new_id()
    store.note_purchase(
        work,
        {"id": new, "part": part, "quantity": quantity, "received": 0, "due": due}
        | {"by": work.actor.id, "at": work.at},
    )
    store.save_part(work, found)
    work.tell(PartOrdered(part, quantity, due.isoformat()))
    return new


@action(permission="inventory.order", risk=Risk.INITIATE)
def order_material(
    work: Work, *, material: str, quantity: Amount, due: date, supplier: str = ""
) -> str:
    """Order a material, so that it counts as on its way; returns the purchase's id.

    A later delivery of the material is booked on it. Without a supplier it is the usual one.
    """
    known = {each.id: each for each in plant.materials(work)}
    if material not in known:
        raise ItemUnknown(item=material)
    if quantity <= 0:
        raise QuantityInvalid(material=material, quantity=quantity)
    found, new = known[material], work.new_id()
    store.note_material_purchase(
        work,
        {"id": new, "material": material, "unit": found.unit, "quantity": quantity, "received": 0}
        | {"due": due, "supplier": supplier or found.facts.get("supplier", "")}
        | {"by": work.actor.id, "at": work.at},
    )
    work.tell(MaterialOrdered(material, quantity, found.unit, due.isoformat()))
    return new


@action(permission="inventory.receive", risk=Risk.EXECUTE, everyday=True)
def receive_part(work: Work, *, part: str, quantity: int) -> None:
    """Take pieces of a spare part into the store."""
    found = store.load_part(work, part)
    work.tell(found.receive(quantity))
    store.receive_purchases(work, part, quantity)
    store.save_part(work, found)


@action(permission="inventory.receive", risk=Risk.EXECUTE, everyday=True)
def receive(
    work: Work,
    *,
    lot: str,
    material: str,
    quantity: Amount,
    location: str,
    unit: str = "pcs",
    supplier: str = "",
    reference: str = "",
) -> None:
    """Take a supplier's lot into stock; a further delivery of the same lot adds to it."""
    try:
        known = lots.lot(work, lot=lot)
    except LotUnknown:
        tracing.create_lot(
            work, lot=lot, material=material, quantity=quantity, unit=unit, supplier=supplier,
            location=location,
        )  # fmt: skip
    else:
        if known.material != material:
            raise MaterialDiffers(lot=lot, material=known.material, given=material)
        tracing.add_to_lot(work, lot=lot, quantity=quantity)
    what = Stock(lot, location, material, unit, quantity)
    store.post(work, what, to_location=location, kind=MoveKind.RECEIPT, reference=reference)
    store.receive_materials(work, material, quantity)


@action(permission="inventory.move", risk=Risk.EXECUTE, everyday=True)
def move(
    work: Work,
    *,
    lot: str,
    from_location: str,
    to_location: str,
    quantity: Amount | None = None,
    reference: str = "",
) -> None:
    """Carry a lot (or a quantity of it) from one location to another."""
    found = _here(work, lot, from_location)
    amount = found.quantity if quantity is None else quantity
    if amount <= 0:
        raise QuantityInvalid(lot=lot, quantity=amount)
    what = Stock(lot, to_location, found.material, found.unit, amount)
    tracing.move_lot(work, lot=lot, location=to_location)
    store.post(
        work, what, from_location=from_location, to_location=to_location, kind=MoveKind.MOVE,
        reference=reference,
    )  # fmt: skip


@action(permission="inventory.scrap", risk=Risk.EXECUTE)
def scrap(
    work: Work, *, lot: str, location: str, reason: str, quantity: Amount | None = None
) -> None:
    """Scrap a lot (or a quantity of it) where it lies; its history and the stock both know."""
    found = _here(work, lot, location)
    amount = found.quantity if quantity is None else quantity
    tracing.scrap_lot(work, lot=lot, quantity=amount, reason=reason)
    take(
        work, lot=lot, location=location, quantity=amount, kind=MoveKind.SCRAPPED, reference=reason
    )


@action(permission="inventory.ship", risk=Risk.EXECUTE)
def ship(work: Work, *, lot: str, location: str, customer: str, reference: str = "") -> None:
    """Send a whole lot or serial to a customer; a lot on hold does not leave."""
    found = _here(work, lot, location)
    tracing.ship_lot(work, lot=lot, customer=customer)
    take(
        work, lot=lot, location=location, quantity=found.quantity, kind=MoveKind.SHIPPED,
        reference=reference or customer,
    )  # fmt: skip


@action(permission="inventory.count", risk=Risk.EXECUTE)
def count(work: Work, *, lot: str, location: str, quantity: Amount, reason: str) -> None:
    """Correct the balance to what was counted; the difference is a line of the ledger."""
    found = _here(work, lot, location)
    difference = quantity - found.quantity
    if quantity < 0:
        raise QuantityInvalid(lot=lot, quantity=quantity)
    what = Stock(lot, location, found.material, found.unit, abs(difference))
    if difference > 0:
        tracing.add_to_lot(work, lot=lot, quantity=difference)
        store.post(work, what, to_location=location, kind=MoveKind.COUNTED, reference=reason)
    elif difference < 0:
        tracing.scrap_lot(work, lot=lot, quantity=-difference, reason=reason)
        store.post(work, what, from_location=location, kind=MoveKind.COUNTED, reference=reason)


def put(
    work: Work,
    *,
    lot: str,
    material: str,
    unit: str,
    quantity: Decimal,
    location: str,
    kind: MoveKind,
    reference: str,
) -> None:
    """Add to stock what another room made or gave back; the lot exists already."""
    what = Stock(lot, location, material, unit, quantity)
    store.post(work, what, to_location=location, kind=kind, reference=reference)


def take(
    work: Work, *, lot: str, location: str, quantity: Decimal, kind: MoveKind, reference: str
) -> None:
    """Take from stock what another room used, scrapped or shipped."""
    found = _here(work, lot, location)
    what = Stock(lot, "", found.material, found.unit, quantity)
    store.post(work, what, from_location=location, kind=kind, reference=reference)


def _here(work: Work, lot: str, location: str) -> Stock:
    found = store.here(work, lot, location)
    if found is None:
        raise StockUnknown(lot=lot, location=location)
    return found


@dataclass(frozen=True)
class StockRow:
    """A quantity of a lot at a place, for the bulk import."""

    lot: str
    location: str
    material: str
    unit: str
    quantity: Amount


@action(permission="inventory.import", risk=Risk.INITIATE)
def import_stock(work: Work, *, rows: list[StockRow]) -> int:
    """Take over what lies where, as opening balances in the ledger; the lots exist already."""
    for row in rows:
        put(
            work,
            lot=row.lot,
            material=row.material,
            unit=row.unit,
            quantity=row.quantity,
            location=row.location,
            kind=MoveKind.RECEIPT,
            reference="opening balance",
        )
    return len(rows)
