"""What a file becomes: sections of plain text, each with its page and its headings."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from time import monotonic

from lineside.documents.errors import FileTooLarge


@dataclass(frozen=True, slots=True)
class Section:
    """Text under one heading on one page.

    ``page`` counts from 1 (a sheet of a workbook is a page); ``heading`` is the path from the
    outermost heading to the innermost, empty above the first one.
    """

    page: int
    heading: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file as text. ``kind`` is one of pdf, docx, xlsx, markdown, text; found by content."""

    kind: str
    pages: int
    sections: tuple[Section, ...]

    @property
    def characters(self) -> int:
        """Characters over all sections."""
        return sum(len(section.text) for section in self.sections)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a stranger's file we are willing to read."""

    file_bytes: int = 64_000_000
    expanded_bytes: int = 96_000_000
    memory_bytes: int = 1_500_000_000
    archive_members: int = 5_000
    pages: int = 3_000
    characters: int = 20_000_000
    time_s: float = 60.0


@dataclass(slots=True)
class Meter:
    """Counts what was read against the limits and refuses as soon as one is passed."""

    limits: Limits
    elapsed: Callable[[], float] = monotonic
    started_s: float = field(init=False)
    characters: int = 0
    pages: int = 0

    def __post_init__(self) -> None:
        self.started_s = self.elapsed()

    def page(self) -> int:
        """Begin the next page and return its number."""
        self.pages += 1
        self._check("pages", self.pages, self.limits.pages)
        self._check("time_s", self.elapsed() - self.started_s, self.limits.time_s)
        return self.pages

    def text(self, text: str) -> str:
        """Count the characters of a piece of text and pass it on."""
        self.characters += len(text)
        self._check("characters", self.characters, self.limits.characters)
        return text

    def _check(self, limit: str, value: float, most: float) -> None:
        if value > most:
            raise FileTooLarge(limit=limit, most=most)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (level 0) or a heading (level 1 and deeper) on a page."""

    page: int
    level: int
    text: str


def gather(blocks: Iterable[Block]) -> tuple[Section, ...]:
    """Join paragraphs under the same heading on the same page into sections."""
    return tuple(section for section in _runs(blocks) if section.text)


def _runs(blocks: Iterable[Block]) -> Iterator[Section]:
    trail: list[tuple[int, str]] = []
    lines: list[str] = []
    page = 1
    for block in blocks:
        if block.level or block.page != page:
            yield Section(page, tuple(title for _, title in trail), "\n".join(lines).strip())
            lines, page = [], block.page
        if block.level:
            trail = [(level, title) for level, title in trail if level < block.level]
            trail.append((block.level, " ".join(block.text.split())[:200]))
        else:
            lines.append(block.text)
    yield Section(page, tuple(title for _, title in trail), "\n".join(lines).strip())
