"""Large neighbourhoods: a part of the plan is set free and solved by OR-Tools CP-SAT.

A window of the list is taken; what stands before keeps its times, what stands after its order.
In the window either all nodes are free, or those on some machines, or those of some jobs; the rest
keep their machines and mutual order. For the make-span what follows counts by its tails, so the
answer is exact; for other objectives what follows must not be delayed (rolling horizon).
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from lineside.scheduling.arrays import NEVER, Arrays, Ints
from lineside.scheduling.search.graph import tails
from lineside.scheduling.search.team import Budget
from lineside.scheduling.timing import (
    State,
    Weights,
    copy_state,
    decode,
    latest,
    setup_ticks,
    sort_by_start,
    value,
)

SMALLEST, LARGEST = 20, 400
"""Free nodes at least and at most."""

EFFORT = 0.25
"""Deterministic time of one solve: about so many seconds of an undisturbed core."""

CIRCUIT = 24
"""Nodes on a machine with set-ups beyond which a window is not modelled."""


@dataclass
class Neighbourhood:
    """List places ``[first, last)`` and which of their nodes are free."""

    first: int
    last: int
    free: Ints


class Chooser:
    """Chooses neighbourhoods by lot, larger when the last ones were solved, smaller when not."""

    def __init__(self, a: Arrays, rng: np.random.Generator) -> None:
        self.a = a
        self.rng = rng
        self.size = 60.0
        self._job = _job_of(a)

    def choose(self, s: State) -> Neighbourhood:
        """The next neighbourhood of the state, whose list stands in order of starts."""
        kind = int(self.rng.integers(3))
        nodes = s.order.size
        size = int(min(self.size, LARGEST))
        span = min(nodes, size if kind == 0 else 3 * size)
        first = int(self.rng.integers(nodes - span + 1))
        window = s.order[first : first + span]
        if kind == 0 or span <= size:
            return Neighbourhood(first, first + span, window)
        of = self.a.mode_machine[s.mode[window]] if kind == 1 else self._job[window]
        groups = self.rng.permutation(np.unique(of))
        chosen = np.isin(of, groups[: max(2, groups.size // 3)])
        return Neighbourhood(first, first + span, window[chosen][:size])

    def learn(self, solved: bool) -> None:
        """Adapt the size."""
        self.size = float(np.clip(self.size * (1.1 if solved else 0.85), SMALLEST, LARGEST))


def _job_of(a: Arrays) -> Ints:
    """A job of each node: that of the first end that it leads to."""
    job = np.full(a.release.size, -1, dtype=np.int64)
    for v in a.topological[::-1]:
        if a.ends_ptr[v] < a.ends_ptr[v + 1]:
            job[v] = a.ends[a.ends_ptr[v]]
        elif a.succ_ptr[v] < a.succ_ptr[v + 1]:
            job[v] = job[a.succ[a.succ_ptr[v]]]
    return job


class Part:
    """The CP-SAT model of one neighbourhood."""

    def __init__(self, a: Arrays, w: Weights, s: State, tail: Ints, hood: Neighbourhood) -> None:
        self.a, self.w, self.s, self.tail, self.hood = a, w, s, tail, hood
        self.model = cp_model.CpModel()
        self.nodes = [int(v) for v in s.order[hood.first : hood.last]]
        self.inside = np.zeros(a.release.size, dtype=np.bool_)
        self.inside[self.nodes] = True
        self.free = set(hood.free.tolist())
        self.span = latest(s.end)
        self.horizon = self.span if w.makespan else int(s.end[self.nodes].max())
        self.goal = self.model.new_int_var(0, self.span, "")
        self.start: dict[int, Any] = {}
        self.end: dict[int, Any] = {}
        self.on: dict[int, list[tuple[int, Any, Any]]] = {}
        self.chosen: dict[int, list[tuple[int, Any]]] = {}
        for v in self.nodes:
            self._node(v)
        for v in self.nodes:
            self._job_limits(v)
        for machine in self.on:
            self._machine(machine)
        self._objective()

    def _node(self, v: int) -> None:
        a, s, model = self.a, self.s, self.model
        start = model.new_int_var(int(a.release[v]), self.horizon, "")
        end = model.new_int_var(int(a.release[v]), self.horizon, "")
        model.add_hint(start, int(s.start[v]))
        modes = range(a.mode_ptr[v], a.mode_ptr[v + 1]) if v in self.free else [int(s.mode[v])]
        self.chosen[v] = []
        for k in modes:
            on = model.new_bool_var("") if len(modes) > 1 else model.new_constant(1)
            if len(modes) > 1:
                model.add_hint(on, k == s.mode[v])
            ticks = int(a.mode_duration[k])
            interval = model.new_optional_interval_var(start, ticks, end, on, "")
            self.on.setdefault(int(a.mode_machine[k]), []).append((v, on, interval))
            self.chosen[v].append((k, on))
        model.add_exactly_one([on for _, on in self.chosen[v]])
        self.start[v], self.end[v] = start, end

    def _job_limits(self, v: int) -> None:
        a, s, model = self.a, self.s, self.model
        for p in a.pred[a.pred_ptr[v] : a.pred_ptr[v + 1]].tolist():
            model.add(self.start[v] >= (self.end[p] if self.inside[p] else int(s.end[p])))
        for then in a.succ[a.succ_ptr[v] : a.succ_ptr[v + 1]].tolist():
            if not self.inside[then]:
                self._before(v, then, 0, None)
        if self.w.makespan:
            model.add(self.goal >= self.end[v])

    def _before(self, v: int, then: int, ticks: int, on: Any) -> None:
        """What stands behind the window follows ``v`` (when ``on``) after so many ticks."""
        a, s = self.a, self.s
        if self.w.makespan:
            rest = ticks + int(a.mode_duration[s.mode[then]]) + int(self.tail[then])
            bound = self.model.add(self.goal >= self.end[v] + rest)
        else:
            bound = self.model.add(self.end[v] + ticks <= int(s.start[then]))
        if on is not None:
            bound.only_enforce_if(on)

    def _machine(self, machine: int) -> None:
        a, s, model = self.a, self.s, self.model
        rows = self.on[machine]
        previous, following = self._around(machine)
        for v, on, _ in rows:
            ready = int(s.end[previous]) if previous >= 0 else 0
            ready += setup_ticks(a, machine, previous, v)
            model.add(self.start[v] >= ready).only_enforce_if(on)
            if following >= 0:
                self._before(v, following, setup_ticks(a, machine, v, following), on)
        model.add_no_overlap([interval for _, _, interval in rows])
        kept = [v for v, _, _ in rows if v not in self.free]
        for u, v in pairwise(kept):
            model.add(self.start[v] >= self.end[u])
        if a.setup_table[machine] >= 0:
            self._circuit(machine, rows)

    def _around(self, machine: int) -> tuple[int, int]:
        """The machine's last node before the window and its first one behind; -1 none."""
        a, s = self.a, self.s
        of = a.mode_machine[s.mode[s.order]]
        before = np.flatnonzero(of[: self.hood.first] == machine)
        behind = np.flatnonzero(of[self.hood.last :] == machine)
        last = int(s.order[before[-1]]) if before.size else -1
        return last, int(s.order[self.hood.last + behind[0]]) if behind.size else -1

    def _circuit(self, machine: int, rows: list[tuple[int, Any, Any]]) -> None:
        """Who follows whom on a machine with set-ups."""
        model, a = self.model, self.a
        arcs: list[tuple[int, int, Any]] = [(0, 0, model.new_bool_var(""))]
        for i, (u, on, _) in enumerate(rows, 1):
            arcs.append((i, i, on.negated()))
            arcs.append((0, i, model.new_bool_var("")))
            arcs.append((i, 0, model.new_bool_var("")))
            for j, (v, _, _) in enumerate(rows, 1):
                if i != j:
                    arc = model.new_bool_var("")
                    ticks = setup_ticks(a, machine, u, v)
                    model.add(self.start[v] >= self.end[u] + ticks).only_enforce_if(arc)
                    arcs.append((i, j, arc))
        model.add_circuit(arcs)

    def _objective(self) -> None:
        if self.w.makespan:
            self.model.minimize(self.goal)
            return
        a, s, terms = self.a, self.s, []
        jobs = {int(j) for v in self.nodes for j in a.ends[a.ends_ptr[v] : a.ends_ptr[v + 1]]}
        for job in jobs:
            if a.due[job] >= NEVER:
                continue
            late = self.model.new_int_var(0, max(0, self.horizon - int(a.due[job])), "")
            for v in a.last[a.last_ptr[job] : a.last_ptr[job + 1]].tolist():
                end = self.end[v] if self.inside[v] else int(s.end[v])
                self.model.add(late >= end - int(a.due[job]))
            terms.append(round(100 * float(a.weight[job])) * late)
        # Ends count a little as well, so that room is made for what stands behind.
        self.model.minimize(100 * sum(terms) + sum(self.end.values()))


