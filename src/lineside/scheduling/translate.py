"""Between plans as people read them and states as compiled code works on them."""

from typing import NamedTuple

import numpy as np

from lineside.kernel.compiled import njit
from lineside.scheduling.arrays import NEVER, Arrays, Ints
from lineside.scheduling.errors import PlanInvalid
from lineside.scheduling.problem import Bar, Objective, Plan, Problem
from lineside.scheduling.timing import (
    State,
    Weights,
    decode,
    empty_state,
    energy_money,
    latest,
)


def plan_of(problem: Problem, s: State) -> Plan:
    """The state as a plan."""
    a = problem.arrays
    machines = [machine.id for machine in problem.machines]
    people = [operator.id for operator in problem.operators]
    machine = a.mode_machine[s.mode][a.node_of].tolist()
    start, end = s.start[a.node_of].tolist(), s.end[a.node_of].tolist()
    person = s.operator[a.node_of].tolist()
    bars = {}
    for i, operation in enumerate(problem.operations):
        who = people[person[i]] if person[i] >= 0 else None
        bars[operation.id] = Bar(operation.id, machines[machine[i]], start[i], end[i], who)
    return Plan(bars)


def state_of(problem: Problem, plan: Plan, *, keep_starts: bool = False) -> State:
    """The plan's order, machines and operators, timed anew; ``PlanInvalid`` where it does not fit.

    With ``keep_starts`` no operation starts before its start in the plan.
    """
    a = problem.arrays
    s = empty_state(a)
    starts, ends = (np.zeros(a.release.size, dtype=np.int64) for _ in range(2))
    modes = _Modes(a.mode_ptr.tolist(), a.mode_machine.tolist(), a.mode_duration.tolist())
    node_of = a.node_of.tolist()
    for place, operation in enumerate(problem.operations):
        bar = plan.bars.get(operation.id)
        if bar is None:
            raise PlanInvalid(operation=operation.id, problem="not in the plan")
        node = node_of[place]
        s.mode[node] = _mode_on(problem, modes, node, operation.id, bar.machine)
        starts[node], ends[node] = bar.start, bar.end
        if bar.operator in problem.operator_index and s.operator[node] >= 0:
            person = problem.operator_index[bar.operator]
            if person in a.able[a.able_ptr[node] : a.able_ptr[node + 1]]:
                s.operator[node] = person
    if keep_starts:
        s.hold[:] = starts
    s.order[:] = _topological(a, starts, ends)
    decode(a, s)
    return s


class _Modes(NamedTuple):
    """The arrays of the modes as lists, quicker to read one by one."""

    ptr: list[int]
    machine: list[int]
    duration: list[int]


def _mode_on(problem: Problem, modes: _Modes, node: int, operation: str, machine: str) -> int:
    """The shortest mode of the node on the machine; ``PlanInvalid`` when there is none."""
    index = problem.machine_index.get(machine)
    every = range(modes.ptr[node], modes.ptr[node + 1])
    fitting = [k for k in every if modes.machine[k] == index]
    if not fitting:
        raise PlanInvalid(operation=operation, machine=machine, problem="unfit machine")
    return fitting[0] if len(fitting) == 1 else min(fitting, key=modes.duration.__getitem__)


def _topological(a: Arrays, starts: Ints, ends: Ints) -> Ints:
    """Nodes by start and end, lifted where needed so that each stands after its predecessors."""
    start, end = starts.copy(), ends.copy()
    rank = np.empty_like(start)
    rank[a.topological] = np.arange(start.size)
    _lift(a, start, end)
    return np.lexsort((rank, end, start))


@njit(nogil=True, _nrt=False)
def _lift(a: Arrays, start: Ints, end: Ints) -> None:
    """Raise starts and ends to those of the predecessors where they lie below."""
    for i in range(start.size):
        v = a.topological[i]
        for j in range(a.pred_ptr[v], a.pred_ptr[v + 1]):
            start[v] = max(start[v], start[a.pred[j]])
            end[v] = max(end[v], end[a.pred[j]])


def weights_of(problem: Problem, objective: Objective) -> Weights:
    """The objective for compiled code."""
    a = problem.arrays
    ref_machine = np.full(a.release.size, -1, dtype=np.int64)
    ref_start = np.full(a.release.size, -1, dtype=np.int64)
    if objective.reference is not None:
        for place, operation in enumerate(problem.operations):
            bar = objective.reference.bars.get(operation.id)
            if bar is not None and bar.machine in problem.machine_index:
                ref_machine[a.node_of[place]] = problem.machine_index[bar.machine]
                ref_start[a.node_of[place]] = bar.start
    return Weights(
        float(objective.makespan), float(objective.tardiness), float(objective.setup),
        float(objective.cost), float(objective.energy), float(objective.shift),
        float(objective.reassign), ref_machine, ref_start,
    )  # fmt: skip


def parts_of(problem: Problem, s: State, w: Weights) -> dict[str, float]:
    """The unweighted parts of the objective."""
    a = problem.arrays
    late = np.maximum(s.job_end - a.due, 0)
    known = w.ref_start >= 0
    machine = a.mode_machine[s.mode]
    money = sum(
        energy_money(a, int(s.mode[v]), int(s.start[v]), int(s.end[v]))
        for v in np.flatnonzero(a.mode_kwh_per_tick[s.mode])
    )
    fixed = a.fixed > -NEVER
    return {
        "makespan": float(latest(s.job_end)),
        "tardiness": float((late * a.weight).sum()),
        "setup": float(s.setup.sum()),
        "cost": float(a.mode_cost[s.mode].sum()),
        "energy": float(money),
        "shift": float(np.abs(s.start - w.ref_start)[known].sum()),
        "reassign": float((machine != w.ref_machine)[known].sum()),
        "lock": float((s.start - a.fixed)[fixed].sum()),
    }
