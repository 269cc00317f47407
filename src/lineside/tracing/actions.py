"""What one may do with lots and serials."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work
from lineside.plant.model import Amount
from lineside.tracing import store
from lineside.tracing.errors import GenealogyCircle, NotConsumed
from lineside.tracing.model import Lot, exact


@dataclass(frozen=True)
class Link:
    """A past fact for the bulk import: a quantity of one lot became part of another."""

    lot: str
    into: str
    quantity: Amount
    at: datetime
    equipment: str = ""
    order: str = ""


@dataclass(frozen=True)
class Process:
    """A past fact for the bulk import: what was done to a lot on equipment."""

    lot: str
    equipment: str
    operation: str
    order: str
    start: datetime
    end: datetime
    good: Amount = Decimal(0)
    scrap: Amount = Decimal(0)
    people: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Imported:
    """How many facts an import was given; those known before were left as they are."""

    lots: int
    links: int
    processes: int


@action(permission="tracing.create", risk=Risk.INITIATE)
def create_lot(
    work: Work,
    *,
    lot: str,
    material: str,
    quantity: Amount,
    unit: str = "pcs",
    serial: bool = False,
    supplier: str = "",
    made_on: str = "",
    order: str = "",
    customer: str = "",
    location: str = "",
) -> str:
    """Bring a lot or serial into being; returns its number."""
    new = Lot(
        id=lot,
        material=material,
        quantity=exact(quantity, lot=lot),
        unit=unit,
        at=work.at,
        serial=serial,
        supplier=supplier,
        made_on=made_on,
        order=order,
        customer=customer,
        location=location,
    )
    store.add(work, new)
    work.tell(new.announce())
    return lot


@action(permission="tracing.create", risk=Risk.INITIATE)
def add_to_lot(work: Work, *, lot: str, quantity: Amount) -> None:
    """Add pieces that were made later to a lot."""
    found = store.load(work, lot)
    work.tell(found.grow(exact(quantity, lot=lot)))
    store.save(work, found)


@action(permission="tracing.consume", risk=Risk.EXECUTE, everyday=True, scope="equipment")
def consume(
    work: Work, *, lot: str, into: str, quantity: Amount, equipment: str = "", order: str = ""
) -> None:
    """Use a quantity of a lot in another one; held, scrapped and used-up lots are refused."""
    found = store.load(work, lot)
    target = store.load(work, into)
    if lot in store.reach(work, [into], forward=True, limit=100_000):
        raise GenealogyCircle(lot=lot, into=into)
    amount = exact(quantity, lot=lot)
    work.tell(found.consume(target.id, amount, equipment, order))
    store.save(work, found)
    store.link(work, lot, into, amount, equipment, order)


@action(permission="tracing.consume", risk=Risk.EXECUTE, everyday=True)
def give_back(work: Work, *, lot: str, into: str, quantity: Amount) -> None:
    """Correct a consumption: a quantity did not go into the other lot after all."""
    found = store.load(work, lot)
    amount = exact(quantity, lot=lot)
    if store.unlink(work, lot, into, amount) > 0:
        raise NotConsumed(lot=lot, into=into, quantity=amount)
    found.give_back(amount)
    store.save(work, found)


@action(permission="tracing.hold", risk=Risk.EXECUTE)
def hold_lot(work: Work, *, lot: str, reason: str) -> None:
    """Put a lot on hold, so that nobody consumes or ships it."""
    found = store.load(work, lot)
    work.tell(found.hold(reason, work.actor.id))
    store.save(work, found)
    store.note_hold(work, lot, reason, work.actor.id)


@action(permission="tracing.release", risk=Risk.EXECUTE, signature=True)
def release_lot(work: Work, *, lot: str, reason: str) -> None:
    """Release a lot from all its holds; asks for the releasing person's signature."""
    found = store.load(work, lot)
    work.tell(found.release(reason, work.actor.id))
    store.save(work, found)
    store.end_holds(work, lot, reason, work.actor.id, work.at)


@action(permission="tracing.scrap", risk=Risk.EXECUTE)
def scrap_lot(work: Work, *, lot: str, reason: str, quantity: Amount | None = None) -> None:
    """Scrap a lot, or a quantity of it."""
    found = store.load(work, lot)
    amount = exact(found.remaining if quantity is None else quantity, lot=lot)
    work.tell(found.scrap(amount, reason, work.actor.id))
    store.save(work, found)


@action(permission="tracing.move", risk=Risk.EXECUTE, everyday=True)
def move_lot(work: Work, *, lot: str, location: str) -> None:
    """Note that a lot lies elsewhere."""
    found = store.load(work, lot)
    work.tell(found.move(location))
    store.save(work, found)


@action(permission="tracing.ship", risk=Risk.EXECUTE)
def ship_lot(work: Work, *, lot: str, customer: str) -> None:
    """Send a lot to a customer; a lot on hold does not leave."""
    found = store.load(work, lot)
    work.tell(found.ship(customer))
    store.save(work, found)


@action(permission="tracing.record", risk=Risk.INITIATE, scope="equipment")
def record_process(
    work: Work,
    *,
    lot: str,
    equipment: str,
    operation: str,
    order: str,
    start: datetime,
    end: datetime,
    people: list[str] | None = None,
    parameters: dict[str, Any] | None = None,
    good: Amount = Decimal(0),
    scrap: Amount = Decimal(0),
) -> None:
    """Record what was done to a lot on equipment. A further report on the same run (same lot,
    equipment, operation, order and start) adds its quantities and moves the end."""
    facts = vars(Process(lot, equipment, operation, order, start, end, good, scrap))
    store.note_process(work, facts | {"people": people or [], "parameters": parameters or {}})


@action(permission="tracing.import", risk=Risk.INITIATE)
def import_genealogy(
    work: Work,
    *,
    lots: list[Lot] | None = None,
    links: list[Link] | None = None,
    processes: list[Process] | None = None,
) -> Imported:
    """Take over past lots, links and processes as they were; what is known already stays.

    No news is told: the past is not news. Importing the same facts again changes nothing.
    """
    return Imported(
        lots=store.add_many(work, store.lots, (vars(each) for each in lots or ())),
        links=store.add_many(work, store.links, (vars(each) for each in links or ())),
        processes=store.add_many(work, store.processes, (vars(p) for p in processes or ())),
    )
