"""How quality remembers: pictures, checks, patterns, correlations, nonconformances."""

from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Identity,
    Index,
    Integer,
    Row,
    Table,
    Text,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.kernel.bulk import add_rows
from lineside.kernel.places import placed
from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work
from lineside.quality.errors import (
    CorrelationUnknown,
    NonconformanceUnknown,
    PatternUnknown,
    PictureUnknown,
)
from lineside.quality.model import Correlation, Nonconformance, Pattern

pictures = Table(
    "quality_picture",
    metadata,
    Column("id", Text, primary_key=True),
    Column("station", Text, nullable=False),
    Column("lot", Text, nullable=False),
    Column("unit", Integer, nullable=False),
    Column("order", Text, nullable=False),
    moment("at", nullable=False),
    Column("file", Text, nullable=False),
    Column("heat_file", Text, nullable=False, server_default=""),
    Column("flawed", Boolean),
    Column("score", Float),
    Column("box", JSONB),
    Column("latency_ms", Float),
    Column("model", Text, nullable=False, server_default=""),
    Column("judged", Text, nullable=False, server_default=""),
    Column("judged_by", Text, nullable=False, server_default=""),
    Column("measured", JSONB, nullable=False),
    Column("kind", Text, nullable=False, server_default=""),
    Column("proposed_kind", Text, nullable=False, server_default=""),
    Column("kind_share", Float),
    Column("placement", JSONB),
    Index("uq_quality_picture_unit", "station", "lot", "unit", "at", unique=True),
    Index("ix_quality_picture_at", "station", "at"),
    Index("ix_quality_picture_lot", "lot"),
)
placed("picture", pictures.c.id, pictures.c.station)

checks = Table(
    "quality_check",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("lot", Text, nullable=False),
    Column("order", Text, nullable=False, server_default=""),
    Column("seq", Integer, nullable=False, server_default="0"),
    Column("characteristic", Text, nullable=False),
    Column("equipment", Text, nullable=False),
    Column("value", Float, nullable=False),
    Column("unit", Text, nullable=False, server_default=""),
    Column("lower", Float),
    Column("upper", Float),
    Column("nominal", Float),
    Column("ok", Boolean, nullable=False),
    Column("by", Text, nullable=False),
    moment("at", nullable=False),
    Index("ix_quality_check_characteristic", "characteristic", "equipment", "at"),
    Index("ix_quality_check_lot", "lot"),
)

