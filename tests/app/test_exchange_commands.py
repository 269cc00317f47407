"""Lists go in and out as files: rehearsed, in part, once, and harmless in a spreadsheet."""

import csv
import json
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

ORDERS = """Auftrag;Artikel;Menge;due;Notiz
A-1;YG200;5;2026-11-20 06:00;first
A-2;NO-SUCH;5;2026-11-20 06:00;
A-3;YG200;viele;2026-11-20 06:00;

A-4;YG300;2;2026-11-21T06:00:00+01:00;last
"""
MAP = ("--map", "Auftrag=order", "--map", "Artikel=product", "--map", "Menge=quantity")


def test_an_import_is_rehearsed_then_taken_in_part_and_once(plant: Any, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS, encoding="utf-8")
    code, dry, told = plant("import", "orders", file, *MAP, "--zone", "Europe/Oslo", "--dry-run")
    assert (code, dry["taken"], dry["ignored_columns"]) == (1, 2, ["Notiz"]), dry
    assert [each["line"] for each in dry["refused"]] == [3, 4]
    assert plant("run", "execution.orders")[1] == []
    assert plant("run", "kernel.parked")[1] == []

    for _ in range(2):
        code, report, told = plant("import", "orders", file, *MAP, "--zone", "Europe/Oslo")
        assert (code, report["taken"], len(report["refused"])) == (1, 2, 2), told
    orders = {each["id"]: each for each in plant("run", "execution.orders")[1]}
    assert sorted(orders) == ["A-1", "A-4"]
    assert orders["A-1"]["due"].startswith("2026-11-20T05:00")
    parked = plant("run", "kernel.parked")[1]
    assert sorted((each["what"], each["count"]) for each in parked) == [
        ("orders.csv line 3", 2),
        ("orders.csv line 4", 2),
    ]


def test_users_come_from_a_workbook_and_no_password_is_parked(
    lineside: Any, tmp_path: Path
) -> None:
    book = Workbook()
    for line in (
        ("login", "name", "password", "roles"),
        ("ada", "Ada", "a long enough one", "operator; technician"),
        ("bo", "Bo", "another long one", "emperor"),
    ):
        book.active.append(line)
    file = tmp_path / "users.xlsx"
    book.save(file)
    code, report, told = lineside("import", "users", file)
    assert (code, report["taken"]) == (1, 1), told
    assert report["refused"][0]["code"] == "identity.RoleUnknown"
    users = lineside("run", "identity.users")[1]
    assert [(each["login"], each["roles"]) for each in users] == [
        ("ada", ["operator", "technician"])
    ]
    assert "another long one" not in json.dumps(lineside("run", "kernel.parked")[1])


def test_columns_that_do_not_fit_are_refused_before_any_row(lineside: Any, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS, encoding="utf-8")
    code, _, told = lineside("import", "orders", file)
    assert (code, json.loads(told)["facts"]["lacking"]) == (3, ["order", "product", "quantity"])
    picture = tmp_path / "x.xlsx"
    picture.write_bytes(b"no workbook")
    code, _, told = lineside("import", "orders", picture)
    assert (code, json.loads(told)["code"]) == (3, "app.TableUnreadable")


def test_an_export_holds_every_row_and_no_formula(lineside: Any, tmp_path: Path) -> None:
    users = tmp_path / "users.csv"
    users.write_text(
        "login,name,password,roles\n"
        'eve,"=HYPERLINK(""http://x"")",a long enough one,operator\n'
        "mal,@SUM(A1),a long enough one,operator\n",
        encoding="utf-8",
    )
    assert lineside("import", "users", users)[0] == 0
    target = tmp_path / "out.csv"
    code, answer, told = lineside("export", "users", target)
    assert (code, answer["rows"]) == (0, 2), told
    with target.open(encoding="utf-8-sig", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    assert names == ['\'=HYPERLINK("http://x")', "'@SUM(A1)"]

    lineside("export", "users", tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx").active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    lineside("export", "audit", tmp_path / "audit.json")
    trail = json.loads((tmp_path / "audit.json").read_text())
    assert {each["entry"] for each in trail} == {"identity.add_user"}
    code, _, told = lineside("export", "nothing", tmp_path / "x.csv")
    assert (code, json.loads(told)["code"]) == (3, "app.ListUnknown")
