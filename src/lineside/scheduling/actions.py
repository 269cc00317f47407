"""What one may do: plan, plan again on news, lock and move bars, publish."""

from datetime import datetime

from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work
from lineside.scheduling import store
from lineside.scheduling.errors import NoPlan
from lineside.scheduling.model import SolvedProblem

SECONDS = 4.0


@action(permission="scheduling.plan", risk=Risk.INITIATE)
def make_plan(
    work: Work, *, reason: str = "asked", seconds: float = SECONDS, publish: bool = False
) -> str:
    """Plan all open operations from scratch; returns the plan, a draft unless published."""
    from lineside.scheduling.planning import make

    return make(work, reason=reason, seconds=min(seconds, 120.0), publish=publish)


@action(permission="scheduling.plan", risk=Risk.INITIATE, scope="equipment")
def replan(work: Work, *, reason: str, equipment: str = "", seconds: float = SECONDS) -> str:
    """Plan again around news, staying close to the plan in force; tells what moved and why.

    It carries out what was decided before (a work order, an order, a breakdown), so it is in force
    at once; a plan of somebody's own wish goes through ``make_plan`` and ``publish_plan``.
    """
    from lineside.scheduling.planning import move_around

    work.lock("scheduling.replan")
    return move_around(work, reason=reason, equipment=equipment, seconds=min(seconds, 60.0))


@action(permission="scheduling.plan", risk=Risk.SUPPORT)
def solve_problem(
    work: Work, *, problem: str, name: str = "problem", seconds: float = 5.0, seed: int = 0
) -> SolvedProblem:
    """Search a plan for a schedule problem from outside, such as a line that is only planned.

    ``problem`` is the text of a job shop, flexible job shop, set-up, tardiness or plant file (the
    formats of docs/explanation/scheduling.md), up to ten megabytes; ``seconds`` from 0.1 to 60.
    Refuses ``scheduling.FormatUnknown`` and ``scheduling.ProblemInvalid``.
    """
    from lineside.scheduling.solving import solve

    return solve(problem, name=name[:80], seconds=min(max(seconds, 0.1), 60.0), seed=seed)


@action(permission="scheduling.publish", risk=Risk.EXECUTE)
def publish_plan(work: Work, *, plan: str) -> None:
    """Put a draft plan in force."""
    from lineside.scheduling.events import PlanPublished
    from lineside.scheduling.planning import SITE, enforce

    row = store.load_plan(work, plan)
    if row.state != "draft":
        raise NoPlan(plan=plan, state=row.state)
    bars = [dict(each._mapping) for each in store.bars_of(work, plan)]
    store.publish(work, plan)
    enforce(work, plan, bars)
    late = len({each["order"] for each in bars if each["late_h"] > 0})
    work.tell(PlanPublished(plan, SITE, row.reason, len(bars), late))


@action(permission="scheduling.plan", risk=Risk.INITIATE, scope="equipment")
def lock_bar(work: Work, *, order: str, seq: int, equipment: str, start: datetime) -> str:
    """Pin an operation to a machine and a start, and plan the rest around it."""
    store.set_lock(work, order, seq, equipment, start)
    return replan(work, reason=f"{order}/{seq} locked by {work.actor.name}", equipment=equipment)


@action(permission="scheduling.plan", risk=Risk.INITIATE)
def unlock_bar(work: Work, *, order: str, seq: int) -> None:
    """Take a lock away; the next plan is free to move the bar."""
    store.drop_lock(work, order, seq)
