"""Markdown and plain text."""

import re
from collections.abc import Iterator

from lineside.documents.errors import FileUnreadable
from lineside.documents.parsing.sections import Block, Meter, Parsed, gather

_HEADING = re.compile(r"(#{1,6})\s+(\S.{0,300}?)\s*#*\s*")
_RULE = re.compile(r"(=+|-+)\s*")
_FENCE = ("```", "~~~")
_LONGEST_HEADING = 200


def decode(data: bytes) -> str:
    """Text of unknown encoding: by byte order mark, else UTF-8, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16")
    if b"\x00" in data:
        raise FileUnreadable(problem="neither text nor a kind of document that is known")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _strictly(data, "cp1252")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise FileUnreadable(problem=f"not text in {encoding}", at_byte=problem.start) from None


def read_markdown(data: bytes, meter: Meter) -> Parsed:
    """Markdown: ``#`` and underlined headings; fenced code stays text; form feeds turn the page."""
    text = meter.text(decode(data))
    sections = gather(_markdown_blocks(text, meter))
    return Parsed("markdown", meter.pages, sections)


def read_text(data: bytes, meter: Meter) -> Parsed:
    """Plain text: one section a page; form feeds turn the page."""
    text = meter.text(decode(data))
    blocks = [Block(meter.page(), 0, page) for page in text.split("\f")]
    return Parsed("text", meter.pages, gather(blocks))


def _markdown_blocks(text: str, meter: Meter) -> Iterator[Block]:
    for sheet in text.split("\f"):
        page = meter.page()
        yield from _page_blocks(sheet.splitlines(), page)


def _page_blocks(lines: list[str], page: int) -> Iterator[Block]:
    fenced = False
    skip = False
    for here, line in enumerate(lines):
        if skip:
            skip = False
            continue
        fenced ^= line.lstrip().startswith(_FENCE)
        heading = None if fenced else _heading(line, lines[here + 1 : here + 2])
        if heading is None:
            yield Block(page, 0, line)
        else:
            level, title, skip = heading
            yield Block(page, level, title)


def _heading(line: str, below: list[str]) -> tuple[int, str, bool] | None:
    """Level, title and whether the next line is only its underline."""
    if len(line) > _LONGEST_HEADING:
        return None
    marked = _HEADING.fullmatch(line)
    if marked:
        return len(marked[1]), marked[2], False
    plain = line.strip() and not line.lstrip().startswith(("-", "*", "|", ">"))
    if plain and below and len(below[0]) >= 3 and _RULE.fullmatch(below[0]):
        return (1 if below[0][0] == "=" else 2), line.strip(), True
    return None
