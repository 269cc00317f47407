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
