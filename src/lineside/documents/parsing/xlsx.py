"""Workbooks: a sheet is a page, a row is a line that repeats the column heads."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from lineside.documents.errors import FileUnreadable
from lineside.documents.parsing.sections import Block, Meter, Parsed, gather

_MOST_COLUMNS = 256


def read_xlsx(data: bytes, meter: Meter) -> Parsed:
    """Values (not formulas) of every sheet."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    except (KeyError, ValueError, BadZipFile, TypeError) as problem:
        raise FileUnreadable(problem=str(problem)[:200]) from None
    sections = gather(_blocks(book, meter))
    return Parsed("xlsx", meter.pages, sections)


def _blocks(book: Any, meter: Meter) -> Iterator[Block]:
    for sheet in book.worksheets:
        page = meter.page()
        yield Block(page, 1, str(sheet.title))
        for line in _rows(sheet):
            yield Block(page, 0, meter.text(line))


def _rows(sheet: Any) -> Iterator[str]:
    heads: list[str] = []
    for row in sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS):
        cells = ["" if value is None else " ".join(str(value).split()) for value in row]
        if not any(cells):
            continue
        if not heads and sum(bool(cell) for cell in cells) > 1:
            heads = cells
            yield " | ".join(cell for cell in cells if cell)
            continue
        yield "; ".join(_named(heads, cells))


def _named(heads: list[str], cells: list[str]) -> Iterator[str]:
    for column, cell in enumerate(cells):
        if cell:
            head = heads[column] if column < len(heads) else ""
            yield f"{head}: {cell}" if head else cell
