"""Whether a plan keeps every rule of its problem.

Written in plain Python against the problem's own data, sharing nothing with the arrays or the
searches, so that a fault there cannot hide itself here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lineside.scheduling.problem import Bar, Machine, Mode, Operation, Plan, Problem, Window


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule: its name, the operation, and what it collides with.

    Rules: ``missing``, ``unknown``, ``unfit machine``, ``release``, ``material``, ``precedence``,
    ``duration``, ``closed``, ``overlap``, ``setup``, ``operator``, ``operator overlap``, ``batch``,
    ``route``, ``lock``.
    """

    rule: str
    operation: str
    against: str = ""


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """Every rule that the plan breaks, in the problem's order; empty for a feasible plan."""
    found = list(_presence(problem, plan))
    if found:
        return found
    by_id = {operation.id: operation for operation in problem.operations}
    for operation in problem.operations:
        bar = plan.bars.get(operation.id)
        if bar is not None:
            found.extend(_times(problem, plan, operation, bar))
            found.extend(_duration(problem, plan, operation, bar))
            found.extend(_person(problem, operation, bar))
    found.extend(_machines(problem, plan, by_id))
    found.extend(_people(plan, by_id))
    found.extend(_batches(problem, plan))
    found.extend(_locks(problem, plan))
    return found


def _presence(problem: Problem, plan: Plan) -> Iterator[Violation]:
    known = {operation.id: operation for operation in problem.operations}
    taken: dict[str, set[str | None]] = {}
    for id_ in plan.bars:
        if id_ not in known:
            yield Violation("unknown", id_)
        elif known[id_].route is not None:
            taken.setdefault(known[id_].job, set()).add(known[id_].route)
    for operation in problem.operations:
        routes = taken.get(operation.job, set())
        if len(routes) > 1 and operation.route in routes:
            yield Violation("route", operation.id, operation.job)
        needed = operation.route is None or not routes or operation.route in routes
        bar = plan.bars.get(operation.id)
        if bar is None:
            if needed:
                yield Violation("missing", operation.id)
        elif _mode(operation, bar) is None:
            yield Violation("unfit machine", operation.id, bar.machine)


def _mode(operation: Operation, bar: Bar) -> Mode | None:
    fitting = [mode for mode in operation.modes if mode.machine == bar.machine]
    return min(fitting, key=lambda mode: mode.duration, default=None)


def _times(problem: Problem, plan: Plan, operation: Operation, bar: Bar) -> Iterator[Violation]:
    job = problem.jobs[problem.job_index[operation.job]]
    if bar.start < job.release:
        yield Violation("release", operation.id, job.id)
    if bar.start < operation.material_at:
        yield Violation("material", operation.id)
    for before in operation.after:
        if before in plan.bars and bar.start < plan.bars[before].end:
            yield Violation("precedence", operation.id, before)


def _closed(problem: Problem, bar: Bar) -> tuple[Window, ...]:
    windows = problem.machines[problem.machine_index[bar.machine]].windows
    if bar.operator is None or bar.operator not in problem.operator_index:
        return windows
    return windows + problem.operators[problem.operator_index[bar.operator]].windows


def _open_ticks(windows: tuple[Window, ...], start: int, end: int) -> int:
    """Ticks of ``[start, end)`` in which none of the windows is closed."""
    closed = 0
    reached = start
    for window in sorted(windows, key=lambda each: each.start):
        begin, stop = max(window.start, reached), min(window.end, end)
        if stop > begin:
            closed += stop - begin
            reached = stop
    return end - start - closed


def _duration(problem: Problem, plan: Plan, operation: Operation, bar: Bar) -> Iterator[Violation]:
    windows = _closed(problem, bar)
    for window in windows:
        if window.hard and window.start < bar.end and bar.start < window.end:
            yield Violation("closed", operation.id, window.reason)
    needed = {mode.duration for mode in operation.modes if mode.machine == bar.machine}
    if operation.batch is not None:
        needed = {_batch_duration(problem, plan, operation.batch, bar.machine)}
    if _open_ticks(windows, bar.start, bar.end) not in needed:
        yield Violation("duration", operation.id, bar.machine)


