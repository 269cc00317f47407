"""Repair after a disruption: what has begun stays, few operations move, reasons are told."""

import pytest
from engine_shops import shop
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.scheduling.checker import check
from lineside.scheduling.problem import Window
from lineside.scheduling.repair import Disruption, repair
from lineside.scheduling.search import search


@given(st.integers(0, 10**6), st.integers(0, 40), st.integers(0, 2))
@settings(max_examples=25, deadline=None)
def test_a_repaired_plan_keeps_the_rules_and_what_has_begun(seed: int, now: int, down: int) -> None:
    problem = shop(seed)
    plan = search(problem, seconds=9, rounds=1, seed=seed).plan
    disruption = Disruption(now, down={f"M{down}": (Window(now, now + 15, reason="breakdown"),)})
    mended = repair(problem, plan, disruption, rounds=2, seconds=9)
    # Work in progress that the breakdown pushes into a maintenance window begins anew after it.
    begun_anew = {
        id_ for id_, bar in plan.bars.items() if bar.machine == f"M{down}" and bar.start < now
    }
    for answer in (mended.first, mended.plan):
        for each in check(mended.problem, answer):
            assert each.rule == "lock"
            assert each.operation in begun_anew
    for id_, bar in plan.bars.items():
        if bar.start < now and id_ not in begun_anew:
            assert mended.plan.bars[id_].start == bar.start
            assert mended.plan.bars[id_].machine == bar.machine
        elif bar.start >= now:
            assert mended.plan.bars[id_].start >= now
    moved = {each.operation for each in mended.moves}
    for id_, bar in plan.bars.items():
        other = mended.plan.bars[id_]
        assert (id_ in moved) == ((bar.machine, bar.start) != (other.machine, other.start))
    assert mended.reassigned <= 0.1


def test_the_first_answer_is_told_and_the_settled_one_is_no_worse() -> None:
    problem = shop(4, jobs=30, machines=5, plain=True)
    plan = search(problem, seconds=0.3).plan
    told = []
    down = {"M0": (Window(20, 60, reason="breakdown"),)}
    mended = repair(problem, plan, Disruption(20, down=down), seconds=0.5, on_first=told.append)
    assert told == [mended.first]

    def late(bars: dict) -> float:  # type: ignore[type-arg]
        ends = {job.id: 0 for job in problem.jobs}
        for operation in problem.operations:
            ends[operation.job] = max(ends[operation.job], bars[operation.id].end)
        return sum(job.weight * max(0, ends[job.id] - (job.due or 0)) for job in problem.jobs)

    assert late(dict(mended.plan.bars)) <= late(dict(mended.first.bars))
    assert mended.parts["tardiness"] == late(dict(mended.plan.bars))
    assert any(each.reason == "machine down" for each in mended.moves)


@pytest.mark.parametrize("fact", ["material", "durations", "absent"])
def test_other_disruptions_are_kept_too(fact: str) -> None:
    problem = shop(8)
    plan = search(problem, seconds=9, rounds=1).plan
    last = max(plan.bars.values(), key=lambda bar: bar.start)
    step = problem.operations[problem.operation_index[last.operation]]
    facts = {
        "material": {"material": {last.operation: 300}},
        "durations": {"durations": {last.operation: 50}} if not step.batch else {},
        "absent": {"absent": {"Ann": (Window(5, 60, reason="ill"),)}},
    }[fact]
    mended = repair(problem, plan, Disruption(3, **facts), rounds=2, seconds=9)
    assert check(mended.problem, mended.plan) == []
    if fact == "material":
        assert mended.plan.bars[last.operation].start >= 300
        assert any(each.reason == "material late" for each in mended.moves)
