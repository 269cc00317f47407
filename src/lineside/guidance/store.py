"""How guidance remembers."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Boolean, Column, Float, Index, Integer, Row, Table, Text, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.guidance.errors import RecommendationUnknown
from lineside.guidance.model import Recommendation
from lineside.kernel.places import placed
from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work

recommendations = Table(
    "guidance_recommendation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("equipment", Text, nullable=False),
    Column("by", Text, nullable=False),
    moment("at", nullable=False),
    Column("risk", Text, nullable=False),
    Column("confidence", Float),
    Column("evidence", JSONB, nullable=False),
    Column("effect", JSONB),
    Column("action", Text, nullable=False),
    Column("call", JSONB, nullable=False),
    moment("deadline"),
    Column("level", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    moment("decided_at"),
    Column("reason", Text, nullable=False),
    Column("signed", Boolean, nullable=False),
    Column("result", JSONB),
    Column("truth", Text),
    Column("outcome_note", Text, nullable=False),
    Column("outcome_facts", JSONB, nullable=False),
    Column("outcome_by", Text, nullable=False),
    moment("outcome_at"),
    Index("ix_guidance_recommendation_open", "at", postgresql_where=text("state = 'open'")),
    Index("ix_guidance_recommendation_equipment", "equipment", "at"),
)
placed("recommendation", recommendations.c.id, recommendations.c.equipment)

_shape = TypeAdapter(Recommendation)
_MOMENTS = ("at", "deadline", "decided_at", "outcome_at")


def restore(row: Row[Any]) -> Recommendation:
    return _shape.validate_python(dict(row._mapping))


def load(work: Work, recommendation: str) -> Recommendation:
    """Load for a change; a rival waits."""
    table = recommendations
    row = work.db.execute(
        select(table).where(table.c.id == recommendation).with_for_update()
    ).first()
    if row is None:
        raise RecommendationUnknown(recommendation=recommendation)
    return restore(row)


def save(work: Work, recommendation: Recommendation) -> None:
    facts = _shape.dump_python(recommendation, mode="json")
    facts |= {name: getattr(recommendation, name) for name in _MOMENTS}
    row = upsert(recommendations).values(facts)
    work.db.execute(row.on_conflict_do_update(index_elements=["id"], set_=facts))