def _batch_duration(problem: Problem, plan: Plan, batch: str, machine: str) -> int:
    members = [each for each in problem.operations if each.batch == batch and each.id in plan.bars]
    ticks = [mode.duration for each in members for mode in each.modes if mode.machine == machine]
    return max(ticks, default=0)


def _person(problem: Problem, operation: Operation, bar: Bar) -> Iterator[Violation]:
    if operation.skill is None:
        return
    known = problem.operator_index
    if bar.operator is None or bar.operator not in known:
        yield Violation("operator", operation.id, bar.operator or "")
    elif operation.skill not in problem.operators[known[bar.operator]].skills:
        yield Violation("operator", operation.id, bar.operator)


def _same_run(first: Operation, second: Operation) -> bool:
    return first.batch is not None and first.batch == second.batch


def _lanes(plan: Plan, key: str) -> dict[str, list[Bar]]:
    lanes: dict[str, list[Bar]] = {}
    for bar in plan.bars.values():
        name = bar.machine if key == "machine" else bar.operator
        if name is not None:
            lanes.setdefault(name, []).append(bar)
    for bars in lanes.values():
        bars.sort(key=lambda bar: (bar.start, bar.end))
    return lanes


def _machines(problem: Problem, plan: Plan, by_id: dict[str, Operation]) -> Iterator[Violation]:
    for name, bars in _lanes(plan, "machine").items():
        machine = problem.machines[problem.machine_index[name]]
        if machine.initial_family is not None and bars:
            yield from _setup(problem, machine, None, bars[0], by_id)
        for before, then in pairwise(bars):
            if _same_run(by_id[before.operation], by_id[then.operation]):
                continue
            if then.start < before.end:
                yield Violation("overlap", then.operation, before.operation)
            else:
                yield from _setup(problem, machine, before, then, by_id)


def _setup(
    problem: Problem, machine: Machine, before: Bar | None, then: Bar, by_id: dict[str, Operation]
) -> Iterator[Violation]:
    if machine.setups is None:
        return
    family = machine.initial_family or "" if before is None else by_id[before.operation].family
    needed = problem.setups[machine.setups].get((family, by_id[then.operation].family), 0)
    begin = 0 if before is None else before.end
    if needed and _open_ticks(machine.windows, begin, then.start) < needed:
        yield Violation("setup", then.operation, before.operation if before else machine.id)


def _people(plan: Plan, by_id: dict[str, Operation]) -> Iterator[Violation]:
    for bars in _lanes(plan, "operator").values():
        for before, then in pairwise(bars):
            if then.start < before.end and not _same_run(
                by_id[before.operation], by_id[then.operation]
            ):
                yield Violation("operator overlap", then.operation, before.operation)


def _batches(problem: Problem, plan: Plan) -> Iterator[Violation]:
    first: dict[str, Bar] = {}
    size: dict[str, int] = {}
    for operation in problem.operations:
        bar = plan.bars.get(operation.id)
        if operation.batch is None or bar is None:
            continue
        other = first.setdefault(operation.batch, bar)
        size[operation.batch] = size.get(operation.batch, 0) + 1
        if (other.machine, other.start, other.end) != (bar.machine, bar.start, bar.end):
            yield Violation("batch", operation.id, operation.batch)
        if size[operation.batch] > problem.machines[problem.machine_index[bar.machine]].capacity:
            yield Violation("batch", operation.id, bar.machine)


def _locks(problem: Problem, plan: Plan) -> Iterator[Violation]:
    for lock in problem.locks:
        bar = plan.bars.get(lock.operation)
        if bar is None:
            continue
        broken = (
            (lock.machine is not None and bar.machine != lock.machine)
            or (lock.start is not None and bar.start != lock.start)
            or (lock.operator is not None and bar.operator != lock.operator)
        )
        if broken:
            yield Violation("lock", lock.operation)
