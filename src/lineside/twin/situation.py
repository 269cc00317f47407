"""The plant as it stands now, as the simulation needs it: facts, lots on their way, stops.

Bought material counts as there; components that the plant makes itself come from the store as it
is now. Nothing arrives beyond the open orders.
"""

import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from lineside.execution import queries as execution
from lineside.inventory import queries as inventory
from lineside.kernel.work import Work
from lineside.maintenance import queries as maintenance
from lineside.plant import queries as plant
from lineside.plant.model import Product, RouteStep
from lineside.telemetry import queries as telemetry
from lineside.twin.distributions import Distribution
from lineside.twin.line import Calendar, Failure, Release
from lineside.twin.plant_line import Charge, Made, Operation, PlantFacts

HISTORY = timedelta(days=30)
LEAST_FAILURES = 5
USUAL_REPAIR_H = 4.0
RULE = "due"


@dataclass(frozen=True)
class Stop:
    """A machine stands in this time, in seconds from now."""

    machine: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Situation:
    """Everything that a run from now on begins with."""

    facts: PlantFacts
    releases: tuple[Release, ...]
    stops: tuple[Stop, ...]
    work_centres: dict[tuple[str, int], str] = field(default_factory=dict)

    @property
    def lot_sizes(self) -> dict[str, int]:
        return {made.name: made.lot_size for made in self.facts.products}


def facts_now(work: Work, horizon: timedelta) -> tuple[PlantFacts, list[Product]]:
    """The plant's master data with its failures of the last month and the stock there is."""
    units = plant.equipment_tree(work, kind="unit")
    kinds = {unit.id: str(unit.facts.get("kind") or unit.parent) for unit in units}
    products = [each for each in plant.products(work) if each.routing]
    made = {each.id for each in products}
    calendars = _calendars(work, kinds, horizon)
    return (
        PlantFacts(
            name="plant",
            kinds=_used(kinds, products),
            products=[_made(each, made) for each in products],
            setup_s=_setups(work),
            failures=_failures(work, kinds),
            calendars=calendars,
            manned={kind: kind for kind in calendars},
            opening=_opening(work, made),
            rule=RULE,
        ),
        products,
    )


def situation_now(work: Work, horizon: timedelta) -> Situation:
    """The plant as it stands: open orders where they are, machines that stand, windows."""
    facts, products = facts_now(work, horizon)
    centres = {(p.id, at): s.work_centre for p in products for at, s in enumerate(p.routing)}
    return Situation(facts, _releases(work, products), _stops(work, facts), centres)


def _used(kinds: dict[str, str], products: list[Product]) -> dict[str, str]:
    """Machines that some routing names, with their kinds."""
    named = {unit for each in products for step in each.routing for unit in step.equipment}
    return {unit: kind for unit, kind in kinds.items() if unit in named}


def _made(product: Product, made: set[str]) -> Made:
    size = 1 if product.is_serial() else max(1, product.lot_size)
    steps = tuple(_operation(step, made) for step in product.routing)
    return Made(product.id, size, steps)


def _operation(step: RouteStep, made: set[str]) -> Operation:
    needs = {n.material: max(1, round(n.quantity)) for n in step.materials if n.material in made}
    batch = step.batch
    charge = None
    if batch is not None:
        charge = Charge(
            batch.charge_time_s, batch.maximum_lots, batch.minimum_lots, batch.maximum_wait_s
        )
    return Operation(tuple(step.equipment), step.standard_time_s, step.setup_family, needs, charge)


def _setups(work: Work) -> dict[str, dict[str, dict[str, float]]]:
    found: dict[str, dict[str, dict[str, float]]] = {}
    for each in plant.setup_matrix(work):
        rows = found.setdefault(each.machine_kind, {})
        rows.setdefault(each.from_family, {})[each.to_family] = each.setup_s
    return found


