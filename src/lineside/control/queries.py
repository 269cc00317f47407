"""What one may ask of control."""

from datetime import datetime

from sqlalchemy import select

from lineside.control import store
from lineside.control.errors import LimitUnknown
from lineside.control.model import Limit, Write
from lineside.kernel.catalogue import query
from lineside.kernel.quantities import convert
from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.telemetry import queries as telemetry
from lineside.telemetry.model import Quality
from lineside.telemetry.ports import LiveValues


@query(permission="control.read", scope="equipment")
def limits(work: Work, *, equipment: str = "") -> list[Limit]:
    """What may be written: the products' set-points that have both limits, by machine.

    Where several products run on a machine the limits are those that all of them allow.
    """
    wanted = {unit.id for unit in plant.units_under(work, equipment)}
    found: dict[tuple[str, str], Limit] = {}
    for product in plant.products(work):
        for step in product.routing:
            for point in step.set_points:
                if point.low is None or point.high is None:
                    continue
                for unit in wanted.intersection(step.equipment):
                    new = Limit(unit, point.signal, point.value, point.low, point.high,
                                point.unit, [product.id])  # fmt: skip
                    key = (unit, point.signal)
                    found[key] = _both(found[key], new) if key in found else new
    return [found[key] for key in sorted(found) if found[key].low < found[key].high]


def _both(one: Limit, other: Limit) -> Limit:
    """What two products allow together; products that need other values have none."""
    low, high = max(one.low, other.low), min(one.high, other.high)
    value = min(max(one.value, low), high)
    products = sorted({*one.products, *other.products})
    return Limit(one.equipment, one.parameter, value, low, high, one.unit, products)


def limit(work: Work, equipment: str, parameter: str) -> Limit:
    """The limits of one parameter; refuses where none were validated."""
    unit = plant.equipment(work, equipment=equipment)
    found = [each for each in limits(work, equipment=unit.id) if each.parameter == parameter]
    if not found:
        raise LimitUnknown(equipment=unit.id, parameter=parameter)
    return found[0]


def present_value(work: Work, bounds: Limit) -> float:
    """The set-point now: as the machine tells, as last written, or the product's usual value."""
    told = signal_value(work, bounds)
    if told is not None:
        return told[0]
    last = store.last_value(work, bounds.equipment, bounds.parameter)
    return bounds.value if last is None else float(last)


def signal_value(work: Work, bounds: Limit) -> tuple[float, datetime] | None:
    """What the machine's own signal says, in the limits' unit, and since when."""
    values = work.world.ports.get(LiveValues)
    tags = telemetry.tags(work, equipment=bounds.equipment)
    tag = next((each for each in tags if each.signal == bounds.parameter), None)
    known = values.value(tag.id) if values and tag else None
    if tag is None or known is None or known[1] == Quality.BAD or known[0] != known[0]:
        return None
    both = tag.unit and bounds.unit
    value = convert(known[0], tag.unit, bounds.unit) if both else known[0]
    return float(value), known[2]


@query(permission="control.read", scope="equipment")
def writes(work: Work, *, equipment: str = "", limit: int = 200) -> list[Write]:
    """Every write of a set-point, newest first: who, why, and whether the machine took it."""
    table = store.writes
    wanted = select(table).order_by(table.c.at.desc(), table.c.id.desc()).limit(min(limit, 1000))
    if equipment:
        wanted = wanted.where(table.c.equipment == equipment)
    return [store.restore(row) for row in work.db.execute(wanted)]
