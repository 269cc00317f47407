"""What pictures say: codes and lines of text with their places."""

import base64
import binascii
from dataclasses import dataclass

from lineside.kernel.work import Work
from lineside.quality import store
from lineside.quality.errors import PictureInvalid
from lineside.tracing import queries as tracing

MOST_BYTES = 20_000_000


@dataclass(frozen=True)
class MarkRead:
    """A code (``kind`` qr, data_matrix, code_128, ...) or a line of text (``kind`` text).

    ``corners`` are x and y in pixels, from the mark's own top left around. A code is read whole or
    not at all, so its confidence is 1.
    """

    kind: str
    text: str
    confidence: float
    corners: list[list[float]]


@dataclass(frozen=True)
class MarksRead:
    """All marks of a picture of so many pixels.

    For a stored picture ``lot`` is the lot that it was taken of, and ``other_lots`` are lots and
    serials that its marks name instead: it may be the wrong part.
    """

    width: int
    height: int
    marks: list[MarkRead]
    lot: str = ""
    other_lots: list[str] | None = None


def stored(work: Work, picture: str, text: bool) -> MarksRead:
    """Read a stored picture, and lay what it says against the lot that it was taken of."""
    row = store.load_picture(work, picture)
    if not row.file:
        raise PictureInvalid(picture=picture, problem="the unit came without a picture")
    width, height, marks = _read(work.files.get(row.file), text)
    named = tracing.find_lots(work, texts=[mark.text for mark in marks]) if marks else []
    sure = [each.lot for each in named if each.how != "similar"]
    others = [] if row.lot in sure else [lot for lot in sure if lot != row.lot]
    return MarksRead(width, height, marks, row.lot, others)


def sent(content: str, text: bool) -> MarksRead:
    """Read a picture sent as base64; it is not kept."""
    if len(content) > MOST_BYTES * 4 // 3:
        raise PictureInvalid(problem="too large", most_bytes=MOST_BYTES)
    try:
        data = base64.b64decode(content.removeprefix(_prefix(content)), validate=True)
    except binascii.Error as problem:
        raise PictureInvalid(problem="not base64") from problem
    return MarksRead(*_read(data, text))


def _prefix(content: str) -> str:
    """What a browser puts before a file's bytes: ``data:image/jpeg;base64,``."""
    head, comma, _ = content[:100].partition(",")
    return head + comma if comma and head.startswith("data:") else ""


def _read(data: bytes, text: bool) -> tuple[int, int, list[MarkRead]]:
    from lineside.quality.inspection import decode, read_codes, text_reader
    from lineside.quality.inspection.sizes import refuse_huge

    refuse_huge(data)
    reader = text_reader() if text else None
    grey = decode(data)
    marks = [MarkRead(code.kind, code.text, 1.0, _plain(code.corners)) for code in read_codes(grey)]
    for line in reader.read(grey) if reader else ():
        marks.append(MarkRead("text", line.text, round(line.confidence, 3), _plain(line.corners)))
    return grey.shape[1], grey.shape[0], marks


def _plain(corners: tuple[tuple[float, float], ...]) -> list[list[float]]:
    return [[round(x, 1), round(y, 1)] for x, y in corners]
