"""Controlled documents: revision, effectivity, classification."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class DocumentState(StrEnum):
    DRAFT = "draft"
    RELEASED = "released"
    SUPERSEDED = "superseded"


class Classification(StrEnum):
    """Who may read: everybody, everybody in the plant, or those with the restricted permission."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"


@dataclass
class Document:
    """One revision of a controlled document.

    ``about`` lists what it is for: equipment kinds, units and products by name (empty: all).
    """

    id: str
    revision: str
    title: str
    kind: str
    language: str
    file: str
    name: str
    pages: int
    effective_from: date
    added_at: datetime
    by: str
    classification: Classification = Classification.INTERNAL
    about: list[str] = field(default_factory=list)
    state: DocumentState = DocumentState.DRAFT


@dataclass(frozen=True)
class PassageHit:
    """A passage that answers: verbatim ``quote`` with its place, and what the score is made of."""

    passage: str
    document: str
    title: str
    kind: str
    revision: str
    page: int
    heading: str
    text: str
    quote: str
    score: float
    covered: float
    file: str
