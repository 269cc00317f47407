"""Alternative routes: which of its routes each job takes, and the problem that is left then."""

from collections.abc import Mapping
from dataclasses import replace

from lineside.scheduling.dispatch import construct
from lineside.scheduling.problem import Objective, Operation, Plan, Problem
from lineside.scheduling.timing import value
from lineside.scheduling.translate import weights_of

TRIES = 200
"""Routes tried at most, one job's at a time; each costs a construction."""


def routes_of(problem: Problem) -> dict[str, dict[str, int]]:
    """By job with routes: each route's shortest total work in ticks."""
    work: dict[str, dict[str, int]] = {}
    for operation in problem.operations:
        if operation.route is not None:
            ticks = min(mode.duration for mode in operation.modes)
            routes = work.setdefault(operation.job, {})
            routes[operation.route] = routes.get(operation.route, 0) + ticks
    return work


def taking(problem: Problem, routes: Mapping[str, str]) -> Problem:
    """The problem without the operations of the routes that are not taken."""
    kept = [each for each in problem.operations if each.route in (None, routes.get(each.job))]
    ids = {each.id for each in kept}
    return replace(
        problem,
        operations=tuple(_without(each, ids) for each in kept),
        locks=tuple(lock for lock in problem.locks if lock.operation in ids),
    )


def _without(operation: Operation, ids: set[str]) -> Operation:
    after = tuple(name for name in operation.after if name in ids)
    return operation if after == operation.after else replace(operation, after=after)


def as_planned(problem: Problem, plan: Plan) -> Problem:
    """The problem that the plan answers: the routes that the plan takes."""
    if not routes_of(problem):
        return problem
    routes = {
        each.job: each.route
        for each in problem.operations
        if each.route is not None and each.id in plan.bars
    }
    return taking(problem, routes)


def choose(problem: Problem, objective: Objective) -> Problem:
    """Each job takes the route of least work; single jobs switch where dispatching gains."""
    work = routes_of(problem)
    if not work:
        return problem
    routes = {job: min(ticks, key=lambda name: ticks[name]) for job, ticks in work.items()}
    best = taking(problem, routes)
    best_value = _worth(best, objective)
    others = [(job, name) for job, ticks in work.items() for name in ticks if name != routes[job]]
    for job, name in others[:TRIES]:
        tried = taking(problem, {**routes, job: name})
        its_value = _worth(tried, objective)
        if its_value < best_value:
            best, best_value = tried, its_value
            routes[job] = name
    return best


def _worth(problem: Problem, objective: Objective) -> float:
    w = weights_of(problem, objective)
    return float(value(problem.arrays, w, construct(problem.arrays, w, tries=2)))
