"""How learning remembers: the registry and the feedback."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Row,
    Table,
    Text,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work
from lineside.learning.errors import ModelUnknown
from lineside.learning.model import ModelDrift, ModelVersion

models = Table(
    "learning_model",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("data_hash", Text, nullable=False),
    moment("trained_at", nullable=False),
    Column("by", Text, nullable=False),
    Column("figures", JSONB, nullable=False),
    Column("notes", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("promoted_by", Text, nullable=False),
    moment("promoted_at"),
    Index("uq_learning_model_version", "name", "scope", "version", unique=True),
)

feedback = Table(
    "learning_feedback",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("model", Text, ForeignKey("learning_model.id"), nullable=False),
    Column("prediction", Text, nullable=False),
    Column("truth", Text, nullable=False),
    Column("by", Text, nullable=False),
    moment("at", nullable=False),
    Index("ix_learning_feedback_model", "model"),
)

drifts = Table(
    "learning_drift",
    metadata,
    Column("model", Text, ForeignKey("learning_model.id"), primary_key=True),
    moment("at", primary_key=True),
    Column("state", Text, nullable=False),
    Column("index", Float, nullable=False),
    Column("by_chance", Float, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("inputs", JSONB, nullable=False),
    Column("changes", JSONB, nullable=False),
)

_shape = TypeAdapter(ModelVersion)
_drift = TypeAdapter(ModelDrift)


def restore(row: Row[Any]) -> ModelVersion:
    return _shape.validate_python(dict(row._mapping))


def load(work: Work, model: str) -> ModelVersion:
    row = work.db.execute(select(models).where(models.c.id == model).with_for_update()).first()
    if row is None:
        raise ModelUnknown(model=model)
    return restore(row)


def find_champion(work: Work, name: str, scope: str) -> ModelVersion | None:
    wanted = select(models).where(
        models.c.name == name, models.c.scope == scope, models.c.state == "champion"
    )
    row = work.db.execute(wanted).first()
    return restore(row) if row else None


def save(work: Work, model: ModelVersion) -> None:
    facts = _shape.dump_python(model, mode="json")
    facts |= {"trained_at": model.trained_at, "promoted_at": model.promoted_at}
    row = upsert(models).values(facts)
    work.db.execute(row.on_conflict_do_update(index_elements=["id"], set_=facts))


def drift_facts(drift: ModelDrift) -> dict[str, Any]:
    facts: dict[str, Any] = _drift.dump_python(drift, mode="json")
    return facts | {"at": drift.at}


def restore_drift(row: Row[Any]) -> ModelDrift:
    return _drift.validate_python(dict(row._mapping))
