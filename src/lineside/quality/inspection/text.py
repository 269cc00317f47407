"""Text on parts and labels: where lines of text are, and what they say.

The networks are PaddleOCR's PP-OCRv6 (small; Apache-2.0): one marks the pixels of text, with
differentiable binarisation (Liao et al., AAAI 2020), the other reads a line, decoded by
connectionist temporal classification (Graves et al., ICML 2006). The package that carries them is
optional; its files are checked byte for byte, and none of its code is run.
"""

import hashlib
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from lineside.quality.errors import TextReaderMissing
from lineside.quality.inspection.codes import Corners
from lineside.quality.inspection.picture import Floats, Picture, as_grey

PACKAGE = "rapidocr"
_MODELS = {
    "PP-OCRv6_det_small.onnx": "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
    "PP-OCRv6_rec_small.onnx": "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
}
# What plants write in English and German; the network knows 18,708 characters of all scripts.
LETTERS = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ÄÖÜäöüß"
    "!\"#%&'()*+,-./:;<=>?@[]_|°Øøµ±²³×§€–"
)
# The longer side looked at, and the shorter one that small pictures are brought to.
_LONGEST, _SHORTEST = 1280, 480
_LINE_HEIGHT, _NARROWEST, _WIDEST = 48, 64, 1600
_PIXEL, _BOX, _GROWTH, _THINNEST = 0.3, 0.5, 1.6, 4.0
_LEAST, _SURE, _BATCH, _MOST_LINES = 0.5, 0.9, 8, 200
_THREADS = 2


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text, how sure the reader is (to 1), and four corners from its top left on."""

    text: str
    confidence: float
    corners: Corners


class TextReader(Protocol):
    """Reads the lines of text on a picture, from top to bottom."""

    def read(self, picture: Picture) -> tuple[TextLine, ...]: ...


def text_reader() -> TextReader:
    """The reader over the installed models, loaded once; refuses where they are missing."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise TextReaderMissing(package=PACKAGE)
    return _loaded(Path(found.origin).parent / "models")


@cache
def _loaded(folder: Path) -> "Networks":
    find, read = (_session(folder, name) for name in _MODELS)
    known = read.get_modelmeta().custom_metadata_map["character"].splitlines()
    return Networks(find, read, ("", *known, " "))


def _session(folder: Path, name: str) -> Any:
    import onnxruntime

    try:
        data = (folder / name).read_bytes()
    except OSError as problem:
        raise TextReaderMissing(package=PACKAGE, file=name, problem=str(problem)) from None
    if hashlib.sha256(data).hexdigest() != _MODELS[name]:
        raise TextReaderMissing(package=PACKAGE, file=name, problem="not the released model")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.enable_cpu_mem_arena = _THREADS, False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])


