"""How the copilot remembers its guides."""

from pydantic import TypeAdapter
from sqlalchemy import Column, Index, Table, Text, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.copilot.errors import GuideUnknown
from lineside.copilot.model import Guide
from lineside.kernel.places import placed
from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work

guides = Table(
    "copilot_guide",
    metadata,
    Column("id", Text, primary_key=True),
    Column("work_order", Text, nullable=False, unique=True),
    Column("equipment", Text, nullable=False),
    Column("component", Text, nullable=False),
    Column("recommendation", Text, nullable=False),
    moment("at", nullable=False),
    Column("sections", JSONB, nullable=False),
    Index("ix_copilot_guide_equipment", "equipment", "at"),
)
placed("guide", guides.c.id, guides.c.equipment)

_shape = TypeAdapter(Guide)


def save(work: Work, guide: Guide) -> None:
    facts = _shape.dump_python(guide, mode="json") | {"at": guide.at}
    row = upsert(guides).values(facts)
    work.db.execute(row.on_conflict_do_update(index_elements=["work_order"], set_=facts))


def load(work: Work, work_order: str) -> Guide:
    row = work.db.execute(select(guides).where(guides.c.work_order == work_order)).first()
    if row is None:
        raise GuideUnknown(work_order=work_order)
    return _shape.validate_python(dict(row._mapping))
