"""The demonstration's nameplates: readable, and two of them mixed up, as they may be in a plant."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np

from lineside.app.demo.past import NAMEPLATES, Past
from lineside.kernel.files import Files
from lineside.quality.inspection import decode, read_codes
from lineside.tracing.model import Lot
from lineside.twin.virtual.nameplates import nameplate

AT = datetime(2026, 10, 5, 6, tzinfo=UTC)


def test_a_plate_bears_its_serial_as_a_code() -> None:
    generator = np.random.default_rng(3)
    for number in range(12):
        serial = f"YG300-{number:06d}"
        picture = decode(nameplate(generator, serial, "YG300", "PO-4483"))
        assert [code.text for code in read_codes(picture)] == [serial]


def test_the_last_packed_have_a_picture_and_two_plates_are_swapped(tmp_path) -> None:
    files = Files(tmp_path)
    past = Past(book=None, files=files, paths={}, states={})  # type: ignore[arg-type]
    for number in range(NAMEPLATES + 5):
        serial = f"YG300-{number:06d}"
        past.lots[serial] = Lot(serial, "YG300", Decimal(1), "pcs", AT, serial=True, order="PO-1")
        past.packed.append((serial, "halden/test-and-pack/PK-01", AT + timedelta(hours=number)))
    found = past.nameplates()
    assert len(found) == NAMEPLATES
    said = {each.lot: read_codes(decode(files.get(each.file)))[0].text for each in found}
    wrong = {lot: text for lot, text in said.items() if lot != text}
    assert len(wrong) == 2
    assert set(wrong) == set(wrong.values())
    assert all(each.judged == "" and each.order == "PO-1" for each in found)
