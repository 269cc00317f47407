"""A detector of anomalies in a stream of signals, put together without labels.

Rows are taken at several time scales (exponential means of growing span, MEWMA of Lowry et al.,
Technometrics 34, 1992), with lags where asked for, since a small lasting shift shows only in means
and a short one only in single rows. On each scale each detector is fitted. Its scores on blocks of
normal rows that it has not seen turn later scores into a surprise: -log10 of the share of normal
rows that score as high, continued by an exponential tail. Surprises of all detectors are on one
scale and are averaged. Which take part needs no label either: known shifts are added to the unseen
normal blocks, one column at a time, and a detector stays if they surprise it nearly as much more
than the blocks themselves as they do the best of its scale. One that drifts while all is normal, or
is blind in many dimensions, drops out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.kernel.compiled import njit
from lineside.maintenance.anomaly.detectors import DETECTORS, Detector
from lineside.maintenance.errors import BaselineInvalid, FeaturesInvalid

Array = npt.NDArray[np.float64]

FEWEST_ROWS = 40
FOLDS = 4
FURTHEST = 1e3
USUAL = ("residual", "mahalanobis", "neighbours")
SHIFTS = (0.75, 1.5, 3.0)
NEAR_BEST = 0.6


@dataclass(frozen=True, slots=True)
class Surprise:
    """Turns scores of one detector into -log10 of their probability under normal rows."""

    levels: Array
    tail_start: float
    tail_scale: float

    def of(self, scores: Array) -> Array:
        """The surprise of each score, 0 and above."""
        logs = np.log(np.maximum(scores, 1e-12))
        below = np.searchsorted(self.levels, logs, side="left")
        share = (len(self.levels) - below + 1) / (len(self.levels) + 1)
        beyond = np.maximum(logs - self.tail_start, 0.0) / self.tail_scale
        in_tail = 1.0 + beyond / np.log(10.0)
        return np.where(logs > self.tail_start, in_tail, -np.log10(share))


@dataclass(frozen=True, slots=True)
class Part:
    """One detector on one time scale."""

    name: str
    span: float
    detector: Detector
    surprise: Surprise
    weight: float


@dataclass(frozen=True, slots=True)
class AnomalyModel:
    """What was normal. ``limit`` is the score that a normal row exceeds with ``false_alarm_rate``,
    judged on blocks that the fit had not seen."""

    center: Array
    scale: Array
    lags: int
    parts: tuple[Part, ...]
    score_span: float
    limit: float
    false_alarm_rate: float


@dataclass(frozen=True, slots=True)
class AnomalyScore:
    """Score per row and whether it lies above the limit, both of shape (n,)."""

    score: Array
    alarm: npt.NDArray[np.bool_]


def fit_anomaly(
    normal: npt.NDArray[Any],
    *,
    spans: Sequence[float] = (1.0, 10.0, 30.0),
    detectors: Sequence[str] = USUAL,
    lags: int = 2,
    score_span: float = 1.0,
    false_alarm_rate: float = 0.001,
    seed: int = 0,
) -> AnomalyModel:
    """Fit on rows (n, n_columns) of a normal time, in time order, at least 40.

    ``spans`` are those of the exponential means in rows; ``lags`` adds so many earlier rows to
    each; ``score_span`` smooths the score. Raises ``BaselineInvalid``.
    """
    rows = _checked_normal(normal, detectors, spans, lags)
    center = np.median(rows, axis=0)
    scale = _scale(rows, center)
    standard = _standard(rows, center, scale)
    parts, unseen = [], []
    for span in spans:
        views = with_lags(smoothed(standard, span), lags)
        for name in detectors:
            part, surprises = _part(views, name, float(span), rows.shape[1], seed)
            parts.append(part)
            unseen.append(surprises)
    shares = _shares(parts)
    combined = np.average(unseen, axis=0, weights=shares)
    chosen = tuple(replace(part, weight=w) for part, w in zip(parts, shares, strict=True) if w > 0)
    limit = _limit(smoothed(combined[:, None], score_span)[:, 0], false_alarm_rate)
    return AnomalyModel(center, scale, lags, chosen, score_span, limit, false_alarm_rate)


def _part(views: Array, name: str, span: float, n_columns: int, seed: int) -> tuple[Part, Array]:
    """One detector on one scale, its weight, and its surprise at normal rows it has not seen."""
    rng = np.random.default_rng(seed)
    plain, shifted = np.empty(len(views)), np.empty(len(views))
    for block in np.array_split(np.arange(len(views)), FOLDS):
        kept = np.ones(len(views), dtype=np.bool_)
        kept[block] = False
        detector = DETECTORS[name](views[kept], seed)
        plain[block] = detector.score(views[block])
        shifted[block] = detector.score(_with_shifts(views[block], n_columns, rng))
    surprise = _fit_surprise(plain)
    gain = np.minimum(surprise.of(shifted), 4.0).mean() - surprise.of(plain).mean()
    fitted = DETECTORS[name](views, seed)
    return Part(name, span, fitted, surprise, max(float(gain), 0.0)), surprise.of(plain)


def _with_shifts(views: Array, n_columns: int, rng: np.random.Generator) -> Array:
    """A lasting shift of one column, in all its lags, for each row another."""
    found = views.copy()
    column = rng.integers(0, n_columns, len(views))
    size = rng.choice(SHIFTS, len(views)) * rng.choice((-1.0, 1.0), len(views))
    for lag in range(views.shape[1] // n_columns):
        found[np.arange(len(views)), lag * n_columns + column] += size
    return found


def _shares(parts: list[Part]) -> list[float]:
    """Equal weights for the parts whose gain comes near the best of their time scale."""
    best: dict[float, float] = {}
    for part in parts:
        best[part.span] = max(best.get(part.span, 0.0), part.weight)
    kept = [part.weight >= NEAR_BEST * best[part.span] for part in parts]
    return [float(each) / sum(kept) for each in kept]


def anomaly_score(model: AnomalyModel, rows: npt.NDArray[Any]) -> AnomalyScore:
    """Score rows (n, n_columns) in time order: the weighted mean surprise of all parts.

    Means start with the first row given; hand over some earlier rows to carry them on. Raises
    ``FeaturesInvalid``.
    """
    standard = _standard(_checked(model, rows), model.center, model.scale)
    total = np.zeros(len(standard))
    for part in model.parts:
        views = with_lags(smoothed(standard, part.span), model.lags)
        total += part.weight * part.surprise.of(part.detector.score(views))
    score = smoothed(total[:, None], model.score_span)[:, 0]
    return AnomalyScore(score, score > model.limit)


def anomaly_contributions(model: AnomalyModel, rows: npt.NDArray[Any]) -> Array:
    """Share of each column in each row's score, shape (n, n_columns); rows sum to 1.

    Each part speaks with the weight of its surprise; a column's lags count to the column.
    """
    standard = _standard(_checked(model, rows), model.center, model.scale)
    n_columns = standard.shape[1]
    total = np.zeros(standard.shape)
    for part in model.parts:
        views = with_lags(smoothed(standard, part.span), model.lags)
        blame = part.detector.contributions(views)
        blame = blame.reshape(len(views), -1, n_columns).sum(axis=1)
        whole = blame.sum(axis=1, keepdims=True)
        weight = part.weight * part.surprise.of(part.detector.score(views))[:, None]
        total += weight * np.where(whole > 0, blame / np.where(whole > 0, whole, 1.0), 0.0)
    whole = total.sum(axis=1, keepdims=True)
    return np.where(whole > 0, total / np.where(whole > 0, whole, 1.0), 1.0 / n_columns)


@njit()
def _smoothed(rows: Array, share: float) -> Array:
    found = rows.copy()
    for i in range(1, len(rows)):
        step = max(share, 1.0 / (i + 1))
        for j in range(rows.shape[1]):
            found[i, j] = found[i - 1, j] + step * (rows[i, j] - found[i - 1, j])
    return found


def smoothed(rows: Array, span: float) -> Array:
    """Exponential means of the given span, begun as plain means; a span of 1 changes nothing."""
    return rows if span <= 1 else _smoothed(np.ascontiguousarray(rows), 2.0 / (span + 1.0))


def with_lags(rows: Array, lags: int) -> Array:
    """Each row beside its ``lags`` earlier rows; the first row stands in for those before it."""
    if lags == 0:
        return rows
    place = np.arange(len(rows))
    return np.hstack([rows[np.maximum(place - lag, 0)] for lag in range(lags + 1)])


def _checked_normal(
    normal: npt.NDArray[Any], detectors: Sequence[str], spans: Sequence[float], lags: int
) -> Array:
    rows = np.asarray(normal, dtype=np.float64)
    if rows.ndim != 2 or rows.shape[1] == 0 or len(rows) < FEWEST_ROWS:
        raise BaselineInvalid(shape=list(rows.shape), at_least=FEWEST_ROWS)
    if not np.isfinite(rows).all():
        raise BaselineInvalid(problem="not finite")
    if not detectors or not spans or min(spans) < 1 or not 0 <= lags < len(rows) // 4:
        raise BaselineInvalid(problem="detectors, spans or lags", lags=lags)
    unknown = set(detectors) - set(DETECTORS)
    if unknown:
        raise BaselineInvalid(problem="unknown detector", names=sorted(unknown))
    return rows


def _checked(model: AnomalyModel, rows: npt.NDArray[Any]) -> Array:
    found = np.asarray(rows, dtype=np.float64)
    if found.ndim != 2 or found.shape[1] != len(model.center) or len(found) == 0:
        raise FeaturesInvalid(shape=list(found.shape), features=len(model.center))
    if not np.isfinite(found).all():
        raise FeaturesInvalid(problem="not finite")
    return found


def _scale(rows: Array, center: Array) -> Array:
    spread = np.maximum(1.4826 * np.median(np.abs(rows - center), axis=0), 0.3 * rows.std(axis=0))
    floor = 1e-6 * np.maximum(np.abs(center), 1e-6)
    found: Array = np.maximum(spread, floor)
    return found


def _standard(rows: Array, center: Array, scale: Array) -> Array:
    found: Array = np.clip((rows - center) / scale, -FURTHEST, FURTHEST)
    return found


def _fit_surprise(scores: Array) -> Surprise:
    logs = np.sort(np.log(np.maximum(scores, 1e-12)))
    start = float(np.quantile(logs, 0.9))
    above = logs[logs > start] - start
    scale = float(above.mean()) if len(above) else 0.0
    return Surprise(logs, start, max(scale, 1e-3))


def _limit(combined: Array, rate: float) -> float:
    if not 0 < rate < 0.5:
        raise BaselineInvalid(problem="false-alarm rate", rate=rate)
    start = float(np.quantile(combined, 0.9))
    above = combined[combined > start] - start
    mean_excess = float(above.mean()) if len(above) else 0.0
    return start + mean_excess * float(np.log(max(0.1 / rate, 1.0)))
