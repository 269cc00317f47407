"""Pictures through the inspector: fitting, judging, and the heat map as a picture."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from lineside.learning.metrics import roc_auc
from lineside.quality.inspection import (
    Inspector,
    PlacementCheck,
    decode,
    fit,
    load,
    load_placement,
    save,
    save_placement,
    usual_placement,
)
from lineside.quality.inspection.picture import Picture
from lineside.quality.model import PlacementView

# Pictures fitted on, and flaws drawn to learn from: more of either costs minutes and gains little.
FITTED, LESSONS = 100, 120
GOOD_TO_TRY = 400
# The share of held-out good pictures that may pass the threshold before its margin.
FALSE_ALARMS, MARGIN = 0.005, 1.02
LEAST_FLAWED = 3
# Left, top, right, bottom, in pixels.
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Fitted:
    """An inspector as a file, and how it told held-out pictures apart beside a plain baseline.

    ``placement`` is a file as well: how the same good parts lay; empty where they look too unlike
    one another to be laid over.
    """

    content: bytes
    placement: bytes
    auc: float
    baseline_auc: float
    good: int
    flawed: int
    threshold: float


@dataclass(frozen=True)
class Seen:
    """One picture's verdict; ``heat_png`` is transparent where nothing is suspicious."""

    flawed: bool
    score: float
    box: Box | None
    latency_ms: float
    heat_png: bytes


def fit_pictures(good: list[bytes], flawed: list[bytes], seed: int = 0) -> Fitted:
    """Fit on a hundred good pictures; set the threshold and try it on the others.

    Flawed pictures that a person judged only serve the report; without them it uses the flaws that
    fitting draws. The baseline is the mean distance of a picture from the mean good picture.
    """
    arrays = [decode(each) for each in good]
    chosen = set(np.linspace(0, len(arrays) - 1, min(FITTED, len(arrays) * 2 // 3)).astype(int))
    fitted = [each for place, each in enumerate(arrays) if place in chosen]
    held = [each for place, each in enumerate(arrays) if place not in chosen]
    inspector = fit(fitted, seed=seed, lessons=LESSONS)
    usual = np.array([inspector.inspect(each).score for each in held])
    threshold = max(1.0, MARGIN * float(np.quantile(usual, 1 - FALSE_ALARMS)))
    tried = held + [decode(each) for each in flawed]
    labels = np.repeat([0.0, 1.0], [len(held), len(flawed)])
    auc, base = inspector.calibration.found_of_drawn_flaws, 0.5
    if len(flawed) >= LEAST_FLAWED:
        auc = roc_auc(labels, np.array([inspector.inspect(each).score for each in tried]))
        base = roc_auc(labels, _distance_from_mean(fitted, tried))
    usual_place = usual_placement(fitted)
    placement = save_placement(usual_place) if usual_place else b""
    return Fitted(save(inspector), placement, auc, base, len(good), len(flawed), threshold)


def _distance_from_mean(good: list[Any], tried: list[Any]) -> npt.NDArray[np.float64]:
    mean = np.mean([each.astype(np.float64) for each in good], axis=0)
    return np.array([float(np.abs(each - mean).mean()) for each in tried])


@lru_cache(maxsize=8)
def inspector_from(digest: str, content: bytes) -> Inspector:
    """The inspector in a file; kept in memory under the file's hash."""
    return load(content)


@lru_cache(maxsize=8)
def placement_from(digest: str, content: bytes) -> PlacementCheck:
    """How parts usually lie, from a file; kept in memory under the file's hash."""
    return load_placement(content)


def place(check: PlacementCheck, picture: Picture) -> PlacementView | None:
    """Where the part lies on a picture; None where it lies as usual, or is not found."""
    found = check.check(picture)
    if not found.elsewhere:
        return None
    return PlacementView(
        round(found.right, 1), round(found.down, 1), round(found.turn_deg, 1),
        round(found.likeness, 3), in_place=False,
    )  # fmt: skip


def look(inspector: Inspector, picture: Picture, threshold: float) -> Seen:
    """Judge one picture by the station's threshold; a score of 1 lies on it."""
    verdict = inspector.inspect(picture)
    score = float(verdict.score) / threshold
    box = verdict.box if score > 1 else None
    heat = _heat_png(verdict.heat_map / threshold, box) if score > 1 else b""
    return Seen(score > 1, score, box, verdict.latency_s * 1000, heat)


def _heat_png(heat: npt.NDArray[np.float32], box: Box | None) -> bytes:
    """From clear (below half the threshold) over orange to red (just above it), framed."""
    level = np.clip((heat - 0.5) / 0.7, 0.0, 1.0)
    picture = np.zeros((*heat.shape, 4), np.uint8)
    picture[..., 2] = 255
    picture[..., 1] = (200 * (1 - level)).astype(np.uint8)
    picture[..., 3] = (200 * level).astype(np.uint8)
    if box:
        left, top, right, bottom = box
        cv2.rectangle(picture, (left, top), (right, bottom), (0, 0, 255, 255), 1)
    _, coded = cv2.imencode(".png", picture)
    return bytes(coded)
