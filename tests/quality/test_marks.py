"""Marks through the door: stored and sent pictures, the wrong part, and what is refused."""

import base64
import struct
import zlib
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest
import zxingcpp

from lineside.kernel.door import NotAllowed
from lineside.quality.errors import PictureInvalid, PictureUnknown, TextReaderMissing
from lineside.quality.inspection import text
from lineside.quality.inspection.sizes import refuse_huge
from lineside.quality.model import PictureIn
from lineside.tracing.labels import Label

AT = datetime(2026, 10, 5, 6, tzinfo=UTC)
STATION = "halden/packing/NP-01"


def coded(said: str, form: str = "DataMatrix", kind: str = ".png") -> bytes:
    code = zxingcpp.create_barcode(said, getattr(zxingcpp.BarcodeFormat, form))
    plain = np.pad(np.array(code.to_image(scale=4)), 60, constant_values=255)
    return cv2.imencode(kind, plain)[1].tobytes()


def base(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.fixture
def store(world, supervisor):
    """Keep a picture of a lot; returns its id."""

    def keep(data: bytes, lot: str) -> str:
        one = PictureIn(STATION, lot, 0, "", AT, world.files.put(data) if data else "")
        supervisor.run("quality.import_pictures", pictures=[one])
        return supervisor.ask("quality.pictures", lot=lot)[0].id if data else ""

    return keep


@pytest.fixture
def lots(supervisor):
    for lot in ("PG-000412", "PG-000413"):
        supervisor.run("tracing.create_lot", lot=lot, material="PG200", quantity=24)


def test_a_stored_picture_says_what_it_shows(store, lots, operator) -> None:
    picture = store(coded("PG-000412"), "PG-000412")
    found = operator.run("quality.read_marks", picture=picture, text=False).result
    assert [(mark["kind"], mark["text"]) for mark in found["marks"]] == [
        ("data_matrix", "PG-000412")
    ]
    assert found["other_lots"] == []
    assert all(0 <= x <= found["width"] and 0 <= y <= found["height"]
               for x, y in found["marks"][0]["corners"])  # fmt: skip


def test_the_mark_of_another_lot_is_told(store, lots, operator) -> None:
    picture = store(coded("PG-000413"), "PG-000412")
    found = operator.run("quality.read_marks", picture=picture, text=False).result
    assert (found["lot"], found["other_lots"]) == ("PG-000412", ["PG-000413"])


@pytest.mark.parametrize("kind", [".png", ".jpg", ".webp"])
def test_a_picture_that_is_sent_is_read_and_not_kept(world, operator, kind) -> None:
    content = f"data:image/png;base64,{base(coded('YG-000117', 'QRCode', kind))}"
    found = operator.run("quality.read_marks", content=content, text=False).result
    assert found["marks"][0]["text"] == "YG-000117"
    assert not list((world.settings.data / "files").rglob("*"))


@pytest.mark.skipif(
    text.importlib.util.find_spec(text.PACKAGE) is None, reason="the networks are not installed"
)
def test_text_is_read_beside_codes(operator) -> None:
    sheet = np.full((240, 640), 230, np.uint8)
    cv2.putText(sheet, "SN 4711-0815", (40, 120), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 30, 2)
    content = base(cv2.imencode(".png", sheet)[1].tobytes())
    (mark,) = operator.run("quality.read_marks", content=content).result["marks"]
    assert (mark["kind"], mark["text"]) == ("text", "SN 4711-0815")


def test_without_the_reader_it_is_said_and_codes_are_read_all_the_same(
    operator, monkeypatch
) -> None:
    monkeypatch.setattr(text, "PACKAGE", "no_such_package")
    content = base(coded("PG-1"))
    with pytest.raises(TextReaderMissing):
        operator.run("quality.read_marks", content=content)
    found = operator.run("quality.read_marks", content=content, text=False).result
    assert found["marks"][0]["text"] == "PG-1"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"picture": "x", "content": "eA=="},
        {"content": "not base64!"},
        {"content": base(b"plain text")},
        {"content": base(b"\x89PNG\r\n\x1a\n")},
        {"content": base(b"\xff\xd8\xff\xe0")},
        {"content": base(b"RIFF0000WEBPVP8X")},
        {"content": base(coded("PG-1")[:60])},
    ],
)
def test_what_is_no_picture_is_refused(operator, given) -> None:
    with pytest.raises(PictureInvalid):
        operator.run("quality.read_marks", text=False, **given)
    with pytest.raises(PictureUnknown):
        operator.run("quality.read_marks", picture="none")


def test_a_small_file_that_unpacks_to_gigabytes_is_refused() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    with pytest.raises(PictureInvalid) as told:
        refuse_huge(bomb)
    assert told.value.facts["problem"] == "too many pixels"
    for kind in (".png", ".jpg", ".webp"):
        refuse_huge(coded("PG-1", kind=kind))


def test_a_foreign_picture_is_not_read(store, lots, world, door) -> None:
    from lineside.kernel.actors import Actor

    picture = store(coded("PG-000412"), "PG-000412")
    stranger = Actor(id="user:x", name="x", permissions=frozenset({"quality.read"}),
                     scope=("halden/machining",))  # fmt: skip
    with pytest.raises(NotAllowed):
        door.run("quality.read_marks", {"picture": picture}, stranger)


def drawn(label: Label) -> bytes:
    """The label's code and id as a photograph of it would show them."""
    import re

    scale = 8
    sheet = np.full((label.height_mm * scale, label.width_mm * scale), 255, np.uint8)
    side = float(re.search(r"scale\(([\d.]+)\)", label.svg)[1])
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", label.svg):
        left, top = (round((5 + int(at) * side) * scale) for at in (x, y))
        right, bottom = (round((5 + (int(at) + 1) * side) * scale) for at in (x, y))
        sheet[top:bottom, left:right] = 0
    turned = cv2.getRotationMatrix2D((400, 240), 6, 0.8)
    photo = cv2.warpAffine(sheet, turned, (800, 480), borderValue=180)
    noise = np.random.default_rng(1).normal(0, 6, photo.shape)
    grey = np.clip(cv2.GaussianBlur(photo, (0, 0), 1.0) * 0.7 + 30 + noise, 0, 255)
    return cv2.imencode(".jpg", grey.astype(np.uint8))[1].tobytes()


@pytest.mark.parametrize("symbol", ["data_matrix", "qr"])
def test_a_label_leads_back_to_its_lot(lots, operator, symbol) -> None:
    label = operator.ask("tracing.label", lot="PG-000412", symbol=symbol)
    read = operator.run("quality.read_marks", content=base(drawn(label)), text=False).result
    texts = [mark["text"] for mark in read["marks"]]
    (found,) = operator.ask("tracing.find_lots", texts=texts)
    assert (found.lot, found.how) == ("PG-000412", "exact")
