"""What our search is measured against: PyJobShop, plain CP-SAT with a hint, tuned dispatching."""

import itertools
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from lineside.scheduling.dispatch import construct, priority_search
from lineside.scheduling.problem import Objective, Plan, Problem
from lineside.scheduling.timing import value
from lineside.scheduling.translate import plan_of, weights_of

PAIRS = 4_000_000
"""Set-up pairs from which on a model by pairs does not fit in memory."""

Peer = Callable[[Problem, float, int, int], float | None]
"""Problem, seconds, workers, seed; the value of the best plan, None when there is none."""


def dispatching(problem: Problem, seconds: float, workers: int, seed: int) -> float | None:
    """Apparent tardiness cost with set-ups, tuned, with priority search (one core)."""
    began = time.perf_counter()
    w = weights_of(problem, Objective.usual(problem))
    a = problem.arrays
    rng = np.random.default_rng(seed)
    state = construct(a, w)
    while time.perf_counter() - began < seconds:
        state = priority_search(a, w, rng, 20, state)
    return float(value(a, w, state))


def pyjobshop(problem: Problem, seconds: float, workers: int, seed: int) -> float | None:
    """PyJobShop with OR-Tools, as its documentation builds such problems."""
    from pyjobshop import Model

    if _setup_pairs(problem) > PAIRS:
        return None
    model = Model()
    machines = {each.id: model.add_machine() for each in problem.machines}
    jobs = {
        each.id: model.add_job(
            weight=int(each.weight), release_date=each.release, due_date=each.due
        )
        for each in problem.jobs
    }
    tasks = {each.id: model.add_task(job=jobs[each.job]) for each in problem.operations}
    for each in problem.operations:
        for mode in each.modes:
            model.add_mode(tasks[each.id], machines[mode.machine], mode.duration)
        for before in each.after:
            model.add_end_before_start(tasks[before], tasks[each.id])
    for first, then, machine, ticks in _setup_rows(problem):
        model.add_setup_time(machines[machine], tasks[first], tasks[then], ticks)
    if Objective.usual(problem).tardiness:
        model.set_objective(weight_total_tardiness=1)
    result = model.solve(
        solver="ortools", time_limit=seconds, num_workers=workers, display=False, random_seed=seed
    )
    return float(result.objective) if result.objective < 1e15 else None


def _setup_pairs(problem: Problem) -> int:
    counts: dict[str, int] = {}
    for each in problem.operations:
        for mode in each.modes:
            counts[mode.machine] = counts.get(mode.machine, 0) + 1
    with_setups = {each.id for each in problem.machines if each.setups is not None}
    return sum(count * count for name, count in counts.items() if name in with_setups)


def _setup_rows(problem: Problem) -> list[tuple[str, str, str, int]]:
    rows = []
    for machine in problem.machines:
        if machine.setups is None:
            continue
        table = problem.setups[machine.setups]
        able = [
            each
            for each in problem.operations
            if any(mode.machine == machine.id for mode in each.modes)
        ]
        for first in able:
            for then in able:
                ticks = table.get((first.family, then.family), 0)
                if ticks and first.id != then.id:
                    rows.append((first.id, then.id, machine.id, ticks))
    return rows


