"""Annealing by a team: each cools its own chain, or for a large plan its own part of one plan.

Small plans: the better chains are copied over the worse ones now and then. Large ones: the list is
cut into as many parts as there are members, at places by lot. Each member moves the nodes of its
part only and sees what that does to the whole. Since each part keeps its nodes, the parts put one
behind the other are a feasible list again, worth about what all members gained together.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from lineside.scheduling.arrays import Arrays
from lineside.scheduling.search.anneal import losses
from lineside.scheduling.search.chains import SPLIT, Chain, cut, join, moves_per_round
from lineside.scheduling.search.neighbourhoods import Surgeon, operable
from lineside.scheduling.search.team import Team
from lineside.scheduling.timing import (
    State,
    Weights,
    put_state,
    value,
)

HOT, COLD = 1.0, 0.02
"""First and last temperature, in units of the loss that a tenth of the losing moves stay below."""

LARGE = 2000
"""Operations from which on annealing begins colder."""

SAMPLE = 300
"""Random moves tried to find the scale of losses."""

LATE, SURGERY = 0.5, 24
"""Part of the budget after which large neighbourhoods join, and rounds between them at first."""

EXCHANGE = 16
"""Rounds between copies of the best chain over the worst."""


def cool_down(
    team: Team,
    a: Arrays,
    w: Weights,
    start: State,
    seed: int,
    improved: Callable[[State, float, str], None],
    floor: float,
) -> None:
    """Anneal until the team's budget is spent or ``floor`` is reached; tell of improvements."""
    budget = team.budget
    chains = [Chain(a, w, start) for _ in range(team.workers)]
    sample = losses(a, w, chains[0].now, chains[0].log, seed, SAMPLE)
    scale = float(np.quantile(sample, 0.1)) if sample.size else 0.0
    best = chains[0].best_value
    moves = moves_per_round(a)
    # A large plan gets fewer moves per operation, so it begins colder.
    hot = HOT * min(1.0, LARGE / max(a.release.size, 1)) ** 0.75
    rng = np.random.default_rng(seed)
    split = len(chains) > 1 and a.release.size >= SPLIT
    surgeon = Surgeon(a, w, rng, SURGERY) if operable(a, w) and not split else None
    while not budget.spent() and best > floor and scale > 0:
        heat = scale * hot * (COLD / hot) ** budget.progress
        first = seed * 1_000_003 + budget.round * len(chains)
        if split:
            cut(chains, rng)
        team.run(
            [
                partial(each.cool, heat, moves, (first + i) % 2**31, budget.stop)
                for i, each in enumerate(chains)
            ]
        )
        if split:
            join(chains)
        leader = min(chains, key=lambda each: each.best_value)
        if leader.best_value < best:
            best = leader.best_value
            improved(leader.best, best, "annealing")
        if surgeon is not None and budget.progress > LATE and surgeon.wanted():
            _operate(team, surgeon, leader, first)
        if not split and len(chains) > 1 and budget.round % EXCHANGE == 0:
            _exchange(chains)


def _operate(team: Team, surgeon: Surgeon, chain: Chain, seed: int) -> None:
    """Let the chain go on from a neighbourhood of its best plan, when one is better."""
    seed %= 2**31
    (found,) = team.run([lambda: surgeon.operate(chain.best, seed, team.budget)])
    if found is not None and value(chain.a, chain.w, found) < chain.best_value:
        put_state(chain.best, found)
        put_state(chain.now, found)
        chain.best_value = float(value(chain.a, chain.w, found))


def _exchange(chains: list[Chain]) -> None:
    """Copy the chain that stands best over the one that stands worst."""
    standing = sorted(chains, key=lambda each: float(value(each.a, each.w, each.now)))
    put_state(standing[-1].now, standing[0].now)
