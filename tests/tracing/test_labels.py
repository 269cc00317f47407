"""Labels: what they tell, what a browser draws, and what a printer is told."""

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from lineside.tracing.errors import LotUnknown
from lineside.tracing.labels import DOTS_PER_MM, Facts, draw

FACTS = Facts(
    lot="PG-000412", serial=False, material="PG200", material_name="Planetenrad 200",
    quantity=Decimal("24.000000"), unit="pcs", source="H-88231", supplier="", order="SO-1042",
    made=datetime(2026, 10, 5, 6, tzinfo=UTC),
)  # fmt: skip
COMMAND = re.compile(r"\^(XA|XZ|CI|PW|LL|LH|FO|FH|FD|FS|A0|BX|BQ)([^\^]*)")


def decoded(zpl: str) -> list[dict[str, str]]:
    """A small printer: the fields of a label, with place, kind and text; strict about commands."""
    text = zpl.replace("\n", "")
    found = list(COMMAND.finditer(text))
    assert "".join(each.group(0) for each in found) == text, "a command this printer does not know"
    assert found[0].group(1) == "XA"
    assert found[-1].group(1) == "XZ"
    fields: list[dict[str, str]] = []
    for name, given in (each.groups() for each in found):
        if name == "FO":
            fields.append({"at": given, "kind": ""})
        elif name in ("A0", "BX", "BQ"):
            fields[-1] |= {"kind": name, "with": given}
        elif name == "FD":
            escapes = re.sub(r"_([0-9A-F]{2})", lambda hex: chr(int(hex[1], 16)), given)
            fields[-1]["text"] = escapes
    return fields


def test_a_label_tells_what_a_lot_is() -> None:
    told = {line.name: line.value for line in draw(FACTS, "data_matrix", "en").lines}
    assert told == {
        "Lot": "PG-000412", "Material": "Planetenrad 200 (PG200)", "Quantity": "24 pcs",
        "Heat or lot of origin": "H-88231", "Order": "SO-1042", "Date": "2026-10-05",
    }  # fmt: skip
    half = replace(FACTS, quantity=Decimal("0.5"), unit="kg", serial=True)
    german = {line.name: line.value for line in draw(half, "qr", "de").lines}
    assert german["Menge"] == "0,5 kg"
    assert german["Seriennummer"] == "PG-000412"
    assert german["Datum"] == "05.10.2026"


def test_the_picture_is_sound_xml_with_every_line() -> None:
    nasty = replace(FACTS, material_name='Rad <b>"&"</b>', order="A&B")
    root = ElementTree.fromstring(draw(nasty, "data_matrix", "en").svg)
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert 'Rad <b>"&"</b> (PG200)' in texts
    assert "A&B" in texts


@pytest.mark.parametrize("symbol", ["data_matrix", "qr"])
def test_the_printer_is_told_the_same(symbol) -> None:
    label = draw(FACTS, symbol, "en")
    code, *texts = decoded(label.zpl)
    assert code["kind"] == {"data_matrix": "BX", "qr": "BQ"}[symbol]
    assert code["text"] == {"data_matrix": "PG-000412", "qr": "MA,PG-000412"}[symbol]
    assert [each["text"] for each in texts] == [
        part for line in label.lines for part in (line.name, line.value)
    ]
    for each in texts:
        x, y = map(int, each["at"].split(","))
        _, height, width = each["with"].split(",")
        assert y + int(height) <= label.height_mm * DOTS_PER_MM
        assert x + 0.6 * int(width) * len(each["text"]) <= label.width_mm * DOTS_PER_MM


@pytest.mark.parametrize("lot", ["A1", "PG-000412", "LPG200-01078", "H-" + "0123456789" * 3])
def test_the_code_is_square_and_keeps_its_place(lot) -> None:
    """A long one (8 by 32 modules) would run over the texts beside it."""
    label = draw(replace(FACTS, lot=lot), "data_matrix", "en")
    places = [(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", label.svg)]
    widest, lowest = (max(each[k] for each in places) for k in (0, 1))
    assert widest == lowest
    side = float(re.search(r"scale\(([\d.]+)\)", label.svg)[1])
    assert (widest + 1) * side == pytest.approx(30, abs=0.01)
    dots = int(decoded(label.zpl)[0]["with"].split(",")[1])
    assert (widest + 1) * dots <= 30 * DOTS_PER_MM


def test_what_a_printer_would_take_for_a_command_stays_text() -> None:
    nasty = replace(FACTS, lot="L^XZ_41~HS", order="a\\b\n^FS")
    code, *texts = decoded(draw(nasty, "data_matrix", "en").zpl)
    assert code["text"] == "L^XZ_41~HS"
    assert [each["text"] for each in texts][-3] == "a\\b\n^FS"


def test_long_texts_are_written_smaller() -> None:
    long = replace(FACTS, lot="PG-" + "0123456789" * 4)
    sizes = {each["text"]: int(each["with"].split(",")[1])
             for each in decoded(draw(long, "data_matrix", "en").zpl)[1:]}  # fmt: skip
    assert sizes[long.lot] < 30


def test_the_label_of_a_lot_is_asked_for(supervisor, operator) -> None:
    make = supervisor.run
    make(
        "tracing.create_lot", lot="H-1", material="STEEL", quantity=500, unit="kg", supplier="Nord"
    )
    make("tracing.create_lot", lot="PG-1", material="PG200", quantity=24, order="SO-1")
    make("tracing.consume", lot="H-1", into="PG-1", quantity=100, order="SO-1")
    told = {line.name: line.value for line in operator.ask("tracing.label", lot="PG-1").lines}
    assert told["Heat or lot of origin"] == "H-1"
    assert told["Order"] == "SO-1"
    heat = {line.name: line.value for line in operator.ask("tracing.label", lot="H-1").lines}
    assert heat["Quantity"] == "400 kg"
    assert heat["Supplier"] == "Nord"
    with pytest.raises(LotUnknown):
        operator.ask("tracing.label", lot="none")


def test_lots_are_found_by_what_was_read(supervisor, operator) -> None:
    for lot, serial in (("PG-000412", False), ("YG-000117", True)):
        supervisor.run("tracing.create_lot", lot=lot, material="M", quantity=1, serial=serial)
    found = operator.ask("tracing.find_lots", texts=["PG-OOO412", "Stahl", "YG-00011"])
    assert [(each.lot, each.how, each.serial) for each in found] == [
        ("PG-000412", "alike", False), ("YG-000117", "similar", True),
    ]  # fmt: skip
    assert operator.ask("tracing.find_lots", texts=[]) == []
