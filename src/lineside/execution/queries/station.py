"""A station's queue, and the material that orders will lack."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select

from lineside.execution import store
from lineside.execution.queries.ordering import OPEN_STATES, OperationView, operation_views
from lineside.inventory import queries as inventory
from lineside.kernel.catalogue import query
from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.plant.model import Amount

_RANK = {"running": 0, "paused": 1, "pending": 2}


@dataclass(frozen=True)
class DispatchRow:
    """One entry of a station's queue.

    ``ready`` tells whether it can begin now; if not, ``blocked_by`` says why as a code.
    """

    order: str
    product: str
    customer: str
    priority: int
    due: datetime
    quantity: int
    ready: bool
    blocked_by: str
    operation: OperationView


@dataclass(frozen=True)
class Shortage:
    """A material of which open orders need more than is free, and the first one that lacks it."""

    material: str
    unit: str
    needed: Amount
    free: Amount
    short: Amount
    order: str
    due: datetime
    orders: list[str]


@query(permission="execution.read", scope="equipment")
def dispatch_list(work: Work, *, equipment: str, limit: int = 50) -> list[DispatchRow]:
    """The queue of a machine: what runs, then by plan, priority and due date.

    Operations that the plan has not placed show on every machine that may do them.
    """
    unit = plant.equipment(work, equipment=equipment).id
    o, p = store.operations, store.orders
    here = or_(
        o.c.equipment == unit, (o.c.equipment == "") & o.c.step["equipment"].contains([unit])
    )
    wanted = (
        select(o.c.seq, o.c.state, p)
        .join(p, p.c.id == o.c.order)
        .where(here, o.c.state.in_(tuple(_RANK)), p.c.state.in_(OPEN_STATES))
        .order_by(o.c.planned_start.nulls_last(), p.c.priority, p.c.due, p.c.id)
    )
    rows = sorted(work.db.execute(wanted), key=lambda row: _RANK[row[1]])[: min(limit, 500)]
    views = operation_views(work, {row.id: row.quantity for row in rows})
    return [_dispatch_row(row, views[row.id]) for row in rows]


def _dispatch_row(row: Any, views: list[OperationView]) -> DispatchRow:
    operation = next(each for each in views if each.seq == row.seq)
    blocked_by = "" if operation.waiting > 0 else "step_before_open"
    return DispatchRow(
        order=row.id,
        product=row.product,
        customer=row.customer,
        priority=row.priority,
        due=row.due,
        quantity=row.quantity,
        ready=not blocked_by,
        blocked_by=blocked_by,
        operation=operation,
    )


@query(permission="execution.read")
def shortages(work: Work) -> list[Shortage]:
    """Materials that open orders will lack, in order of the due date of the first one short."""
    free = {row.material: row.available for row in inventory.balances(work)}
    needed: dict[str, Decimal] = {}
    first: dict[str, Any] = {}
    named: dict[str, list[str]] = {}
    units: dict[str, str] = {}
    for order, material, unit, quantity in _needs(work):
        needed[material] = needed.get(material, Decimal(0)) + quantity
        units[material] = unit
        if needed[material] > free.get(material, Decimal(0)):
            first.setdefault(material, order)
            named.setdefault(material, []).append(order.id)
    found = [
        Shortage(
            material=material,
            unit=units[material],
            needed=needed[material],
            free=free.get(material, Decimal(0)),
            short=needed[material] - free.get(material, Decimal(0)),
            order=order.id,
            due=order.due,
            orders=sorted(set(named[material])),
        )
        for material, order in first.items()
    ]
    return sorted(found, key=lambda row: (row.due, row.material))


def _needs(work: Work) -> list[tuple[Any, str, str, Decimal]]:
    """What open orders still need, most urgent order first."""
    o, p = store.operations, store.orders
    wanted = (
        select(p, o.c.step, (p.c.quantity - o.c.good - o.c.scrap).label("left"))
        .join(o, o.c.order == p.c.id)
        .where(p.c.state.in_(OPEN_STATES), o.c.state.in_(tuple(_RANK)))
        .order_by(p.c.priority, p.c.due, p.c.id)
    )
    return [
        (row, need["material"], need["unit"], Decimal(str(need["quantity"])) * max(0, row.left))
        for row in work.db.execute(wanted)
        for need in row.step["materials"]
    ]
