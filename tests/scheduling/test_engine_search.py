"""The search: every answer keeps the rules, values add up, the budget and the seed are kept."""

import time
from dataclasses import replace

import numpy as np
import pytest
from engine_shops import shop
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.scheduling.checker import check
from lineside.scheduling.dispatch import construct, dispatch, priority_search, rules_for
from lineside.scheduling.moves import apply_move, neighbours_on, new_log, room_for, undo
from lineside.scheduling.problem import Job, Machine, Mode, Objective, Operation, Problem
from lineside.scheduling.readers import from_text
from lineside.scheduling.search import search
from lineside.scheduling.search.neighbourhoods import Surgeon
from lineside.scheduling.search.team import Budget
from lineside.scheduling.timing import copy_state, decode, value
from lineside.scheduling.translate import plan_of, state_of, weights_of

SEEDS = st.integers(0, 10**6)
MIXED = Objective(makespan=1, tardiness=2, setup=0.5, cost=3, energy=4)


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_any_dispatching_rule_gives_a_feasible_plan(seed: int) -> None:
    problem = shop(seed)
    w = weights_of(problem, MIXED)
    for rule in rules_for(w)[:3]:
        assert check(problem, plan_of(problem, dispatch(problem.arrays, rule))) == []


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_searched_plans_are_feasible_and_worth_what_they_say(seed: int) -> None:
    problem = shop(seed)
    first = value(
        problem.arrays,
        weights_of(problem, MIXED),
        construct(problem.arrays, weights_of(problem, MIXED)),
    )
    found = search(problem, seconds=9, rounds=1, seed=seed, objective=MIXED)
    assert check(problem, found.plan) == []
    assert found.value <= first + 1e-6
    told = sum(
        getattr(MIXED, part) * worth for part, worth in found.parts.items() if part != "lock"
    )
    assert told == pytest.approx(found.value)
    assert found.lower_bound is not None
    assert found.lower_bound <= found.value + 1e-6


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_moves_change_the_value_by_what_they_say_and_undo_restores(seed: int) -> None:
    problem = shop(seed)
    a = problem.arrays
    w = weights_of(problem, MIXED)
    s = construct(a, w)
    log = new_log(a)
    rng = np.random.default_rng(seed)
    for _ in range(30):
        v = int(rng.integers(a.release.size))
        mode = int(rng.integers(a.mode_ptr[v], a.mode_ptr[v + 1]))
        machine = a.mode_machine[mode]
        if machine == a.mode_machine[s.mode[v]]:
            before, after = int(s.machine_prev[v]), int(s.machine_next[v])
        else:
            before, after = neighbours_on(a, s, machine, v)
        to = room_for(a, s, v, before, after)
        if to < 0:
            continue
        old, worth = copy_state(s), value(a, w, s)
        person = int(s.operator[v])
        delta = apply_move(a, w, s, log, v, mode, person, before, after, to, np.inf)
        fresh = copy_state(s)
        decode(a, fresh)
        assert all((x == y).all() for x, y in zip(s, fresh, strict=True))
        assert value(a, w, s) == pytest.approx(worth + delta)
        if rng.random() < 0.5:
            undo(s, log)
            assert all((x == y).all() for x, y in zip(s, old, strict=True))


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_a_plan_read_back_is_no_worse(seed: int) -> None:
    problem = shop(seed)
    w = weights_of(problem, MIXED)
    s = construct(problem.arrays, w)
    again = state_of(problem, plan_of(problem, s))
    assert (again.start <= s.start).all()


@pytest.mark.parametrize("workers", [1, 2])
def test_the_same_seed_and_rounds_give_the_same_plan(workers: int) -> None:
    problem = shop(7, jobs=8)
    twice = [
        search(problem, seconds=99, rounds=3, seed=5, workers=workers).plan.bars for _ in range(2)
    ]
    assert twice[0] == twice[1]


