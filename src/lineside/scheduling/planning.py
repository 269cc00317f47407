"""Making a plan, moving it around news, and writing down what moved and why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lineside.execution import actions as execution_actions
from lineside.kernel.work import Work
from lineside.scheduling import store
from lineside.scheduling.events import Move, PlanMoved, PlanPublished
from lineside.scheduling.explain import explain
from lineside.scheduling.problem import Objective, Plan
from lineside.scheduling.search.run import search
from lineside.scheduling.stating import Situation, plan_before, state

SITE = "plant"
# What a minute of set-up, of moved start, and a changed machine weigh beside a minute of tardiness.
SETUP, SHIFT, REASSIGN = 0.2, 0.02, 20.0
TOLD = 50
NEAR_MINUTES = 2


def make(work: Work, *, reason: str, seconds: float, publish: bool, seed: int = 0) -> str:
    """Plan from scratch; the plan in force only matters for the list of what moved."""
    situation = state(work)
    solution = search(
        situation.problem,
        seconds=seconds,
        seed=seed,
        objective=Objective(tardiness=1.0, setup=SETUP),
    )
    return _keep(work, situation, solution, reason, "", publish)


def move_around(work: Work, *, reason: str, equipment: str, seconds: float, seed: int = 0) -> str:
    """Plan anew, staying close to the plan in force, and tell what moved and why."""
    before = store.published(work)
    if before is None:
        return make(work, reason=reason, seconds=seconds, publish=True, seed=seed)
    situation = state(work)
    earlier = plan_before(situation, store.bars_of(work, before.id))
    goal = Objective(tardiness=1.0, setup=SETUP, shift=SHIFT, reassign=REASSIGN, reference=earlier)
    solution = search(situation.problem, seconds=seconds, seed=seed, objective=goal)
    return _keep(work, situation, solution, reason, equipment, True)


def _keep(
    work: Work, situation: Situation, solution: Any, reason: str, equipment: str, publish: bool
) -> str:
    before = store.published(work)
    rows = _rows(situation, solution.plan)
    earlier = store.bars_of(work, before.id) if before else []
    moved = _moves(situation, solution.plan, earlier, rows)
    plan = work.new_id()
    late = {row["order"] for row in rows if row["late_h"] > 0}
    facts = {
        "id": plan,
        "at": work.at,
        "origin": situation.origin,
        "reason": reason,
        "by": work.actor.id,
        "state": "published" if publish else "draft",
        "previous": before.id if before else "",
        "figures": _figures(solution, len(late), len(rows)),
    }
    store.save_plan(work, facts, rows, moved)
    if publish:
        enforce(work, plan, rows)
        work.tell(PlanPublished(plan, SITE, reason, len(rows), len(late)))
        if before is not None:
            told = tuple(moved[:TOLD])
            work.tell(PlanMoved(plan, SITE, before.id, reason, equipment, len(moved), told))
    return plan


def enforce(work: Work, plan: str, rows: Sequence[dict[str, Any]]) -> None:
    """Give the operations their planned machine and time, so that dispatch lists follow."""
    execution_actions.assign_operations(
        work,
        assignments=[
            execution_actions.Assignment(
                order=row["order"],
                seq=row["seq"],
                equipment=row["equipment"],
                start=row["start"],
                end=row["end"],
            )
            for row in rows
        ],
    )


def _rows(situation: Situation, plan: Plan) -> list[dict[str, Any]]:
    problem = situation.problem
    fixed = {lock.operation for lock in problem.locks if lock.start is not None}
    locked = fixed - situation.begun
    ends: dict[str, datetime] = {}
    for bar in plan.bars.values():
        step = situation.steps[bar.operation]
        ends[step.order] = max(ends.get(step.order, situation.origin), situation.at(bar.end))
    setups = _setup_minutes(situation, plan)
    rows = []
    for name, bar in plan.bars.items():
        step = situation.steps[name]
        late_h = (ends[step.order] - step.due).total_seconds() / 3600
        rows.append(
            {
                "order": step.order,
                "seq": step.seq,
                "name": step.step.name,
                "product": step.product,
                "equipment": bar.machine,
                "start": situation.began(name) or situation.at(bar.start),
                "end": situation.at(bar.end),
                "setup_s": 60.0 * setups.get(name, 0),
                "place": bar.operator or "",
                "operator": situation.tends(bar.operator, bar.start),
                "quantity": step.quantity,
                "due": step.due,
                "late_h": round(max(0.0, late_h), 2),
                "locked": name in locked,
                "state": step.state,
            }
        )
    return rows


def _setup_minutes(situation: Situation, plan: Plan) -> dict[str, int]:
    """Set-up before each bar, from the family that ran before it on its machine."""
    problem = situation.problem
    family = {op.id: op.family for op in problem.operations}
    tables = {m.id: problem.setups.get(m.setups or "", {}) for m in problem.machines}
    found: dict[str, int] = {}
    last: dict[str, str] = {}
    for bar in sorted(plan.bars.values(), key=lambda each: each.start):
        before = last.get(bar.machine)
        if before is not None:
            found[bar.operation] = tables[bar.machine].get((before, family[bar.operation]), 0)
        last[bar.machine] = family[bar.operation]
    return found


def _moves(
    situation: Situation, plan: Plan, earlier: Sequence[Any], rows: Sequence[dict[str, Any]]
) -> list[Move]:
    """What stands elsewhere than before, in the order of the new starts."""
    known = {(row.order, row.seq): row for row in earlier}
    moved = []
    for row in sorted(rows, key=lambda each: each["start"]):
        old = known.get((row["order"], row["seq"]))
        if old is None or _same(old, row):
            continue
        reason, by = _why(situation, plan, old, row)
        moved.append(
            Move(
                order=row["order"],
                seq=row["seq"],
                from_equipment=old.equipment,
                to_equipment=row["equipment"],
                from_start=old.start,
                to_start=row["start"],
                reason=reason,
                by=by,
            )
        )
    return moved


def _same(old: Any, row: dict[str, Any]) -> bool:
    away_s = abs((old.start - row["start"]).total_seconds())
    return bool(old.equipment == row["equipment"] and away_s <= 60 * NEAR_MINUTES)


def _why(situation: Situation, plan: Plan, old: Any, row: dict[str, Any]) -> tuple[str, str]:
    """The closed window that lay on the old place, else what binds the new start."""
    for closed in situation.closed:
        on_it = closed.equipment == old.equipment
        if on_it and closed.start < old.end and old.start < closed.end:
            return "maintenance window", closed.reason
    if row["equipment"] != old.equipment:
        return "reassigned", row["equipment"]
    if row["start"] < old.start:
        return "room before", ""
    name = f"{row['order']}/{row['seq']}"
    reasons = explain(situation.problem, plan, name)
    if not reasons:
        return "choice", ""
    person = situation.tends(reasons[0].by, plan.bars[name].start)
    return reasons[0].kind, person or reasons[0].by


def _figures(solution: Any, late: int, operations: int) -> dict[str, Any]:
    parts = solution.parts
    return {
        "tardiness_h": round(parts.get("tardiness", 0.0) / 60, 2),
        "setup_h": round(parts.get("setup", 0.0) / 60, 2),
        "makespan_h": round(parts.get("makespan", 0.0) / 60, 2),
        "late_orders": late,
        "operations": operations,
        "seconds": round(solution.seconds, 3),
        "found_by": solution.found_by,
        "gap": solution.gap,
    }
