"""Reasons for a bar's start, one constraint at a time."""

import pytest
from engine_shops import shop
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.scheduling.errors import OperationMissing
from lineside.scheduling.explain import explain
from lineside.scheduling.problem import (
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
from lineside.scheduling.search import search

ON_M = (Mode("M", 5),)


def binding(problem: Problem, operation: str) -> str:
    found = search(problem, seconds=9, rounds=1)
    first = explain(problem, found.plan, operation)[0]
    assert first.binding
    assert first.until == found.plan.bars[operation].start
    return first.kind


def test_job_predecessor() -> None:
    steps = (Operation("a", "J", ON_M), Operation("b", "J", (Mode("N", 2),), ("a",)))
    problem = Problem((Job("J"),), steps, (Machine("M"), Machine("N")))
    assert binding(problem, "b") == "job predecessor"


def test_machine_predecessor_and_setup() -> None:
    steps = (
        Operation("a", "J", ON_M, family="red"),
        Operation("b", "K", ON_M, family="blue"),
    )
    jobs = (Job("J", due=0, weight=9), Job("K", due=0))
    assert binding(Problem(jobs, steps, (Machine("M"),)), "b") == "machine predecessor"
    table = {"t": {("red", "blue"): 3}}
    assert binding(Problem(jobs, steps, (Machine("M", setups="t"),), setups=table), "b") == "setup"


def test_release_material_and_lock() -> None:
    step = Operation("a", "J", ON_M)
    assert binding(Problem((Job("J", release=4),), (step,), (Machine("M"),)), "a") == "release"
    late = Operation("a", "J", ON_M, material_at=6)
    assert binding(Problem((Job("J"),), (late,), (Machine("M"),)), "a") == "material arrival"
    lock = (Lock("a", start=8),)
    assert binding(Problem((Job("J"),), (step,), (Machine("M"),), locks=lock), "a") == "lock"


def test_calendar_maintenance_and_operator() -> None:
    step = Operation("a", "J", ON_M)
    closed = Machine("M", (Window(0, 7),))
    assert binding(Problem((Job("J"),), (step,), (closed,)), "a") == "calendar"
    serviced = Machine("M", (Window(3, 9, hard=True, reason="oil"),))
    assert binding(Problem((Job("J"),), (step,), (serviced,)), "a") == "maintenance window"
    ann = (Operator("Ann", frozenset({"weld"})),)
    two = (
        Operation("a", "J", ON_M, skill="weld"),
        Operation("b", "K", (Mode("N", 5),), skill="weld"),
    )
    jobs = (Job("J", due=0, weight=9), Job("K", due=0))
    problem = Problem(jobs, two, (Machine("M"), Machine("N")), ann)
    assert binding(problem, "b") == "operator"


@given(st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_every_bar_of_a_searched_plan_has_a_binding_reason(seed: int) -> None:
    problem = shop(seed)
    plan = search(problem, seconds=9, rounds=1).plan
    for id_, bar in plan.bars.items():
        if bar.start > 0:
            assert explain(problem, plan, id_)[0].binding


def test_an_operation_that_is_not_there_is_refused() -> None:
    with pytest.raises(OperationMissing):
        explain(shop(1), Plan({}), "J0/0")
