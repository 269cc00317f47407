"""Flaws drawn onto good pictures, so that an inspector can be taught and tested without real ones.

Cracks, scratches, spots, stains, dents, smears and patches from elsewhere, of random size, place,
direction and strength: the idea of CutPaste (Li et al., CVPR 2021) and DRAEM (Zavrtanik et al.,
ICCV 2021) with shapes of a workshop. Strength is measured in the picture's own local contrast.
"""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from lineside.quality.inspection.picture import Floats

Mask = npt.NDArray[np.float32]
Random = np.random.Generator


def draw_flaw(
    picture: Floats, donors: Sequence[Floats], rng: Random
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """A copy of ``picture`` with one to three flaws, and where they are.

    ``donors`` are good pictures of the same size that patches are taken from.
    """
    flawed = picture.copy()
    where = np.zeros(picture.shape, dtype=np.bool_)
    for _ in range(1 + rng.binomial(2, 0.25)):
        kind = _KINDS[rng.integers(len(_KINDS))]
        flawed, mask = kind(flawed, donors[int(rng.integers(len(donors)))], rng)
        where |= mask > 0.3
    return np.clip(flawed, 0, 255).astype(np.float32), where


def _line_mask(shape: tuple[int, int], rng: Random, wander: float, thick: float) -> Mask:
    """A line that wanders by ``wander`` radians per step, thinning to its ends."""
    size = min(shape)
    steps = int(rng.uniform(0.08, 0.6) * size / 3) + 3
    turn = rng.uniform(0, np.pi * 2) + np.cumsum(rng.normal(0, wander, steps))
    path = np.cumsum(np.column_stack([np.cos(turn), np.sin(turn)]) * 3.0, axis=0)
    start = rng.uniform([0, 0], [shape[1], shape[0]])
    points = (path - path[steps // 2] + start) * 8
    mask = np.zeros(shape, dtype=np.float32)
    taper = 1 - np.abs(np.linspace(-1, 1, steps)) ** 2
    for i in range(steps - 1):
        width = max(1, round(thick * (0.4 + 0.6 * taper[i])))
        ends = points[i].round().astype(int), points[i + 1].round().astype(int)
        cv2.line(mask, ends[0].tolist(), ends[1].tolist(), 1.0, width, cv2.LINE_AA, 3)
    return _softened(mask, rng.uniform(0.4, 1.0))


def _blob_mask(shape: tuple[int, int], rng: Random, least: float, most: float) -> Mask:
    """An ellipse with an uneven rim, its mean radius between the given shares of the short side."""
    size = min(shape) * np.exp(rng.uniform(np.log(least), np.log(most)))
    stretch = np.exp(rng.normal(0, 0.4))
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    rim = np.ones(40)
    for wave in (2, 3, 4, 5):
        rim += rng.normal(0, 0.18 / wave**0.5) * np.cos(wave * angle + rng.uniform(0, 6.3))
    turn = rng.uniform(0, np.pi)
    x, y = size * rim * stretch * np.cos(angle), size * rim / stretch * np.sin(angle)
    place = rng.uniform([0, 0], [shape[1], shape[0]])
    around = np.column_stack(
        [x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)]
    )
    mask = np.zeros(shape, dtype=np.float32)
    cv2.fillPoly(mask, [((around + place) * 8).astype(np.int32)], 1.0, cv2.LINE_AA, 3)
    return _softened(mask, rng.uniform(0.4, 0.25 * size + 0.8))


def _softened(mask: Mask, sigma: float) -> Mask:
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), sigma), dtype=np.float32)


def _strength(picture: Floats, mask: Mask, rng: Random) -> float:
    """Grey levels to add: signed, one to seven times the contrast around the flaw."""
    near = picture[mask > 0.3]
    local = float(near.std()) if len(near) > 8 else 0.0
    contrast = 0.5 * local + 0.25 * float(picture.std()) + 2.0
    sign = -1.0 if rng.random() < 0.6 else 1.0
    return sign * contrast * float(np.exp(rng.uniform(np.log(0.8), np.log(5.0))))


def _shaded(picture: Floats, mask: Mask, rng: Random) -> tuple[Floats, Mask]:
    return picture + mask * _strength(picture, mask, rng), mask


def _crack(picture: Floats, _: Floats, rng: Random) -> tuple[Floats, Mask]:
    mask = _line_mask(picture.shape[:2], rng, 0.35, rng.uniform(1, 4))
    return _shaded(picture, mask, rng)


def _scratch(picture: Floats, _: Floats, rng: Random) -> tuple[Floats, Mask]:
    mask = _line_mask(picture.shape[:2], rng, 0.03, rng.uniform(1, 3))
    return _shaded(picture, mask, rng)


def _spot(picture: Floats, _: Floats, rng: Random) -> tuple[Floats, Mask]:
    return _shaded(picture, _blob_mask(picture.shape[:2], rng, 0.008, 0.04), rng)


def _stain(picture: Floats, _: Floats, rng: Random) -> tuple[Floats, Mask]:
    return _shaded(picture, _blob_mask(picture.shape[:2], rng, 0.04, 0.16), rng)


def _dent(picture: Floats, _: Floats, rng: Random) -> tuple[Floats, Mask]:
    """Light on one flank and shadow on the other."""
    mask = _blob_mask(picture.shape[:2], rng, 0.015, 0.06)
    across, down = cv2.Sobel(mask, cv2.CV_32F, 1, 0), cv2.Sobel(mask, cv2.CV_32F, 0, 1)
    turn = rng.uniform(0, 2 * np.pi)
    relief = across * np.cos(turn) + down * np.sin(turn)
    relief = relief / (np.abs(relief).max() + 1e-6)
    return picture + relief.astype(np.float32) * abs(_strength(picture, mask, rng)), mask


def _smear(picture: Floats, _: Floats, rng: Random) -> tuple[Floats, Mask]:
    """Texture rubbed out."""
    mask = _blob_mask(picture.shape[:2], rng, 0.03, 0.12)
    soft = _softened(picture, rng.uniform(1.5, 5.0))
    return picture + mask * (soft - picture), mask


def _rough(picture: Floats, _: Floats, rng: Random) -> tuple[Floats, Mask]:
    """Texture where there was less of it."""
    mask = _blob_mask(picture.shape[:2], rng, 0.03, 0.12)
    noise = _softened(rng.normal(0, 1, picture.shape).astype(np.float32), rng.uniform(0.5, 2.0))
    noise = noise / (noise.std() + 1e-6)
    return picture + mask * noise * abs(_strength(picture, mask, rng)), mask


def _patch(picture: Floats, donor: Floats, rng: Random) -> tuple[Floats, Mask]:
    """A piece of another good picture, from another place and turned."""
    mask = _blob_mask(picture.shape[:2], rng, 0.03, 0.12)
    height, width = picture.shape
    moved = np.roll(
        donor, (rng.integers(height // 8, height), rng.integers(width // 8, width)), (0, 1)
    )
    moved = moved[::-1] if rng.random() < 0.5 else moved[:, ::-1]
    return picture + mask * (moved - picture), mask


_KINDS: list[Callable[[Floats, Floats, Random], tuple[Floats, Mask]]] = [
    _crack,
    _crack,
    _scratch,
    _scratch,
    _spot,
    _spot,
    _stain,
    _dent,
    _smear,
    _rough,
    _patch,
]
