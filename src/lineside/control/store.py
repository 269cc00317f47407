"""How control remembers: every write of a set-point."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Float, Index, Row, Table, Text, func, insert, select

from lineside.control.model import Write
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
