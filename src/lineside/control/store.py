"""How control remembers: every write of a set-point, and what is on its way to a machine."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Row,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.control.model import Attempt, Write
from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work

writes = Table(
    "control_write",
    metadata,
    Column("id", Text, primary_key=True),
    Column("equipment", Text, nullable=False),
    Column("parameter", Text, nullable=False),
    Column("previous", Float),
    Column("value", Float, nullable=False),
    Column("unit", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("recommendation", Text, nullable=False),
    moment("at", nullable=False),
    Column("acknowledged", Boolean, nullable=False),
    Column("answer", Text, nullable=False),
    Column("read_back", Float),
    Index("ix_control_write_parameter", "equipment", "parameter", "at"),
)


attempts = Table(
    "control_attempt",
    metadata,
    Column("equipment", Text, primary_key=True),
    Column("parameter", Text, primary_key=True),
    Column("value", Float, nullable=False),
    Column("unit", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("recommendation", Text, nullable=False),
    moment("at", nullable=False),
)


def begin(work: Work, attempt: Attempt) -> None:
    """Note an attempt in a work of its own: it stays noted whatever becomes of the present one."""
    with work.world.work(work.actor) as own:
        row = upsert(attempts).values(vars(attempt))
        keys = ["equipment", "parameter"]
        own.db.execute(row.on_conflict_do_update(index_elements=keys, set_=vars(attempt)))


def give_up(work: Work, attempt: Attempt) -> None:
    """The machine surely did not take it: forget the attempt, also where the work is undone."""
    with work.world.work(work.actor) as own:
        end(own, attempt)


def end(work: Work, attempt: Attempt) -> None:
    """The attempt is settled, once this work is committed."""
    a = attempts.c
    ended = a.equipment == attempt.equipment, a.parameter == attempt.parameter
    work.db.execute(delete(attempts).where(*ended))


def unsettled(work: Work, before: datetime) -> list[Attempt]:
    """Attempts of before that moment of which nobody knows what became, locked for a change."""
    wanted = select(attempts).where(attempts.c.at < before).order_by(attempts.c.at)
    rows = work.db.execute(wanted.with_for_update(skip_locked=True))
    return [Attempt(**row._mapping) for row in rows]


def add(work: Work, write: Write) -> None:
    work.db.execute(insert(writes).values(vars(write)))


def last_at(work: Work, equipment: str, parameter: str) -> datetime | None:
    """When the parameter was last taken by the machine."""
    w = writes.c
    wanted = select(func.max(w.at)).where(
        w.equipment == equipment, w.parameter == parameter, w.acknowledged
    )
    found: datetime | None = work.db.execute(wanted).scalar()
    return found


def last_value(work: Work, equipment: str, parameter: str) -> float | None:
    """The value that the machine took last."""
    w = writes.c
    wanted = (
        select(w.value)
        .where(w.equipment == equipment, w.parameter == parameter, w.acknowledged)
        .order_by(w.at.desc())
        .limit(1)
    )
    found: float | None = work.db.execute(wanted).scalar()
    return found


def restore(row: Row[Any]) -> Write:
    return Write(**row._mapping)
