"""Codes on parts and labels, by zxing-cpp.

Square ones (QR, Data Matrix, Aztec, PDF417) and linear ones (Code 128, 39, 93, EAN, UPC),
turned, small or faint. ITF and Codabar are left out: without a check digit, a part of another
code is taken for one of theirs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from lineside.quality.inspection.picture import Floats, Picture, as_grey

Corners = tuple[tuple[float, float], ...]
# Up to this longer side a code's modules may be too narrow, and twice the size is still quick.
_SMALL = 1200
# Larger pictures are read at this size, and turned at the second: time grows with their pixels.
_LARGEST, _LARGEST_TURNED = 3000, 1600
# Marks pressed into metal are pale: their shades are spread out, tile by tile.
_TILES, _CLIP = (8, 8), 4.0
# Linear codes are found within some 11 degrees of the rows or columns.
_TURNS_DEG = (45.0, 22.5, 67.5)


@dataclass(frozen=True, slots=True)
class Code:
    """What a code says and where it is: four corners (x, y) in pixels, from its top left on."""

    text: str
    kind: str
    corners: Corners


def read_codes(picture: Picture) -> tuple[Code, ...]:
    """All codes that can be read, from top to bottom; a picture without any gives none.

    Where the picture as it is shows none, it is tried with its shades spread out, at twice its
    size where it is small, and turned, because linear codes are read along rows and columns.
    """
    grey = as_grey(picture)
    for ready, back in _tries(grey):
        if found := _read(ready, back):
            return tuple(sorted(found, key=lambda code: (code.corners[0][1], code.corners[0][0])))
    return ()


def _tries(grey: Picture) -> Iterator[tuple[Picture, Floats]]:
    """Pictures to read from, each with the way (2, 3) from its points back to the picture's."""
    grey, scale = _at_most(grey, _LARGEST)
    back = np.eye(2, 3, dtype=np.float32) * np.float32(scale)
    yield grey, back
    soft = cv2.GaussianBlur(grey, (0, 0), 0.8)
    spread = np.asarray(cv2.createCLAHE(_CLIP, _TILES).apply(soft), dtype=np.uint8)
    yield spread, back
    if max(grey.shape) <= _SMALL:
        large = cv2.resize(spread, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
        yield np.asarray(large, dtype=np.uint8), back * np.float32(0.5)
    small, more = _at_most(grey, _LARGEST_TURNED)
    for turn_deg in _TURNS_DEG:
        turned, way = _turned(small, turn_deg)
        yield turned, way * np.float32(scale * more)


def _at_most(grey: Picture, longest: int) -> tuple[Picture, float]:
    """The picture with a longer side of at most so many pixels, and how many times it shrank."""
    scale = max(grey.shape) / longest
    if scale <= 1:
        return grey, 1.0
    size = (round(grey.shape[1] / scale), round(grey.shape[0] / scale))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8), scale


def _turned(grey: Picture, turn_deg: float) -> tuple[Picture, Floats]:
    """The whole picture turned, and the way back."""
    height, width = grey.shape
    side = int(np.ceil(np.hypot(height, width)))
    way = cv2.getRotationMatrix2D((width / 2, height / 2), turn_deg, 1.0)
    way[:, 2] += (side - width) / 2, (side - height) / 2
    around = float(np.median(grey))
    ready = cv2.warpAffine(grey, way, (side, side), borderValue=around)
    back = cv2.invertAffineTransform(way)
    return np.asarray(ready, dtype=np.uint8), np.asarray(back, dtype=np.float32)


def _read(grey: Picture, back: Floats) -> list[Code]:
    import zxingcpp

    wanted = zxingcpp.BarcodeFormats([getattr(zxingcpp.BarcodeFormat, name) for name in _KINDS])
    found = zxingcpp.read_barcodes(np.ascontiguousarray(grey), formats=wanted)
    codes = {(each.text, _kind(each)): Code(each.text, _kind(each), _corners(each, back))
             for each in found if each.text.strip()}  # fmt: skip
    return list(codes.values())


def _kind(found: Any) -> str:
    """``qr``, ``data_matrix``, ``code_128`` and so on; a variant by the name of its kind."""
    names = (str(found.format.name), str(found.symbology.name))
    return next((_KINDS[name] for name in names if name in _KINDS), names[1].lower())


def _corners(found: Any, back: Floats) -> Corners:
    place = found.position
    points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    seen = np.array([(point.x, point.y, 1.0) for point in points]) @ back.T
    return tuple((float(x), float(y)) for x, y in seen)


# What the library calls the kinds that are read, and what they are called here.
_KINDS = {
    "QRCode": "qr",
    "MicroQRCode": "micro_qr",
    "DataMatrix": "data_matrix",
    "Aztec": "aztec",
    "PDF417": "pdf417",
    "Code128": "code_128",
    "Code39": "code_39",
    "Code93": "code_93",
    "EAN13": "ean_13",
    "EAN8": "ean_8",
    "UPCA": "upc_a",
    "UPCE": "upc_e",
}
