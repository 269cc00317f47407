"""Orders, their operations, and the pieces that wait between them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lineside.execution import store
from lineside.execution.errors import OrderUnknown
from lineside.execution.model import Operation, OperationState, Order
from lineside.kernel.catalogue import query
from lineside.kernel.work import Work
from lineside.plant.model import Amount, Check, Need, SetPoint
from lineside.tracing import queries as tracing
from lineside.tracing.model import How

OPEN_STATES = ("pending", "accepted", "running", "paused")


@dataclass(frozen=True)
class OrderRow:
    """An order as lists show it; ``late`` when its due date has passed and it is not done."""

    id: str
    source: str
    source_id: str
    product: str
    revision: str
    quantity: int
    due: datetime
    priority: int
    customer: str
    state: str
    good: int
    scrap: int
    received_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    options: dict[str, str]
    late: bool


@dataclass(frozen=True)
class OperationView:
    """An operation with everything a station shows; ``waiting`` pieces are not reported yet."""

    order: str
    seq: int
    name: str
    name_de: str
    work_centre: str
    equipment: str
    alternatives: list[str]
    state: str
    arrived: int
    good: int
    scrap: int
    waiting: int
    lot: str
    started: datetime | None
    finished: datetime | None
    planned_start: datetime | None
    planned_end: datetime | None
    standard_time_s: float
    setup_family: str
    skill: str
    document: str
    materials: list[Need]
    checks: list[Check]
    set_points: list[SetPoint]
    checks_done: list[str]
    batch_pieces: int


@dataclass(frozen=True)
class ConsumedRow:
    """Material that an operation used."""

    seq: int
    material: str
    lot: str
    into: str
    quantity: Amount
    unit: str
    kind: str
    person: str
    at: datetime


@dataclass(frozen=True)
class OrderView:
    """An order with its operations, the material it used, its lots, and how its pieces balance.

    ``begun`` pieces are at all times ``good`` (finished), ``scrap`` and ``in_work``.
    """

    order: OrderRow
    operations: list[OperationView]
    materials: list[ConsumedRow]
    lots: list[str]
    begun: int
    in_work: int
    labour_minutes: float


@dataclass(frozen=True)
class WipRow:
    """Pieces that wait at an operation or are worked on there."""

    order: str
    product: str
    seq: int
    name: str
    equipment: str
    state: str
    waiting: int
    due: datetime


@query(permission="execution.read")
def orders(
    work: Work,
    *,
    state: str = "open",
    product: str = "",
    customer: str = "",
    search: str = "",
    due_before: datetime | None = None,
    limit: int = 500,
) -> list[OrderRow]:
    """Orders by urgency. ``state`` is open (all not closed), all, or one state."""
    table = store.orders
    wanted = select(table).order_by(table.c.priority, table.c.due, table.c.id)
    if state == "open":
        wanted = wanted.where(table.c.state.in_(OPEN_STATES))
    elif state != "all":
        wanted = wanted.where(table.c.state == state)
    for name, value in {"product": product, "customer": customer}.items():
        if value:
            wanted = wanted.where(table.c[name] == value)
    if search:
        wanted = wanted.where(table.c.id.icontains(search, autoescape=True))
    if due_before:
        wanted = wanted.where(table.c.due < due_before)
    rows = work.db.execute(wanted.limit(min(limit, 10_000)))
    return [order_row(row, work.at) for row in rows]


@dataclass(frozen=True)
class FoundOrder:
    """An order that a text names: exact, alike but for doubles such as O and 0, or a guess."""

    read: str
    order: str
    how: How
    likeness: float
    product: str
    state: str


@query(permission="execution.read")
def find_orders(work: Work, *, texts: list[str]) -> list[FoundOrder]:
    """Orders named by texts that were read from a label or paper, best first.

    What readers confuse (O and 0, I and 1, B and 8, ...) is forgiven, as for lots.
    """
    table = store.orders
    found = tracing.matches_among(work, table.c.id, table.c.received_at, texts)
    wanted = select(table).where(table.c.id.in_([match.id for match in found]))
    rows = {row.id: row for row in work.db.execute(wanted)}
    return [
        FoundOrder(m.read, m.id, m.how, m.likeness, rows[m.id].product, rows[m.id].state)
        for m in found
    ]


def order_row(row: Any, at: datetime) -> OrderRow:
    late = row.due < (row.finished_at or at) and row.state != "cancelled"
    facts = {name: getattr(row, name) for name in OrderRow.__dataclass_fields__ if name != "late"}
    return OrderRow(**facts, late=late)


@query(permission="execution.read")
def order(work: Work, *, order: str) -> OrderView:
    """One order with its route, material, lots and the balance of its pieces."""
    found = work.db.execute(select(store.orders).where(store.orders.c.id == order)).first()
    if found is None:
        raise OrderUnknown(order=order)
    operations = operation_views(work, {order: found.quantity})[order]
    lots = [name for each in operations if (name := each.lot)]
    begun = operations[0].good + operations[0].scrap
    return OrderView(
        order=order_row(found, work.at),
        operations=operations,
        materials=_consumed(work, order),
        lots=sorted({*lots, *_serials(work, order)}),
        begun=begun,
        in_work=begun - operations[-1].good - sum(each.scrap for each in operations),
        labour_minutes=_labour_minutes(work, order),
    )


def operation_views(work: Work, quantities: dict[str, int]) -> dict[str, list[OperationView]]:
    """The operations of orders in sequence, with what arrived at each; ``quantities`` are the
    orders' own, by id."""
    o = store.operations.c
    wanted = select(store.operations).where(o.order.in_(quantities)).order_by(o.order, o.seq)
    done = _checks_done(work, list(quantities))
    arrived = dict(quantities)
    views: dict[str, list[OperationView]] = {order: [] for order in quantities}
    for row in work.db.execute(wanted):
        each = store.restore_operation(row)
        checks = sorted(done.get((each.order, each.seq), ()))
        views[each.order].append(_operation_view(each, arrived[each.order], checks))
        arrived[each.order] = each.good
    return views


