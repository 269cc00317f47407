"""Where a flaw is, in the forms that public sets tell it: mask pictures, and boxes or polygons.

Known: a mask beside the picture (same name with another ending, or with ``_mask``, ``_GT`` or
``_label``), a mask under ``ground_truth`` instead of ``test``, and text lines of class and box or
polygon in shares of the picture's size.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath

import cv2
import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Files = Mapping[str, Callable[[], bytes]]
_MARKS = ("_mask", "_GT", "_gt", "_label")
_ENDINGS = (".png", ".bmp", ".jpg", ".tif")


def mask_path(path: str, files: Files) -> str | None:
    """The file that shows where the flaw in the picture ``path`` is, None where there is none."""
    return next((name for name in _names(path) if name in files and name != path), None)


def _names(path: str) -> Iterator[str]:
    place = PurePosixPath(path)
    yield str(place.with_suffix(".png"))
    for mark in _MARKS:
        for ending in _ENDINGS:
            name = place.with_name(place.stem + mark + ending)
            yield str(name)
            yield str(name).replace("test/", "ground_truth/", 1)


def marked(path: str, files: Files) -> bool:
    """Whether the mask file beside a picture marks anything."""
    found = _decoded(files[path]())
    return found is not None and bool(found.any())


def mask(path: str, files: Files, shape: tuple[int, int]) -> Mask | None:
    """The flaw's pixels (height, width) of a mask file or a text of shapes; None if unreadable."""
    if path.endswith(".txt"):
        return drawn(files[path]().decode(errors="replace"), shape)
    found = _decoded(files[path]())
    if found is None:
        return None
    size = shape[1], shape[0]
    sized = cv2.resize(found.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    return np.asarray(sized, dtype=np.bool_)


def _decoded(data: bytes) -> Mask | None:
    found = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_GRAYSCALE)
    if found is None:
        return None
    return np.asarray(found > found.max() / 2) if found.any() else np.zeros_like(found, np.bool_)


def drawn(text: str, shape: tuple[int, int]) -> Mask | None:
    """Boxes (middle and size) and polygons, one a line after a class number, in shares."""
    height, width = shape
    found = np.zeros(shape, dtype=np.uint8)
    try:
        rows = [[float(word) for word in line.split()[1:]] for line in text.splitlines()]
    except ValueError:
        return None
    for row in (row for row in rows if len(row) >= 4):
        if len(row) == 4:
            x, y, a, b = row
            row = [x - a / 2, y - b / 2, x + a / 2, y - b / 2, x + a / 2, y + b / 2]
            row += [x - a / 2, y + b / 2]
        corners = np.array(row[: len(row) // 2 * 2]).reshape(-1, 2) * [width, height]
        cv2.fillPoly(found, [corners.round().astype(np.int32)], 1)
    return found.astype(np.bool_)
