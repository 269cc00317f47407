"""What one may ask of value."""

from dataclasses import dataclass

from sqlalchemy import func, select

from lineside.kernel.catalogue import query
from lineside.kernel.work import Work
from lineside.value import store
from lineside.value.model import Baseline, Saving


@dataclass(frozen=True)
class ValueSummary:
    """All savings of a kind added up; augmentation and automation are never mixed."""

    kind: str
    cases: int
    hours: float
    money: float
    money_low: float
    money_high: float
    currency: str


@query(permission="value.read")
def savings(work: Work, *, limit: int = 200) -> list[Saving]:
    """Booked savings with intervals and method, newest first."""
    table = store.savings
    rows = work.db.execute(select(table).order_by(table.c.at.desc()).limit(min(limit, 1000)))
    return [Saving(**row._mapping) for row in rows]


@query(permission="value.read")
def baselines(work: Work) -> list[Baseline]:
    """Frozen baselines."""
    table = store.baselines
    rows = work.db.execute(select(table).order_by(table.c.use_case))
    return [Baseline(**row._mapping) for row in rows]


@query(permission="value.read")
def summary(work: Work) -> list[ValueSummary]:
    """Savings added up, augmentation and automation apart."""
    t = store.savings
    wanted = select(
        t.c.kind,
        func.count().label("cases"),
        func.sum(t.c.amount).label("hours"),
        func.sum(t.c.money).label("money"),
        func.sum(t.c.money_low).label("money_low"),
        func.sum(t.c.money_high).label("money_high"),
        func.max(t.c.currency).label("currency"),
    ).group_by(t.c.kind)
    return [ValueSummary(**row._mapping) for row in work.db.execute(wanted.order_by(t.c.kind))]
