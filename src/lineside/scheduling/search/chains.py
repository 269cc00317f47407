"""Chains of annealed plans, one for each member of a team, and how members share one plan."""

from collections.abc import Sequence

import numpy as np

from lineside.scheduling.arrays import Arrays, Ints
from lineside.scheduling.moves import Log, new_log
from lineside.scheduling.search.anneal import anneal
from lineside.scheduling.search.screen import Rates, new_rates
from lineside.scheduling.timing import (
    State,
    Weights,
    copy_state,
    decode,
    put_state,
    sort_by_start,
    value,
)

SPLIT = 4000
"""Operations from which on members share one plan."""


def moves_per_round(a: Arrays) -> int:
    """So many moves that a round takes about a tenth of a second, or a fifth when plans are cut."""
    return 150_000 if a.release.size >= SPLIT else 50_000


class Chain:
    """One member's current state, its best, and its scratch memory."""

    def __init__(self, a: Arrays, w: Weights, start: State) -> None:
        self.a, self.w = a, w
        self.now = copy_state(start)
        self.best = copy_state(start)
        self.best_value = float(value(a, w, start))
        self.log: Log = new_log(a)
        self.rates: Rates = new_rates(a)
        self.part = np.array([0, a.release.size], dtype=np.int64)

    def reprice(self, w: Weights) -> None:
        """Go on under another objective."""
        self.w = w
        self.best_value = float(value(self.a, w, self.best))

    def cool(self, heat: float, moves: int, seed: int, stop: Ints) -> float:
        """Anneal at one temperature; the best value so far."""
        self.best_value = float(
            anneal(
                self.a,
                self.w,
                self.now,
                self.best,
                self.log,
                self.rates,
                self.part,
                heat,
                moves,
                seed,
                stop,
            )
        )
        return self.best_value


def cut(chains: Sequence[Chain], rng: np.random.Generator, first: int = 0) -> None:
    """Give all members the same plan and each its part of the list, cut at places by lot.

    What stands before list place ``first`` in order of starts is nobody's.
    """
    plan, count = chains[0].now, len(chains)
    sort_by_start(plan)
    shares = np.arange(1, count) + rng.uniform(-0.4, 0.4, count - 1)
    last = plan.order.size
    places = [first, *(first + ((last - first) * shares / count).astype(np.int64)), last]
    for i, each in enumerate(chains):
        each.part[:] = places[i], places[i + 1]
        if i:
            put_state(each.now, plan)


def join(chains: Sequence[Chain]) -> None:
    """Put the members' parts together in the first one's plan; remember it when it is best."""
    first = chains[0]
    for each in chains[1:]:
        row = each.now.order[each.part[0] : each.part[1]]
        first.now.order[each.part[0] : each.part[1]] = row
        first.now.mode[row] = each.now.mode[row]
        first.now.operator[row] = each.now.operator[row]
    decode(first.a, first.now)
    worth = float(value(first.a, first.w, first.now))
    if worth < min(each.best_value for each in chains):
        put_state(first.best, first.now)
        first.best_value = worth
