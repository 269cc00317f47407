"""Lists in files: what goes out comes back, and no cell becomes a formula."""

import csv

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from openpyxl import load_workbook

from lineside.app.keeping.rows import FORMULA, TableUnreadable, read, write
from lineside.kernel.errors import Refusal

_same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture],
                        max_examples=40)  # fmt: skip
texts = some.text(some.characters(exclude_categories=["Cs"]), max_size=20)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("hidden", ["", "\x00", "\x01\x02", "\ufeff", "\u200b"])
def test_text_behind_unseen_signs_becomes_no_formula(tmp_path, kind, hidden):
    path = tmp_path / f"list.{kind}"
    write(path, [{"part": f"{hidden}=HYPERLINK(1)"}])
    if kind == "csv":
        cell = list(csv.reader(path.open(encoding="utf-8-sig")))[1][0]
    else:
        cell = load_workbook(path).worksheets[0]["A2"].value
    assert cell == "'=HYPERLINK(1)"


@_same_folder
@given(rows=some.lists(some.fixed_dictionaries({"a": texts, "b": texts}), min_size=1, max_size=5))
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_of_any_list_begins_a_formula(tmp_path, kind, rows):
    path = tmp_path / f"list.{kind}"
    write(path, rows)
    if kind == "csv":
        lines = list(csv.reader(path.open(encoding="utf-8-sig", newline="")))
        cells = [cell for line in lines[1:] for cell in line]
    else:
        book = load_workbook(path)
        assert all(c.data_type != "f" for row in book.worksheets[0].rows for c in row)
        cells = [c.value for row in book.worksheets[0].rows for c in row if c.value][2:]
    assert not any(str(cell).startswith(FORMULA) for cell in cells)


@_same_folder
@given(content=some.binary(max_size=400))
@pytest.mark.parametrize("name", ["rows.csv", "rows.xlsx"])
def test_any_bytes_are_rows_or_a_clear_refusal(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    try:
        columns, rows = read(path)
    except TableUnreadable:
        return
    assert all(set(row.cells) <= set(columns) for row in rows)


@pytest.mark.parametrize("limit", [-1, -(2**40)])
def test_a_value_that_no_column_takes_is_refused_whoever_asks(operator, limit):
    with pytest.raises(Refusal) as caught:
        operator.ask("andon.alerts", limit=limit)
    assert caught.value.code == "kernel.ArgumentsInvalid"
