"""How execution remembers."""

from lineside.execution.store.ordering import (
    add_many,
    add_order,
    change_order,
    find_order,
    load_operation,
    load_operations,
    load_order,
    restore_operation,
    restore_order,
    save_operation,
    save_order,
)
from lineside.execution.store.tables import (
    checks,
    consumptions,
    labour,
    notes,
    operations,
    orders,
    pieces,
    quantities,
    scans,
    spans,
)
from lineside.execution.store.timelines import (
    classify,
    close_labour,
    open_labour,
    place_state,
)

__all__ = [
    "add_many", "add_order", "change_order", "checks", "classify", "close_labour", "consumptions",
    "find_order", "labour", "load_operation", "load_operations", "load_order", "notes",
    "open_labour", "operations", "orders", "pieces", "place_state", "quantities",
    "restore_operation", "restore_order", "save_operation", "save_order", "scans", "spans",
]  # fmt: skip
