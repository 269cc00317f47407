"""Repairs after breakdowns of one machine at a time, measured against the undisturbed plan.

Two undisturbed plans are disturbed: that of tuned dispatching with priority search, and the
searched one, which is so much better that a lost hour weighs several times as much in the ratio.
"""

import random
import statistics
import time
from typing import Any

import numpy as np

from lineside.scheduling.checker import check
from lineside.scheduling.dispatch import construct, priority_search
from lineside.scheduling.problem import Objective, Plan, Problem, Window
from lineside.scheduling.repair import Disruption, Repair, repair
from lineside.scheduling.search import search
from lineside.scheduling.translate import plan_of, weights_of

Row = dict[str, Any]

PASSES = 100
"""Dispatching passes of the priority search."""

SHORTEST, LONGEST = 60, 300
"""Ticks that a machine stands still."""

SETTLE_S = 1.8
"""Seconds for a repair."""


def measured(
    problem: Problem, cases: int, seconds: float, workers: int, seed: int
) -> dict[str, Row]:
    """By undisturbed plan: its tardiness, means and worst figures over the cases, each case."""
    goal = Objective.usual(problem)
    w = weights_of(problem, goal)
    rng = np.random.default_rng(seed)
    ruled = priority_search(problem.arrays, w, rng, PASSES, construct(problem.arrays, w))
    found = search(problem, seconds=seconds, seed=seed, workers=workers)
    plans = {"dispatching": plan_of(problem, ruled), "search": found.plan}
    return {name: _against(problem, plan, cases, workers, seed) for name, plan in plans.items()}


def _against(problem: Problem, plan: Plan, count: int, workers: int, seed: int) -> Row:
    lot = random.Random(seed)
    undisturbed = _tardiness(problem, plan)
    cases = [_case(problem, plan, undisturbed, lot, workers, seed) for _ in range(count)]
    keys = [key for key in cases[0] if key != "violations"]
    return {
        "tardiness": undisturbed,
        "mean": {key: statistics.fmean(case[key] for case in cases) for key in keys},
        "worst": {key: max(case[key] for case in cases) for key in keys},
        "violations": sum(case["violations"] for case in cases),
        "cases": cases,
    }


def _case(
    problem: Problem, plan: Plan, undisturbed: float, lot: random.Random, workers: int, seed: int
) -> Row:
    now = lot.randrange(plan.makespan // 10, plan.makespan // 2)
    window = Window(now, now + lot.randrange(SHORTEST, LONGEST), reason="breakdown")
    down = {lot.choice(problem.machines).id: (window,)}
    first_cpu: list[float] = []
    began = time.process_time()
    mended = repair(
        problem,
        plan,
        Disruption(now, down=down),
        seconds=SETTLE_S,
        seed=seed,
        workers=workers,
        on_first=lambda _: first_cpu.append(time.process_time() - began),
    )
    return {
        **_ratios(mended, undisturbed),
        "reassigned": mended.reassigned,
        "first_s": mended.first_s,
        "first_cpu_s": first_cpu[0],
        "settled_s": mended.seconds,
        "settled_cpu_s": time.process_time() - began,
        "moves": len(mended.moves),
        "violations": len(check(mended.problem, mended.plan)),
    }


def _ratios(mended: Repair, undisturbed: float) -> Row:
    return {
        "tardiness_ratio": mended.parts["tardiness"] / max(undisturbed, 1.0),
        "first_ratio": _tardiness(mended.problem, mended.first) / max(undisturbed, 1.0),
    }


def _tardiness(problem: Problem, plan: Plan) -> float:
    """Weighted tardiness of a plan, in ticks."""
    ends = {job.id: job.release for job in problem.jobs}
    for each in problem.operations:
        ends[each.job] = max(ends[each.job], plan.bars[each.id].end)
    return sum(
        job.weight * max(0, ends[job.id] - job.due) for job in problem.jobs if job.due is not None
    )