class PlainModel:
    """The whole problem as a CP-SAT model with optional intervals; set-ups as circuits."""

    def __init__(self, problem: Problem, hint: Plan) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        work = sum(max(mode.duration for mode in each.modes) for each in problem.operations)
        release = max((job.release for job in problem.jobs), default=0)
        setups = [ticks for table in problem.setups.values() for ticks in table.values()]
        self.horizon = release + work + max(setups, default=0) * len(problem.operations)
        self.start: dict[str, Any] = {}
        self.end: dict[str, Any] = {}
        self.on: dict[str, list[tuple[str, Any, Any]]] = {}
        for each in problem.operations:
            self._operation(each.id, hint)
        for each in problem.operations:
            for before in each.after:
                self.model.add(self.start[each.id] >= self.end[before])
        for machine in problem.machines:
            self._machine(machine.id, hint)
        self._objective(hint)

    def _operation(self, id_: str, hint: Plan) -> None:
        problem, model = self.problem, self.model
        step = problem.operations[problem.operation_index[id_]]
        release = problem.jobs[problem.job_index[step.job]].release
        start = model.new_int_var(release, self.horizon, "")
        end = model.new_int_var(release, self.horizon, "")
        bar = hint.bars[id_]
        model.add_hint(start, bar.start)
        model.add_hint(end, bar.end)
        chosen = []
        for mode in step.modes:
            on = model.new_bool_var("") if len(step.modes) > 1 else model.new_constant(1)
            interval = model.new_optional_interval_var(start, mode.duration, end, on, "")
            if len(step.modes) > 1:
                model.add_hint(on, bar.machine == mode.machine)
            self.on.setdefault(mode.machine, []).append((id_, on, interval))
            chosen.append(on)
        model.add_exactly_one(chosen)
        self.start[id_], self.end[id_] = start, end

    def _machine(self, name: str, hint: Plan) -> None:
        rows = self.on.get(name, [])
        self.model.add_no_overlap([interval for _, _, interval in rows])
        machine = self.problem.machines[self.problem.machine_index[name]]
        if machine.setups is None or not rows:
            return
        table = self.problem.setups[machine.setups]
        family = {each.id: each.family for each in self.problem.operations}
        after = _followers(hint, name)
        arcs: list[tuple[int, int, Any]] = []
        none = self.model.new_bool_var("")
        arcs.append((0, 0, none))
        for i, (first, on, _) in enumerate(rows, 1):
            arcs.append((i, i, ~on if len(rows) else on))
            for a, b in ((0, i), (i, 0)):
                arcs.append((a, b, self.model.new_bool_var("")))
            for j, (then, _, _) in enumerate(rows, 1):
                if i == j:
                    continue
                arc = self.model.new_bool_var("")
                self.model.add_hint(arc, after.get(first) == then)
                ticks = table.get((family[first], family[then]), 0)
                self.model.add(self.start[then] >= self.end[first] + ticks).only_enforce_if(arc)
                arcs.append((i, j, arc))
        self.model.add_circuit(arcs)

    def _objective(self, hint: Plan) -> None:
        problem, model = self.problem, self.model
        if not Objective.usual(problem).tardiness:
            span = model.new_int_var(0, self.horizon, "")
            for end in self.end.values():
                model.add(span >= end)
            model.add_hint(span, hint.makespan)
            model.minimize(span)
            return
        terms = []
        for job in problem.jobs:
            ends = [each.id for each in problem.operations if each.job == job.id]
            if job.due is None or not ends:
                continue
            late = model.new_int_var(0, self.horizon, "")
            for each in ends:
                model.add(late >= self.end[each] - job.due)
            worst = max(hint.bars[each].end for each in ends)
            model.add_hint(late, max(0, worst - job.due))
            terms.append(int(job.weight) * late)
        model.minimize(sum(terms))


def _followers(hint: Plan, machine: str) -> dict[str, str]:
    bars = sorted(
        (bar for bar in hint.bars.values() if bar.machine == machine), key=lambda bar: bar.start
    )
    return {first.operation: then.operation for first, then in itertools.pairwise(bars)}


def cpsat(problem: Problem, seconds: float, workers: int, seed: int) -> float | None:
    """Plain CP-SAT with a complete hint from dispatching, presolve probing switched off."""
    began = time.perf_counter()
    if _setup_pairs(problem) > PAIRS:
        return None
    w = weights_of(problem, Objective.usual(problem))
    hint = plan_of(problem, construct(problem.arrays, w))
    built = PlainModel(problem, hint)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.1, seconds - (time.perf_counter() - began))
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.parameters.cp_model_probing_level = 0
    status = solver.solve(built.model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return float(solver.objective_value) if found else None


PEERS: dict[str, Peer] = {"pyjobshop": pyjobshop, "cpsat": cpsat, "dispatch": dispatching}
