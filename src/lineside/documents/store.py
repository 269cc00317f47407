"""How documents are remembered: revisions, and their passages."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Column, Date, Index, Integer, Row, Table, Text, func, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.documents.errors import DocumentUnknown
from lineside.documents.model import Document
from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work

documents = Table(
    "documents_document",
    metadata,
    Column("id", Text, primary_key=True),
    Column("revision", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("effective_from", Date, nullable=False),
    moment("added_at", nullable=False),
    Column("by", Text, nullable=False),
    Column("classification", Text, nullable=False),
    Column("about", ARRAY(Text), nullable=False),
    Column("state", Text, nullable=False),
)

passages = Table(
    "documents_passage",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False),
    Column("revision", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("heading", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", Text, nullable=False),
    Index("ix_documents_passage_document", "document", "revision", "ordinal"),
)

_shape = TypeAdapter(Document)


def restore(row: Row[Any]) -> Document:
    return _shape.validate_python(dict(row._mapping))


def find(work: Work, document: str, revision: str) -> Document | None:
    wanted = select(documents).where(documents.c.id == document, documents.c.revision == revision)
    row = work.db.execute(wanted.with_for_update()).first()
    return restore(row) if row else None


def load(work: Work, document: str, revision: str) -> Document:
    found = find(work, document, revision)
    if found is None:
        raise DocumentUnknown(document=document, revision=revision)
    return found


def save(work: Work, document: Document) -> None:
    facts = dict(vars(document))
    row = upsert(documents).values(facts)
    work.db.execute(row.on_conflict_do_update(index_elements=["id", "revision"], set_=facts))


def supersede(work: Work, document: str, besides: str) -> str:
    """Mark the released revision as superseded; returns it, or an empty text."""
    row = (
        update(documents)
        .where(
            documents.c.id == document,
            documents.c.revision != besides,
            documents.c.state == "released",
        )
        .values(state="superseded")
        .returning(documents.c.revision)
    )
    return str(work.db.execute(row).scalar() or "")


def replace_passages(work: Work, document: Document, rows: list[dict[str, Any]]) -> None:
    where = (passages.c.document == document.id) & (passages.c.revision == document.revision)
    work.db.execute(passages.delete().where(where))
    if rows:
        work.db.execute(insert(passages), rows)


def shelf_mark(work: Work) -> str:
    """A text that changes when any document does, so that an index knows when it is old."""
    wanted = select(
        func.count(), func.max(documents.c.added_at), func.string_agg(documents.c.state, "")
    )
    return repr(tuple(work.db.execute(wanted).one()))


def all_passages(work: Work) -> list[Row[Any]]:
    wanted = (
        select(
            passages,
            documents.c.title,
            documents.c.kind,
            documents.c.state,
            documents.c.classification,
            documents.c.about,
            documents.c.file,
            documents.c.effective_from,
        )
        .join(
            documents,
            (documents.c.id == passages.c.document) & (documents.c.revision == passages.c.revision),
        )
        .order_by(passages.c.id)
    )
    return list(work.db.execute(wanted))
