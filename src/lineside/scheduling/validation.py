"""Checks that a schedule problem is consistent; the first fault found is refused by name."""

import math
from collections import Counter
from collections.abc import Iterable

from lineside.scheduling.errors import ProblemInvalid
from lineside.scheduling.pieces import Operation, ProblemData, Window

HORIZON_LIMIT = 2**53
"""Times beyond this do not survive a float, and the sum of two may overflow."""


def validate(problem: ProblemData) -> None:
    """Raise ``ProblemInvalid`` naming the first contradiction in the problem."""
    _ids(problem)
    _resources(problem)
    for job in problem.jobs:
        _whole(job.release, job=job.id, field="release")
        if job.due is not None:
            _whole(job.due, negative=True, job=job.id, field="due")
        _finite(job.weight, job=job.id, field="weight")
    _operations(problem)
    _locks(problem)
    order_of(problem.operations)
    _batches(problem)
    _tariff(problem)
    _horizon(problem)


def _horizon(problem: ProblemData) -> None:
    """Refuse what would not fit into the clock if all work were done one after the other."""
    work = sum(max(mode.duration for mode in each.modes) for each in problem.operations)
    setups = (ticks for table in problem.setups.values() for ticks in table.values())
    work += max(setups, default=0) * len(problem.operations)
    waits = [job.release for job in problem.jobs]
    waits.extend(each.material_at for each in problem.operations)
    waits.extend(window.end for each in problem.machines for window in each.windows)
    waits.extend(window.end for each in problem.operators for window in each.windows)
    if work + max(waits, default=0) > HORIZON_LIMIT:
        raise ProblemInvalid(work=work, problem="all work together lies beyond the horizon")


