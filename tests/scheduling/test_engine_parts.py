"""A plan annealed in parts, and the estimates that screen moves."""

import numpy as np
import pytest
from engine_shops import shop
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.scheduling.checker import check
from lineside.scheduling.dispatch import construct
from lineside.scheduling.moves import apply_move, neighbours_on, new_log, room_for, undo
from lineside.scheduling.problem import Objective, Problem
from lineside.scheduling.search.chains import Chain, cut, join
from lineside.scheduling.search.screen import estimate, new_rates, sense
from lineside.scheduling.timing import State, copy_state, value
from lineside.scheduling.translate import plan_of, weights_of

SEEDS = st.integers(0, 10**6)
STOP = np.zeros(1, dtype=np.int64)


def annealed(problem: Problem, seed: int, members: int) -> list[Chain]:
    """A few rounds of annealing in parts."""
    a = problem.arrays
    w = weights_of(problem, Objective(tardiness=1))
    start = construct(a, w)
    chains = [Chain(a, w, start) for _ in range(members)]
    rng = np.random.default_rng(seed)
    for turn in range(3):
        cut(chains, rng)
        for i, each in enumerate(chains):
            each.cool(5.0, 300, seed + 10 * turn + i, STOP)
        join(chains)
    return chains


@given(SEEDS, st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_parts_put_together_are_a_feasible_plan(seed: int, members: int) -> None:
    problem = shop(seed, jobs=8)
    chains = annealed(problem, seed, members)
    a, w = problem.arrays, chains[0].w
    start = float(value(a, w, construct(a, w)))
    for s in (chains[0].now, min(chains, key=lambda each: each.best_value).best):
        assert sorted(s.order.tolist()) == list(range(s.order.size))
        assert (s.place[s.order] == np.arange(s.order.size)).all()
        broken = {each.rule for each in check(problem, plan_of(problem, s))}
        assert broken == set()
    best = min(each.best_value for each in chains)
    assert best <= start + 1e-9


def test_members_keep_to_their_parts() -> None:
    problem = shop(3, jobs=20, machines=4, plain=True)
    a, w = problem.arrays, weights_of(problem, Objective(tardiness=1))
    chains = [Chain(a, w, construct(a, w)) for _ in range(2)]
    cut(chains, np.random.default_rng(1))
    before: list[State] = [copy_state(each.now) for each in chains]
    for each in chains:
        each.cool(20.0, 2000, 7, STOP)
    for each, old in zip(chains, before, strict=True):
        first, last = each.part
        assert (each.now.order[:first] == old.order[:first]).all()
        assert (each.now.order[last:] == old.order[last:]).all()
        others = np.concatenate([old.order[:first], old.order[last:]])
        assert (each.now.mode[others] == old.mode[others]).all()
    assert chains[0].part[1] == chains[1].part[0]


def test_the_same_seed_gives_the_same_parts() -> None:
    problem = shop(9, jobs=12)
    twice = [annealed(problem, 4, 3)[0].now.order.tolist() for _ in range(2)]
    assert twice[0] == twice[1]


def test_improving_moves_are_seldom_screened_out() -> None:
    """Where machines alone are scarce, few gains are taken for losses."""
    gains, missed = np.sum([judged(seed) for seed in range(25)], axis=0)
    assert gains > 100
    assert missed <= gains // 5


def judged(seed: int) -> tuple[int, int]:
    """Of moves by lot, how many gain, and how many of these are estimated to lose."""
    problem = shop(seed, jobs=10, plain=True)
    a, w = problem.arrays, weights_of(problem, Objective(tardiness=1))
    s, log, rates = construct(a, w), new_log(a), new_rates(a)
    sense(a, w, s, rates)
    rng = np.random.default_rng(seed)
    gains = missed = 0
    for _ in range(200):
        v = int(rng.integers(a.release.size))
        mode = int(rng.integers(a.mode_ptr[v], a.mode_ptr[v + 1]))
        before, after = seat(problem, s, v, mode)
        place = room_for(a, s, v, before, after)
        if place < 0 or before == after:
            continue
        guess = estimate(a, w, s, rates, v, mode, before, after)
        delta = apply_move(a, w, s, log, v, mode, -1, before, after, place, np.inf)
        undo(s, log)
        gains += delta < 0
        missed += delta < 0 < guess
    return gains, missed


def seat(problem: Problem, s: State, v: int, mode: int) -> tuple[int, int]:
    """Neighbours for ``v``: one place earlier on its machine, the same time on another one."""
    a = problem.arrays
    machine = a.mode_machine[mode]
    if machine != a.mode_machine[s.mode[v]]:
        return neighbours_on(a, s, machine, v)
    after = int(s.machine_prev[v])
    return (int(s.machine_prev[after]), after) if after >= 0 else (-1, -1)


def test_rates_are_the_cost_of_a_tick() -> None:
    problem = shop(6, jobs=6, plain=True)
    a, w = problem.arrays, weights_of(problem, Objective(tardiness=1))
    s, rates = construct(a, w), new_rates(a)
    sense(a, w, s, rates)
    late = (s.job_end >= a.due) & (a.weight > 0)
    assert rates.rate.min() >= 0
    roots = rates.rate[rates.bound_by < 0].sum()
    ends = sum(
        float(a.weight[job])
        for job in np.flatnonzero(late)
        for v in a.last[a.last_ptr[job] : a.last_ptr[job + 1]]
        if s.end[v] == s.job_end[job]
    )
    assert roots == pytest.approx(ends)
