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
from lineside.plant.calendars import Calendar
from lineside.plant.model import Person, RouteStep
from lineside.scheduling import store
from lineside.scheduling.errors import NothingToPlan
from lineside.scheduling.model import Closed
from lineside.scheduling.problem import (
    Bar,
    Job,
    Lock,
    Machine,
    Mode,
    Operation,
    Operator,
    Plan,
    Problem,
    Window,
)

HORIZON = timedelta(days=21)
MINUTE = timedelta(minutes=1)
# How many machines one person tends at a time; who assembles or tests by hand tends one.
TENDED = {"turning": 4, "milling": 4, "hobbing": 4, "grinding": 4, "heat_treatment": 6}


@dataclass(frozen=True)
class Step:
    """An open operation with what the plan shows of it."""

    id: str
    order: str
    seq: int
    step: RouteStep
    product: str
    quantity: int
    due: datetime
    state: str
    running_on: str


@dataclass(frozen=True)
class Situation:
    """The problem, the moment of its tick 0, and the steps behind its operations."""

    problem: Problem
    origin: datetime
    steps: dict[str, Step]
    closed: list[Closed]

    def at(self, tick: int) -> datetime:
        return self.origin + tick * MINUTE

    def tick(self, at: datetime) -> int:
        return round((at - self.origin) / MINUTE)


def state(work: Work, *, without: Sequence[str] = ()) -> Situation:
    """The situation now; work orders named in ``without`` are left out (to see what they move)."""
    origin = work.at.replace(second=0, microsecond=0)
    steps = _open_steps(work)
    if not steps:
        raise NothingToPlan(at=origin)
    orders = [each for each in maintenance.work_orders(work) if each.id not in without]
    machines, closed = _machines(work, steps, origin, orders)
    skills = {each.step.skill for each in steps.values() if each.step.skill}
    operators = _operators(work, origin, skills)
    manned = {skill for each in operators for skill in each.skills}
    problem = Problem(
        jobs=tuple(_jobs(steps, origin)),
        operations=tuple(_operations(steps, manned)),
        machines=machines,
        operators=tuple(operators),
        setups=_setups(work),
        locks=tuple(_locks(work, steps, origin)),
        name="plant",
    )
    return Situation(problem, origin, steps, closed)


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
                name, order.id, each.seq, each.step, order.product, left, order.due, each.state,
                each.equipment,
            )  # fmt: skip
    return found


def _jobs(steps: dict[str, Step], origin: datetime) -> list[Job]:
    due = {step.order: step.due for step in steps.values()}
    return [
        Job(order, due=max(0, round((at - origin) / MINUTE))) for order, at in sorted(due.items())
    ]


def _operations(steps: dict[str, Step], manned: set[str]) -> list[Operation]:
    made = []
    before: dict[str, str] = {}
    for step in sorted(steps.values(), key=lambda each: (each.order, each.seq)):
        minutes = max(1, math.ceil(_work_s(step) / 60))
        made.append(
            Operation(
                id=step.id,
                job=step.order,
                modes=tuple(Mode(machine, minutes) for machine in step.step.equipment),
                after=(before[step.order],) if step.order in before else (),
                family=step.step.setup_family,
                skill=step.step.skill if step.step.skill in manned else None,
            )
        )
        before[step.order] = step.id
    return made


def _work_s(step: Step) -> float:
    """A charge takes its own time however many pieces are in it; else so long for each piece."""
    if step.step.batch and step.step.batch.charge_time_s:
        return step.step.batch.charge_time_s
    return step.step.standard_time_s * step.quantity


def _machines(
    work: Work, steps: dict[str, Step], origin: datetime, orders: list[WorkOrder]
) -> tuple[tuple[Machine, ...], list[Closed]]:
    used = sorted({machine for step in steps.values() for machine in step.step.equipment})
    facts = {each.id: each for each in plant.equipment_tree(work, kind="unit")}
    whole = Interval(origin, origin + HORIZON)
    known = {s.machine_kind for s in plant.setup_matrix(work)}
    machines, closed = [], []
    for name in used:
        off = _off(work, name, whole, orders)
        closed += [each for each in off if each.reason != "break"]
        kind = str(facts[name].facts.get("kind", "")) if name in facts else ""
        windows = tuple(_window(each, origin) for each in off)
        machines.append(Machine(name, windows, setups=kind if kind in known else None))
    return tuple(machines), closed


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


def _operators(work: Work, origin: datetime, skills: set[str]) -> list[Operator]:
    """Each person as often as machines are tended at a time, absent outside the own shifts."""
    calendar = plant.calendar_of(work)
    whole = Interval(origin, origin + HORIZON)
    made = []
    for person in plant.people(work, role="operator"):
        own = frozenset(person.skills) & skills
        if not own:
            continue
        windows = tuple(
            Window(math.floor((i.start - origin) / MINUTE), math.ceil((i.end - origin) / MINUTE))
            for i in subtract(whole, _present(calendar, person, whole))
        )
        hands = max(TENDED.get(skill, 1) for skill in own)
        made += [Operator(f"{person.id}#{hand}", own, windows) for hand in range(1, hands + 1)]
    return made


def _present(calendar: Calendar, person: Person, whole: Interval) -> list[Interval]:
    return [
        Interval(max(shift.start, whole.start), min(shift.end, whole.end))
        for shift in calendar.shifts_between(whole.start, whole.end)
        if calendar.rota is None or calendar.rota.shift_of(person.crew, shift.date) == shift.id
    ]


def _setups(work: Work) -> dict[str, dict[tuple[str, str], int]]:
    tables: dict[str, dict[tuple[str, str], int]] = {}
    for each in plant.setup_matrix(work):
        ticks = math.ceil(each.setup_s / 60)
        tables.setdefault(each.machine_kind, {})[(each.from_family, each.to_family)] = ticks
    return tables


def _locks(work: Work, steps: dict[str, Step], origin: datetime) -> list[Lock]:
    """Locks that people set, and work in progress, which stays where it runs."""
    found = {}
    for step in steps.values():
        if step.state == "running" and step.running_on in step.step.equipment:
            found[step.id] = Lock(step.id, machine=step.running_on)
    for row in store.all_locks(work):
        name = f"{row.order}/{row.seq}"
        if name in steps:
            start = max(0, round((row.start - origin) / MINUTE))
            found[name] = Lock(name, machine=row.equipment, start=start)
    return list(found.values())


def plan_before(situation: Situation, rows: Sequence[object]) -> Plan:
    """The bars of an earlier plan that are still to be done, on this situation's ticks."""
    bars = {}
    for row in rows:
        name = f"{row.order}/{row.seq}"  # type: ignore[attr-defined]
        if name in situation.steps:
            start = situation.tick(row.start)  # type: ignore[attr-defined]
            end = situation.tick(row.end)  # type: ignore[attr-defined]
            operator = row.operator or None  # type: ignore[attr-defined]
            bars[name] = Bar(name, row.equipment, start, end, operator)  # type: ignore[attr-defined]
    return Plan(bars)
