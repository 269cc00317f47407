"""How the twin remembers: what-ifs and what they found."""

from pydantic import TypeAdapter
from sqlalchemy import Column, Float, Integer, Table, Text, insert, select
from sqlalchemy.dialects.postgresql import JSONB

from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work
from lineside.twin.errors import ResultUnknown
from lineside.twin.model import Result

results = Table(
    "twin_result",
    metadata,
    Column("id", Text, primary_key=True),
    moment("at", nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("changes", JSONB, nullable=False),
    Column("horizon_h", Float, nullable=False),
    Column("replications", Integer, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("orders", Integer, nullable=False),
    Column("figures", JSONB, nullable=False),
)

_shape = TypeAdapter(Result)


def add(work: Work, result: Result) -> None:
    facts = _shape.dump_python(result, mode="json") | {"at": result.at}
    work.db.execute(insert(results).values(facts))


def load(work: Work, result: str) -> Result:
    row = work.db.execute(select(results).where(results.c.id == result)).first()
    if row is None:
        raise ResultUnknown(result=result)
    return _shape.validate_python(dict(row._mapping))


def newest(work: Work, limit: int) -> list[Result]:
    wanted = select(results).order_by(results.c.at.desc(), results.c.id.desc()).limit(limit)
    return [_shape.validate_python(dict(row._mapping)) for row in work.db.execute(wanted)]
