"""Scores made into probabilities that mean what they say."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.learning.arrays import checked_labels, checked_pair, checked_series

Array = npt.NDArray[np.float64]

ENOUGH_FOR_STEPS = 200


@dataclass(frozen=True, slots=True)
class Calibration:
    """A rising map from score to probability, straight between its points."""

    scores: Array
    probabilities: Array

    def probability(self, scores: npt.NDArray[Any]) -> Array:
        """Probabilities of new scores; beyond the fitted range the ends hold."""
        given = checked_series(scores, "scores")
        found: Array = np.interp(given, self.scores, self.probabilities)
        return found


def fit_calibration(labels: npt.NDArray[Any], scores: npt.NDArray[Any]) -> Calibration:
    """Fit on rows that the scoring model has not seen; labels are 0 or 1.

    From 200 rows of each class on by isotonic regression (Zadrozny and Elkan, KDD 2002), below by a
    logistic curve with smoothed targets (Platt 1999), which few rows can carry. Never 0 or 1.
    """
    truth, found = checked_pair(labels, scores, 2)
    checked_labels(truth)
    if min(truth.sum(), len(truth) - truth.sum()) >= ENOUGH_FOR_STEPS:
        return _isotonic(truth, found)
    return _logistic(truth, found)


def _isotonic(truth: Array, scores: Array) -> Calibration:
    """Pool adjacent violators; each block stands at its mean score, one pseudo-row on each side."""
    places = np.unique(scores)
    index = np.searchsorted(places, scores)
    weight = np.bincount(index).astype(np.float64)
    mean = np.bincount(index, weights=truth) / weight
    blocks: list[tuple[float, float, float]] = []
    for place, value, size in zip(places, mean, weight, strict=True):
        blocks.append((value, size, float(place)))
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            blocks.append(_joined(blocks.pop(), blocks.pop()))
    values, sizes, centres = (np.array(each) for each in zip(*blocks, strict=True))
    floor = 1.0 / (sizes + 2)
    return Calibration(centres, np.clip(values, floor.min(), 1 - floor.min()))


def _joined(
    last: tuple[float, float, float], first: tuple[float, float, float]
) -> tuple[float, float, float]:
    size = last[1] + first[1]
    share = last[1] / size
    return (
        share * last[0] + (1 - share) * first[0],
        size,
        share * last[2] + (1 - share) * first[2],
    )


def _logistic(truth: Array, scores: Array) -> Calibration:
    center, spread = float(np.median(scores)), float(scores.std()) or 1.0
    standard = np.clip((scores - center) / spread, -8.0, 8.0)
    positives = float(truth.sum())
    negatives = len(truth) - positives
    target = np.where(truth == 1, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    slope, offset = 0.0, float(np.log((positives + 1) / (negatives + 1)))
    for _ in range(50):
        chance = 1 / (1 + np.exp(-(slope * standard + offset)))
        slack = np.maximum(chance * (1 - chance), 1e-6)
        gradient = np.array([(target - chance) @ standard, (target - chance).sum()])
        cross = float(slack @ standard)
        curvature = np.array([[float(slack @ standard**2) + 1e-3, cross], [cross, slack.sum()]])
        step = np.linalg.solve(curvature + 1e-6 * np.eye(2), gradient)
        step *= min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-12))
        slope, offset = slope + float(step[0]), offset + float(step[1])
    slope = max(slope, 0.0)
    grid = np.linspace(-8.0, 8.0, 161)
    return Calibration(center + spread * grid, 1 / (1 + np.exp(-(slope * grid + offset))))


@dataclass(frozen=True, slots=True)
class Reliability:
    """Per bin of equal count: mean probability told, share that came true, and number of rows."""

    told: Array
    came_true: Array
    rows: npt.NDArray[np.intp]


def reliability(
    labels: npt.NDArray[Any], probabilities: npt.NDArray[Any], bins: int = 10
) -> Reliability:
    """The reliability diagram's points."""
    truth, found = checked_pair(labels, probabilities)
    parts = np.array_split(np.argsort(found, kind="stable"), min(bins, len(found)))
    return Reliability(
        np.array([found[part].mean() for part in parts]),
        np.array([truth[part].mean() for part in parts]),
        np.array([len(part) for part in parts]),
    )
