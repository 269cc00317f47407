"""What one may ask of scheduling."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from lineside.kernel.catalogue import query
from lineside.kernel.work import Work
from lineside.maintenance import queries as maintenance
from lineside.scheduling import store
from lineside.scheduling.errors import BarUnknown, NoPlan
from lineside.scheduling.events import Move
from lineside.scheduling.model import BarReason, Closed, LateOrder, PlanFigures, PlannedBar


@dataclass(frozen=True)
class PlanView:
    """A plan with its bars, the maintenance windows in it, its figures and what moved."""

    id: str
    at: datetime
    reason: str
    by: str
    state: str
    previous: str
    figures: PlanFigures
    bars: list[PlannedBar]
    windows: list[Closed]
    moves: list[Move] = field(default_factory=list)


@dataclass(frozen=True)
class PlanHead:
    """A plan without its bars."""

    id: str
    at: datetime
    reason: str
    by: str
    state: str
    previous: str
    figures: PlanFigures


@query(permission="scheduling.read")
def plan(work: Work, *, plan: str = "") -> PlanView:
    """A plan, the one in force if none is named."""
    row = store.load_plan(work, plan) if plan else store.published(work)
    if row is None:
        raise NoPlan()
    return PlanView(
        id=row.id,
        at=row.at,
        reason=row.reason,
        by=row.by,
        state=row.state,
        previous=row.previous,
        figures=PlanFigures(**row.figures),
        bars=[_bar(each) for each in store.bars_of(work, row.id)],
        windows=[
            Closed(each.equipment, each.start, each.end, each.id)
            for each in maintenance.work_orders(work)
        ],
        moves=[_move(each) for each in store.moves_of(work, row.id)],
    )


@query(permission="scheduling.read")
def plans(work: Work, *, limit: int = 30) -> list[PlanHead]:
    """Plans made, newest first."""
    table = store.plans
    rows = work.db.execute(select(table).order_by(table.c.at.desc()).limit(min(limit, 200)))
    return [
        PlanHead(r.id, r.at, r.reason, r.by, r.state, r.previous, PlanFigures(**r.figures))
        for r in rows
    ]


@query(permission="scheduling.read")
def plan_changes(work: Work, *, plan: str = "") -> list[Move]:
    """What moved in a plan against the one before, and why."""
    row = store.load_plan(work, plan) if plan else store.published(work)
    return [_move(each) for each in store.moves_of(work, row.id)] if row else []


@query(permission="scheduling.read")
def why(work: Work, *, order: str, seq: int) -> list[BarReason]:
    """Why a bar of the plan in force begins when it does."""
    from lineside.scheduling.explain import explain
    from lineside.scheduling.stating import plan_before, state

    row = store.published(work)
    if row is None:
        raise NoPlan()
    situation = state(work)
    present = plan_before(situation, store.bars_of(work, row.id))
    name = f"{order}/{seq}"
    if name not in present.bars:
        raise BarUnknown(order=order, seq=seq)
    return [
        BarReason(
            "running" if each.kind == "lock" and name in situation.begun else each.kind,
            situation.tends(each.by, present.bars[name].start) or each.by,
            situation.at(each.until),
            each.binding,
        )
        for each in explain(situation.problem, present, name)
    ]


@query(permission="scheduling.read")
def late_orders(work: Work) -> list[LateOrder]:
    """Orders that the plan in force finishes after their date, the latest first."""
    row = store.published(work)
    bars = store.bars_of(work, row.id) if row else []
    last: dict[str, Any] = {}
    for bar in bars:
        if bar.late_h > 0 and (bar.order not in last or bar.end > last[bar.order].end):
            last[bar.order] = bar
    found = [LateOrder(b.order, b.due, b.end, b.late_h) for b in last.values()]
    return sorted(found, key=lambda each: -each.late_h)


def _bar(row: Row[Any]) -> PlannedBar:
    facts = dict(row._mapping)
    facts.pop("plan")
    facts.pop("place")
    return PlannedBar(**facts)


def _move(row: Row[Any]) -> Move:
    return Move(
        row.order, row.seq, row.from_equipment, row.to_equipment, row.from_start, row.to_start,
        row.reason, row.by,
    )  # fmt: skip
