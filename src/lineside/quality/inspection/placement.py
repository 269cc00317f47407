"""Whether a part lies as it should: its shift and turn against the usual picture."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from lineside.quality.errors import InspectorInvalid, PictureSizeDiffers
from lineside.quality.inspection.picture import Floats, Picture, as_grey, brought_to

# The longer side looked at: a part's seat shows in the whole, and it costs a millisecond.
_SIDE, _STEPS = 64, 15
_STARTS_DEG = (0.0, -12.0, 12.0, -6.0, 6.0)
# Beyond what good parts stray: a quarter more, and this share of the picture, or so many degrees.
_MORE, _SHARE, _MORE_DEG = 1.25, 0.02, 1.0
_LEAST_LIKENESS = 0.5
_ARRAYS = ("usual", "shape", "limits")


# Right, down, turn and likeness.
Found = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Placement:
    """Shift in pixels, turn in degrees (clockwise), and likeness to the usual picture (to 1).

    ``in_place``: found where it may lie. ``elsewhere``: found as clearly as good parts, and beyond
    that; a part that looks unlike the usual one is neither.
    """

    right: float
    down: float
    turn_deg: float
    likeness: float
    in_place: bool
    elsewhere: bool


@dataclass(slots=True, repr=False)
class PlacementCheck:
    """The usual picture, and how far good parts stray from it."""

    usual: Floats
    shape: tuple[int, int]
    most_shift: float
    most_turn_deg: float
    least_likeness: float

    def check(self, picture: Picture) -> Placement:
        """Refuses other sizes; a part that cannot be found at all has likeness near zero."""
        grey = as_grey(picture)
        if grey.shape != self.shape:
            raise PictureSizeDiffers(sent=list(grey.shape), fitted_for=list(self.shape))
        small = _small(grey)
        found = _as_told(_climbed(self.usual, small, _turned(small.shape, 0.0)), small, grey)
        if not self._near(found) or found[3] < self.least_likeness:
            found = _laid(self.usual, grey)
        alike = found[3] >= self.least_likeness
        near = self._near(found)
        return Placement(*found, in_place=alike and near, elsewhere=alike and not near)

    def _near(self, found: Found) -> bool:
        right, down, turn, _ = found
        shift = float(np.hypot(right, down))
        return shift <= self.most_shift and abs(turn) <= self.most_turn_deg


def usual_placement(pictures: Sequence[Picture]) -> PlacementCheck | None:
    """From good pictures, with limits a little beyond what these parts stray themselves.

    None where they look too unlike one another to be laid over, as plain texture does.
    """
    check = fit_placement(pictures, shift=np.inf, turn_deg=np.inf)
    found = [check.check(each) for each in pictures]
    if np.median([each.likeness for each in found]) < _LEAST_LIKENESS:
        return None
    shift = max(float(np.hypot(each.right, each.down)) for each in found)
    turn = max(abs(each.turn_deg) for each in found)
    check.most_shift = _MORE * shift + _SHARE * max(check.shape)
    check.most_turn_deg = _MORE * turn + _MORE_DEG
    return check


def save_placement(check: PlacementCheck) -> bytes:
    """The check as the bytes of one npz file: plain arrays, never code."""
    file = io.BytesIO()
    limits = (check.most_shift, check.most_turn_deg, check.least_likeness)
    np.savez_compressed(
        file, allow_pickle=False, usual=check.usual.astype(np.float16),
        shape=np.array(check.shape), limits=np.array(limits),
    )  # fmt: skip
    return file.getvalue()


def load_placement(data: bytes) -> PlacementCheck:
    """The check that ``save_placement`` wrote; anything else is refused."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            usual, shape, limits = (stored[name] for name in _ARRAYS)
            height, width = shape.tolist()
            shift, turn, least = limits.tolist()
    except (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile) as problem:
        raise InspectorInvalid(problem="not a placement's file", bytes=len(data)) from problem
    return PlacementCheck(usual.astype(np.float32), (height, width), shift, turn, least)


def fit_placement(pictures: Sequence[Picture], *, shift: float, turn_deg: float) -> PlacementCheck:
    """From good pictures; ``shift`` (pixels) and ``turn_deg`` are what is allowed."""
    greys = [as_grey(each) for each in pictures]
    if len(greys) < 3 or shift <= 0 or turn_deg <= 0:
        raise InspectorInvalid(problem="three pictures or more, and tolerances above zero")
    shape = (greys[0].shape[0], greys[0].shape[1])
    for number, grey in enumerate(greys):
        if grey.shape != shape:
            raise PictureSizeDiffers(picture=number, sent=list(grey.shape), fitted_for=list(shape))
    small = [_small(grey) for grey in greys]
    usual = np.asarray(np.median(small, axis=0), dtype=np.float32)
    start = _turned(usual.shape, 0.0)
    likeness = np.array([_climbed(usual, each, start)[1] for each in small])
    least = float(likeness.min() - 2 * likeness.std() - 0.05)
    return PlacementCheck(usual, shape, shift, turn_deg, max(least, 0.2))


def _small(grey: Picture) -> Floats:
    shrink = min(1.0, _SIDE / max(grey.shape))
    height, width = (max(1, round(side * shrink)) for side in grey.shape)
    small = brought_to(grey, (height, width))
    return np.asarray(cv2.GaussianBlur(small, (0, 0), 1.0), dtype=np.float32)


def _laid(usual: Floats, grey: Picture) -> Found:
    """Shift, turn and likeness at the greatest correlation.

    Evangelidis and Psarakis, IEEE PAMI 30 (2008) 1858-1865.

    A coarse search over turns and the shift by phase correlation start it, so that a part far off
    is found where it lies, not as alien.
    """
    small = _small(grey)
    starts = [_turned(small.shape, turn) for turn in _STARTS_DEG]
    (right, down), _ = cv2.phaseCorrelate(usual, small)
    starts.append(np.array([[1, 0, right], [0, 1, down]], dtype=np.float32))
    best = max((_climbed(usual, small, start) for start in starts), key=lambda each: each[1])
    return _as_told(best, small, grey)


def _as_told(climbed: tuple[Floats, float], small: Floats, grey: Picture) -> Found:
    """A way in the small picture as shift of the middle in the picture's pixels, and turn."""
    way, likeness = climbed
    scale = grey.shape[1] / small.shape[1]
    turn = float(np.degrees(np.arctan2(way[1, 0], way[0, 0])))
    middle = np.array([small.shape[1] / 2, small.shape[0] / 2, 1.0])
    shift = (way @ middle - middle[:2]) * scale
    return float(shift[0]), float(shift[1]), turn, likeness


def _turned(shape: tuple[int, ...], turn_deg: float) -> Floats:
    way = cv2.getRotationMatrix2D((shape[1] / 2, shape[0] / 2), -turn_deg, 1.0)
    return np.asarray(way, dtype=np.float32)


def _climbed(usual: Floats, small: Floats, start: Floats) -> tuple[Floats, float]:
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, _STEPS, 1e-4)
    try:
        likeness, way = cv2.findTransformECC(
            usual, small, start.copy(), cv2.MOTION_EUCLIDEAN, stop, None, 5
        )
    except cv2.error:
        # the search left the picture: nothing like the usual one was found from this start
        return start, 0.0
    return np.asarray(way, dtype=np.float32), float(likeness)
