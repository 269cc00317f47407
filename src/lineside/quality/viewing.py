"""Pictures through the inspector: fitting, judging, and the heat map as a picture."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from lineside.learning.metrics import roc_auc
from lineside.quality.inspection import Inspector, decode, fit, load, save

GOOD_FOR_FIT = 75
LESSONS = 120


@dataclass(frozen=True)
class Fitted:
    """An inspector as a file, and how it told held-out pictures apart beside a plain baseline."""

    content: bytes
    auc: float
    baseline_auc: float
    good: int
    flawed: int
    threshold_false_alarms: float


@dataclass(frozen=True)
class Seen:
    """One picture's verdict; ``heat_png`` is transparent where nothing is suspicious."""

    flawed: bool
    score: float
    box: tuple[int, int, int, int] | None
    latency_ms: float
    heat_png: bytes


def fit_pictures(good: list[bytes], flawed: list[bytes], seed: int = 0) -> Fitted:
    """Fit on good pictures; try on held-out good ones and on those that a person called flawed.

    Without flawed pictures the report uses the flaws that fitting draws. The baseline is the mean
    distance of a picture from the mean good picture.
    """
    arrays = [decode(each) for each in good]
    held = max(8, len(arrays) // 5)
    inspector = fit(arrays[:-held], seed=seed, lessons=LESSONS)
    tried = arrays[-held:] + [decode(each) for each in flawed]
    labels = np.repeat([0.0, 1.0], [held, len(flawed)])
    if len(flawed) < 3:
        auc, base = inspector.calibration.found_of_drawn_flaws, 0.5
    else:
        auc = roc_auc(labels, np.array([inspector.inspect(each).score for each in tried]))
        base = roc_auc(labels, _distance_from_mean(arrays[:-held], tried))
    rate = inspector.calibration.false_alarm_rate
    return Fitted(save(inspector), auc, base, len(good), len(flawed), rate)


def _distance_from_mean(good: list[Any], tried: list[Any]) -> npt.NDArray[np.float64]:
    mean = np.mean([each.astype(np.float64) for each in good], axis=0)
    return np.array([float(np.abs(each - mean).mean()) for each in tried])


@lru_cache(maxsize=8)
def inspector_from(digest: str, content: bytes) -> Inspector:
    """The inspector in a file; kept in memory under the file's hash."""
    return load(content)


def look(inspector: Inspector, picture: bytes) -> Seen:
    """Judge one picture file."""
    verdict = inspector.inspect(decode(picture))
    heat = _heat_png(verdict.heat_map) if verdict.flawed else b""
    return Seen(verdict.flawed, float(verdict.score), verdict.box, verdict.latency_s * 1000, heat)


def _heat_png(heat: npt.NDArray[np.float32]) -> bytes:
    """From clear (below half the threshold) over orange to red (twice the threshold)."""
    level = np.clip((heat - 0.5) / 1.5, 0.0, 1.0)
    picture = np.zeros((*heat.shape, 4), np.uint8)
    picture[..., 2] = 255
    picture[..., 1] = (200 * (1 - level)).astype(np.uint8)
    picture[..., 3] = (200 * level).astype(np.uint8)
    _, coded = cv2.imencode(".png", picture)
    return bytes(coded)
