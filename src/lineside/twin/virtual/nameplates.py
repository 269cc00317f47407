"""Pictures of gearboxes' nameplates at packing, drawn: a code and text on a plate of metal."""

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.float32]
WIDTH, HEIGHT = 640, 420
_LEFT, _TOP, _RIGHT, _BOTTOM = 60, 60, 580, 360


def nameplate(generator: np.random.Generator, serial: str, product: str, order: str) -> bytes:
    """A PNG of grey pixels: the plate of one gearbox, a little turned, in changing light."""
    plate = _brushed(generator)
    lines = ("HALDEN GEARWORKS", f"TYPE {product}", f"S/N {serial}", f"ORDER {order}")
    ink = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
    for row, text in enumerate(lines):
        place, size = (_LEFT + 24, _TOP + 60 + 62 * row), 0.95 if row else 1.0
        cv2.putText(ink, text, place, cv2.FONT_HERSHEY_SIMPLEX, size, (255,), 2, cv2.LINE_AA)
    plate -= (plate - 52) * (ink.astype(np.float32) / 255)
    _engrave(plate, serial)
    way = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), generator.normal(0, 3.0), 0.95)
    seen = cv2.warpAffine(plate, way, (WIDTH, HEIGHT), borderValue=(70.0,))
    x = np.linspace(-0.5, 0.5, WIDTH, dtype=np.float32)
    light = 1 + generator.normal(0, 0.15) * x + generator.normal(0, 0.05)
    noise = generator.standard_normal(seen.shape) * 4
    grey = np.clip(cv2.GaussianBlur(seen * light, (0, 0), 0.8) + noise, 0, 255).astype(np.uint8)
    return bytes(cv2.imencode(".png", grey)[1])


def _brushed(generator: np.random.Generator) -> Grey:
    """A bright plate with traces of brushing before a dark ground."""
    grain = generator.standard_normal((HEIGHT, WIDTH)).astype(np.float32)
    grain = cv2.GaussianBlur(grain, (0, 0), sigmaX=9, sigmaY=0.6)
    plate = np.full((HEIGHT, WIDTH), 70.0, dtype=np.float32)
    inside = (slice(_TOP, _BOTTOM), slice(_LEFT, _RIGHT))
    plate[inside] = 182 + 7 * (grain / grain.std())[inside]
    return plate


def _engrave(plate: Grey, text: str) -> None:
    """The code in the upper right corner, with the quiet border that it needs."""
    import zxingcpp

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    modules = np.array(code.to_image(scale=6, add_quiet_zones=True), dtype=np.float32)
    side = modules.shape[0]
    plate[_TOP + 12 : _TOP + 12 + side, _RIGHT - 12 - side : _RIGHT - 12] = 60 + modules * 0.5
