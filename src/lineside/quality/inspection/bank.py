"""A bank of line, blob and shade filters at three scales, run by ONNX Runtime.

The filters are second derivatives of elongated Gaussians (Freeman and Adelson, IEEE PAMI 13 (1991))
in eight directions and differences of Gaussians; nothing in them was learned from pictures. Each
response is kept as its strongest positive and negative value in cells of four by four pixels, so
that a flaw one pixel wide is not averaged away.
"""

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper

from lineside.quality.inspection.cells import DIRECTIONS, session
from lineside.quality.inspection.picture import Floats
from lineside.quality.inspection.strokes import STROKES, strokes

STRIDE = 4
# Per scale: width and length of the line filters, widths of the blob filters, reach of the kernel.
_SCALES = (
    (1.2, 3.0, (1.2, 2.4), 7),
    (1.2, 6.0, (1.5, 3.0), 12),
    (1.2, 5.0, (1.5, 3.0), 10),
)
_FLAT_SIGMA = 20.0
# A single glint in a flattened picture must not look like a line through it.
_MOST = 4.0


def features(picture: Floats) -> Floats:
    """Responses (features, height / 4, width / 4) to what a picture adds to the usual one."""
    return _filtered(*_flattened(picture))


def features_and_strokes(picture: Floats) -> Floats:
    """``features``, and after them the STROKES long lines, which no network is taught on."""
    flat, shade, contrast = _flattened(picture)
    found = _filtered(flat, shade, contrast)
    return np.concatenate([found, strokes(np.clip(flat, -_MOST, _MOST))])


def _filtered(flat: Floats, shade: Floats, contrast: Floats) -> Floats:
    levels = [flat]
    for _ in _SCALES[1:]:
        levels.append(cv2.resize(levels[-1], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    feeds = {f"level{i}": _padded(level, i) for i, level in enumerate(levels)}
    responses = _session().run(None, feeds)
    cells = (flat.shape[1] // STRIDE, flat.shape[0] // STRIDE)
    plain = _shades(flat, shade, contrast, cells)
    lines = [each[0, :DIRECTIONS] for each in responses]
    blobs = [each[0, DIRECTIONS:] for each in responses]
    return np.concatenate([*lines, *blobs, plain]).astype(np.float32, copy=False)


def _flattened(picture: Floats) -> tuple[Floats, Floats, Floats]:
    """The picture with slow light and contrast taken out, and both of them.

    Both are blurred at a quarter of the size, where wide kernels are cheap.
    """
    height, width = picture.shape
    small = cv2.resize(picture, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    shade = _blur(small, _FLAT_SIGMA / 4)
    full_shade = cv2.resize(shade, (width, height), interpolation=cv2.INTER_LINEAR)
    rest = picture - full_shade
    energy = cv2.resize(rest * rest, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    contrast = np.sqrt(_blur(energy, _FLAT_SIGMA / 3)) + np.float32(0.1)
    full_contrast = cv2.resize(contrast, (width, height), interpolation=cv2.INTER_LINEAR)
    return rest / full_contrast, shade, contrast


def _shades(flat: Floats, shade: Floats, contrast: Floats, cells: tuple[int, int]) -> Floats:
    """Mean, roughness, and slow light in each cell; signed ones in both signs."""
    mean = cv2.resize(flat, cells, interpolation=cv2.INTER_AREA)
    wide = _blur(mean, 2.0)
    energy = cv2.resize(flat * flat, cells, interpolation=cv2.INTER_AREA)
    rough = np.log(_blur(energy, 1.5) + 0.05)
    signed = [mean, wide, rough, shade, np.log(contrast)]
    return np.stack([*signed, *(-each for each in signed)])


def least_spread() -> Floats:
    """The least spread to be assumed of each feature, (features, 1, 1).

    A tenth more or less noise all over is a matter of light and lens, not of the part; roughness
    and contrast are logarithms, so this is 0.2 for them and nothing for the others.
    """
    shades = np.array([0.0, 0.0, 0.2, 0.0, 0.2], dtype=np.float32)
    filters = sum(2 * (DIRECTIONS + len(blobs)) for _, _, blobs, _ in _SCALES)
    plain = np.zeros(filters, np.float32), np.zeros(STROKES, np.float32)
    return np.concatenate([plain[0], shades, shades, plain[1]])[:, None, None]


def _blur(picture: Floats, sigma: float) -> Floats:
    blurred = cv2.GaussianBlur(picture, (0, 0), sigma, borderType=cv2.BORDER_REFLECT)
    return np.asarray(blurred, dtype=np.float32)


def _padded(level: Floats, scale: int) -> Floats:
    reach = min(_SCALES[scale][3], min(level.shape) - 1)
    left = _SCALES[scale][3]
    kind = cv2.BORDER_REFLECT_101 if reach == left else cv2.BORDER_REPLICATE
    framed = cv2.copyMakeBorder(level, left, left, left, left, kind)
    return np.asarray(framed, dtype=np.float32)[None, None]


def _kernels(scale: int) -> Floats:
    width, length, blobs, reach = _SCALES[scale]
    turns = [np.pi * k / DIRECTIONS for k in range(DIRECTIONS)]
    lines = [_line(turn, width, length, reach) for turn in turns]
    return np.stack([*lines, *(_blob(blob, reach) for blob in blobs)])[:, None]


def _line(angle: float, width: float, length: float, reach: int) -> Floats:
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    shape = (across**2 / width**2 - 1) * np.exp(-(across**2) / (2 * width**2))
    return _unit(shape * np.exp(-(along**2) / (2 * length**2)))


def _blob(width: float, reach: int) -> Floats:
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    square = (x**2 + y**2) / (2 * width**2)
    return _unit(np.exp(-square / 2.56) / 2.56 - np.exp(-square))


def _unit(kernel: Any) -> Floats:
    """Zero mean, unit energy: white noise then answers with deviation one everywhere."""
    level = kernel - kernel.mean()
    return np.asarray(level / np.sqrt((level**2).sum()), dtype=np.float32)


@lru_cache(maxsize=1)
def _session() -> onnxruntime.InferenceSession:
    nodes, weights, inputs, outputs = [], [], [], []
    for scale in range(len(_SCALES)):
        kernels = _kernels(scale)
        weights.append(numpy_helper.from_array(kernels, f"kernels{scale}"))
        inputs.append(f"level{scale}")
        # the two finer scales skip every other pixel, and pooling closes what is left to a cell
        step = 1 if scale == 2 else 2
        pool = 2 if scale == 0 else 1
        nodes += _branch(scale, step, pool)
        outputs += [f"dark{scale}", f"bright{scale}"]
    return session(nodes, inputs, outputs, weights)


def _branch(scale: int, step: int, pool: int) -> list[onnx.NodeProto]:
    given = [f"level{scale}", f"kernels{scale}"]
    size = {"kernel_shape": [pool, pool], "strides": [pool, pool]}
    return [
        helper.make_node("Conv", given, [f"line{scale}"], strides=[step, step]),
        helper.make_node("Neg", [f"line{scale}"], [f"negative{scale}"]),
        helper.make_node("MaxPool", [f"line{scale}"], [f"dark{scale}"], **size),
        helper.make_node("MaxPool", [f"negative{scale}"], [f"bright{scale}"], **size),
    ]
