"""Guides and answers: sentences, each with the sources that it rests on."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Citation:
    """A source: what kind, its title, where to open it, and the words quoted to the letter."""

    kind: str
    title: str
    ref: str
    quote: str = ""


@dataclass(frozen=True)
class Line:
    """One sentence or step with its sources."""

    text: str
    citations: list[Citation] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """A part of a guide: why, safety, parts, steps, past cases, afterwards."""

    code: str
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Guide:
    """A technician's guide for one work order."""

    id: str
    work_order: str
    equipment: str
    component: str
    recommendation: str
    at: datetime
    sections: list[Section]

    def citations(self) -> list[Citation]:
        return [c for s in self.sections for line in s.lines for c in line.citations]


@dataclass(frozen=True)
class Figure:
    """One number of an answer; ``value`` is none where there are no data."""

    name: str
    value: float | None
    unit: str


@dataclass(frozen=True)
class Answer:
    """An answer with the figures in it, its sources and the query that ran.

    ``path`` is figure, records, documents, clarify or declined. ``query`` holds one line for each
    entry that was asked, ``room.entry {arguments}``; a question that is such a line runs it again.
    ``confidence`` lies between 0 and 1. ``reworded`` when a language model chose the words.
    """

    text: str
    path: str
    language: str
    figures: list[Figure] = field(default_factory=list)
    sources: list[Citation] = field(default_factory=list)
    query: str = ""
    confidence: float = 0.0
    declined: bool = False
    reworded: bool = False