def _operation_view(operation: Operation, arrived: int, checks_done: list[str]) -> OperationView:
    step, batch = operation.step, operation.step.batch
    return OperationView(
        order=operation.order,
        seq=operation.seq,
        name=step.name,
        name_de=step.name_de,
        work_centre=step.work_centre,
        equipment=operation.equipment,
        alternatives=step.equipment,
        state=operation.state,
        arrived=arrived,
        good=operation.good,
        scrap=operation.scrap,
        waiting=operation.waiting(arrived) if operation.state is not OperationState.DONE else 0,
        lot=operation.lot,
        started=operation.started,
        finished=operation.finished,
        planned_start=operation.planned_start,
        planned_end=operation.planned_end,
        standard_time_s=step.standard_time_s,
        setup_family=step.setup_family,
        skill=step.skill,
        document=step.document,
        materials=step.materials,
        checks=step.checks,
        set_points=step.set_points,
        checks_done=checks_done,
        batch_pieces=batch.maximum_lots if batch else 0,
    )


def _checks_done(work: Work, orders: list[str]) -> dict[tuple[str, int], set[str]]:
    table = store.checks.c
    wanted = select(table.order, table.seq, table.check).where(table.order.in_(orders))
    found: dict[tuple[str, int], set[str]] = {}
    for row in work.db.execute(wanted):
        found.setdefault((row.order, row.seq), set()).add(row.check)
    return found


def _consumed(work: Work, order: str) -> list[ConsumedRow]:
    table = store.consumptions
    wanted = select(table).where(table.c.order == order).order_by(table.c.id)
    return [
        ConsumedRow(
            seq=row.seq,
            material=row.material,
            lot=row.lot,
            into=row.into,
            quantity=row.quantity,
            unit=row.unit,
            kind=row.kind,
            person=row.person,
            at=row.at,
        )
        for row in work.db.execute(wanted)
    ]


def _serials(work: Work, order: str) -> list[str]:
    wanted = select(store.pieces.c.lot).where(store.pieces.c.order == order)
    return list(work.db.execute(wanted).scalars())


def _labour_minutes(work: Work, order: str) -> float:
    table = store.labour.c
    rows = work.db.execute(select(table.start, table.end).where(table.order == order))
    return float(sum(((row.end or work.at) - row.start).total_seconds() for row in rows) / 60)


def open_orders(work: Work) -> list[tuple[Order, list[Operation]]]:
    """Every order that is not closed with its operations in sequence, most urgent order first."""
    o, p = store.operations, store.orders
    is_open = p.c.state.in_(OPEN_STATES)
    rows = work.db.execute(
        select(o).join(p, p.c.id == o.c.order).where(is_open).order_by(o.c.order, o.c.seq)
    )
    steps: dict[str, list[Operation]] = {}
    for row in rows:
        steps.setdefault(row.order, []).append(store.restore_operation(row))
    wanted = select(p).where(is_open).order_by(p.c.priority, p.c.due, p.c.id)
    found = [store.restore_order(row) for row in work.db.execute(wanted)]
    return [(order, steps[order.id]) for order in found if order.id in steps]


def running_on(work: Work, *, order: str, seq: int) -> str:
    """The machine on which an operation runs or was laid aside; empty where it has not begun."""
    o = store.operations.c
    begun = o.state.in_(("running", "paused"))
    wanted = select(o.equipment).where(o.order == order, o.seq == seq, begun)
    return str(work.db.execute(wanted).scalar() or "")


@query(permission="execution.read")
def wip(work: Work, *, product: str = "", work_centre: str = "") -> list[WipRow]:
    """Work in progress: pieces that reached an operation and have not left it."""
    o, p = store.operations, store.orders
    wanted = (
        select(o, p.c.product, p.c.due, p.c.quantity, p.c.started_at)
        .join(p, p.c.id == o.c.order)
        .where(p.c.state.in_(OPEN_STATES), p.c.started_at.is_not(None))
        .order_by(p.c.priority, p.c.due, o.c.order, o.c.seq)
    )
    if product:
        wanted = wanted.where(p.c.product == product)
    found: list[WipRow] = []
    passed_on: dict[str, int] = {}
    for row in work.db.execute(wanted):
        arrived = passed_on.get(row.order, row.quantity)
        passed_on[row.order] = row.good
        waiting = arrived - row.good - row.scrap
        if waiting > 0 and (not work_centre or row.work_centre == work_centre):
            found.append(_wip_row(row, waiting))
    return found


def _wip_row(row: Any, waiting: int) -> WipRow:
    return WipRow(
        row.order, row.product, row.seq, row.name, row.equipment, row.state, waiting, row.due
    )
