"""Word files."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lineside.documents.errors import FileUnreadable
from lineside.documents.parsing.sections import Block, Meter, Parsed, gather

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TITLE_STYLES = {"Title": 1, "Titel": 1}
_HEADING_WORDS = ("Heading ", "Überschrift ", "heading ")


def read_docx(data: bytes, meter: Meter) -> Parsed:
    """Paragraphs and tables in order, headings by style.

    A Word file has no fixed pages: breaks that its author set or that Word wrote down when it
    last laid the text out are counted, which is as near as one can come without a layout engine.
    """
    import docx

    try:
        document = docx.Document(BytesIO(data))
    except (KeyError, ValueError, docx.opc.exceptions.PackageNotFoundError) as problem:
        raise FileUnreadable(problem=str(problem)[:200]) from None
    sections = gather(_blocks(document, meter))
    return Parsed("docx", meter.pages, sections)


def _blocks(document: Any, meter: Meter) -> Iterator[Block]:
    page = meter.page()
    for item in document.iter_inner_content():
        if hasattr(item, "rows"):
            for line in _table_lines(item):
                yield Block(page, 0, meter.text(line))
            continue
        for _ in range(_breaks(item)):
            page = meter.page()
        text = meter.text(item.text.strip())
        if text:
            yield Block(page, _level(item), text)


def _breaks(paragraph: Any) -> int:
    told = len(paragraph.rendered_page_breaks)
    hard = sum(1 for mark in paragraph._p.iter(f"{_W}br") if mark.get(f"{_W}type") == "page")
    return max(told, hard)


def _level(paragraph: Any) -> int:
    style = paragraph.style.name if paragraph.style is not None else ""
    if style in _TITLE_STYLES:
        return _TITLE_STYLES[style]
    for word in _HEADING_WORDS:
        number = style.removeprefix(word)
        if number != style and number.isdigit():
            return int(number) + 1
    return 0


def _table_lines(table: Any) -> Iterator[str]:
    for row in table.rows:
        cells: list[str] = []
        for cell in row.cells:
            text = " ".join(cell.text.split())
            if text and (not cells or cells[-1] != text):
                cells.append(text)
        if cells:
            yield " | ".join(cells)
