"""The usual picture: pictures are laid over it and what they add to it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from lineside.quality.inspection.picture import Floats

_FARTHEST = 0.08
_WORTH = 0.9
_SIDE = 256


@dataclass(slots=True)
class Template:
    """Mean and spread of good pictures pixel by pixel, and whether laying over helps."""

    mean: Floats
    spread: Floats
    aligns: bool

    def laid_over(self, picture: Floats) -> Floats:
        """The picture moved so that it covers the usual one, where that helps."""
        return laid_over(picture, self.mean) if self.aligns else picture

    def added(self, picture: Floats) -> Floats:
        """What a laid-over picture adds to the usual one, in that pixel's own spreads.

        Its light is first matched to the usual one: gain and offset by least squares.
        """
        return (matched(picture, self.mean) - self.mean) / self.spread


def matched(picture: Floats, usual: Floats) -> Floats:
    """``picture`` with the gain and offset that bring it closest to ``usual``."""
    centred = usual - usual.mean()
    off = picture - picture.mean()
    power = float((off * off).mean())
    gain = float((off * centred).mean()) / power if power > 0 else 1.0
    # where pictures share no shape the gain says nothing: match contrast only as far as shape goes
    agreement = gain * np.sqrt(power / (float((centred * centred).mean()) + 1e-6))
    gain = gain if agreement > 0.5 else 1.0
    return np.asarray(off * gain + usual.mean(), dtype=np.float32)


def laid_over(picture: Floats, usual: Floats) -> Floats:
    """``picture`` moved onto ``usual``, unless that brings them no closer."""
    laid = moved(picture, shift_between(usual, picture))
    return laid if _scatter([laid], usual) < _scatter([picture], usual) else picture


def shift_between(usual: Floats, picture: Floats) -> tuple[float, float]:
    """How far (right, down) ``picture`` lies from ``usual``, by phase correlation; none if far."""
    shrink = min(1.0, _SIDE / max(usual.shape))
    a, b = (_shrunk(each, shrink) for each in (usual, picture))
    window = cv2.createHanningWindow(a.shape[::-1], cv2.CV_32F)
    # OpenCV would multiply the window into the arrays it is given, so it gets products of its own
    (right, down), _ = cv2.phaseCorrelate((a - a.mean()) * window, (b - b.mean()) * window)
    limit = _FARTHEST * min(a.shape)
    if not (abs(right) <= limit and abs(down) <= limit):
        return 0.0, 0.0
    return right / shrink, down / shrink


def _shrunk(picture: Floats, shrink: float) -> Floats:
    if shrink == 1.0:
        return picture
    small = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.float32)


def moved(picture: Floats, shift: tuple[float, float]) -> Floats:
    """``picture`` moved back by ``shift``; what comes in at the rim repeats the rim."""
    if shift == (0.0, 0.0):
        return picture
    way = np.array([[1, 0, -shift[0]], [0, 1, -shift[1]]], dtype=np.float32)
    size = picture.shape[::-1]
    warped = cv2.warpAffine(picture, way, size, None, cv2.INTER_LINEAR, cv2.BORDER_REPLICATE)
    return np.asarray(warped, dtype=np.float32)


def find_template(pictures: Sequence[Floats]) -> tuple[Template, list[Floats]]:
    """The template of these good pictures, and the pictures laid over it.

    Laying over is kept only where it brings the pictures clearly closer together: on plain texture
    there is nothing to lay over.
    """
    start = _mean(pictures)
    laid = list(pictures)
    usual = pictures[len(pictures) // 2]
    for _ in range(2):
        laid = [laid_over(each, usual) for each in pictures]
        usual = _mean(laid)
    before, after = _scatter(pictures, start), _scatter(laid, usual)
    aligns = after < _WORTH * before
    chosen = laid if aligns else list(pictures)
    return template_of(pixel_sums(chosen, usual if aligns else start), aligns), chosen


def _mean(pictures: Sequence[Floats]) -> Floats:
    return np.asarray(np.mean(pictures, axis=0), dtype=np.float32)


def _scatter(pictures: Sequence[Floats], usual: Floats) -> float:
    return float(np.mean([((matched(each, usual) - usual) ** 2).mean() for each in pictures]))


PixelSums = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], int]


def pixel_sums(pictures: Sequence[Floats], usual: Floats) -> PixelSums:
    """Sums and sums of squares of the pictures with their light matched to ``usual``."""
    total, square = np.zeros(usual.shape), np.zeros(usual.shape)
    for each in pictures:
        same_light = matched(each, usual)
        total += same_light
        square += same_light.astype(np.float64) ** 2
    return total, square, len(pictures)


def template_of(sums: PixelSums, aligns: bool, without: Floats | None = None) -> Template:
    """The template from sums, with one (light-matched) picture taken out where given."""
    total, square, count = sums
    if without is not None:
        total, square, count = total - without, square - without.astype(np.float64) ** 2, count - 1
    mean = total / count
    variance = np.maximum(square / count - mean**2, 0).astype(np.float32)
    spread = np.sqrt(cv2.blur(variance, (3, 3)))
    floor = 0.25 * float(np.sqrt(variance.mean())) + 1.0
    return Template(
        mean.astype(np.float32), np.asarray(np.maximum(spread, floor), dtype=np.float32), aligns
    )
