"""Make-span search by a team: tabu searches, their results linked to new beginnings.

Each member searches from one beginning until it stagnates. Its best plan joins a small population;
then it begins anew, at first from noisy dispatching, later between two plans of the population:
with starts x and y, the nodes in order of (1 - t) x + t y are again a feasible list, since in both
plans each node stands after its predecessors (in the manner of path relinking: Peng, Lue and
Cheng, C&OR 53, 2015).
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from lineside.scheduling.arrays import NEVER, Arrays, Ints
from lineside.scheduling.dispatch import Rule, dispatch
from lineside.scheduling.search.neighbourhoods import Surgeon
from lineside.scheduling.search.tabu import new_desk, tabu_search
from lineside.scheduling.search.team import Team
from lineside.scheduling.timing import State, Weights, copy_state, decode, latest, put_state

POPULATION = 12
PATIENCE = 12_500
"""Turns without a better plan after which a search has stagnated."""

SURGERY = 8
"""Rounds between large neighbourhoods, to begin with."""

WORK_PER_ROUND = 4_000_000
"""Nodes times turns of one round: some tenths of a second."""

NOISE = 3.0
"""Spread of dispatching priorities for new beginnings, in mean durations."""


def suits(a: Arrays) -> bool:
    """Whether nodes compete for machines alone: no calendars, operators or locked starts."""
    return not (a.window_start.size or a.able.size or (a.fixed > -NEVER).any())


def positive(a: Arrays) -> tuple[Arrays, int]:
    """The same problem with positive durations, and the factor by which its times are larger.

    A zero duration becomes one tick of a scale so fine that all of them together stay below one
    tick of the old scale.
    """
    if not (a.mode_duration == 0).any():
        return a, 1
    factor = a.release.size + 1
    fine = a._replace(
        mode_duration=np.maximum(a.mode_duration * factor, 1),
        setup=a.setup * factor,
        release=a.release * factor,
    )
    return fine, factor


class Climber:
    """One tabu search: where it stands, its best, its scratch memory."""

    def __init__(self, a: Arrays, start: State) -> None:
        self.a = a
        self.now = copy_state(start)
        self.best = copy_state(start)
        self.desk = new_desk(a)
        self.clock = np.zeros(2, dtype=np.int64)
        self.span = latest(start.end)

    def begin(self, start: State) -> None:
        """Begin anew."""
        put_state(self.now, start)
        put_state(self.best, start)
        self.clock[:] = 0
        self.span = latest(start.end)

    @property
    def stagnates(self) -> bool:
        """Whether the last improvement lies too far back."""
        return bool(self.clock[0] - self.clock[1] > PATIENCE)

    def climb(self, turns: int, seed: int, floor: int, stop: Ints) -> State | None:
        """Search on for so many turns."""
        self.span = int(
            tabu_search(
                self.a, self.now, self.best, self.desk, self.clock, turns, PATIENCE, seed, floor,
                stop,
            )
        )  # fmt: skip
        return None


class Population:
    """A few good plans that differ."""

    def __init__(self, a: Arrays, rng: np.random.Generator) -> None:
        self.a = a
        self.rng = rng
        self.plans: list[State] = []
        self.spans: list[int] = []
        self.failures = 0

    def join(self, plan: State) -> None:
        """Take the plan in when it is no copy and better than the worst; renew when stuck."""
        span = latest(plan.end)
        near = self.a.release.size // 50
        for i, other in enumerate(self.plans):
            if (plan.machine_prev != other.machine_prev).sum() <= near:
                self.failures += 1
                if span < self.spans[i]:
                    self._put(i, plan, span)
                return
        if len(self.plans) < POPULATION:
            self.plans.append(copy_state(plan))
            self.spans.append(span)
            return
        worst = int(np.argmax(self.spans))
        if span < self.spans[worst]:
            self._put(worst, plan, span)
        else:
            self.failures += 1

    def _put(self, i: int, plan: State, span: int) -> None:
        self.plans[i] = copy_state(plan)
        if span < min(self.spans):
            self.failures = 0
        self.spans[i] = span

    def beginning(self) -> State:
        """A new beginning: noisy dispatching while few, then a plan between two."""
        if self.failures > 4 * POPULATION:
            best = int(np.argmin(self.spans))
            self.plans, self.spans = [self.plans[best]], [self.spans[best]]
            self.failures = 0
        if len(self.plans) < POPULATION:
            noise = self.rng.normal(0.0, NOISE, self.a.release.size)
            return dispatch(self.a, Rule(1.0, 1.0, 1.0, 1), noise)
        first, second = self.rng.choice(len(self.plans), 2, replace=False)
        return between(self.a, self.plans[first], self.plans[second], self.rng)


def between(a: Arrays, first: State, second: State, rng: np.random.Generator) -> State:
    """A plan between two, from a third to two thirds of the way."""
    part = rng.uniform(0.33, 0.67)
    s = copy_state(first)
    s.order[:] = np.lexsort((first.place, (1 - part) * first.start + part * second.start))
    swapped = rng.random(s.mode.size) < part
    s.mode[swapped] = second.mode[swapped]
    decode(a, s)
    return s


def climb(
    team: Team,
    a: Arrays,
    w: Weights,
    start: State,
    seed: int,
    improved: Callable[[State, float, str], None],
    floor: float,
) -> None:
    """Search for the make-span until the team's budget is spent or ``floor`` is reached."""
    fine, factor = positive(a)
    rng = np.random.default_rng(seed)
    population = Population(fine, rng)
    first = copy_state(start)
    decode(fine, first)
    climbers = [Climber(fine, first)]
    climbers.extend(Climber(fine, population.beginning()) for _ in range(team.workers - 1))
    surgeon = Surgeon(a, w, rng, SURGERY)
    best, patient = latest(start.end), copy_state(start)
    turns = max(200, WORK_PER_ROUND // (a.release.size + 20))
    budget = team.budget
    while not budget.spent() and best > floor:
        goal = int(floor) * factor
        seeds = [int(each) for each in rng.integers(0, 2**31, len(climbers))]
        tasks: list[Callable[[], State | None]] = [
            partial(each.climb, turns, own, goal, budget.stop)
            for each, own in zip(climbers, seeds, strict=True)
        ]
        if surgeon.wanted():
            tasks[-1] = partial(surgeon.operate, patient, seeds[-1], budget)
        for found in team.run(tasks):
            if found is not None:
                best, patient = latest(found.end), found
                improved(patient, float(best), "large neighbourhood")
        for each in climbers:
            if each.span // factor < best:
                best, patient = each.span // factor, copy_state(each.best)
                decode(a, patient)
                improved(patient, float(best), "tabu search")
            if each.stagnates:
                population.join(each.best)
                each.begin(population.beginning())
