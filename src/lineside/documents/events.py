"""What documents tell."""

from dataclasses import dataclass

from lineside.kernel.events import Event


@dataclass(frozen=True)
class DocumentAdded(Event, subject="document"):
    """A revision of a document was taken in as a draft."""

    document: str
    revision: str
    title: str


@dataclass(frozen=True)
class DocumentReleased(Event, subject="document"):
    """A revision is in force; the one before is superseded."""

    document: str
    revision: str
    superseded: str
