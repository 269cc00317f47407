"""What one may do: take in a document, release it, load a folder of them."""

from datetime import date
from pathlib import Path

from lineside.documents import store
from lineside.documents.errors import MetadataMissing, RevisionExists
from lineside.documents.events import DocumentAdded, DocumentReleased
from lineside.documents.model import Classification, Document, DocumentState
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.errors import Refusal
from lineside.kernel.parking import park
from lineside.kernel.work import Work


@action(permission="documents.add", risk=Risk.INITIATE)
def add_document(
    work: Work,
    *,
    document: str,
    revision: str,
    title: str,
    kind: str,
    file: str,
    name: str,
    effective_from: date | None = None,
    classification: Classification = Classification.INTERNAL,
    about: list[str] | None = None,
) -> int:
    """Take in a revision whose content is stored under ``file``; returns its number of passages.

    It is a draft until it is released, and nobody is answered from a draft.
    """
    from lineside.documents.parsing import parse
    from lineside.documents.passages import split

    if not (title.strip() and kind.strip() and revision.strip()):
        raise MetadataMissing(document=document, title=title, kind=kind, revision=revision)
    earlier = store.find(work, document, revision)
    if earlier is not None and earlier.file != file:
        raise RevisionExists(document=document, revision=revision)
    parsed = parse(work.files.get(file), name=name)
    pieces = split(parsed.sections)
    german = sum(piece.language == "de" for piece in pieces)
    new = Document(
        id=document,
        revision=revision,
        title=title,
        kind=kind,
        language="de" if german * 2 > len(pieces) else "en",
        file=file,
        name=name,
        pages=parsed.pages,
        effective_from=effective_from or work.at.date(),
        added_at=work.at,
        by=work.actor.id,
        classification=classification,
        about=about or [],
        state=earlier.state if earlier else DocumentState.DRAFT,
    )
    store.save(work, new)
    rows = [
        {
            "id": f"{document}@{revision}#{piece.ordinal}",
            "document": document,
            "revision": revision,
            "ordinal": piece.ordinal,
            "page": piece.page,
            "heading": " > ".join(piece.heading),
            "text": piece.text,
            "language": piece.language,
        }
        for piece in pieces
    ]
    store.replace_passages(work, new, rows)
    work.tell(DocumentAdded(document, revision, title))
    return len(rows)


@action(permission="documents.release", risk=Risk.EXECUTE)
def release_document(work: Work, *, document: str, revision: str) -> None:
    """Put a revision in force; the one before is superseded and no longer answers questions."""
    found = store.load(work, document, revision)
    before = store.supersede(work, document, besides=revision)
    found.state = DocumentState.RELEASED
    store.save(work, found)
    work.tell(DocumentReleased(document, revision, before))


@action(permission="documents.add", risk=Risk.INITIATE)
def load_folder(work: Work, *, folder: str) -> int:
    """Take in and release every document of a folder; one that cannot be read is parked.

    A Markdown file says of itself, between two lines of dashes at its top: id, revision, title,
    kind, effective_from, classification and about. Returns how many were taken.
    """
    from lineside.documents.frontmatter import describe

    taken = 0
    for path in sorted(Path(folder).rglob("*")):
        if not path.is_file() or path.name.startswith("."):
            continue
        try:
            about = describe(path)
            file = work.files.put(about.content)
            add_document(work, file=file, name=path.name, **about.facts)
        except Refusal as refusal:
            park(work, source="documents", what=path.name, refusal=refusal)
            continue
        release_document(work, document=about.facts["document"], revision=about.facts["revision"])
        taken += 1
    return taken
