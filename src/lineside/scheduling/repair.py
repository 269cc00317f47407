"""Repair of a plan after something went wrong: quickly, with few operations moved elsewhere.

What has begun stays; the rest keeps its order and machines and is pushed right, which is the first
answer. Then annealing at a low temperature works it over, with a price on each operation that
changes its machine; the price rises while too many do.
"""

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np

from lineside.scheduling.arrays import NEVER, Arrays
from lineside.scheduling.problem import (
    Bar,
    Lock,
    Mode,
    Objective,
    Operation,
    Plan,
    Problem,
    Window,
)
from lineside.scheduling.routes import as_planned
from lineside.scheduling.search.anneal import losses
from lineside.scheduling.search.chains import Chain, cut, join
from lineside.scheduling.search.team import Budget, Team
from lineside.scheduling.timing import State, Weights, copy_state, decode, value
from lineside.scheduling.translate import parts_of, plan_of, state_of, weights_of

HOT, COLD = 0.2, 0.01
"""First and last temperature, in units of the loss that a tenth of the losing moves stay below."""

PRICE = 0.03
"""What an operation's change of machine costs at first, in the same units."""

MOVES = 25_000
"""Moves between two looks at the clock and at the number of reassignments."""


@dataclass(frozen=True)
class Disruption:
    """What happened at ``now``: by id, the new facts.

    Work that a breakdown would push into a maintenance window begins anew after it; its locked
    start is then missed, which the part ``lock`` tells.

    ``down``: machines and when they stand still (work in progress goes on afterwards); ``absent``:
    the same for operators; ``material``: operations and when their material arrives now;
    ``durations``: operations and their new ticks, on every machine.
    """

    now: int
    down: Mapping[str, tuple[Window, ...]] = field(default_factory=dict)
    absent: Mapping[str, tuple[Window, ...]] = field(default_factory=dict)
    material: Mapping[str, int] = field(default_factory=dict)
    durations: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Move:
    """An operation that stands elsewhere than before, and why.

    ``reason`` is one of ``machine down``, ``operator absent``, ``material late``, ``longer work``,
    ``reassigned``, ``waits for`` (its ``by`` names the operation), ``earlier``.
    """

    operation: str
    from_machine: str
    from_start: int
    to_machine: str
    to_start: int
    reason: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """The repaired plan, the problem it answers, what moved and why, and how it came about.

    ``first`` is the plan pushed right, ready after ``first_s``; ``parts`` as in ``Solution``, for
    the settled plan; ``reassigned`` is the share of operations that changed their machine.
    """

    problem: Problem
    plan: Plan
    first: Plan
    moves: tuple[Move, ...]
    parts: Mapping[str, float]
    reassigned: float
    first_s: float
    seconds: float


def repair(
    problem: Problem,
    plan: Plan,
    disruption: Disruption,
    *,
    seconds: float = 1.8,
    seed: int = 0,
    workers: int = 1,
    reassign_limit: float = 0.1,
    objective: Objective | None = None,
    cancel: Callable[[], bool] | None = None,
    on_first: Callable[[Plan], None] | None = None,
    rounds: int | None = None,
) -> Repair:
    """Repair a plan within ``seconds`` (or ``rounds``); ``on_first`` gets the quick answer.

    At most ``reassign_limit`` of the operations change their machine.
    """
    began = time.perf_counter()
    budget = Budget(seconds, rounds, cancel)
    with _undisturbed():
        after = disrupted(as_planned(problem, plan), plan, disruption)
        first = _pushed_right(after, plan, disruption.now)
        first_plan = plan_of(after, first)
    first_s = time.perf_counter() - began
    if on_first is not None:
        on_first(first_plan)
    goal = objective or Objective.usual(problem)
    state = _settle(after, plan, first, goal, budget, seed, workers, reassign_limit)
    settled = plan_of(after, state)
    changed = sum(
        bar.machine != plan.bars[id_].machine
        for id_, bar in settled.bars.items()
        if id_ in plan.bars
    )
    return Repair(
        after,
        settled,
        first_plan,
        moves_between(after, plan, settled, state, disruption),
        parts_of(after, state, weights_of(after, replace(goal, reference=plan))),
        changed / max(len(settled.bars), 1),
        first_s,
        time.perf_counter() - began,
    )


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without pauses to collect garbage: in a large process one lasts longer than the answer may.

    What is made within holds no circles.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def disrupted(problem: Problem, plan: Plan, disruption: Disruption) -> Problem:
    """The problem with the new facts, and with a lock on all that has begun before ``now``."""
    begun = {id_: bar for id_, bar in plan.bars.items() if bar.start < disruption.now}
    locks = [lock for lock in problem.locks if lock.operation not in begun]
    locks.extend(Lock(id_, bar.machine, bar.start, bar.operator) for id_, bar in begun.items())
    machines = tuple(
        replace(each, windows=each.windows + tuple(disruption.down[each.id]))
        if each.id in disruption.down
        else each
        for each in problem.machines
    )
    operators = tuple(
        replace(each, windows=each.windows + tuple(disruption.absent[each.id]))
        if each.id in disruption.absent
        else each
        for each in problem.operators
    )
    operations = tuple(_changed(each, disruption) for each in problem.operations)
    return replace(
        problem, machines=machines, operators=operators, operations=operations, locks=tuple(locks)
    )


