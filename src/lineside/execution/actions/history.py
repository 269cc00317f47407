"""The bulk way in for past orders, quantities, machine states and working hours."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import select

from lineside.execution import store
from lineside.execution.model import Operation, OperationState, Order, OrderState
from lineside.execution.store.ordering import add_many, operation_row
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.plant.model import Product


@dataclass(frozen=True)
class PastOrder:
    """An order as it stood at the end of the past that is imported."""

    id: str
    product: str
    quantity: int
    due: datetime
    received_at: datetime
    state: OrderState = OrderState.DONE
    good: int = 0
    scrap: int = 0
    started_at: datetime | None = None
    finished_at: datetime | None = None
    customer: str = ""
    priority: int = 5
    source: str = "history"


@dataclass(frozen=True)
class PastOperation:
    """An operation of a past order; those that are not named had not begun."""

    order: str
    seq: int
    equipment: str
    state: OperationState = OperationState.DONE
    started: datetime | None = None
    finished: datetime | None = None
    good: int = 0
    scrap: int = 0
    lot: str = ""


@dataclass(frozen=True)
class PastQuantity:
    """A past report of pieces."""

    at: datetime
    order: str
    seq: int
    equipment: str
    good: int
    scrap: int = 0
    reason: str = ""
    person: str = ""
    lot: str = ""


@dataclass(frozen=True)
class PastPiece:
    """A piece with a serial number; ``passed`` is its last operation, 0 while in the first."""

    order: str
    lot: str
    passed: int = 0
    scrapped: bool = False


@dataclass(frozen=True)
class PastState:
    """A span of a machine's state, with its reason where somebody gave one."""

    equipment: str
    state: str
    start: datetime
    end: datetime | None
    reason: str = ""
    by: str = ""
    note: str = ""


@dataclass(frozen=True)
class PastLabour:
    """A stretch of somebody's work on an operation."""

    id: str
    person: str
    order: str
    seq: int
    equipment: str
    start: datetime
    end: datetime | None


@dataclass(frozen=True)
class History:
    """How many facts an import was given; those known before were left as they are."""

    orders: int
    operations: int
    quantities: int
    pieces: int
    states: int
    labour: int


@action(permission="execution.import", risk=Risk.INITIATE)
def import_history(
    work: Work,
    *,
    orders: list[PastOrder] | None = None,
    operations: list[PastOperation] | None = None,
    quantities: list[PastQuantity] | None = None,
    pieces: list[PastPiece] | None = None,
    states: list[PastState] | None = None,
    labour: list[PastLabour] | None = None,
) -> History:
    """Take over past orders, operations, quantities, pieces, machine states and hours as they were.

    No news is told, and no lots or stock are made: tracing and inventory have imports of their
    own. Orders known already are left out together with everything that belongs to them.
    """
    new = _unknown_orders(work, orders or [])
    fresh = {each.id for each in new}
    of_fresh = [each for each in operations or [] if each.order in fresh]
    made = {name: plant.product(work, product=name) for name in {each.product for each in new}}
    rows = [vars(_order(each, made[each.product])) for each in new]
    count = partial(add_many, work)
    return History(
        orders=count(store.orders, rows),
        operations=count(store.operations, _operation_rows(new, of_fresh, made)),
        quantities=count(store.quantities, [vars(q) for q in quantities or [] if q.order in fresh]),
        pieces=count(store.pieces, [vars(p) for p in pieces or [] if p.order in fresh]),
        states=count(store.spans, [vars(each) for each in states or []]),
        labour=count(store.labour, [vars(each) for each in labour or []]),
    )


def _unknown_orders(work: Work, orders: list[PastOrder]) -> list[PastOrder]:
    table = store.orders.c
    named = select(table.id).where(table.id.in_([each.id for each in orders]))
    known = set(work.db.execute(named).scalars())
    return [each for each in orders if each.id not in known]


def _order(past: PastOrder, made: Product) -> Order:
    facts = vars(past)
    return Order(
        **facts,
        source_id=past.id,
        revision=made.revision,
        traced_by=made.traced_by,
        unit=made.unit,
    )


def _operation_rows(
    orders: list[PastOrder], operations: list[PastOperation], made: dict[str, Product]
) -> list[dict[str, object]]:
    """Each step of each order's routing, as far as it had come."""
    known = {(each.order, each.seq): each for each in operations}
    frozen = {
        (product.id, step.seq): operation_row(Operation("", step.seq, step))
        for product in made.values()
        for step in product.routing
    }
    rows = []
    for order in orders:
        for step in made[order.product].routing:
            past = known.get((order.id, step.seq))
            row = frozen[order.product, step.seq] | {"order": order.id}
            rows.append(row | vars(past) if past else row)
    return rows
