"""Rows of a CSV or XLSX file in, and lists out as CSV, JSON or XLSX."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from lineside.kernel.errors import Invalid

LARGEST_BYTES = 50_000_000
MOST_ROWS = 200_000
# What a spreadsheet would run as a formula when it begins a cell.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff\u200b]")


class TableUnreadable(Invalid):
    """A file of rows cannot be read as what its name says it is."""

    code = "app.TableUnreadable"
    advice = "Give a .csv (UTF-8) or .xlsx file whose first line names the columns."


@dataclass(frozen=True)
class Row:
    """One row of a file: its line as a person sees it, and its cells that are not empty."""

    line: int
    cells: dict[str, Any]


def read(path: Path) -> tuple[list[str], list[Row]]:
    """The columns' names and the rows of a file."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise TableUnreadable(file=path.name, problem="too large", limit=LARGEST_BYTES)
        lines = _from_xlsx(path) if path.suffix.lower() == ".xlsx" else _from_csv(path)
        return _named(path, lines)
    except (OSError, UnicodeDecodeError, csv.Error, BadZipFile, KeyError) as error:
        raise TableUnreadable(file=path.name, problem=str(error)[:200]) from error


def _named(path: Path, lines: Iterator[tuple[int, list[Any]]]) -> tuple[list[str], list[Row]]:
    first = next(lines, None)
    if first is None:
        raise TableUnreadable(file=path.name, problem="empty")
    columns = [str(cell or "").strip() for cell in first[1]]
    named = [each for each in columns if each]
    if len(set(named)) != len(named) or not named:
        raise TableUnreadable(file=path.name, problem="columns without a name of their own")
    rows = []
    for number, cells in lines:
        pairs = zip(columns, cells, strict=False)
        found = {name: cell for name, cell in pairs if name and cell not in (None, "")}
        if found:
            rows.append(Row(number, found))
        if len(rows) > MOST_ROWS:
            raise TableUnreadable(file=path.name, problem="too many rows", limit=MOST_ROWS)
    return columns, rows


def _from_csv(path: Path) -> Iterator[tuple[int, list[Any]]]:
    """Lines of a CSV file; comma, semicolon or tab, whichever its first line has most of."""
    text = path.read_text(encoding="utf-8-sig")
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    for cells in reader:
        yield reader.line_num, [cell.strip() for cell in cells]


def _from_xlsx(path: Path) -> Iterator[tuple[int, list[Any]]]:
    """Lines of the first sheet; formulas count as the values they had when saved."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # the library raises whatever its XML reader does
        raise TableUnreadable(file=path.name, problem=str(error)[:200]) from error
    try:
        for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            yield number, list(cells)
    finally:
        book.close()


def write(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Write a list as .csv, .json or .xlsx; text that a spreadsheet would run is quoted."""
    kind = path.suffix.lower()
    if kind not in (".csv", ".json", ".xlsx"):
        raise TableUnreadable(file=path.name, problem="write .csv, .json or .xlsx")
    if kind == ".json":
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
        return
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [columns, *([_cell(row.get(name)) for name in columns] for row in rows)]
    if kind == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(lines)
    else:
        _write_xlsx(path, lines)


def _write_xlsx(path: Path, lines: Sequence[Sequence[Any]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Lineside")
    for line in lines:
        sheet.append(line)
    book.save(path)


def _cell(value: Any) -> Any:
    """A value as a spreadsheet's cell: numbers stay numbers, text never becomes a formula."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    told = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    # A spreadsheet drops these, and what follows them would begin the cell.
    text = UNSEEN.sub("", told)
    return f"'{text}" if text.startswith(FORMULA) else text
