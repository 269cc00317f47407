"""How enterprise remembers: files seen and taken, and messages to be written."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.enterprise.ports import Waiting
from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work

seen = Table(
    "enterprise_seen",
    metadata,
    Column("name", Text, primary_key=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("changed", Float, nullable=False),
)

files = Table(
    "enterprise_file",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("orders", ARRAY(Text), nullable=False),
    Column("dialect", Text, nullable=False),
    Column("family", Text, nullable=False),
    Column("problem", Text, nullable=False),
    moment("at", nullable=False),
    Index("ix_enterprise_file_at", "at"),
)

sources = Table(
    "enterprise_source",
    metadata,
    Column("order", Text, ForeignKey("execution_order.id"), primary_key=True),
    Column("file", Text, ForeignKey("enterprise_file.hash"), nullable=False),
)

messages = Table(
    "enterprise_message",
    metadata,
    Column("order", Text, ForeignKey("execution_order.id"), primary_key=True),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    moment("at", nullable=False),
    moment("written_at"),
    Index("ix_enterprise_message_open", "at", postgresql_where=text("written_at IS NULL")),
)


def is_at_rest(work: Work, file: Waiting) -> bool:
    """Whether a file is as it was at the last look; one that still grows is left for later."""
    known = work.db.execute(select(seen).where(seen.c.name == file.name)).first()
    facts = {"name": file.name, "size_bytes": file.size_bytes, "changed": file.changed}
    if known is not None and dict(known._mapping) == facts:
        return True
    row = upsert(seen).values(facts)
    work.db.execute(row.on_conflict_do_update(index_elements=["name"], set_=facts))
    return False


def forget_seen(work: Work, name: str) -> None:
    work.db.execute(seen.delete().where(seen.c.name == name))


def was_taken(work: Work, digest: str) -> bool:
    known = select(files.c.hash).where(files.c.hash == digest, files.c.state == "taken")
    return work.db.execute(known).first() is not None


def note_file(work: Work, facts: dict[str, Any]) -> None:
    row = upsert(files).values(facts | {"at": work.at})
    changed = {name: row.excluded[name] for name in (*facts, "at") if name != "hash"}
    work.db.execute(row.on_conflict_do_update(index_elements=["hash"], set_=changed))


def note_source(work: Work, order: str, digest: str) -> None:
    row = upsert(sources).values(order=order, file=digest)
    work.db.execute(row.on_conflict_do_update(index_elements=["order"], set_={"file": digest}))


def dialect_of(work: Work, order: str) -> tuple[str, str] | None:
    """The namespace and family in which an order came, if it came by a file."""
    wanted = select(files.c.dialect, files.c.family).join(sources, sources.c.file == files.c.hash)
    row = work.db.execute(wanted.where(sources.c.order == order)).first()
    return (row.dialect, row.family) if row else None


def add_message(work: Work, order: str, name: str, content: bytes) -> bool:
    """Keep a message to be written; an order has one, so that nothing is reported twice."""
    row = upsert(messages).values(order=order, name=name, content=content, at=work.at)
    made = row.on_conflict_do_nothing().returning(messages.c.order)
    return work.db.execute(made).first() is not None


def open_messages(work: Work, limit: int) -> list[Any]:
    wanted = select(messages).where(messages.c.written_at.is_(None)).order_by(messages.c.at)
    return list(work.db.execute(wanted.limit(limit).with_for_update(skip_locked=True)).all())


def mark_written(work: Work, order: str) -> None:
    done = update(messages).where(messages.c.order == order)
    work.db.execute(done.values(written_at=work.at))
