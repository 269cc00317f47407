"""Pictures as the engine takes them: checked, grey, and brought to a working size."""

import cv2
import numpy as np
import numpy.typing as npt

from lineside.quality.errors import PictureInvalid

Picture = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

# Finer detail than this is rarely in focus, and the time per picture stays bounded.
LONGEST_SIDE = 640
SHORTEST_SIDE = 32
_CELL = 8


def as_grey(picture: object) -> Picture:
    """``picture`` (height, width) or (height, width, 3 or 4, blue first) as grey 8-bit pixels."""
    if not isinstance(picture, np.ndarray) or picture.dtype != np.uint8:
        raise PictureInvalid(problem="not an array of 8-bit pixels", sent=type(picture).__name__)
    if picture.size == 0:
        raise PictureInvalid(problem="the picture is empty", shape=list(picture.shape))
    grey = _grey(picture)
    if min(grey.shape) < SHORTEST_SIDE:
        raise PictureInvalid(problem="the picture is too small", shape=list(grey.shape))
    if grey.max() == grey.min():
        raise PictureInvalid(problem="the picture has one shade only", shade=int(grey.max()))
    return grey


def _grey(picture: Picture) -> Picture:
    if picture.ndim == 2:
        return picture
    if picture.ndim == 3 and picture.shape[2] == 1:
        return np.ascontiguousarray(picture[:, :, 0])
    if picture.ndim == 3 and picture.shape[2] in (3, 4):
        code = cv2.COLOR_BGR2GRAY if picture.shape[2] == 3 else cv2.COLOR_BGRA2GRAY
        return np.asarray(cv2.cvtColor(picture, code), dtype=np.uint8)
    raise PictureInvalid(problem="not a picture's shape", shape=list(picture.shape))


def decode(data: bytes) -> Picture:
    """A picture file's bytes (PNG, JPEG, BMP, TIFF, WebP) as grey pixels."""
    if not data:
        raise PictureInvalid(problem="the file is empty")
    try:
        found = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_GRAYSCALE)
    except cv2.error as problem:
        raise PictureInvalid(problem="not a picture file", bytes=len(data)) from problem
    if found is None:
        raise PictureInvalid(problem="not a picture file", bytes=len(data))
    return as_grey(found)


def working_shape(shape: tuple[int, int]) -> tuple[int, int]:
    """Height and width in whole cells of eight pixels, the longer side at most LONGEST_SIDE."""
    shrink = min(1.0, LONGEST_SIDE / max(shape))
    height, width = (max(_CELL, round(side * shrink / _CELL) * _CELL) for side in shape)
    return height, width


def brought_to(grey: Picture, shape: tuple[int, int]) -> Floats:
    """``grey`` in floating point at the working ``shape``."""
    if grey.shape == shape:
        return grey.astype(np.float32)
    shrinks = grey.shape[0] >= shape[0] and grey.shape[1] >= shape[1]
    way = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(grey, shape[::-1], interpolation=way), dtype=np.float32)