def fits(a: Arrays, s: State, hood: Neighbourhood) -> bool:
    """Whether the model of the neighbourhood stays small."""
    if not (a.setup_table >= 0).any():
        return True
    counts = np.zeros(a.initial_family.size, dtype=np.int64)
    free = set(hood.free.tolist())
    for v in s.order[hood.first : hood.last].tolist():
        modes = np.arange(a.mode_ptr[v], a.mode_ptr[v + 1]) if v in free else s.mode[[v]]
        counts[np.unique(a.mode_machine[modes])] += 1
    return bool((counts[a.setup_table >= 0] <= CIRCUIT).all())


def solve(
    a: Arrays, w: Weights, s: State, chooser: Chooser, seed: int, budget: Budget
) -> State | None:
    """A plan no worse than ``s`` from one neighbourhood; None when none was found."""
    s = copy_state(s)
    sort_by_start(s)
    hood = chooser.choose(s)
    if not fits(a, s, hood):
        chooser.learn(solved=False)
        return None
    tail = np.zeros(a.release.size, dtype=np.int64)
    tails(a, s, tail, s.order.size - 1)
    part = Part(a, w, s, tail, hood)
    solver = cp_model.CpSolver()
    _set(solver, seed, budget)
    with budget.stopping(solver.stop_search):
        status = solver.solve(part.model)
    chooser.learn(solved=status == cp_model.OPTIMAL)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    found = _read(a, s, part, solver)
    return found if value(a, w, found) <= value(a, w, s) + 1e-9 else None


