"""How value remembers."""

from typing import Any

from sqlalchemy import Column, Float, Integer, Row, Table, Text, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work
from lineside.value.model import Baseline, Saving

baselines = Table(
    "value_baseline",
    metadata,
    Column("use_case", Text, primary_key=True),
    Column("measure", Text, primary_key=True),
    Column("amount", Float, nullable=False),
    Column("low", Float, nullable=False),
    Column("high", Float, nullable=False),
    Column("unit", Text, nullable=False),
    Column("cases", Integer, nullable=False),
    moment("since", nullable=False),
    moment("until", nullable=False),
    Column("definition", Text, nullable=False),
    Column("frozen_by", Text, nullable=False),
    moment("frozen_at", nullable=False),
)

savings = Table(
    "value_saving",
    metadata,
    Column("id", Text, primary_key=True),
    Column("recommendation", Text, nullable=False, unique=True),
    Column("use_case", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("amount", Float, nullable=False),
    Column("low", Float, nullable=False),
    Column("high", Float, nullable=False),
    Column("unit", Text, nullable=False),
    Column("money", Float, nullable=False),
    Column("money_low", Float, nullable=False),
    Column("money_high", Float, nullable=False),
    Column("currency", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("method", Text, nullable=False),
    moment("at", nullable=False),
    Column("evidence", JSONB, nullable=False),
)


def find_baseline(work: Work, use_case: str, measure: str) -> Baseline | None:
    wanted = select(baselines).where(
        baselines.c.use_case == use_case, baselines.c.measure == measure
    )
    row = work.db.execute(wanted).first()
    return Baseline(**row._mapping) if row else None


def save_baseline(work: Work, baseline: Baseline) -> None:
    facts = vars(baseline)
    row = upsert(baselines).values(facts)
    key = ["use_case", "measure"]
    work.db.execute(row.on_conflict_do_update(index_elements=key, set_=facts))


def find_saving(work: Work, recommendation: str) -> Row[Any] | None:
    return work.db.execute(
        select(savings).where(savings.c.recommendation == recommendation)
    ).first()


def save_saving(work: Work, saving: Saving) -> None:
    facts = vars(saving)
    row = upsert(savings).values(facts)
    work.db.execute(row.on_conflict_do_update(index_elements=["id"], set_=facts))