def _failures(work: Work, kinds: dict[str, str]) -> dict[str, tuple[Failure, ...]]:
    """Per kind of machine the mean times between failures and to repair; few failures tell none."""
    downs: dict[str, list[float]] = {}
    worked: dict[str, float] = {}
    for span in telemetry.machine_states(work, start=work.at - HISTORY, end=work.at):
        kind = kinds.get(span.equipment, "")
        start = max(span.start, work.at - HISTORY)
        seconds = ((span.end or work.at) - start).total_seconds()
        if span.state == "down" and span.end is not None:
            downs.setdefault(kind, []).append(max(seconds, 1.0))
        elif span.state == "running":
            worked[kind] = worked.get(kind, 0.0) + seconds
    return {
        kind: (
            Failure(
                Distribution.exponential(worked[kind] / len(lengths)),
                Distribution.exponential(sum(lengths) / len(lengths)),
            ),
        )
        for kind, lengths in downs.items()
        if len(lengths) >= LEAST_FAILURES and worked.get(kind, 0.0) > 0
    }


def _calendars(work: Work, kinds: dict[str, str], horizon: timedelta) -> dict[str, Calendar]:
    """When kinds of machines are manned, for those that do not run through."""
    found: dict[str, Calendar] = {}
    for kind in dict.fromkeys(kinds.values()):
        unit = next(name for name, of in kinds.items() if of == kind)
        spans = plant.working_intervals(work, equipment=unit, start=work.at, end=work.at + horizon)
        told = tuple((_seconds(work, s.start), _seconds(work, s.end)) for s in spans)
        if told and sum(b - a for a, b in told) < horizon.total_seconds() - 1:
            found[kind] = Calendar(told)
    return found


def _seconds(work: Work, at: datetime) -> float:
    return (at - work.at).total_seconds()


def _opening(work: Work, made: set[str]) -> dict[str, int]:
    rows = inventory.balances(work)
    return {row.material: int(row.available) for row in rows if row.material in made}


def _releases(work: Work, products: list[Product]) -> tuple[Release, ...]:
    """Each lot of each open order, at the step where it waits or is worked on."""
    by_id = {each.id: each for each in products}
    found: list[Release] = []
    for order, operations in execution.open_orders(work):
        product = by_id.get(order.product)
        if product is None:
            continue
        due = _seconds(work, order.due)
        places = {step.seq: at for at, step in enumerate(product.routing)}
        arrived = order.quantity
        for operation in operations:
            here = 0 if operation.state == "done" else operation.waiting(arrived)
            arrived = operation.good
            if here > 0 and operation.seq in places:
                found.extend(lots(product, here, places[operation.seq], due, len(found)))
    return tuple(found)


def lots(
    product: Product, pieces: int, step: int, due_s: float, first_key: int, at_s: float = 0.0
) -> list[Release]:
    """Pieces as the lots that travel together (serial products one by one)."""
    size = 1 if product.is_serial() else max(1, product.lot_size)
    return [
        Release(at_s, product.id, first_key + k, due_s=due_s, step=step)
        for k in range(math.ceil(pieces / size))
    ]


def _stops(work: Work, facts: PlantFacts) -> tuple[Stop, ...]:
    """Machines that stand now until their usual repair, and the maintenance that is planned."""
    found = []
    for span in telemetry.current_states(work):
        if span.equipment in facts.kinds and span.state in ("down", "maintenance"):
            usual = facts.failures.get(facts.kinds[span.equipment])
            mean_s = usual[0].to_repair_s.mean if usual else USUAL_REPAIR_H * 3600
            found.append(Stop(span.equipment, 0.0, mean_s))
    for order in maintenance.work_orders(work):
        if order.equipment in facts.kinds:
            start, end = _seconds(work, order.start), _seconds(work, order.end)
            if end > 0:
                found.append(Stop(order.equipment, max(0.0, start), end))
    return tuple(found)


def reported(work: Work, start: datetime) -> list[Any]:
    """Every report of pieces since a time."""
    return list(execution.output(work, start=start, end=work.at, limit=50_000))
