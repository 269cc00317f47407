"""How quality remembers gauge studies, and drifts that were told."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Column, Float, Index, Integer, Row, Table, Text, insert, select
from sqlalchemy.dialects.postgresql import JSONB

from lineside.kernel.places import placed
from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work
from lineside.quality.answers import Drift, GaugeStudyNote
from lineside.quality.errors import DriftUnknown, GaugeStudyUnknown

studies = Table(
    "quality_gauge_study",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("characteristic", Text, nullable=False),
    Column("gauge", Text, nullable=False),
    Column("equipment", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("lower", Float),
    Column("upper", Float),
    moment("measured_at", nullable=False),
    moment("at", nullable=False),
    Column("by", Text, nullable=False),
    Column("readings", JSONB, nullable=False),
    Index("ix_quality_gauge_study_at", "measured_at"),
)
placed("study", studies.c.id, studies.c.equipment)

drifts = Table(
    "quality_drift",
    metadata,
    Column("id", Text, primary_key=True),
    Column("characteristic", Text, nullable=False),
    Column("equipment", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("unit", Text, nullable=False),
    moment("since", nullable=False),
    moment("at", nullable=False),
    Column("direction", Text, nullable=False),
    Column("values", Integer, nullable=False),
    Column("usual", Float, nullable=False),
    Column("now", Float, nullable=False),
    Column("sigma", Float, nullable=False),
    Column("shift_sigma", Float, nullable=False),
    Column("limits_take", Float, nullable=False),
    Column("series", JSONB, nullable=False),
    Index("ix_quality_drift_stream", "characteristic", "equipment", "product", "at"),
)
placed("drift", drifts.c.id, drifts.c.equipment)

_study = TypeAdapter(GaugeStudyNote)
_drift = TypeAdapter(Drift)


def save_study(work: Work, study: GaugeStudyNote) -> None:
    facts = _study.dump_python(study, mode="json")
    facts |= {"at": study.at, "measured_at": study.measured_at}
    work.db.execute(insert(studies).values(facts))


def load_study(work: Work, study: str) -> GaugeStudyNote:
    row = work.db.execute(select(studies).where(studies.c.id == study)).first()
    if row is None:
        raise GaugeStudyUnknown(study=study)
    return restore_study(row)


def restore_study(row: Row[Any]) -> GaugeStudyNote:
    return _study.validate_python(dict(row._mapping))


def save_drift(work: Work, drift: Drift) -> None:
    facts = _drift.dump_python(drift, mode="json") | {"at": drift.at, "since": drift.since}
    work.db.execute(insert(drifts).values(facts))


def load_drift(work: Work, drift: str) -> Drift:
    row = work.db.execute(select(drifts).where(drifts.c.id == drift)).first()
    if row is None:
        raise DriftUnknown(drift=drift)
    return restore_drift(row)


def restore_drift(row: Row[Any]) -> Drift:
    return _drift.validate_python(dict(row._mapping))
