"""Why a bar of a plan starts when it starts."""

from dataclasses import dataclass

from lineside.scheduling.errors import OperationMissing
from lineside.scheduling.problem import Bar, Machine, Operation, Plan, Problem, Window


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that lets the bar start no earlier than ``until``.

    ``kind`` is one of ``job predecessor``, ``machine predecessor``, ``setup``, ``operator``,
    ``release``, ``material arrival``, ``calendar``, ``maintenance window``, ``lock``, ``choice``;
    ``by`` names the operation, machine, operator or window. ``binding`` reasons alone decide the
    start; the others would have allowed an earlier one.
    """

    kind: str
    by: str
    until: int
    binding: bool


def explain(problem: Problem, plan: Plan, operation: str) -> list[Reason]:
    """The reasons for the operation's start, the binding ones first, then by how near they come.

    ``OperationMissing`` when the plan does not hold the operation. When nothing binds, the search
    left the bar there by choice (a cheaper tariff, a wish to keep its start).
    """
    if operation not in problem.operation_index or operation not in plan.bars:
        raise OperationMissing(operation=operation)
    step = problem.operations[problem.operation_index[operation]]
    bar = plan.bars[operation]
    limits = [*_own(problem, step, plan), *_machine(problem, step, bar, plan)]
    limits.extend(_operator(bar, plan, step, problem))
    ready = max((until for _, _, until in limits), default=0)
    limits.extend(_closed(problem, bar, ready))
    reasons = [Reason(kind, by, until, binding=until == bar.start) for kind, by, until in limits]
    if bar.start > 0 and not any(reason.binding for reason in reasons):
        reasons.append(Reason("choice", operation, bar.start, binding=True))
    return sorted(reasons, key=lambda reason: (not reason.binding, -reason.until))


def _own(problem: Problem, step: Operation, plan: Plan) -> list[tuple[str, str, int]]:
    job = problem.jobs[problem.job_index[step.job]]
    limits = [("release", job.id, job.release)]
    if step.material_at > 0:
        limits.append(("material arrival", step.id, step.material_at))
    for before in step.after:
        if before in plan.bars:
            limits.append(("job predecessor", before, plan.bars[before].end))
    for lock in problem.locks:
        if lock.operation == step.id and lock.start is not None:
            limits.append(("lock", step.id, lock.start))
    return limits


def _same_batch(problem: Problem, step: Operation, other: str) -> bool:
    batch = problem.operations[problem.operation_index[other]].batch
    return batch is not None and batch == step.batch


def _machine(problem: Problem, step: Operation, bar: Bar, plan: Plan) -> list[tuple[str, str, int]]:
    machine = problem.machines[problem.machine_index[bar.machine]]
    earlier = [
        other
        for other in plan.bars.values()
        if other.machine == bar.machine
        and (other.start, other.end) < (bar.start, bar.end)
        and not _same_batch(problem, step, other.operation)
    ]
    before = max(earlier, key=lambda other: (other.end, other.start), default=None)
    if before is None:
        return []
    ticks = _setup_ticks(problem, machine, before, step)
    if not ticks:
        return [("machine predecessor", before.operation, before.end)]
    ready = _after_work(machine.windows, before.end, ticks)
    return [
        ("machine predecessor", before.operation, before.end),
        ("setup", before.operation, ready),
    ]


def _setup_ticks(problem: Problem, machine: Machine, before: Bar, step: Operation) -> int:
    if machine.setups is None:
        return 0
    family = problem.operations[problem.operation_index[before.operation]].family
    return problem.setups[machine.setups].get((family, step.family), 0)


def _after_work(windows: tuple[Window, ...], start: int, ticks: int) -> int:
    t = start
    for window in sorted(windows, key=lambda each: each.start):
        if window.end <= t:
            continue
        if t + ticks <= window.start:
            break
        ticks -= max(window.start - t, 0)
        t = window.end
    return t + ticks


def _operator(
    bar: Bar, plan: Plan, step: Operation, problem: Problem
) -> list[tuple[str, str, int]]:
    if bar.operator is None:
        return []
    earlier = [
        other.end
        for other in plan.bars.values()
        if other.operator == bar.operator
        and (other.start, other.end) < (bar.start, bar.end)
        and not _same_batch(problem, step, other.operation)
    ]
    return [("operator", bar.operator, max(earlier))] if earlier else []


def _closed(problem: Problem, bar: Bar, ready: int) -> list[tuple[str, str, int]]:
    """Windows between the moment when all else is ready and the start."""
    windows = problem.machines[problem.machine_index[bar.machine]].windows
    if bar.operator is not None and bar.operator in problem.operator_index:
        windows = windows + problem.operators[problem.operator_index[bar.operator]].windows
    return [
        ("maintenance window" if window.hard else "calendar", window.reason, window.end)
        for window in windows
        if window.end > ready and window.start < bar.end and window.end <= bar.start
    ]
