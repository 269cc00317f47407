"""Figures of merit; every one takes truth first, then what was predicted."""

from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.stats

from lineside.learning.arrays import checked_labels, checked_pair, checked_series
from lineside.learning.errors import DataInvalid

Array = npt.NDArray[np.float64]


def mean_absolute_error(truth: npt.NDArray[Any], predicted: npt.NDArray[Any]) -> float:
    """Mean of |truth - predicted|, in the target's unit."""
    expected, found = checked_pair(truth, predicted)
    return float(np.abs(expected - found).mean())


def root_mean_square_error(truth: npt.NDArray[Any], predicted: npt.NDArray[Any]) -> float:
    """Root of the mean squared error, in the target's unit."""
    expected, found = checked_pair(truth, predicted)
    return float(np.sqrt(np.mean((expected - found) ** 2)))


def remaining_life_score(truth: npt.NDArray[Any], predicted: npt.NDArray[Any]) -> float:
    """The score of the PHM 2008 challenge: late predictions cost more than early ones.

    Sum of exp(-d/13) - 1 for d < 0 and exp(d/10) - 1 otherwise, with d = predicted - truth (Saxena
    et al., International Conference on Prognostics and Health Management 2008).
    """
    expected, found = checked_pair(truth, predicted)
    late = np.clip(found - expected, -650.0, 500.0)
    return float(np.where(late < 0, np.expm1(-late / 13), np.expm1(late / 10)).sum())


def roc_auc(labels: npt.NDArray[Any], scores: npt.NDArray[Any]) -> float:
    """Probability that a positive scores above a negative; ties count half (Mann and Whitney)."""
    truth, found = _labelled(labels, scores)
    ranks = scipy.stats.rankdata(found)
    positives = float(truth.sum())
    negatives = len(truth) - positives
    above = float(ranks[truth == 1].sum()) - positives * (positives + 1) / 2
    return above / (positives * negatives)


def average_precision(labels: npt.NDArray[Any], scores: npt.NDArray[Any]) -> float:
    """Area under precision over recall, by steps; tied scores enter together."""
    truth, found = _labelled(labels, scores)
    order = np.argsort(-found, kind="stable")
    hits = np.cumsum(truth[order])
    last_of_tie = np.append(np.diff(found[order]) != 0, True)
    seen = np.arange(1, len(truth) + 1)[last_of_tie]
    hits = hits[last_of_tie]
    gained = np.diff(hits, prepend=0.0) / truth.sum()
    return float((gained * hits / seen).sum())


def f1(labels: npt.NDArray[Any], alarms: npt.NDArray[Any]) -> float:
    """Harmonic mean of precision and recall of alarms that are 0 or 1; 0 when nothing is found."""
    truth, found = checked_pair(labels, alarms)
    caught = float((truth * found).sum())
    return 2 * caught / max(float(truth.sum() + found.sum()), 1e-12)


def best_f1(labels: npt.NDArray[Any], scores: npt.NDArray[Any]) -> tuple[float, float]:
    """The largest F1 over all thresholds, and its threshold: an alarm is a score at or above it."""
    truth, found = _labelled(labels, scores)
    order = np.argsort(-found, kind="stable")
    hits = np.cumsum(truth[order])
    value = 2 * hits / (np.arange(1, len(truth) + 1) + truth.sum())
    value[np.append(np.diff(found[order]) == 0, False)] = -1.0
    place = int(np.argmax(value))
    return float(value[place]), float(found[order[place]])


def brier_score(labels: npt.NDArray[Any], probabilities: npt.NDArray[Any]) -> float:
    """Mean squared distance of probabilities from outcomes."""
    truth, found = checked_pair(labels, probabilities)
    return float(np.mean((truth - found) ** 2))


def calibration_error(
    labels: npt.NDArray[Any], probabilities: npt.NDArray[Any], bins: int = 10
) -> float:
    """Expected calibration error over bins of equal count."""
    truth, found = checked_pair(labels, probabilities)
    parts = np.array_split(np.argsort(found, kind="stable"), min(bins, len(found)))
    gaps = [len(part) * abs(float(truth[part].mean() - found[part].mean())) for part in parts]
    return float(sum(gaps)) / len(found)


def coverage(truth: npt.NDArray[Any], low: npt.NDArray[Any], high: npt.NDArray[Any]) -> float:
    """Share of truths within their intervals, ends included."""
    expected, lower = checked_pair(truth, low)
    upper = checked_series(high, "high")
    if len(upper) != len(expected):
        raise DataInvalid(problem="lengths differ", truth=len(expected), high=len(upper))
    return float(np.mean((lower <= expected) & (expected <= upper)))


def _labelled(labels: npt.NDArray[Any], scores: npt.NDArray[Any]) -> tuple[Array, Array]:
    truth, found = checked_pair(labels, scores, 2)
    return checked_labels(truth), found
