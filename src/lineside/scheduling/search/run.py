"""The search: construct, improve until the budget is spent, report on the way."""

from collections.abc import Callable

from lineside.scheduling.arrays import Arrays
from lineside.scheduling.dispatch import construct
from lineside.scheduling.problem import Objective, Plan, Problem, Progress, Solution
from lineside.scheduling.routes import as_planned, choose
from lineside.scheduling.search.bound import lower_bound, makespan_bound
from lineside.scheduling.search.cool import cool_down
from lineside.scheduling.search.relink import climb, suits
from lineside.scheduling.search.team import Budget, Team
from lineside.scheduling.timing import State, Weights, copy_state, value
from lineside.scheduling.translate import parts_of, plan_of, state_of, weights_of

FIRST_ANSWER = 40_000
"""Operations times rules dispatched before the first answer: some tenths of a second."""


class Record:
    """The best state so far, and who is told of a better one."""

    def __init__(
        self,
        a: Arrays,
        w: Weights,
        state: State,
        found_by: str,
        bound: float | None,
        budget: Budget,
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        self.w = w
        self.state = copy_state(state)
        self.value = float(value(a, w, state))
        self.found_by = found_by
        self.bound = bound
        self._budget = budget
        self._on_progress = on_progress
        self._tell()

    def better(self, state: State, its_value: float, found_by: str) -> None:
        """Keep the state when it is better."""
        if its_value < self.value - 1e-9:
            self.state = copy_state(state)
            self.value = its_value
            self.found_by = found_by
            self._tell()

    def _tell(self) -> None:
        if self._on_progress is not None:
            budget = self._budget
            self._on_progress(
                Progress(budget.elapsed, self.value, self.bound, budget.round, self.found_by)
            )


def search(
    problem: Problem,
    *,
    seconds: float,
    seed: int = 0,
    workers: int = 1,
    cancel: Callable[[], bool] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    objective: Objective | None = None,
    start: Plan | None = None,
    rounds: int | None = None,
) -> Solution:
    """The best plan found within ``seconds`` (or ``rounds``, when given) by ``workers``.

    ``cancel`` is asked every 10 ms. With ``rounds`` the answer is a function of the problem, the
    seed and the number of workers; with ``seconds`` also of the machine's speed. ``start`` is a
    plan to begin with, beside the constructed one; the better of the two is taken up.
    ``on_progress`` is called from the searching thread, first for the constructed plan, then for
    each better one.
    """
    budget = Budget(seconds, rounds, cancel)
    goal = objective or Objective.usual(problem)
    whole = problem
    problem = as_planned(problem, start) if start is not None else choose(problem, goal)
    w = weights_of(problem, goal)
    a = problem.arrays
    state, found_by = _first(problem, a, w, start)
    bound = lower_bound(a, w) if problem is whole else None
    record = Record(a, w, state, found_by, bound, budget, on_progress)
    if a.release.size:
        state = construct(a, w)
        record.better(state, float(value(a, w, state)), "dispatching")
        _improve(problem, w, record, budget, seed, workers)
    return _solution(problem, w, record, budget)


def _first(problem: Problem, a: Arrays, w: Weights, start: Plan | None) -> tuple[State, str]:
    state = construct(a, w, tries=max(2, FIRST_ANSWER // max(a.release.size, 1)))
    if start is not None:
        given = state_of(problem, start)
        if value(a, w, given) <= value(a, w, state):
            return given, "start"
    return state, "dispatching"


def _improve(
    problem: Problem, w: Weights, record: Record, budget: Budget, seed: int, workers: int
) -> None:
    team = Team(workers, budget)
    a = problem.arrays
    floor = record.bound if record.bound is not None else 0.0
    try:
        if _makespan_alone(w) and suits(a):
            climb(
                team,
                a,
                w,
                record.state,
                seed,
                lambda state, span, by: record.better(state, span * w.makespan, by),
                makespan_bound(a),
            )
        else:
            cool_down(
                team,
                a,
                w,
                record.state,
                seed,
                record.better,
                floor,
            )
    finally:
        team.close()


def _makespan_alone(w: Weights) -> bool:
    others = (w.tardiness, w.setup, w.cost, w.energy, w.shift, w.reassign)
    return w.makespan > 0 and not any(others)


def _solution(problem: Problem, w: Weights, record: Record, budget: Budget) -> Solution:
    gap = None
    if record.bound is not None:
        gap = max(0.0, record.value - record.bound) / max(record.value, 1e-9)
    return Solution(
        plan_of(problem, record.state),
        record.value,
        parts_of(problem, record.state, w),
        record.bound,
        gap,
        record.found_by,
        budget.elapsed,
        budget.round,
        budget.cancelled,
    )
