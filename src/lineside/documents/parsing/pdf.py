"""PDF files: text by page, headings by the size of their letters."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lineside.documents.errors import FileTooLarge, FileUnreadable
from lineside.documents.parsing.sections import Block, Meter, Parsed, gather

_LONGEST_HEADING = 160
_LARGER = 1.12
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+[^\W\d_]\D{0,120}")
_BOLD_WEIGHT = 600


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its page, its text, the size and weight of its first letter."""

    page: int
    text: str
    size_pt: float
    weight: int


def read_pdf(data: bytes, meter: Meter) -> Parsed:
    """Text of a PDF. Scanned pages without text yield nothing; encrypted files are refused."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        raise FileUnreadable(problem=str(problem)[:200]) from None
    if len(document) > meter.limits.pages:
        raise FileTooLarge(limit="pages", most=meter.limits.pages)
    lines = [line for page in document for line in _page_lines(page, meter)]
    return Parsed("pdf", meter.pages, gather(_blocks(lines)))


def _page_lines(page: Any, meter: Meter) -> Iterator[Line]:
    number = meter.page()
    textpage = page.get_textpage()
    text = meter.text(textpage.get_text_range(errors="ignore"))
    at = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            first = at + line.index(stripped[0])
            yield Line(number, _clean(stripped), *_look(textpage, first))
        at += len(line)
    textpage.close()
    page.close()


def _clean(text: str) -> str:
    """PDFium marks a hyphen at the end of a line as U+FFFE or U+0002."""
    return text.replace("\ufffe", "-").replace("\x02", "-").replace("\x00", "")


def _look(textpage: Any, index: int) -> tuple[float, int]:
    """Printed size in points (the font's size by the letter's scale) and weight of a letter."""
    import pypdfium2.raw as raw

    size_pt = raw.FPDFText_GetFontSize(textpage, index)
    matrix = raw.FS_MATRIX()
    if raw.FPDFText_GetMatrix(textpage, index, ctypes.byref(matrix)):
        size_pt *= max(abs(matrix.d), abs(matrix.c)) or 1.0
    return round(size_pt, 1), raw.FPDFText_GetFontWeight(textpage, index)


def _blocks(lines: list[Line]) -> Iterator[Block]:
    """Headings are short lines in larger letters than most, or bold with a number before them."""
    body_pt = _body_size(lines)
    sizes = sorted({line.size_pt for line in lines if _larger(line, body_pt)}, reverse=True)
    for line in lines:
        yield Block(line.page, _level(line, body_pt, sizes), line.text)


def _body_size(lines: list[Line]) -> float:
    weight: Counter[float] = Counter()
    for line in lines:
        weight[line.size_pt] += len(line.text)
    return weight.most_common(1)[0][0] if weight else 0.0


def _larger(line: Line, body_pt: float) -> bool:
    return line.size_pt > body_pt * _LARGER and len(line.text) <= _LONGEST_HEADING


def _level(line: Line, body_pt: float, sizes: list[float]) -> int:
    if _larger(line, body_pt):
        return 1 + min(sizes.index(line.size_pt), 5)
    numbered = _NUMBERED.fullmatch(line.text) if line.weight >= _BOLD_WEIGHT else None
    if numbered and not line.text.endswith((".", ";", ",")):
        return len(sizes) + 1 + numbered[1].count(".")
    return 0
