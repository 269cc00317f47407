"""Orders: received, prioritised, given a place in the plan, cancelled."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from lineside.execution import store
from lineside.execution.errors import OrderDiffers, OrderInvalid
from lineside.execution.events import OrderChanged
from lineside.execution.model import Order, OrderState
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.plant.model import Product

DEFAULT_PRIORITY = 5


@dataclass(frozen=True)
class Assignment:
    """Where and when the plan puts an operation."""

    order: str
    seq: int
    equipment: str
    start: datetime
    end: datetime


@action(permission="execution.receive", risk=Risk.INITIATE)
def receive_order(
    work: Work,
    *,
    order: str,
    product: str,
    quantity: int,
    due: datetime,
    priority: int = DEFAULT_PRIORITY,
    customer: str = "",
    source: str = "lineside",
    source_id: str = "",
    options: dict[str, str] | None = None,
) -> str:
    """Take in a production order; its routing and bill of material are frozen on it.

    The same order again (same source and number there) changes nothing; with other content it
    changes an order that was not started and is refused for one that was.
    """
    made = plant.product(work, product=product)
    if quantity <= 0 or not made.routing or due.tzinfo is None:
        raise OrderInvalid(order=order, quantity=quantity, operations=len(made.routing))
    known = store.find_order(work, source, source_id or order)
    if known is not None:
        return _again(work, known, made, quantity, due, priority)
    new = Order(
        id=order,
        source=source,
        source_id=source_id or order,
        product=product,
        revision=made.revision,
        quantity=quantity,
        due=due,
        priority=priority,
        customer=customer,
        received_at=work.at,
        traced_by=made.traced_by,
        unit=made.unit,
        options=options or {},
    )
    store.add_order(work, new, made.routing)
    work.tell(new.announce())
    return order


def _again(
    work: Work, known: Order, made: Product, quantity: int, due: datetime, priority: int
) -> str:
    given = (made.id, quantity, due, priority)
    if given == (known.product, known.quantity, known.due, known.priority):
        return known.id
    if known.state not in (OrderState.PENDING, OrderState.ACCEPTED) or known.product != made.id:
        raise OrderDiffers(order=known.id, state=known.state, product=known.product)
    known.quantity, known.due, known.priority = quantity, due, priority
    known.revision = made.revision
    store.change_order(work, known, made.routing)
    work.tell(OrderChanged(known.id, quantity, due, priority))
    return known.id


@action(permission="execution.prioritise", risk=Risk.EXECUTE, everyday=True)
def set_priority(work: Work, *, order: str, priority: int) -> None:
    """Give an order another priority (a lower number goes first); the queues follow at once."""
    found = store.load_order(work, order)
    work.tell(found.prioritise(priority, work.actor.id))
    store.save_order(work, found)


@action(permission="execution.cancel", risk=Risk.EXECUTE)
def cancel_order(work: Work, *, order: str, reason: str) -> None:
    """Make an order no further; what was made of it stays."""
    found = store.load_order(work, order)
    work.tell(found.cancel(reason, work.actor.id))
    store.save_order(work, found)
    table = store.operations
    open_ones = table.c.state.in_(("pending", "running", "paused"))
    chosen = update(table).where(table.c.order == order, open_ones)
    work.db.execute(chosen.values(state="cancelled"))


@action(permission="execution.assign", risk=Risk.INITIATE)
def assign_operations(work: Work, *, assignments: list[Assignment]) -> int:
    """Put operations that have not begun on the machines and times of a plan; returns how many.

    Operations that run or are done stay where they are. The orders count as accepted.
    """
    table, count = store.operations, 0
    for each in sorted(assignments, key=lambda a: (a.order, a.seq)):
        chosen = (table.c.order == each.order) & (table.c.seq == each.seq)
        placed = {"planned_start": each.start, "planned_end": each.end}
        waiting = chosen & (table.c.state == "pending")
        found = work.db.execute(
            update(table).where(waiting).values(placed | {"equipment": each.equipment})
        )
        count += int(found.rowcount)
    orders = store.orders
    named = orders.c.id.in_({each.order for each in assignments})
    pending = update(orders).where(named, orders.c.state == "pending")
    work.db.execute(pending.values(state="accepted"))
    return count
