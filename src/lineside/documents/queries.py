"""What one may ask of documents."""

from sqlalchemy import select

from lineside.documents import store
from lineside.documents.errors import DocumentUnknown
from lineside.documents.model import Document, PassageHit
from lineside.kernel.catalogue import query
from lineside.kernel.work import Work
from lineside.plant import queries as plant

RESTRICTED = "documents.restricted"


@query(permission="documents.read", plantwide="documents are for all who may read them")
def documents(work: Work, *, kind: str = "", state: str = "") -> list[Document]:
    """Documents with their revisions; restricted ones only for those who may read them."""
    table = store.documents
    wanted = select(table).order_by(table.c.id, table.c.revision.desc())
    if kind:
        wanted = wanted.where(table.c.kind == kind)
    if state:
        wanted = wanted.where(table.c.state == state)
    if not work.actor.may(RESTRICTED):
        wanted = wanted.where(table.c.classification != "restricted")
    return [store.restore(row) for row in work.db.execute(wanted)]


@query(permission="documents.read", plantwide="documents are for all who may read them")
def document(work: Work, *, document: str, revision: str = "") -> Document:
    """One document: the revision asked for, else the one in force, else the newest."""
    found = [each for each in documents(work) if each.id == document]
    if revision:
        found = [each for each in found if each.revision == revision]
    if not found:
        raise DocumentUnknown(document=document, revision=revision)
    released = [each for each in found if each.state == "released"]
    return (released or found)[0]


@query(permission="documents.read")
def search(
    work: Work, *, query: str, about: str = "", kind: str = "", k: int = 5
) -> list[PassageHit]:
    """Passages of released, effective documents that answer a question, with verbatim quotes.

    ``about`` narrows to a machine or product and to what is for all; rights, effectivity and
    filters are applied before anything is ranked.
    """
    from lineside.documents.quoting import best_quotes
    from lineside.documents.ranking.wordings import Synonyms
    from lineside.documents.shelf import open_shelf

    shelf = open_shelf(work)
    if not len(shelf.index):
        return []
    words = Synonyms([[t.term, *t.synonyms] for t in plant.vocabulary(work) if t.synonyms])
    mask = shelf.allowed(
        restricted=work.actor.may(RESTRICTED),
        today=work.at.date(),
        about=tuple(each for each in about.split(",") if each),
        kinds=tuple(each for each in kind.split(",") if each),
    )
    hits = shelf.index.search(query, k=min(k, 50), allowed=mask, synonyms=words)
    found = []
    for hit in hits:
        row = shelf.rows[hit.key]
        quotes = best_quotes(row.text, query, synonyms=words, weight=shelf.index.weight)
        quote = quotes[0] if quotes else None
        found.append(
            PassageHit(
                passage=hit.key,
                document=row.document,
                title=row.title,
                kind=row.kind,
                revision=row.revision,
                page=row.page,
                heading=row.heading,
                text=row.text,
                quote=quote.text if quote else "",
                score=round(float(hit.score), 4),
                covered=round(quote.covered if quote else 0.0, 4),
                file=row.file,
            )
        )
    return found


@query(permission="documents.read")
def passage(work: Work, *, passage: str) -> PassageHit:
    """One passage by its id, to open a citation at its page."""
    from lineside.documents.shelf import open_shelf

    row = open_shelf(work).rows.get(passage)
    hidden = row is not None and row.classification == "restricted"
    if row is None or (hidden and not work.actor.may(RESTRICTED)):
        raise DocumentUnknown(passage=passage)
    return PassageHit(
        row.id, row.document, row.title, row.kind, row.revision, row.page, row.heading, row.text,
        "", 0.0, 0.0, row.file,
    )  # fmt: skip
