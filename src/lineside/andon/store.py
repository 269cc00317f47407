"""How andon remembers."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Column, Index, Integer, Row, Table, Text, select, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.andon.errors import AlertUnknown
from lineside.andon.model import Alert
from lineside.kernel.places import placed
from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work

alerts = Table(
    "andon_alert",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("equipment", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("link", Text, nullable=False),
    Column("by", Text, nullable=False),
    moment("at", nullable=False),
    moment("due", nullable=False),
    Column("count", Integer, nullable=False),
    Column("level", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("acknowledged_by", Text, nullable=False),
    moment("acknowledged_at"),
    Column("note", Text, nullable=False),
    moment("closed_at"),
    Column("history", ARRAY(Text), nullable=False),
    # One open alert per kind and equipment: a second one raises its count instead.
    Index(
        "uq_andon_alert_open",
        "kind",
        "equipment",
        unique=True,
        postgresql_where=text("state <> 'closed'"),
    ),
    Index("ix_andon_alert_at", "at"),
)
placed("alert", alerts.c.id, alerts.c.equipment)

_shape = TypeAdapter(Alert)
_MOMENTS = ("at", "due", "acknowledged_at", "closed_at")


def restore(row: Row[Any]) -> Alert:
    return _shape.validate_python(dict(row._mapping))


def load(work: Work, alert: str) -> Alert:
    row = work.db.execute(select(alerts).where(alerts.c.id == alert).with_for_update()).first()
    if row is None:
        raise AlertUnknown(alert=alert)
    return restore(row)


def find_open(work: Work, kind: str, equipment: str) -> Alert | None:
    wanted = select(alerts).where(
        alerts.c.kind == kind, alerts.c.equipment == equipment, alerts.c.state != "closed"
    )
    row = work.db.execute(wanted.with_for_update()).first()
    return restore(row) if row else None


def save(work: Work, alert: Alert) -> None:
    facts = _shape.dump_python(alert, mode="json")
    facts |= {name: getattr(alert, name) for name in _MOMENTS}
    row = upsert(alerts).values(facts)
    work.db.execute(row.on_conflict_do_update(index_elements=["id"], set_=facts))
