"""How tracing remembers: lots, which became part of which, what was done to them, and holds."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Identity,
    Index,
    Numeric,
    Row,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.kernel.bulk import add_rows
from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work
from lineside.tracing.errors import LotExists, LotUnknown
from lineside.tracing.matching import DOUBLES, fold
from lineside.tracing.model import Lot, LotState

# Ids are guessed at among so many of the newest; what is read for sure is found at any age.
GUESSED_AMONG = 20_000

lots = Table(
    "tracing_lot",
    metadata,
    Column("id", Text, primary_key=True),
    Column("material", Text, nullable=False),
    Column("quantity", Numeric(24, 6), nullable=False),
    Column("unit", Text, nullable=False),
    moment("at", nullable=False),
    Column("serial", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("consumed", Numeric(24, 6), nullable=False),
    Column("scrapped", Numeric(24, 6), nullable=False),
    Column("supplier", Text, nullable=False),
    Column("made_on", Text, nullable=False),
    Column("order", Text, nullable=False),
    Column("customer", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("held_reason", Text, nullable=False),
    Index("ix_tracing_lot_material", "material", "state", "at"),
    Index("ix_tracing_lot_order", "order"),
    Index("ix_tracing_lot_at", "at"),
)

links = Table(
    "tracing_link",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("lot", Text, ForeignKey("tracing_lot.id"), nullable=False),
    Column("into", Text, ForeignKey("tracing_lot.id"), nullable=False),
    Column("quantity", Numeric(24, 6), nullable=False),
    Column("equipment", Text, nullable=False),
    Column("order", Text, nullable=False),
    moment("at", nullable=False),
    Index("uq_tracing_link_fact", "lot", "into", "equipment", "order", "at", unique=True),
    Index("ix_tracing_link_into", "into"),
)

processes = Table(
    "tracing_process",
    metadata,
    Column("lot", Text, primary_key=True),
    Column("equipment", Text, primary_key=True),
    Column("operation", Text, primary_key=True),
    Column("order", Text, primary_key=True),
    moment("start", primary_key=True),
    moment("end", nullable=False),
    Column("people", ARRAY(Text), nullable=False),
    Column("parameters", JSONB, nullable=False),
    Column("good", Numeric(24, 6), nullable=False),
    Column("scrap", Numeric(24, 6), nullable=False),
    Index("ix_tracing_process_equipment", "equipment", "end"),
    Index("ix_tracing_process_order", "order"),
)

holds = Table(
    "tracing_hold",
    metadata,
    Column("id", Text, primary_key=True),
    Column("lot", Text, ForeignKey("tracing_lot.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    moment("at", nullable=False),
    Column("released_by", Text, nullable=False, server_default=""),
    Column("release_reason", Text, nullable=False, server_default=""),
    moment("released_at"),
    Index("ix_tracing_hold_lot", "lot"),
)

_BOTH_PEOPLE = text(
    "(SELECT coalesce(array_agg(DISTINCT name ORDER BY name), '{}')"
    " FROM unnest(tracing_process.people || excluded.people) AS name)"
)
_FORWARD = """
    WITH RECURSIVE walk(lot) AS (
        SELECT unnest(CAST(:roots AS text[]))
        UNION
        SELECT l."into" FROM walk w JOIN tracing_link l ON l.lot = w.lot
    )
    SELECT lot FROM walk LIMIT :limit
"""
_BACKWARD = """
    WITH RECURSIVE walk(lot) AS (
        SELECT unnest(CAST(:roots AS text[]))
        UNION
        SELECT l.lot FROM walk w JOIN tracing_link l ON l."into" = w.lot
    )
    SELECT lot FROM walk LIMIT :limit