def _whole(value: object, *, negative: bool = False, **where: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ProblemInvalid(**where, value=value, problem="not a whole number of ticks")
    if abs(value) > HORIZON_LIMIT or (value < 0 and not negative):
        raise ProblemInvalid(**where, value=value, problem="negative or beyond the horizon")


def _finite(value: float, **where: object) -> None:
    if not math.isfinite(value) or value < 0:
        raise ProblemInvalid(**where, value=value, problem="not a finite number from zero up")


def _ids(problem: ProblemData) -> None:
    kinds: tuple[tuple[str, Iterable[str]], ...] = (
        ("job", (each.id for each in problem.jobs)),
        ("operation", (each.id for each in problem.operations)),
        ("machine", (each.id for each in problem.machines)),
        ("operator", (each.id for each in problem.operators)),
        ("lock", (each.operation for each in problem.locks)),
    )
    for kind, ids in kinds:
        for id_, count in Counter(ids).items():
            if count > 1:
                raise ProblemInvalid(kind=kind, id=id_, problem="named twice")


def _windows(windows: tuple[Window, ...], **where: object) -> None:
    for window in windows:
        _whole(window.start, negative=True, **where, field="window start")
        _whole(window.end, negative=True, **where, field="window end")
        if window.end < window.start:
            raise ProblemInvalid(
                **where, window=window.start, problem="window ends before it starts"
            )


def _resources(problem: ProblemData) -> None:
    for machine in problem.machines:
        _windows(machine.windows, machine=machine.id)
        _whole(machine.capacity, negative=True, machine=machine.id, field="capacity")
        if machine.capacity < 1:
            raise ProblemInvalid(machine=machine.id, problem="a machine without capacity")
        if machine.setups is not None and machine.setups not in problem.setups:
            raise ProblemInvalid(
                machine=machine.id, setups=machine.setups, problem="unknown set-up table"
            )
    for operator in problem.operators:
        _windows(operator.windows, operator=operator.id)
    for name, table in problem.setups.items():
        for (before, then), ticks in table.items():
            _whole(ticks, setups=name, before=before, then=then)


def _operations(problem: ProblemData) -> None:
    jobs = {job.id for job in problem.jobs}
    machines = {machine.id for machine in problem.machines}
    known = {operation.id for operation in problem.operations}
    skills = {skill for operator in problem.operators for skill in operator.skills}
    for operation in problem.operations:
        if operation.job not in jobs:
            raise ProblemInvalid(operation=operation.id, job=operation.job, problem="unknown job")
        if operation.skill is not None and operation.skill not in skills:
            raise ProblemInvalid(
                operation=operation.id, skill=operation.skill, problem="no operator has the skill"
            )
        for before in operation.after:
            if before not in known:
                raise ProblemInvalid(
                    operation=operation.id, after=before, problem="unknown predecessor"
                )
        _whole(operation.material_at, operation=operation.id, field="material_at")
        _modes(operation, machines)


def _modes(operation: Operation, machines: set[str]) -> None:
    if not operation.modes:
        raise ProblemInvalid(operation=operation.id, problem="no machine can do it")
    for mode in operation.modes:
        if mode.machine not in machines:
            raise ProblemInvalid(
                operation=operation.id, machine=mode.machine, problem="unknown machine"
            )
        _whole(mode.duration, operation=operation.id, machine=mode.machine, field="duration")
        _finite(mode.cost, operation=operation.id, field="cost")
        _finite(mode.power_kw, operation=operation.id, field="power_kw")


def _locks(problem: ProblemData) -> None:
    operations = {operation.id: operation for operation in problem.operations}
    operators = {operator.id: operator for operator in problem.operators}
    for lock in problem.locks:
        operation = operations.get(lock.operation)
        if operation is None:
            raise ProblemInvalid(lock=lock.operation, problem="lock on an unknown operation")
        if lock.machine is not None and all(m.machine != lock.machine for m in operation.modes):
            raise ProblemInvalid(
                lock=lock.operation, machine=lock.machine, problem="locked to an unfit machine"
            )
        if lock.start is not None:
            _whole(lock.start, lock=lock.operation, field="start")
        if lock.operator is not None:
            person = operators.get(lock.operator)
            if person is None or operation.skill not in person.skills:
                raise ProblemInvalid(
                    lock=lock.operation,
                    operator=lock.operator,
                    problem="locked to an unfit operator",
                )


def order_of(operations: tuple[Operation, ...]) -> list[int]:
    """Places of the operations so that each comes after its predecessors (Kahn, 1962).

    Operations of one batch count as one, so a cycle through a batch is found as well.
    """
    node: dict[str, int] = {}
    keys: dict[tuple[str, str], int] = {}
    for operation in operations:
        key = ("batch", operation.batch) if operation.batch is not None else ("", operation.id)
        node[operation.id] = keys.setdefault(key, len(keys))
    members: list[list[int]] = [[] for _ in keys]
    follow: list[list[int]] = [[] for _ in keys]
    waiting = [0] * len(keys)
    for place, operation in enumerate(operations):
        own = node[operation.id]
        members[own].append(place)
        for before in operation.after:
            follow[node[before]].append(own)
            waiting[own] += 1
    ready = [each for each, count in enumerate(waiting) if count == 0]
    for own in ready:
        for then in follow[own]:
            waiting[then] -= 1
            if waiting[then] == 0:
                ready.append(then)
    if len(ready) < len(keys):
        stuck = next(each for each, count in enumerate(waiting) if count > 0)
        raise ProblemInvalid(
            operation=operations[members[stuck][0]].id, problem="precedence has a cycle"
        )
    return [place for own in ready for place in members[own]]


def _batches(problem: ProblemData) -> None:
    capacity = {machine.id: machine.capacity for machine in problem.machines}
    batches: dict[str, list[Operation]] = {}
    for operation in problem.operations:
        if operation.batch is not None:
            batches.setdefault(operation.batch, []).append(operation)
    for batch, members in batches.items():
        shared = set.intersection(*({m.machine for m in each.modes} for each in members))
        if not any(capacity[machine] >= len(members) for machine in shared):
            raise ProblemInvalid(batch=batch, problem="no machine holds the whole batch")
        if len({(each.family, each.skill, each.route) for each in members}) > 1:
            raise ProblemInvalid(batch=batch, problem="members differ in family, skill or route")


def _tariff(problem: ProblemData) -> None:
    if not (math.isfinite(problem.tick_s) and problem.tick_s > 0):
        raise ProblemInvalid(tick_s=problem.tick_s, problem="a tick must last some time")
    starts = [step.start for step in problem.tariff]
    if starts != sorted(set(starts)):
        raise ProblemInvalid(problem="tariff steps are not in order of time")
    for step in problem.tariff:
        _finite(step.price_per_kwh, tariff=step.start)
