"""The plant's present situation as a schedule problem, and plans back in plant time.

A tick is a minute; tick 0 is the moment of planning.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lineside.execution import queries as execution
from lineside.kernel.intervals import Interval, subtract
from lineside.kernel.work import Work
from lineside.maintenance import queries as maintenance
from lineside.maintenance.model import WorkOrder
from lineside.plant import queries as plant
from lineside.plant.model import RouteStep
from lineside.scheduling import store
from lineside.scheduling.charges import charges
from lineside.scheduling.errors import NothingToPlan
from lineside.scheduling.model import Closed
from lineside.scheduling.problem import (
    Bar,
    Job,
    Lock,
    Machine,
    Mode,
    Operation,
    Plan,
    Problem,
    Window,
)
from lineside.scheduling.tending import MINUTE, Place, places

HORIZON = timedelta(days=21)
# Of a charge that should be out already, so much is still expected.
LEAST_LEFT = 0.02


@dataclass(frozen=True)
class Step:
    """An open operation with what the plan shows of it; ``quantity`` is left of ``whole``."""

    id: str
    order: str
    seq: int
    step: RouteStep
    product: str
    quantity: int
    whole: int
    due: datetime
    state: str
    running_on: str
    started: datetime | None

    @property
    def runs(self) -> bool:
        return self.state == "running" and self.running_on in self.step.equipment

    @property
    def runs_on(self) -> str:
        return self.running_on if self.runs else ""

    @property
    def alike(self) -> tuple[str, ...]:
        return (str(self.seq), self.step.setup_family, *self.step.equipment)


@dataclass(frozen=True)
class Situation:
    """The problem, the moment of its tick 0, and the steps behind its operations.

    ``begun`` names what occupies a machine now.
    """

    problem: Problem
    origin: datetime
    steps: dict[str, Step]
    closed: list[Closed]
    places: dict[str, Place]
    begun: frozenset[str]

    def at(self, tick: int) -> datetime:
        return self.origin + tick * MINUTE

    def tick(self, at: datetime) -> int:
        return round((at - self.origin) / MINUTE)

    def began(self, name: str) -> datetime | None:
        """When an operation began that occupies its machine now; none for any other."""
        return self.steps[name].started if name in self.begun else None

    def tends(self, operator: str | None, tick: int) -> str:
        """The person who fills an operator's place at a tick, or empty."""
        place = self.places.get((operator or "").split("#")[0])
        return place.at(self.at(tick)) if place else ""


def state(work: Work, *, without: Sequence[str] = ()) -> Situation:
    """The situation now; work orders named in ``without`` are left out (to see what they move)."""
    origin = work.at.replace(second=0, microsecond=0)
    steps = _open_steps(work)
    if not steps:
        raise NothingToPlan(at=origin)
    orders = [each for each in maintenance.work_orders(work) if each.id not in without]
    machines, closed = _machines(work, steps, origin, orders)
    whole = Interval(origin, origin + HORIZON)
    skills = {each.step.skill for each in steps.values() if each.step.skill}
    people = plant.people(work, role="operator")
    filled = places(people, plant.calendar_of(work), whole, skills)
    manned = {skill for each in filled for skill in each.skills}
    charge = _charge_of(steps)
    begun = _begun(steps, machines, charge)
    problem = Problem(
        jobs=tuple(_jobs(steps, origin)),
        operations=tuple(_operations(steps, manned, begun, charge, origin)),
        machines=machines,
        operators=tuple(each for place in filled for each in place.operators(whole)),
        setups=_setups(work),
        locks=tuple(_locks(work, steps, begun, origin)),
        name="plant",
    )
    return Situation(
        problem, origin, steps, closed, {each.id: each for each in filled}, frozenset(begun)
    )


def _open_steps(work: Work) -> dict[str, Step]:
    """What is still to be done, in the order of each routing."""
    found: dict[str, Step] = {}
    for order, operations in execution.open_orders(work):
        for each in operations:
            left = order.quantity - each.good - each.scrap
            if left <= 0 or each.state in ("done", "cancelled") or not each.step.equipment:
                continue
            name = f"{order.id}/{each.seq}"
            found[name] = Step(
                name, order.id, each.seq, each.step, order.product, left, order.quantity,
                order.due, each.state, each.equipment, each.started,
            )  # fmt: skip
    return found


def _jobs(steps: dict[str, Step], origin: datetime) -> list[Job]:
    due = {step.order: step.due for step in steps.values()}
    return [
        Job(order, due=max(0, round((at - origin) / MINUTE))) for order, at in sorted(due.items())
    ]


def _operations(
    steps: dict[str, Step],
    manned: set[str],
    begun: set[str],
    charge: dict[str, str],
    origin: datetime,
) -> list[Operation]:
    """What has begun needs nobody named: it runs, so somebody tends it."""
    made = []
    before: dict[str, str] = {}
    for step in sorted(steps.values(), key=lambda each: (each.order, each.seq)):
        minutes = max(1, math.ceil(_work_s(step, origin) / 60))
        skilled = step.step.skill in manned and step.id not in begun
        made.append(
            Operation(
                id=step.id,
                job=step.order,
                modes=tuple(Mode(machine, minutes) for machine in step.step.equipment),
                after=(before[step.order],) if step.order in before else (),
                family=step.step.setup_family,
                skill=step.step.skill if skilled else None,
                batch=charge.get(step.id),
            )
        )
        before[step.order] = step.id
    return made


