"""Long straight lines: a faint crack is seen by summing along it, where no pixel tells anything.

The picture is turned, so that lines of one direction lie along its rows; there the second
derivative of a Gaussian across and a long Gaussian along are two short one-way filters (Freeman and
Adelson, IEEE PAMI 13 (1991)). A line's sum rises above noise as the square root of its length.
"""

from functools import lru_cache

import cv2
import numpy as np

from lineside.quality.inspection.picture import Floats

DIRECTIONS = 16
# How much smaller the picture is made, and the half length of lines there in its pixels.
LENGTHS = ((2, 8.0), (2, 16.0), (4, 8.0))
STROKES = 2 * len(LENGTHS)
_WIDTH = 1.2
_STRIDE = 4
# rows are summed up to one in so many pixels before they are smoothed along
_COARSE = 4
_LEAST = 0.1
Pair = tuple[Floats, Floats]


def strokes(flat: Floats) -> Floats:
    """Strongest long line in each cell of four by four pixels (STROKES, rows, columns).

    Dark lines of each length, then bright ones; each direction in its own spread over the picture
    (from the median, which no flaw moves), so that a brushed surface does not shout. ``flat`` is a
    picture without slow light.
    """
    told = []
    size = flat.shape[1] // _STRIDE, flat.shape[0] // _STRIDE
    for shrink in sorted({shrink for shrink, _ in LENGTHS}):
        told += _at(flat, shrink, size)
    return np.stack([dark for dark, _ in told] + [bright for _, bright in told])


def _at(flat: Floats, shrink: int, size: tuple[int, int]) -> list[Pair]:
    small = cv2.resize(flat, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
    lengths = [length for scale, length in LENGTHS if scale == shrink]
    height, width = small.shape
    # mirrored once around, as far as a turned picture reaches: to mirror while turning costs thrice
    beside, above = height // 2 + 2, width // 2 + 2
    wider = cv2.copyMakeBorder(small, above, above, beside, beside, cv2.BORDER_REFLECT)
    best: list[list[Pair]] = [[] for _ in lengths]
    for direction in range(DIRECTIONS):
        there, back, wide = _ways(small.shape, size, direction)
        turned = cv2.warpAffine(wider, _moved(there, (beside, above)), wide)
        short = cv2.resize(turned, (wide[0] // _COARSE, wide[1]), interpolation=cv2.INTER_AREA)
        for found, length in zip(best, lengths, strict=True):
            lines = cv2.sepFilter2D(short, -1, _along(length), _across())
            found.append(_peaks(np.asarray(lines, dtype=np.float32), back, size))
    return [_strongest(found) for found in best]


def _moved(way: Floats, by: tuple[int, int]) -> Floats:
    """The way from a picture whose first pixel lies ``by`` further right and down."""
    found = way.copy()
    found[:, 2] -= way[:, :2] @ np.array(by)
    return found


def _peaks(lines: Floats, back: Floats, size: tuple[int, int]) -> Pair:
    """Dark and bright lines on the cells; peaks are widened first, so that no cell misses one."""
    tall = np.ones((3, 1), dtype=np.uint8)
    spread = 1.4826 * _median(np.abs(lines[::2])) + _LEAST
    widened = (cv2.dilate(lines, tall), cv2.dilate(-lines, tall))
    dark, bright = (cv2.warpAffine(each, back, size) / spread for each in widened)
    return dark, bright


def _median(values: Floats) -> float:
    """As NumPy's own, without its preparations, which take longer on arrays as small as these."""
    flat = values.ravel()
    middle = flat.size // 2
    sorted_to = np.partition(flat, middle)
    upper = float(sorted_to[middle])
    return upper if flat.size % 2 else (upper + float(sorted_to[:middle].max())) / 2


def _strongest(found: list[Pair]) -> Pair:
    dark, bright = found[0]
    for each in found[1:]:
        dark, bright = np.maximum(dark, each[0]), np.maximum(bright, each[1])
    return dark, bright


@lru_cache(maxsize=8)
def _along(length: float) -> Floats:
    """Summed along so that white noise keeps its deviation, in pixels summed up by _COARSE."""
    kernel = cv2.getGaussianKernel(2 * int(3 * length / _COARSE) + 1, length / _COARSE)
    return np.asarray(kernel / np.sqrt((kernel**2).sum() / _COARSE), dtype=np.float32)


@lru_cache(maxsize=1)
def _across() -> Floats:
    x = np.arange(-5, 6, dtype=np.float64)
    shape = (x**2 / _WIDTH**2 - 1) * np.exp(-(x**2) / (2 * _WIDTH**2))
    shape -= shape.mean()
    return np.asarray(shape / np.sqrt((shape**2).sum()), dtype=np.float32)


@lru_cache(maxsize=256)
def _ways(
    shape: tuple[int, int], size: tuple[int, int], direction: int
) -> tuple[Floats, Floats, tuple[int, int]]:
    """The way to the turned picture, the way from it (its rows summed up) to cells, its size."""
    height, width = shape
    angle = np.pi * direction / DIRECTIONS
    c, s = np.cos(angle), np.sin(angle)
    wide = (
        int(np.ceil((abs(c) * width + abs(s) * height) / _COARSE)) * _COARSE,
        int(np.ceil(abs(s) * width + abs(c) * height)),
    )
    turn = np.array([[c, s], [-s, c]])
    middle = np.array([(width - 1) / 2, (height - 1) / 2])
    centre = np.array([(wide[0] - 1) / 2, (wide[1] - 1) / 2])
    there = np.column_stack([turn, centre - turn @ middle])
    # cell k of the map lies at (k + 1/2) cells, a summed-up column j at 4 j + 3/2
    cell = np.array([width / size[0], height / size[1]])
    from_cells = np.column_stack([turn * cell, turn @ (cell / 2 - 0.5 - middle) + centre])
    from_cells[0] /= _COARSE
    from_cells[0, 2] -= (_COARSE - 1) / 2 / _COARSE
    back = cv2.invertAffineTransform(from_cells)
    return there.astype(np.float64), back, wide
