"""Codes of all the kinds that plants use, turned, small and faint, with their places."""

import cv2
import numpy as np
import pytest
import zxingcpp

from lineside.quality.inspection import read_codes

KINDS = {
    "QRCode": ("qr", "LOT-2041/7"), "DataMatrix": ("data_matrix", "LOT-2041/7"),
    "Aztec": ("aztec", "LOT-2041/7"), "PDF417": ("pdf417", "LOT-2041/7"),
    "Code128": ("code_128", "LOT-2041/7"), "Code39": ("code_39", "LOT-2041"),
    "Code93": ("code_93", "LOT-2041"), "EAN13": ("ean_13", "4006381333931"),
    "EAN8": ("ean_8", "96385074"),
}  # fmt: skip


def drawn(kind: str, text: str, scale: int = 3) -> np.ndarray:
    code = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    plain = np.array(code.to_image(scale=scale))
    return np.pad(plain, 40, constant_values=255)


def turned(picture: np.ndarray, turn_deg: float) -> np.ndarray:
    height, width = picture.shape
    side = int(np.hypot(height, width)) + 20
    way = cv2.getRotationMatrix2D((width / 2, height / 2), turn_deg, 1)
    way[:, 2] += (side - width) / 2, (side - height) / 2
    return cv2.warpAffine(picture, way, (side, side), borderValue=255)


def faint(picture: np.ndarray, contrast: float, seed: int = 0) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0, 4, picture.shape)
    return np.clip(128 + (picture - 128.0) * contrast + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("turn_deg", [0, 8, 45, 90, 180])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_read_however_it_lies(kind: str, turn_deg: float) -> None:
    name, text = KINDS[kind]
    found = read_codes(faint(turned(drawn(kind, text), turn_deg), 0.5))
    assert [(code.kind, code.text) for code in found] == [(name, text)]


@pytest.mark.parametrize("kind", ["QRCode", "DataMatrix", "Code128"])
def test_small_and_faint_codes_are_read(kind: str) -> None:
    name, text = KINDS[kind]
    found = read_codes(faint(drawn(kind, text, scale=2), 0.15))
    assert [(code.kind, code.text) for code in found] == [(name, text)]


@pytest.mark.parametrize("turn_deg", [0, 45])
def test_corners_lie_around_the_code(turn_deg: float) -> None:
    picture = np.full((400, 600), 230, np.uint8)
    code = drawn("DataMatrix", "LOT-2041/7", scale=5)
    picture[60 : 60 + code.shape[0], 300 : 300 + code.shape[1]] = code
    middle = np.array([300 + code.shape[1] / 2, 60 + code.shape[0] / 2, 1])
    height, width = picture.shape
    way = cv2.getRotationMatrix2D((width / 2, height / 2), turn_deg, 1)
    picture = cv2.warpAffine(picture, way, (width, height), borderValue=230)
    (found,) = read_codes(picture)
    assert np.mean(found.corners, axis=0) == pytest.approx(way @ middle, abs=4)


def test_large_pictures_are_read_at_a_bounded_size() -> None:
    """Corners are told in the pixels of the picture that was sent."""
    sheet = np.full((3000, 6000), 230, np.uint8)
    code = drawn("DataMatrix", "LOT-2041/7", scale=16)
    sheet[1500 : 1500 + code.shape[0], 4000 : 4000 + code.shape[1]] = code
    middle = (4000 + code.shape[1] / 2, 1500 + code.shape[0] / 2)
    (found,) = read_codes(sheet)
    assert np.mean(found.corners, axis=0) == pytest.approx(middle, abs=8)


def test_several_codes_come_from_top_to_bottom() -> None:
    first, second = drawn("QRCode", "LOT-1"), drawn("DataMatrix", "LOT-2")
    picture = np.full((400, 400), 255, np.uint8)
    picture[: first.shape[0], : first.shape[1]] = first
    picture[-second.shape[0] :, -second.shape[1] :] = second
    assert [code.text for code in read_codes(picture)] == ["LOT-1", "LOT-2"]


@pytest.mark.parametrize("sigma", [0.6, 1.5, 4.0])
def test_texture_holds_no_code(sigma: float) -> None:
    noise = np.random.default_rng(3).normal(128, 60, (300, 400)).astype(np.float32)
    texture = np.clip(cv2.GaussianBlur(noise, (0, 0), sigma), 0, 255).astype(np.uint8)
    assert read_codes(texture) == ()
