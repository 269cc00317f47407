"""Whether a part lies as it should: its shift and turn against the usual picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from lineside.quality.errors import InspectorInvalid, PictureSizeDiffers
from lineside.quality.inspection.picture import Floats, Picture, as_grey, brought_to

_STEPS = 60
_SIDE = 256


@dataclass(frozen=True, slots=True)
class Placement:
    """Shift in pixels, turn in degrees (clockwise), and likeness to the usual picture (to 1)."""

    right: float
    down: float
    turn_deg: float
    likeness: float
    in_place: bool


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
        right, down, turn, likeness = _laid(self.usual, grey)
        near = np.hypot(right, down) <= self.most_shift and abs(turn) <= self.most_turn_deg
        in_place = bool(near and likeness >= self.least_likeness)
        return Placement(right, down, turn, likeness, in_place)


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
    likeness = np.array([_laid(usual, grey)[3] for grey in greys])
    least = float(likeness.min() - 2 * likeness.std() - 0.05)
    return PlacementCheck(usual, shape, shift, turn_deg, max(least, 0.2))


def _small(grey: Picture) -> Floats:
    shrink = min(1.0, _SIDE / max(grey.shape))
    height, width = (max(1, round(side * shrink)) for side in grey.shape)
    small = brought_to(grey, (height, width))
    return np.asarray(cv2.GaussianBlur(small, (0, 0), 1.0), dtype=np.float32)


def _laid(usual: Floats, grey: Picture) -> tuple[float, float, float, float]:
    """Shift, turn and likeness at the greatest correlation.

    Evangelidis and Psarakis, IEEE PAMI 30 (2008) 1858-1865.

    A coarse search over turns starts it, so that a turned part is found as turned, not as alien.
    """
    small = _small(grey)
    scale = grey.shape[1] / small.shape[1]
    starts = [_turned(small.shape, turn) for turn in (0.0, -12.0, 12.0, -6.0, 6.0)]
    best = max((_climbed(usual, small, start) for start in starts), key=lambda each: each[1])
    way, likeness = best
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