"""


def reach(work: Work, roots: Sequence[str], *, forward: bool, limit: int) -> list[str]:
    """The lots that follow from the roots (or that they came from), nearest first, roots too.

    ``UNION`` drops what was seen before, so that the walk ends whatever the links say.
    """
    statement = text(_FORWARD if forward else _BACKWARD)
    given = {"roots": list(roots), "limit": limit}
    return list(work.db.execute(statement, given).scalars())


def folded(column: ColumnElement[str]) -> ColumnElement[str]:
    """A column of ids as ``matching.fold`` writes them."""
    return func.translate(func.regexp_replace(func.upper(column), "[^0-9A-Z]", "", "g"), *DOUBLES)


def candidates(
    work: Work, column: ColumnElement[str], newest: ColumnElement[Any], words: list[str]
) -> list[str]:
    """Ids that read as one of the words, of any age, and the newest ones for guesses."""
    named = select(column).where(folded(column).in_([fold(each) for each in words])).limit(1000)
    latest = select(column).order_by(newest.desc()).limit(GUESSED_AMONG)
    return [*work.db.execute(named).scalars(), *work.db.execute(latest).scalars()]


def load(work: Work, lot: str) -> Lot:
    """Load for a change; a rival waits."""
    row = work.db.execute(select(lots).where(lots.c.id == lot).with_for_update()).first()
    if row is None:
        raise LotUnknown(lot=lot)
    return restore(row)


def restore(row: Row[Any]) -> Lot:
    facts = dict(row._mapping)
    return Lot(**facts | {"state": LotState(facts["state"])})


def add(work: Work, lot: Lot) -> None:
    """Store a new lot; its number must be free."""
    row = upsert(lots).values(asdict(lot)).on_conflict_do_nothing().returning(lots.c.id)
    if work.db.execute(row).first() is None:
        raise LotExists(lot=lot.id)


def save(work: Work, lot: Lot) -> None:
    work.db.execute(update(lots).where(lots.c.id == lot.id).values(asdict(lot)))


def link(work: Work, lot: str, into: str, quantity: Decimal, equipment: str, order: str) -> None:
    """Note that a lot became part of another; the same act at the same moment adds up."""
    row = upsert(links).values(
        lot=lot, into=into, quantity=quantity, equipment=equipment, order=order, at=work.at
    )
    work.db.execute(
        row.on_conflict_do_update(
            index_elements=["lot", "into", "equipment", "order", "at"],
            set_={"quantity": links.c.quantity + row.excluded.quantity},
        )
    )


def unlink(work: Work, lot: str, into: str, quantity: Decimal) -> Decimal:
    """Take a quantity back out of the links between two lots, the latest first; returns what
    could not be found there."""
    chosen = select(links).where(links.c.lot == lot, links.c.into == into)
    for row in work.db.execute(chosen.order_by(links.c.id.desc()).with_for_update()).all():
        less = min(quantity, row.quantity)
        quantity -= less
        where = links.c.id == row.id
        if less == row.quantity:
            work.db.execute(delete(links).where(where))
        elif less:
            work.db.execute(update(links).where(where).values(quantity=row.quantity - less))
    return quantity


def note_process(work: Work, facts: dict[str, Any]) -> None:
    """Note what was done to a lot; a further report on the same run adds to its quantities."""
    row = upsert(processes).values(facts)
    more = row.excluded
    work.db.execute(
        row.on_conflict_do_update(
            index_elements=["lot", "equipment", "operation", "order", "start"],
            set_={
                "end": func.greatest(processes.c.end, more.end),
                "good": processes.c.good + more.good,
                "scrap": processes.c.scrap + more.scrap,
                "parameters": processes.c.parameters.op("||")(more.parameters),
                "people": _BOTH_PEOPLE,
            },
        )
    )


def note_hold(work: Work, lot: str, reason: str, by: str) -> None:
    row = {"id": work.new_id(), "lot": lot, "reason": reason, "by": by, "at": work.at}
    work.db.execute(insert(holds).values(row))


def end_holds(work: Work, lot: str, reason: str, by: str, at: datetime) -> None:
    where = (holds.c.lot == lot) & holds.c.released_at.is_(None)
    done = update(holds).where(where)
    work.db.execute(done.values(released_by=by, release_reason=reason, released_at=at))


def add_many(work: Work, table: Table, rows: Iterable[dict[str, Any]]) -> int:
    """Insert rows that are not there yet; returns how many were given."""
    return add_rows(work, table, rows)