def test_cancel_is_heard_long_before_the_time_is_over() -> None:
    problem = shop(3, jobs=60, machines=6)
    search(problem, seconds=0.01)
    began = time.perf_counter()
    found = search(problem, seconds=30, cancel=lambda: time.perf_counter() - began > 0.2)
    assert found.cancelled
    assert time.perf_counter() - began < 10
    assert check(problem, found.plan) == []


def test_progress_begins_with_the_constructed_plan_and_gets_better() -> None:
    told: list[float] = []
    search(shop(11, jobs=9), seconds=0.3, on_progress=lambda each: told.append(each.value))
    assert told == sorted(told, reverse=True)
    assert told


def test_an_empty_problem_has_an_empty_plan() -> None:
    found = search(Problem((), (), (Machine("M"),)), seconds=0.1)
    assert found.plan.bars == {}
    assert found.value == 0


def test_a_start_plan_is_taken_up() -> None:
    problem = shop(2)
    good = search(problem, seconds=9, rounds=4)
    again = search(problem, seconds=9, rounds=1, start=good.plan)
    assert again.value <= good.value


def test_a_job_takes_the_route_that_serves_it_best() -> None:
    jobs = (Job("A", due=0), Job("B", due=0))
    operations = (
        Operation("A/fast", "A", (Mode("M", 5),), route="one"),
        Operation("A/slow", "A", (Mode("N", 6),), route="two"),
        Operation("A/end", "A", (Mode("N", 1),), ("A/fast", "A/slow")),
        Operation("B/only", "B", (Mode("M", 9),)),
    )
    problem = Problem(jobs, operations, (Machine("M"), Machine("N")))
    found = search(problem, seconds=0.2)
    assert check(problem, found.plan) == []
    assert "A/slow" in found.plan.bars
    assert "A/fast" not in found.plan.bars
    assert found.value == 16


def test_priority_search_only_improves() -> None:
    problem = shop(5, jobs=12, plain=True)
    w = weights_of(problem, Objective(tardiness=1))
    start = construct(problem.arrays, w)
    before = value(problem.arrays, w, start)
    after = priority_search(problem.arrays, w, np.random.default_rng(1), 50, start)
    assert value(problem.arrays, w, after) <= before


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_makespan_search_and_large_neighbourhoods_keep_the_rules(seed: int) -> None:
    problem = machines_alone(shop(seed, jobs=6, plain=True))
    objective = Objective(makespan=1)
    found = search(problem, seconds=9, rounds=2, seed=seed, objective=objective)
    assert check(problem, found.plan) == []
    assert found.value == found.plan.makespan
    assert found.lower_bound is not None
    assert found.lower_bound <= found.value
    for goal in (objective, Objective(tardiness=1)):
        a, w = problem.arrays, weights_of(problem, goal)
        s = construct(a, w)
        surgeon = Surgeon(a, w, np.random.default_rng(seed), 8)
        for turn in range(3):
            better = surgeon.operate(s, turn, Budget(9, rounds=9))
            if better is not None:
                assert check(problem, plan_of(problem, better)) == []
                assert value(a, w, better) <= value(a, w, s)
                s = better


def machines_alone(problem: Problem) -> Problem:
    """The same without calendars and people."""
    machines = tuple(Machine(each.id, setups=each.setups) for each in problem.machines)
    return replace(problem, machines=machines)


def test_a_small_job_shop_is_solved_to_its_optimum() -> None:
    # Fisher and Thompson's six by six; optimum 55.
    text = """6 6
2 1 0 3 1 6 3 7 5 3 4 6
1 8 2 5 4 10 5 10 0 10 3 4
2 5 3 4 5 8 0 9 1 1 4 7
1 5 0 5 2 5 3 3 4 8 5 9
2 9 1 3 4 5 5 4 0 3 3 1
1 3 3 3 5 9 0 10 4 4 2 1
"""
    problem = from_text(text)
    found = search(problem, seconds=5, rounds=2)
    assert found.value == 55
    assert check(problem, found.plan) == []
