"""Orders and operations: load for a change, and save."""

from dataclasses import asdict, fields
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, insert, select, update

from lineside.execution.errors import OperationUnknown, OrderUnknown
from lineside.execution.model import Operation, OperationState, Order, OrderState
from lineside.execution.store.tables import operations, orders
from lineside.kernel.bulk import add_rows
from lineside.kernel.work import Work
from lineside.plant.model import RouteStep

_step = TypeAdapter(RouteStep)
_ORDER = [each.name for each in fields(Order)]
_OPERATION = [each.name for each in fields(Operation)]


def load_order(work: Work, order: str) -> Order:
    """Load for a change; rivals on the same order wait, so that one of them wins."""
    row = work.db.execute(select(orders).where(orders.c.id == order).with_for_update()).first()
    if row is None:
        raise OrderUnknown(order=order)
    return restore_order(row)


def find_order(work: Work, source: str, source_id: str) -> Order | None:
    """The order that came under this number from this source, if any, locked for a change."""
    chosen = (orders.c.source == source) & (orders.c.source_id == source_id)
    row = work.db.execute(select(orders).where(chosen).with_for_update()).first()
    return restore_order(row) if row else None


def restore_order(row: Row[Any]) -> Order:
    facts = {name: getattr(row, name) for name in _ORDER}
    return Order(**facts | {"state": OrderState(row.state)})


def add_order(work: Work, order: Order, steps: list[RouteStep]) -> None:
    """Store a new order with its routing as it is now."""
    work.db.execute(insert(orders).values(asdict(order)))
    rows = [operation_row(Operation(order.id, step.seq, step)) for step in steps]
    work.db.execute(insert(operations), rows)


def change_order(work: Work, order: Order, steps: list[RouteStep]) -> None:
    """Replace an order that was not started, and its operations."""
    save_order(work, order)
    work.db.execute(operations.delete().where(operations.c.order == order.id))
    rows = [operation_row(Operation(order.id, step.seq, step)) for step in steps]
    work.db.execute(insert(operations), rows)


def save_order(work: Work, order: Order) -> None:
    work.db.execute(update(orders).where(orders.c.id == order.id).values(asdict(order)))


def load_operations(work: Work, order: str) -> list[Operation]:
    """The operations of an order in sequence; the order itself is the lock."""
    chosen = select(operations).where(operations.c.order == order).order_by(operations.c.seq)
    return [restore_operation(row) for row in work.db.execute(chosen)]


def load_operation(work: Work, order: str, seq: int) -> tuple[Order, list[Operation], int]:
    """An order, its operations, and where in them the operation stands, locked for a change."""
    found = load_order(work, order)
    steps = load_operations(work, order)
    for place, each in enumerate(steps):
        if each.seq == seq:
            return found, steps, place
    raise OperationUnknown(order=order, seq=seq, known=[each.seq for each in steps])


def restore_operation(row: Row[Any]) -> Operation:
    facts = {name: getattr(row, name) for name in _OPERATION}
    known = {"step": _step.validate_python(row.step), "state": OperationState(row.state)}
    return Operation(**facts | known)


def operation_row(operation: Operation) -> dict[str, Any]:
    facts = {name: getattr(operation, name) for name in _OPERATION}
    step = operation.step
    return facts | {
        "step": _step.dump_python(step, mode="json"),
        "name": step.name,
        "work_centre": step.work_centre,
        "standard_time_s": step.standard_time_s,
    }


def save_operation(work: Work, operation: Operation) -> None:
    facts = {name: getattr(operation, name) for name in _OPERATION if name != "step"}
    chosen = (operations.c.order == operation.order) & (operations.c.seq == operation.seq)
    work.db.execute(update(operations).where(chosen).values(facts))


def add_many(work: Work, table: Any, rows: list[dict[str, Any]]) -> int:
    """Insert rows that are not there yet; returns how many were given."""
    return add_rows(work, table, rows)
