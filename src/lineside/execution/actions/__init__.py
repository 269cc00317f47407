"""What one may do in execution."""

from lineside.execution.actions.history import (
    PastLabour,
    PastOperation,
    PastOrder,
    PastPiece,
    PastQuantity,
    PastState,
    import_history,
)
from lineside.execution.actions.material import consume_material, return_material, scan_material
from lineside.execution.actions.ordering import (
    Assignment,
    assign_operations,
    cancel_order,
    receive_order,
    set_priority,
)
from lineside.execution.actions.people import add_note, clock_in, clock_out
from lineside.execution.actions.station import (
    complete_operation,
    pause_operation,
    record_check,
    report_quantity,
    start_operation,
)
from lineside.execution.actions.stops import classify_downtime, note_state

__all__ = [
    "Assignment", "PastLabour", "PastOperation", "PastOrder", "PastPiece", "PastQuantity",
    "PastState", "add_note", "assign_operations", "cancel_order", "classify_downtime", "clock_in",
    "clock_out", "complete_operation", "consume_material", "import_history", "note_state",
    "pause_operation", "receive_order", "record_check", "report_quantity", "return_material",
    "scan_material", "set_priority", "start_operation",
]  # fmt: skip