def _changed(operation: Operation, disruption: Disruption) -> Operation:
    if operation.id in disruption.durations:
        ticks = disruption.durations[operation.id]
        modes = tuple(replace_duration(mode, ticks) for mode in operation.modes)
        operation = replace(operation, modes=modes)
    if operation.id in disruption.material:
        operation = replace(operation, material_at=disruption.material[operation.id])
    return operation


def replace_duration(mode: Mode, ticks: int) -> Mode:
    """The same way to do it, taking so long."""
    return Mode(mode.machine, ticks, mode.cost, mode.power_kw)


def _pushed_right(problem: Problem, plan: Plan, now: int) -> State:
    """The plan's order and machines; nothing that has not begun starts before ``now``."""
    state = state_of(problem, plan)
    a = problem.arrays
    state.hold[:] = np.where(a.fixed > -NEVER, -NEVER, now)
    decode(a, state)
    return state


def _settle(
    problem: Problem,
    plan: Plan,
    first: State,
    goal: Objective,
    budget: Budget,
    seed: int,
    workers: int,
    limit: float,
) -> State:
    """Anneal from cool to cold; the best state that keeps the limit on reassignments."""
    a = problem.arrays
    plain = weights_of(problem, replace(goal, reference=plan, reassign=0.0))
    best, best_value = copy_state(first), float(value(a, plain, first))
    allowed = int(limit * a.node_of.size)
    chains = [Chain(a, plain, first) for _ in range(max(1, workers))]
    sample = losses(a, plain, chains[0].now, chains[0].log, seed, 200)
    scale = float(np.quantile(sample, 0.1)) if sample.size else 1.0
    price = goal.reassign + PRICE * scale
    begun = int((a.fixed > -NEVER).sum())
    rng = np.random.default_rng(seed)
    team = Team(workers, budget)
    try:
        while not budget.spent() and begun < a.release.size:
            w = plain._replace(reassign=price)
            heat = scale * HOT * (COLD / HOT) ** budget.progress
            cut(chains, rng, begun)
            team.run([_round(each, w, heat, int(rng.integers(2**31)), budget) for each in chains])
            join(chains)
            leader = min(chains, key=lambda each: each.best_value)
            count = _reassigned(a, leader.best, w)
            its_value = leader.best_value - (price - goal.reassign) * count
            if count <= allowed and its_value < best_value:
                best, best_value = copy_state(leader.best), its_value
            elif count > allowed:
                price *= 1.5
    finally:
        team.close()
    return best


def _round(chain: Chain, w: Weights, heat: float, seed: int, budget: Budget) -> Callable[[], float]:
    chain.reprice(w)
    return lambda: chain.cool(heat, MOVES, seed, budget.stop)


def _reassigned(a: Arrays, s: State, w: Weights) -> int:
    """Operations (each of a batch for itself) that are not on their machine of the plan."""
    changed = (w.ref_machine >= 0) & (a.mode_machine[s.mode] != w.ref_machine)
    return int(changed[a.node_of].sum())


def moves_between(
    problem: Problem, before: Plan, after: Plan, state: State, disruption: Disruption
) -> tuple[Move, ...]:
    """What stands elsewhere, in the order of the new starts, each with its reason."""
    moves = []
    for id_, bar in sorted(after.bars.items(), key=lambda item: item[1].start):
        old = before.bars.get(id_)
        if old is None or (old.machine == bar.machine and old.start == bar.start):
            continue
        reason, by = _why(problem, state, old, bar, disruption)
        moves.append(Move(id_, old.machine, old.start, bar.machine, bar.start, reason, by))
    return tuple(moves)


def _why(problem: Problem, s: State, old: Bar, bar: Bar, disruption: Disruption) -> tuple[str, str]:
    down = disruption.down.get(old.machine, ())
    if any(window.start < old.end and old.start < window.end for window in down):
        return "machine down", old.machine
    absent = disruption.absent.get(old.operator or "", ())
    if any(window.start < old.end and old.start < window.end for window in absent):
        return "operator absent", old.operator or ""
    if bar.start == disruption.material.get(bar.operation):
        return "material late", bar.operation
    if old.machine != bar.machine:
        return "reassigned", bar.machine
    if bar.start < old.start:
        return "earlier", ""
    return _waits_for(problem, s, bar)


def _waits_for(problem: Problem, s: State, bar: Bar) -> tuple[str, str]:
    """The operation whose end holds the bar back, else its machine."""
    a = problem.arrays
    v = int(a.node_of[problem.operation_index[bar.operation]])
    ends = [(int(s.end[p]), int(p)) for p in a.pred[a.pred_ptr[v] : a.pred_ptr[v + 1]]]
    if s.machine_prev[v] >= 0:
        u = int(s.machine_prev[v])
        ends.append((int(s.end[u] + s.setup[v]), u))
    if s.operator_prev[v] >= 0:
        ends.append((int(s.end[s.operator_prev[v]]), int(s.operator_prev[v])))
    if not ends:
        return "machine down", bar.machine
    place = int(np.flatnonzero(a.node_of == max(ends)[1])[0])
    return "waits for", problem.operations[place].id