def _set(solver: cp_model.CpSolver, seed: int, budget: Budget) -> None:
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = EFFORT
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    if budget.rounds is None:
        solver.parameters.max_time_in_seconds = max(0.01, budget.seconds - budget.elapsed)


def _read(a: Arrays, s: State, part: Part, solver: cp_model.CpSolver) -> State:
    """The state with the neighbourhood as solved, timed anew."""
    found = copy_state(s)
    rows = []
    for v in part.nodes:
        for k, on in part.chosen[v]:
            if solver.boolean_value(on):
                found.mode[v] = k
        rows.append((solver.value(part.start[v]), solver.value(part.end[v]), int(s.place[v]), v))
    found.order[part.hood.first : part.hood.last] = [v for *_, v in sorted(rows)]
    decode(a, found)
    return found


class Surgeon:
    """Solves neighbourhoods of the best plan, as often as it has been worth it lately."""

    def __init__(self, a: Arrays, w: Weights, rng: np.random.Generator, period: int) -> None:
        self.a, self.w = a, w
        self.chooser = Chooser(a, rng)
        self.usual = period
        self.period = period
        self._rested = 0

    def wanted(self) -> bool:
        """Whether it is the surgeon's turn; asked once a round."""
        self._rested += 1
        return self._rested >= self.period

    def operate(self, plan: State, seed: int, budget: Budget) -> State | None:
        """A plan no worse than the given one; None when none was found."""
        self._rested = 0
        found = solve(self.a, self.w, plan, self.chooser, seed, budget)
        if found is not None and value(self.a, self.w, found) < value(self.a, self.w, plan):
            self.period = max(2, self.period // 2)
        else:
            self.period = min(2 * self.usual, self.period + 1)
        return found


def operable(a: Arrays, w: Weights) -> bool:
    """Whether parts can be modelled: machines alone are scarce, one of two objectives counts."""
    others = (w.setup, w.cost, w.energy, w.shift, w.reassign)
    plain = not (a.window_start.size or a.able.size or (a.fixed > -NEVER).any())
    return plain and not any(others) and (w.makespan == 0) != (w.tardiness == 0)
