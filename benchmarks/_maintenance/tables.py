"""Failures from tables of single parts or runs: AI4I and SECOM."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from benchmarks._maintenance.found import Found, columns, near, records
from benchmarks._maintenance.lines import Line, Results, Skipped, Watch, progress
from lineside.learning import metrics
from lineside.learning.boosting import BoostingSettings, fit_boosting
from lineside.learning.forest import fit_forest
from lineside.learning.interactions import pairwise_columns

Array = npt.NDArray[np.float64]
Probabilities = Callable[[npt.NDArray[np.intp], npt.NDArray[np.intp]], Array]

RARE = BoostingSettings(
    "binary",
    trees=300,
    leaves=12,
    rate=0.03,
    fewest_rows=2,
    feature_share=0.7,
    ridge=0.1,
    bins=8000,
)
BOOSTED = 2


def run_ai4i(found: Found, sample: int | None, seed: int) -> Results:
    """Five folds; pairs of columns are made for us, the baselines get raw or told physics."""
    for path in found.of("ai4i"):
        progress(f"AI4I {path.stem}")
        raw, kind, label = _ai4i(path, sample)
        if label.sum() < 10:
            yield Skipped(path.stem, "fewer than ten failures in the sample")
            continue
        yield from _ai4i_lines(raw, kind, label, seed)


def _ai4i(path: Path, sample: int | None) -> tuple[Array, Array, Array]:
    held = records(path)[: None if sample is None else 100 * max(sample, 20)]
    # The measured columns are those with a unit.
    numbers = [name for name in held[0] if "[" in name]
    raw = np.array([[float(each[name]) for name in numbers] for each in held])
    kind = np.array([float("LMH".index(each["Type"])) for each in held])
    return raw, kind, np.array([float(each["Machine failure"]) for each in held])


def _ai4i_lines(raw: Array, kind: Array, label: Array, seed: int) -> Results:
    names = tuple(str(each) for each in range(raw.shape[1]))
    pairs = np.column_stack([pairwise_columns(raw, names)[0], kind])
    plain = np.column_stack([raw, kind])
    heat, power, strain = raw[:, 1] - raw[:, 0], raw[:, 2] * raw[:, 3], raw[:, 4] * raw[:, 3]
    told = np.column_stack([plain, heat, power, strain])
    watch = Watch()
    ours = _folds(label, seed, _mixed(pairs, label, seed))
    seconds = watch.seconds()
    for name, rows in (("raw columns", plain), ("temperature, power and strain told", told)):
        base = _folds(label, seed, _forest(rows, label, seed))
        for metric, figure in (("f1", _mean_f1), ("pr auc", _mean_precision)):
            yield Line(
                "ai4i",
                "5-fold, no physics told to ours",
                metric,
                figure(label, ours),
                figure(label, base),
                f"random forest, {name}",
                True,
                seconds,
            )


Folded = list[tuple[npt.NDArray[np.intp], Array]]


def _folds(label: Array, seed: int, probabilities: Probabilities) -> Folded:
    parts = StratifiedKFold(5, shuffle=True, random_state=seed)
    return [
        (judged, probabilities(learnt, judged))
        for learnt, judged in parts.split(label[:, None], label)
    ]


def _mixed(rows: Array, label: Array, seed: int) -> Probabilities:
    """Boosted trees and a forest in equal shares: they err on different rows."""

    def told(learnt: npt.NDArray[np.intp], judged: npt.NDArray[np.intp]) -> Array:
        boosted = [
            fit_boosting(rows[learnt], label[learnt], RARE, seed=seed + each)
            for each in range(BOOSTED)
        ]
        forest = fit_forest(rows[learnt], label[learnt], seed=seed)
        found: Array = np.mean([each.predict(rows[judged]) for each in boosted], axis=0)
        return 0.5 * found + 0.5 * forest.predict(rows[judged])

    return told


def _forest(rows: Array, label: Array, seed: int) -> Probabilities:
    def told(learnt: npt.NDArray[np.intp], judged: npt.NDArray[np.intp]) -> Array:
        forest = RandomForestClassifier(n_estimators=300, random_state=seed)
        forest.fit(rows[learnt], label[learnt])
        found: Array = np.asarray(forest.predict_proba(rows[judged]))[:, 1]
        return found

    return told


def _mean_f1(label: Array, folded: Folded) -> float:
    return float(
        np.mean([metrics.f1(label[at], (told >= 0.5).astype(float)) for at, told in folded])
    )


def _mean_precision(label: Array, folded: Folded) -> float:
    return float(np.mean([metrics.average_precision(label[at], told) for at, told in folded]))


def run_secom(found: Found, sample: int | None, seed: int) -> Results:
    """Failing wafers in time order: learnt from the first 70 %, judged on the rest."""
    for path in found.of("secom"):
        labels = [each for each in near(path, found.of("secom_labels")) if _is_secom(each)]
        rows = _matrix(columns(path))
        if not labels or len(records(labels[0])) != len(rows):
            yield Skipped(path.stem, "no label for each row")
            continue
        progress("SECOM")
        label = np.array([float(each["label"]) > 0 for each in records(labels[0])], dtype=float)
        yield _secom(rows, label, seed)


def _is_secom(path: Path) -> bool:
    return "label" in records(path)[0]


def _matrix(held: dict[str, Any]) -> Array:
    return np.column_stack([np.asarray(each, dtype=np.float64) for each in held.values()])


def _secom(rows: Array, label: Array, seed: int) -> Line:
    cut = int(0.7 * len(rows))
    watch = Watch()
    learnt, truth = rows[:cut], label[:cut]
    # Hundreds of columns, few failures, and a process that moves on: weights are bound hard.
    bound = LogisticRegression(C=1e-4, max_iter=3000, class_weight="balanced").fit(learnt, truth)
    score = np.asarray(bound.decision_function(rows[cut:]))
    seconds = watch.seconds()
    plain = LogisticRegression(max_iter=3000, class_weight="balanced").fit(learnt, truth)
    base = np.asarray(plain.decision_function(rows[cut:]))
    return Line(
        "secom",
        "time order, first 70 % learnt",
        "auroc",
        metrics.roc_auc(label[cut:], score),
        metrics.roc_auc(label[cut:], base),
        "logistic regression on all columns",
        True,
        seconds,
        {"failures_judged": int(label[cut:].sum())},
    )