def _charge_of(steps: dict[str, Step]) -> dict[str, str]:
    """The charge of each operation that shares a furnace; one alone needs none."""
    found: dict[str, str] = {}
    sizes = {each.step.batch.maximum_lots for each in steps.values() if each.step.batch}
    for most in sorted(sizes):
        alike = [s for s in steps.values() if s.step.batch and s.step.batch.maximum_lots == most]
        for ids in charges(alike, most):
            found |= {each: ids[0] for each in ids if len(ids) > 1}
    return found


def _work_s(step: Step, origin: datetime) -> float:
    """Seconds still to work. A charge takes its own time however many pieces are in it.

    Where pieces are not counted before the lot ends, what has run so long is so far done.
    """
    charge = step.step.batch.charge_time_s if step.step.batch else 0.0
    left = charge or step.step.standard_time_s * step.quantity
    if not step.runs or step.started is None or step.quantity < step.whole:
        return left
    ran = (origin - step.started).total_seconds()
    return max(left - ran, charge * LEAST_LEFT, step.step.standard_time_s)


def _begun(steps: dict[str, Step], machines: Sequence[Machine], charge: dict[str, str]) -> set[str]:
    """What occupies its machine now: the first that was started there, with its charge."""
    shut = {m.id for m in machines if any(w.start <= 0 < w.end for w in m.windows)}
    earlier: set[str] = set()
    first: dict[str, Step] = {}
    for step in sorted(steps.values(), key=lambda each: (each.order, each.seq)):
        if step.runs and step.order not in earlier and step.running_on not in shut:
            known = first.get(step.running_on)
            if known is None or _when(step) < _when(known):
                first[step.running_on] = step
        earlier.add(step.order)
    begun = {each.id for each in first.values()}
    with_them = {charge[each] for each in begun if each in charge}
    return begun | {each for each, name in charge.items() if name in with_them}


def _when(step: Step) -> tuple[bool, datetime, str]:
    return step.started is None, step.started or step.due, step.id


def _machines(
    work: Work, steps: dict[str, Step], origin: datetime, orders: list[WorkOrder]
) -> tuple[tuple[Machine, ...], list[Closed]]:
    used = sorted({machine for step in steps.values() for machine in step.step.equipment})
    facts = {each.id: each for each in plant.equipment_tree(work, kind="unit")}
    whole = Interval(origin, origin + HORIZON)
    known = {s.machine_kind for s in plant.setup_matrix(work)}
    lots = _lots_at_a_time(steps)
    machines, closed = [], []
    for name in used:
        off = _off(work, name, whole, orders)
        closed += [each for each in off if each.reason != "break"]
        kind = str(facts[name].facts.get("kind", "")) if name in facts else ""
        windows = tuple(_window(each, origin) for each in off)
        table = kind if kind in known else None
        machines.append(Machine(name, windows, setups=table, capacity=lots.get(name, 1)))
    return tuple(machines), closed


def _lots_at_a_time(steps: dict[str, Step]) -> dict[str, int]:
    found: dict[str, int] = {}
    for step in steps.values():
        most = step.step.batch.maximum_lots if step.step.batch else 1
        for machine in step.step.equipment:
            found[machine] = max(found.get(machine, 1), most)
    return found


def _off(work: Work, machine: str, whole: Interval, orders: list[WorkOrder]) -> list[Closed]:
    """Breaks and closed days of the calendar, and planned maintenance."""
    working = plant.working_intervals(work, equipment=machine, start=whole.start, end=whole.end)
    idle = subtract(whole, [Interval(each.start, each.end) for each in working])
    found = [Closed(machine, each.start, each.end, "break") for each in idle]
    for order in orders:
        if order.equipment == machine and order.end > whole.start:
            start = max(order.start, whole.start)
            found.append(Closed(machine, start, order.end, order.id))
    return sorted(found, key=lambda each: each.start)


def _window(closed: Closed, origin: datetime) -> Window:
    start = max(0, math.floor((closed.start - origin) / MINUTE))
    end = max(start + 1, math.ceil((closed.end - origin) / MINUTE))
    hard = closed.reason != "break"
    return Window(start, end, hard=hard, reason=closed.reason)


def _setups(work: Work) -> dict[str, dict[tuple[str, str], int]]:
    tables: dict[str, dict[tuple[str, str], int]] = {}
    for each in plant.setup_matrix(work):
        ticks = math.ceil(each.setup_s / 60)
        tables.setdefault(each.machine_kind, {})[(each.from_family, each.to_family)] = ticks
    return tables


def _locks(work: Work, steps: dict[str, Step], begun: set[str], origin: datetime) -> list[Lock]:
    """Locks that people set, and work in progress, which stays where it runs and goes on now."""
    found = {}
    for step in steps.values():
        if step.runs:
            start = 0 if step.id in begun else None
            found[step.id] = Lock(step.id, machine=step.running_on, start=start)
    for row in store.all_locks(work):
        name = f"{row.order}/{row.seq}"
        if name in steps and name not in begun:
            start = max(0, round((row.start - origin) / MINUTE))
            found[name] = Lock(name, machine=row.equipment, start=start)
    return list(found.values())


def plan_before(situation: Situation, rows: Sequence[object]) -> Plan:
    """The bars of an earlier plan that are still to be done, on this situation's ticks."""
    bars = {}
    for row in rows:
        name = f"{row.order}/{row.seq}"  # type: ignore[attr-defined]
        if name in situation.steps:
            start = 0 if name in situation.begun else situation.tick(row.start)  # type: ignore[attr-defined]
            end = situation.tick(row.end)  # type: ignore[attr-defined]
            place = row.place or None  # type: ignore[attr-defined]
            bars[name] = Bar(name, row.equipment, start, end, place)  # type: ignore[attr-defined]
    return Plan(bars)
