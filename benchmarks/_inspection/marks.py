"""Part marks and labels, drawn: what is written, how, and the picture; and codes of every kind.

Marks are printed (smooth letters), struck (strokes of even width) or dot-peened (dots on a grid) on
brushed metal or paper, at several heights of a capital letter, contrasts and turns.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
HEIGHTS = (14, 20, 32)
CONTRASTS = (1.0, 0.4, 0.2)
TURNS_DEG = (0.0, 7.0, 30.0, 90.0, 180.0)
WAYS = ("printed", "struck", "dot_peened")
CODES = {
    "QRCode": "LOT-2041/7", "DataMatrix": "LOT-2041/7", "Aztec": "LOT-2041/7",
    "PDF417": "LOT-2041/7", "Code128": "LOT-2041/7", "Code39": "LOT-2041",
    "EAN13": "4006381333931", "EAN8": "96385074", "UPCA": "036000291452",
}  # fmt: skip
_SIZE = (420, 760)
_DOT_ROWS = 9


@dataclass(frozen=True)
class Mark:
    """One drawn mark and the circumstances of its drawing."""

    text: str
    way: str
    height: int
    contrast: float
    turn_deg: float
    picture: Picture


def marks(rng: np.random.Generator) -> Iterator[Mark]:
    """One mark for each way, height, contrast and turn."""
    for way in WAYS:
        for height in HEIGHTS:
            for contrast in CONTRASTS:
                for turn in TURNS_DEG:
                    text = _text(rng, way)
                    picture = _drawn(rng, text, way, height, contrast, turn)
                    yield Mark(text, way, height, contrast, turn, picture)


def codes(rng: np.random.Generator) -> Iterator[tuple[str, str, Picture]]:
    """Kind, text and picture of codes at three sizes, three contrasts and six turns."""
    import zxingcpp

    for kind, text in CODES.items():
        code = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
        for scale in (2, 3, 4):
            plain = np.array(zxingcpp.write_barcode_to_image(code, scale=scale))
            for contrast in (1.0, 0.25, 0.12):
                for turn in (0.0, 8.0, 30.0, 45.0, 90.0, 180.0):
                    side = int(np.hypot(*plain.shape)) + 80
                    ink = _turned(_padded(255 - plain, (side, side)), turn)
                    grey = 128 + contrast * (127 - ink) + rng.normal(0, 4, ink.shape)
                    yield kind, text, np.clip(grey, 0, 255).astype(np.uint8)


def _text(rng: np.random.Generator, way: str) -> str:
    digits = "".join(map(str, rng.integers(0, 10, 6)))
    letters = "".join(rng.choice(list("ABCDEFGHKLMNPRSTUVWXZ"), 2))
    words = [f"SN {letters}{digits}", f"2026-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d}",
             f"H-{digits[:5]}", f"LOT {digits[:4]}/{rng.integers(1, 10)}"]  # fmt: skip
    if way == "printed":
        words += ["Prüfmaß 42,5 mm", "Gehäuse Größe 7", "Zwölf Stück"]
    return str(rng.choice(words))


def _drawn(
    rng: np.random.Generator, text: str, way: str, height: int, contrast: float, turn: float
) -> Picture:
    draw = {"printed": _printed, "struck": _struck, "dot_peened": _dotted}[way]
    ink = _turned(_padded(draw(text, height), _SIZE), turn)
    ground = _brushed(rng) if way != "printed" else np.full(_SIZE, 205, np.float32)
    grey = ground - contrast * 0.6 * ink + rng.normal(0, 3, _SIZE)
    return np.clip(cv2.GaussianBlur(grey, (0, 0), 0.7), 0, 255).astype(np.uint8)


def _printed(text: str, height: int) -> Floats:
    """Smooth letters, umlauts too; the ink is 255."""
    sheet = np.zeros((2 * height, 2 * height * len(text), 3), dtype=np.uint8)
    face = cv2.FontFace("sans")
    cv2.putText(sheet, text, (height, int(1.5 * height)), (255,) * 3, face, int(height * 1.4), 400)
    return _trimmed(sheet[..., 0])


def _struck(text: str, height: int) -> Floats:
    sheet = np.zeros((3 * height, 2 * height * len(text)), dtype=np.uint8)
    wide = max(1, height // 9)
    cv2.putText(sheet, text, (height, 2 * height), cv2.FONT_HERSHEY_SIMPLEX, height / 21, (255,),
                wide, cv2.LINE_AA)  # fmt: skip
    return _trimmed(sheet)


def _dotted(text: str, height: int) -> Floats:
    """Each pixel of a small drawing of the letters becomes a dot."""
    small = np.zeros((24, 12 * len(text) + 12), dtype=np.uint8)
    cv2.putText(small, text, (4, 16), cv2.FONT_HERSHEY_SIMPLEX, _DOT_ROWS / 21, (255,), 1,
                cv2.LINE_8)  # fmt: skip
    small = _trimmed(small).astype(np.uint8)
    pitch = height / _DOT_ROWS
    sheet = np.zeros((int(pitch * (small.shape[0] + 2)), int(pitch * (small.shape[1] + 2))),
                     dtype=np.uint8)  # fmt: skip
    for y, x in np.argwhere(small > 0):
        place = (int(16 * pitch * (x + 1)), int(16 * pitch * (y + 1)))
        cv2.circle(sheet, place, int(16 * 0.36 * pitch), (255,), -1, cv2.LINE_AA, 4)
    return sheet.astype(np.float32)


def _trimmed(sheet: npt.NDArray[np.generic]) -> Floats:
    rows, columns = (np.flatnonzero(sheet.any(axis=axis)) for axis in (1, 0))
    part = sheet[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return part.astype(np.float32)


def _padded(ink: npt.NDArray[np.generic], shape: tuple[int, int]) -> Floats:
    """The ink in the middle of a sheet of this shape, made smaller where it would not fit."""
    shrink = min(1.0, 0.9 * shape[0] / ink.shape[0], 0.9 * shape[1] / ink.shape[1],
                 0.9 * min(shape) / ink.shape[1] if ink.shape[1] > min(shape) else 1.0)  # fmt: skip
    if shrink < 1:
        ink = cv2.resize(np.asarray(ink, np.float32), None, fx=shrink, fy=shrink,
                         interpolation=cv2.INTER_AREA)  # fmt: skip
    sheet = np.zeros(shape, dtype=np.float32)
    top, left = ((shape[k] - ink.shape[k]) // 2 for k in (0, 1))
    sheet[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return sheet


def _turned(sheet: Floats, turn_deg: float) -> Floats:
    height, width = sheet.shape
    way = cv2.getRotationMatrix2D((width / 2, height / 2), turn_deg, 1.0)
    return np.asarray(cv2.warpAffine(sheet, way, (width, height)), dtype=np.float32)


def _brushed(rng: np.random.Generator) -> Floats:
    noise = cv2.GaussianBlur(rng.normal(0, 1, _SIZE).astype(np.float32), (0, 0), 10, sigmaY=0.6)
    return np.asarray(165 + noise / noise.std() * 9, dtype=np.float32)
