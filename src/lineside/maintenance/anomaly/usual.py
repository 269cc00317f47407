"""What is usual for one machine: its signals while it runs, freed of how long it has been running.

Readings are taken at equal steps, not averaged over them: a mean of sixty readings is quieter than
one of five, and a source that is asked more often would look unusual. Oil, coolant and bearings
warm for an hour or two after a start; what the running time of the last quarter of an hour to the
last hour and a half explains is taken out by a ridge regression with squares, as first-order lags
of those lengths would make it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.kernel.compiled import njit
from lineside.learning import metrics
from lineside.maintenance.anomaly.combination import (
    AnomalyModel,
    anomaly_contributions,
    anomaly_score,
    fit_anomaly,
    smoothed,
)
from lineside.maintenance.errors import BaselineInvalid

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

STEP_S = 300.0
RUN_UP_S = (900.0, 2400.0, 5400.0)
SPANS = (1.0, 6.0, 24.0)
SCORE_SPAN = 4.0
FALSE_ALARM_RATE = 1e-4
# Half an hour above the limit, or below it again, before anybody is told.
LASTING = 6
# Earlier rows that carry the longest mean on.
EARLIER = 96
KEPT_ROWS = 800
SHOWN_SPAN = 6.0
RIDGE = 1e-3
SHIFT, BLOCK = 1.5, 24


@dataclass(frozen=True, slots=True)
class Usual:
    """One machine's usual behaviour. ``warming`` (7, p) maps the running time to the signals;
    ``reference`` holds some of the rows fitted on, freed of it."""

    signals: tuple[str, ...]
    warming: Array
    model: AnomalyModel
    reference: Array


@dataclass(frozen=True, slots=True)
class Tried:
    """Held-out rows with drawn shifts: how well the score and the plain limit per signal tell them
    (area under the ROC curve), and the share of the rows as they were above the limit."""

    auc: float
    baseline_auc: float
    false_alarms: float
    rows: int


@dataclass(frozen=True, slots=True)
class Part:
    """One signal's part in a moment's score.

    ``reading`` is its mean over the last half hour; ``away`` how far that is from usual, in its
    unit and as a number of usual deviations.
    """

    signal: str
    share: float
    reading: float
    away: float
    away_deviations: float


def run_up(share: Array) -> Array:
    """Exponential means (n, 3) of the share of each step spent running, shape (n,)."""
    return _lagged(np.ascontiguousarray(share), 1.0 - np.exp(-STEP_S / np.array(RUN_UP_S)))


@njit()
def _lagged(share: Array, steps: Array) -> Array:
    found = np.empty((len(share), len(steps)))
    for q in range(len(steps)):
        mean = share[0]
        for i in range(len(share)):
            mean += steps[q] * (share[i] - mean)
            found[i, q] = mean
    return found


def fit_usual(signals: tuple[str, ...], readings: Array, warm: Array, seed: int = 0) -> Usual:
    """Fit on rows of the usual past: ``readings`` (n, p) and ``run_up`` of the same times (n, 3).

    Raises ``BaselineInvalid``.
    """
    if readings.shape != (len(warm), len(signals)) or not np.isfinite(readings).all():
        raise BaselineInvalid(shape=list(readings.shape), signals=len(signals))
    known = _explaining(warm)
    inner = known.T @ known + RIDGE * len(known) * np.diag([0.0] + [1.0] * (known.shape[1] - 1))
    warming = np.asarray(
        np.linalg.solve(inner + 1e-9 * np.eye(len(inner)), known.T @ readings), dtype=np.float64
    )
    rows = readings - known @ warming
    model = fit_anomaly(
        rows,
        spans=SPANS,
        lags=0,
        score_span=SCORE_SPAN,
        false_alarm_rate=FALSE_ALARM_RATE,
        seed=seed,
    )
    places = np.linspace(0, len(rows) - 1, min(KEPT_ROWS, len(rows))).astype(int)
    return Usual(signals, warming, model, rows[places])


def freed(usual: Usual, readings: Array, warm: Array) -> Array:
    """Readings (n, p) without what the running time explains."""
    found: Array = readings - _explaining(warm) @ usual.warming
    return found


def _explaining(warm: Array) -> Array:
    return np.column_stack([np.ones(len(warm)), warm, warm**2])


def score(usual: Usual, rows: Array) -> Array:
    """Scores (n,) of freed rows in time order; those before the first that counts go with them."""
    return anomaly_score(usual.model, rows).score


def lasting(above: Flags, before: bool, earlier: Flags) -> Flags:
    """Whether an alarm stands at each row: it begins after half an hour above the limit, and ends
    after half an hour below; ``earlier`` are the flags of the rows before."""
    known = np.concatenate([earlier[-(LASTING - 1) :], above])
    found, stands, count = np.empty(len(known), dtype=np.bool_), before, 0
    for place, flag in enumerate(known):
        count = count + 1 if place and flag == known[place - 1] else 1
        stands = bool(flag) if count >= LASTING else stands
        found[place] = stands
    return found[len(known) - len(above) :]


def parts(usual: Usual, rows: Array, readings: Array) -> list[Part]:
    """What makes the last of the freed rows unusual, the largest part first.

    ``readings`` (n, p) are the same rows as they were read. Told is the mean of the last half hour.
    """
    share = smoothed(anomaly_contributions(usual.model, rows), SHOWN_SPAN)[-1]
    away = smoothed(rows - usual.model.center, SHOWN_SPAN)[-1]
    reading = smoothed(readings, SHOWN_SPAN)[-1]
    told = [
        Part(name, float(share[n]), float(reading[n]), float(away[n]),
             float(away[n] / usual.model.scale[n]))
        for n, name in enumerate(usual.signals)
    ]  # fmt: skip
    return sorted(told, key=lambda part: -part.share)


def try_usual(usual: Usual, lead: Array, rows: Array, seed: int = 0) -> Tried:
    """Try on freed rows that the fit has not seen, as they are and with drawn shifts.

    ``lead`` are the rows before them, which carry the means on. Blocks of two hours have one signal
    shifted by one and a half usual deviations, up or down. The baseline is what a limit on each
    signal alone would see: the largest deviation of any signal.
    """
    moved = _with_shifts(usual, rows, seed)
    plain, shifted = (score(usual, np.vstack([lead, each]))[len(lead) :] for each in (rows, moved))
    labels = np.repeat([0.0, 1.0], len(rows))
    told = np.concatenate([plain, shifted])
    alone = np.concatenate([_largest(usual, rows), _largest(usual, moved)])
    above = float((plain > usual.model.limit).mean())
    return Tried(metrics.roc_auc(labels, told), metrics.roc_auc(labels, alone), above, len(rows))


def _with_shifts(usual: Usual, rows: Array, seed: int) -> Array:
    chance = np.random.default_rng(seed)
    block = np.arange(len(rows)) // BLOCK
    signs: Any = chance.choice((-1.0, 1.0), int(block[-1]) + 1)
    moved, column = rows.copy(), block % rows.shape[1]
    moved[np.arange(len(rows)), column] += SHIFT * signs[block] * usual.model.scale[column]
    return moved


def _largest(usual: Usual, rows: Array) -> Array:
    found: Array = np.abs((rows - usual.model.center) / usual.model.scale).max(axis=1)
    return found
