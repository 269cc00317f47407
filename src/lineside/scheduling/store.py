"""How scheduling remembers: plans, their bars and moves, locks."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Row,
    Table,
    Text,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work
from lineside.scheduling.errors import NoPlan
from lineside.scheduling.events import Move

plans = Table(
    "scheduling_plan",
    metadata,
    Column("id", Text, primary_key=True),
    moment("at", nullable=False),
    moment("origin", nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("figures", JSONB, nullable=False),
    Index("ix_scheduling_plan_state", "state", "at"),
)

bars = Table(
    "scheduling_bar",
    metadata,
    Column("plan", Text, ForeignKey("scheduling_plan.id"), primary_key=True),
    Column("order", Text, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("equipment", Text, nullable=False),
    moment("start", nullable=False),
    moment("end", nullable=False),
    Column("setup_s", Float, nullable=False),
    Column("operator", Text, nullable=False),
    Column("place", Text, nullable=False, server_default=""),
    Column("quantity", Integer, nullable=False),
    moment("due"),
    Column("late_h", Float, nullable=False),
    Column("locked", Boolean, nullable=False),
    Column("state", Text, nullable=False),
)

moves = Table(
    "scheduling_move",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("plan", Text, ForeignKey("scheduling_plan.id"), nullable=False),
    Column("order", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("from_equipment", Text, nullable=False),
    Column("to_equipment", Text, nullable=False),
    moment("from_start", nullable=False),
    moment("to_start", nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Index("ix_scheduling_move_plan", "plan"),
)

locks = Table(
    "scheduling_lock",
    metadata,
    Column("order", Text, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("equipment", Text, nullable=False),
    moment("start", nullable=False),
    Column("by", Text, nullable=False),
)


def published(work: Work) -> Row[Any] | None:
    wanted = select(plans).where(plans.c.state == "published").order_by(plans.c.at.desc()).limit(1)
    return work.db.execute(wanted).first()


def load_plan(work: Work, plan: str) -> Row[Any]:
    row = work.db.execute(select(plans).where(plans.c.id == plan)).first()
    if row is None:
        raise NoPlan(plan=plan)
    return row


def bars_of(work: Work, plan: str) -> list[Row[Any]]:
    wanted = select(bars).where(bars.c.plan == plan).order_by(bars.c.equipment, bars.c.start)
    return list(work.db.execute(wanted))


def moves_of(work: Work, plan: str) -> list[Row[Any]]:
    return list(work.db.execute(select(moves).where(moves.c.plan == plan).order_by(moves.c.id)))


def save_plan(
    work: Work, facts: dict[str, Any], rows: list[dict[str, Any]], moved: list[Move]
) -> None:
    """Keep a plan with its bars and moves; a published one supersedes the one before."""
    if facts["state"] == "published":
        supersede(work)
    work.db.execute(insert(plans).values(facts))
    if rows:
        work.db.execute(insert(bars), [row | {"plan": facts["id"]} for row in rows])
    if moved:
        work.db.execute(insert(moves), [vars(each) | {"plan": facts["id"]} for each in moved])


def supersede(work: Work) -> None:
    row = update(plans).where(plans.c.state == "published").values(state="superseded")
    work.db.execute(row)


def publish(work: Work, plan: str) -> None:
    supersede(work)
    work.db.execute(update(plans).where(plans.c.id == plan).values(state="published"))


def all_locks(work: Work) -> list[Row[Any]]:
    return list(work.db.execute(select(locks)))


def set_lock(work: Work, order: str, seq: int, equipment: str, start: datetime) -> None:
    facts = {"equipment": equipment, "start": start, "by": work.actor.id}
    row = upsert(locks).values(order=order, seq=seq, **facts)
    work.db.execute(row.on_conflict_do_update(index_elements=["order", "seq"], set_=facts))


def drop_lock(work: Work, order: str, seq: int) -> None:
    work.db.execute(locks.delete().where((locks.c.order == order) & (locks.c.seq == seq)))