class Networks:
    """A finder and a reader of lines as ONNX sessions; ``letters`` are the reader's classes."""

    def __init__(self, find: Any, read: Any, letters: Sequence[str]) -> None:
        self._find, self._read = find, read
        self._classes = np.array(
            [k for k, each in enumerate(letters) if k == 0 or each == " " or each in LETTERS]
        )
        self._letters = [letters[k] for k in self._classes]

    def read(self, picture: Picture) -> tuple[TextLine, ...]:
        """Lines read with a confidence of a half or more."""
        grey = as_grey(picture)
        boxes = self._boxes(grey)
        upright = [_cut(grey, box) for box in boxes]
        said = self._say(upright)
        unsure = [k for k, (_, sure) in enumerate(said) if sure < _SURE]
        again = self._say([np.ascontiguousarray(upright[k][::-1, ::-1]) for k in unsure])
        for k, other in zip(unsure, again, strict=True):
            if other[1] > said[k][1]:
                said[k], boxes[k] = other, np.roll(boxes[k], 2, axis=0)
        return tuple(
            TextLine(text, sure, tuple((float(x), float(y)) for x, y in box))
            for (text, sure), box in zip(said, boxes, strict=True)
            if text and sure >= _LEAST
        )

    def _boxes(self, grey: Picture) -> list[Floats]:
        """Corners of what looks like lines of text, from top to bottom, then left to right."""
        height, width = grey.shape
        scale = min(_LONGEST / max(grey.shape), max(1.0, _SHORTEST / min(grey.shape)))
        size = [max(32, round(side * scale / 32) * 32) for side in (width, height)]
        ready = cv2.resize(grey, size, interpolation=cv2.INTER_AREA if scale < 1 else 1)
        (chances,) = self._find.run(None, {"x": _three(ready)[None]})
        found = _lined(np.ascontiguousarray(chances[0, 0]))
        back = np.array([width / size[0], height / size[1]], dtype=np.float32)
        boxes = [_upright(box * back) for box in found]
        return sorted(boxes, key=lambda box: (round(float(box[0, 1]) / 12), box[0, 0]))

    def _say(self, lines: list[Picture]) -> list[tuple[str, float]]:
        """What each line says, and how sure that is; lines of like width are read together."""
        said: list[tuple[str, float]] = [("", 0.0)] * len(lines)
        order = sorted(range(len(lines)), key=lambda k: lines[k].shape[1])
        for start in range(0, len(order), _BATCH):
            some = order[start : start + _BATCH]
            widest = max(lines[k].shape[1] for k in some)
            batch = np.zeros((len(some), 3, _LINE_HEIGHT, widest), dtype=np.float32)
            for place, k in enumerate(some):
                batch[place, :, :, : lines[k].shape[1]] = _three(lines[k])
            (chances,) = self._read.run(None, {"x": batch})
            for place, k in enumerate(some):
                said[k] = self._decoded(chances[place][:, self._classes])
        return said

    def _decoded(self, chances: Floats) -> tuple[str, float]:
        """The likeliest letter of each step, without repetitions and blanks."""
        best = chances.argmax(axis=1)
        kept = (best != 0) & (best != np.concatenate([[-1], best[:-1]]))
        text = "".join(self._letters[k] for k in best[kept]).strip()
        return text, float(chances.max(axis=1)[kept].mean()) if text else 0.0


def _three(grey: Picture) -> Floats:
    """Grey as three channels from -1 to 1, as both networks take it."""
    level = grey.astype(np.float32) / 127.5 - 1.0
    return np.repeat(level[None], 3, axis=0)


def _lined(chances: Floats) -> list[Floats]:
    """Boxes around connected pixels of text, grown to the whole height of the letters."""
    mask = cv2.dilate((chances > _PIXEL).astype(np.uint8), np.ones((2, 2), dtype=np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    boxes = []
    for contour in contours[:_MOST_LINES]:
        middle, (wide, high), turn = cv2.minAreaRect(contour)
        if min(wide, high) < _THINNEST or _inside(chances, contour) < _BOX:
            continue
        more = 2 * wide * high * _GROWTH / (2 * (wide + high))
        grown = cv2.boxPoints((middle, (wide + more, high + more), turn))
        boxes.append(np.asarray(grown, dtype=np.float32))
    return boxes


def _inside(chances: Floats, contour: npt.NDArray[np.int32]) -> float:
    """The mean chance of text within a contour."""
    left, top, wide, high = cv2.boundingRect(contour)
    mask = np.zeros((high, wide), dtype=np.uint8)
    cv2.fillPoly(mask, [contour - np.array([left, top])], (1,))
    return float(cv2.mean(chances[top : top + high, left : left + wide], mask)[0])


def _upright(box: Floats) -> Floats:
    """Corners in the order top left, top right, bottom right, bottom left, the long side on top."""
    start = int((box[:, 0] + box[:, 1]).argmin())
    box = np.roll(box, -start, axis=0)
    wide, high = (float(np.linalg.norm(box[k] - box[0])) for k in (1, 3))
    return np.roll(box, -1, axis=0) if high > 1.5 * wide else box


def _cut(grey: Picture, box: Floats) -> Picture:
    """A line as a picture of its own, 48 pixels high."""
    wide, high = (float(np.linalg.norm(box[k] - box[0])) for k in (1, 3))
    width = int(np.clip(round(_LINE_HEIGHT * wide / max(high, 1.0)), _NARROWEST, _WIDEST))
    corners = [[0, 0], [width, 0], [width, _LINE_HEIGHT], [0, _LINE_HEIGHT]]
    way = cv2.getPerspectiveTransform(box, np.array(corners, dtype=np.float32))
    cut = cv2.warpPerspective(
        grey, way, (width, _LINE_HEIGHT), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(cut, dtype=np.uint8)
