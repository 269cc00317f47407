"""What one may ask of execution."""

from lineside.execution.queries.figures import (
    Figure,
    LossRow,
    Oee,
    availability,
    first_pass_yield,
    losses,
    oee,
    oee_by_unit,
    on_time_delivery,
    performance,
    quality_ratio,
    scrap_ratio,
    throughput,
)
from lineside.execution.queries.ordering import (
    FoundOrder,
    OperationView,
    OrderRow,
    OrderView,
    WipRow,
    find_orders,
    open_orders,
    order,
    orders,
    running_on,
    wip,
)
from lineside.execution.queries.records import (
    LabourRow,
    Note,
    ProductionRecord,
    QuantityRow,
    labour,
    notes,
    output,
    production_record,
)
from lineside.execution.queries.shifts import (
    HourRow,
    ShiftMonitor,
    ShiftSummary,
    Stop,
    downtime,
    shift_monitor,
    shift_summary,
)
from lineside.execution.queries.station import DispatchRow, Shortage, dispatch_list, shortages

__all__ = [
    "DispatchRow", "Figure", "FoundOrder", "HourRow", "LabourRow", "LossRow", "Note", "Oee",
    "OperationView", "OrderRow", "OrderView", "ProductionRecord", "QuantityRow", "ShiftMonitor",
    "ShiftSummary", "Shortage", "Stop", "WipRow", "availability", "dispatch_list", "downtime",
    "find_orders", "first_pass_yield", "labour", "losses", "notes", "oee", "oee_by_unit",
    "on_time_delivery", "open_orders", "order", "orders", "output", "performance",
    "production_record", "quality_ratio", "running_on", "scrap_ratio", "shift_monitor",
    "shift_summary", "shortages", "throughput", "wip",
]  # fmt: skip
