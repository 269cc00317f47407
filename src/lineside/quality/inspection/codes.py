"""Codes on parts and labels: QR and linear bar codes (EAN, UPC, Code 128 family) by OpenCV."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from lineside.quality.inspection.picture import Picture, as_grey


@dataclass(frozen=True, slots=True)
class Code:
    """What a code says and where it is: four corners (x, y) in pixels."""

    text: str
    kind: str
    corners: tuple[tuple[float, float], ...]


def read_codes(picture: Picture) -> tuple[Code, ...]:
    """All codes that can be read; a picture without any gives none."""
    grey = as_grey(picture)
    return (*_square(grey), *_linear(grey))


def _square(grey: Picture) -> list[Code]:
    _, texts, corners, _ = cv2.QRCodeDetector().detectAndDecodeMulti(grey)
    return [Code(text, "qr", _corners(each)) for text, each in _pairs(texts, corners) if text]


def _linear(grey: Picture) -> list[Code]:
    found = cv2.barcode.BarcodeDetector().detectAndDecodeWithType(grey)
    _, texts, kinds, corners = found
    named = zip(_pairs(texts, corners), kinds or (), strict=False)
    return [Code(text, kind.lower(), _corners(each)) for (text, each), kind in named if text]


def _pairs(
    texts: Sequence[str] | None, corners: npt.NDArray[np.float32] | None
) -> list[tuple[str, npt.NDArray[np.float32]]]:
    return [] if not texts or corners is None else list(zip(texts, corners, strict=True))


def _corners(places: npt.NDArray[np.float32]) -> tuple[tuple[float, float], ...]:
    return tuple((float(x), float(y)) for x, y in places.reshape(-1, 2))