patterns = Table(
    "quality_pattern",
    metadata,
    Column("id", Text, primary_key=True),
    Column("defect", Text, nullable=False),
    Column("station", Text, nullable=False),
    moment("since", nullable=False),
    moment("at", nullable=False),
    Column("rate", Float, nullable=False),
    Column("usual_rate", Float, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("flawed", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("correlation", Text, nullable=False),
    moment("concluded"),
    Index(
        "uq_quality_pattern_open",
        "defect",
        unique=True,
        postgresql_where=text("state = 'open'"),
    ),
)
placed("pattern", patterns.c.id, patterns.c.station)

correlations = Table(
    "quality_correlation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("pattern", Text, nullable=False),
    Column("defect", Text, nullable=False),
    moment("at", nullable=False),
    Column("equipment", Text, nullable=False),
    Column("operation", Text, nullable=False),
    Column("signal", Text, nullable=False),
    Column("low", Float),
    Column("high", Float),
    Column("odds_ratio", Float, nullable=False),
    Column("p_value", Float, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("flawed", Integer, nullable=False),
    Column("drivers", JSONB, nullable=False),
    Column("caveats", JSONB, nullable=False),
)
placed("correlation", correlations.c.id, correlations.c.equipment)

nonconformances = Table(
    "quality_nonconformance",
    metadata,
    Column("id", Text, primary_key=True),
    Column("defect", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("equipment", Text, nullable=False),
    moment("at", nullable=False),
    Column("by", Text, nullable=False),
    Column("lots", ARRAY(Text), nullable=False),
    Column("held", ARRAY(Text), nullable=False),
    Column("pattern", Text, nullable=False),
    Column("correlation", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("disposition", Text, nullable=False),
    moment("closed_at"),
    Column("facts", JSONB, nullable=False),
    Index("ix_quality_nonconformance_at", "at"),
)
placed("nonconformance", nonconformances.c.id, nonconformances.c.equipment)

_pattern = TypeAdapter(Pattern)
_correlation = TypeAdapter(Correlation)
_nonconformance = TypeAdapter(Nonconformance)


def add_pictures(work: Work, rows: list[dict[str, Any]]) -> int:
    """Insert pictures; one that came before (same station, lot, unit and time) is left alone."""
    if not rows:
        return 0
    row = upsert(pictures).on_conflict_do_nothing().returning(pictures.c.id)
    return len(work.db.execute(row, rows).all())


def import_pictures(work: Work, rows: list[dict[str, Any]]) -> int:
    return add_rows(work, pictures, rows)


def load_picture(work: Work, picture: str) -> Row[Any]:
    row = work.db.execute(select(pictures).where(pictures.c.id == picture)).first()
    if row is None:
        raise PictureUnknown(picture=picture)
    return row


def verdicts(work: Work, start: datetime, end: datetime) -> list[Row[Any]]:
    """Every unit that was judged in the span, by a person or by the inspector, in time order."""
    table = pictures
    wanted = (
        select(table.c.id, table.c.station, table.c.lot, table.c.unit, table.c.at, table.c.flawed,
               table.c.judged)
        .where(table.c.at >= start, table.c.at <= end)
        .where(table.c.flawed.is_not(None) | (table.c.judged != ""))
        .order_by(table.c.at)
    )  # fmt: skip
    return list(work.db.execute(wanted))


def add_checks(work: Work, rows: list[dict[str, Any]]) -> None:
    add_rows(work, checks, rows)


def find_open_pattern(work: Work, defect: str) -> Pattern | None:
    wanted = select(patterns).where(patterns.c.defect == defect, patterns.c.state == "open")
    row = work.db.execute(wanted).first()
    return _pattern.validate_python(dict(row._mapping)) if row else None


def latest_pattern(work: Work, defect: str) -> Pattern | None:
    wanted = (
        select(patterns).where(patterns.c.defect == defect).order_by(patterns.c.at.desc()).limit(1)
    )
    row = work.db.execute(wanted).first()
    return _pattern.validate_python(dict(row._mapping)) if row else None


def load_pattern(work: Work, pattern: str) -> Pattern:
    row = work.db.execute(
        select(patterns).where(patterns.c.id == pattern).with_for_update()
    ).first()
    if row is None:
        raise PatternUnknown(pattern=pattern)
    return _pattern.validate_python(dict(row._mapping))


def patterns_caused_by(work: Work, equipment: str) -> list[Pattern]:
    """The open patterns whose correlation names that machine."""
    wanted = (
        select(patterns)
        .join(correlations, correlations.c.id == patterns.c.correlation)
        .where(patterns.c.state == "open", correlations.c.equipment == equipment)
        .with_for_update(of=patterns)
    )
    return [restore_pattern(row) for row in work.db.execute(wanted)]


def save_pattern(work: Work, pattern: Pattern) -> None:
    facts = dict(vars(pattern))
    row = upsert(patterns).values(facts)
    work.db.execute(row.on_conflict_do_update(index_elements=["id"], set_=facts))


def restore_pattern(row: Row[Any]) -> Pattern:
    return _pattern.validate_python(dict(row._mapping))


def load_correlation(work: Work, correlation: str) -> Correlation:
    row = work.db.execute(select(correlations).where(correlations.c.id == correlation)).first()
    if row is None:
        raise CorrelationUnknown(correlation=correlation)
    return _correlation.validate_python(dict(row._mapping))


def save_correlation(work: Work, correlation: Correlation) -> None:
    facts = _correlation.dump_python(correlation, mode="json") | {"at": correlation.at}
    row = upsert(correlations).values(facts)
    work.db.execute(row.on_conflict_do_update(index_elements=["id"], set_=facts))


def restore_correlation(row: Row[Any]) -> Correlation:
    return _correlation.validate_python(dict(row._mapping))


def load_nonconformance(work: Work, nonconformance: str) -> Nonconformance:
    table = nonconformances
    row = work.db.execute(
        select(table).where(table.c.id == nonconformance).with_for_update()
    ).first()
    if row is None:
        raise NonconformanceUnknown(nonconformance=nonconformance)
    return restore_nonconformance(row)


def restore_nonconformance(row: Row[Any]) -> Nonconformance:
    return _nonconformance.validate_python(dict(row._mapping))


def find_nonconformance(work: Work, correlation: str) -> Nonconformance | None:
    table = nonconformances
    row = work.db.execute(select(table).where(table.c.correlation == correlation)).first()
    return restore_nonconformance(row) if row else None


def save_nonconformance(work: Work, nonconformance: Nonconformance) -> None:
    facts = _nonconformance.dump_python(nonconformance, mode="json")
    facts |= {"at": nonconformance.at, "closed_at": nonconformance.closed_at}
    row = upsert(nonconformances).values(facts)
    work.db.execute(row.on_conflict_do_update(index_elements=["id"], set_=facts))
