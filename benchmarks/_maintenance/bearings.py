"""Faults of bearings from raw waves: CWRU and files of its form, with the honest hard protocol."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from benchmarks._maintenance.found import Found, columns, near
from benchmarks._maintenance.lines import Line, Results, Skipped, Watch, progress
from lineside.maintenance.vibration.bearing import BearingGeometry
from lineside.maintenance.vibration.features import vibration_features
from lineside.maintenance.vibration.waves import STANDARD_GRAVITY_M_S2

Array = npt.NDArray[np.float64]
Split = tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]

RATE_HZ = 12_000.0
WAVE_SAMPLES = 12_288
SKF_6205 = BearingGeometry(balls=9, ball_diameter_mm=7.94, pitch_diameter_mm=39.04)


def run(found: Found, sample: int | None, seed: int) -> Results:
    """Nine classes across loads, and the fault's type at a diameter never seen."""
    for path in found.of("bearing_signals"):
        tables = list(near(path, found.of("bearing_records")))
        if not tables:
            yield Skipped(f"bearings {path.stem}", "no table of records beside the signals")
            continue
        progress(f"bearings {path.stem}")
        watch = Watch()
        levels, shapes, plain, about = _features(path, columns(tables[0]), sample)
        spent = watch.seconds()
        label = np.array([f"{fault}{mil}" for fault, mil in about[["fault", "mil"]].tolist()])
        yield _line(
            "nine classes, load left out", levels, plain, label, _by(about["load"]), spent, seed
        )
        yield _line(
            "fault type, diameter never seen",
            shapes,
            plain,
            about["fault"],
            _by(about["mil"]),
            spent,
            seed,
        )


def _features(
    path: Path, table: dict[str, Any], sample: int | None
) -> tuple[Array, Array, Array, Any]:
    """Our features in logarithms, those of them that do not depend on level, plain ones."""
    ours, plain, about = [], [], []
    with np.load(path, allow_pickle=False) as held:
        for row, name in enumerate(table["record"]):
            wave, fault = held[name], str(table["fault"][row])
            count = min(len(wave) // WAVE_SAMPLES, sample or len(wave))
            if fault.lower() == "normal" or count == 0:
                continue
            waves = wave[: count * WAVE_SAMPLES].reshape(count, WAVE_SAMPLES)
            told = vibration_features(
                waves * STANDARD_GRAVITY_M_S2,
                RATE_HZ,
                shaft_hz=float(table["rpm"][row]) / 60,
                bearing=SKF_6205,
            )
            ours.append(told.values)
            plain.append(_plain(waves))
            about += [(fault, int(table["diameter_mil"][row]), int(table["load_hp"][row]))] * count
    values = np.vstack(ours)
    kinds = np.array(about, dtype=[("fault", "U12"), ("mil", int), ("load", int)])
    return *_views(values, told.names), np.vstack(plain), kinds


def _views(values: Array, names: tuple[str, ...]) -> tuple[Array, Array]:
    """All features, levels as logarithms; and the tones alone, relative to the envelope's level."""
    signed = np.array([name.endswith("_db") or name == "skewness" for name in names])
    logs = np.where(signed, values, np.log(np.maximum(values, 1e-9)))
    prominence = np.array([name.endswith("_db") for name in names])
    tones = np.array([name[:3] in {"bpf", "bsf", "ftf"} for name in names]) & ~prominence
    level = logs[:, [names.index("envelope_rms_m_s2")]]
    return logs, np.column_stack([logs[:, prominence], logs[:, tones] - level])


def _plain(waves: Array) -> Array:
    """RMS, peak, kurtosis, skewness and four octaves: what a first attempt takes."""
    centred = waves - waves.mean(axis=1, keepdims=True)
    rms = centred.std(axis=1)
    lines = np.abs(np.fft.rfft(centred, axis=1)) ** 2
    edges = WAVE_SAMPLES // 16 * np.array([0, 1, 2, 4, 8])
    bands = [lines[:, a:b].mean(axis=1) for a, b in pairwise(edges)]
    shape = [(centred**power).mean(axis=1) / rms**power for power in (3, 4)]
    peak = np.abs(centred).max(axis=1)
    return np.column_stack([np.log(rms), np.log(peak), *shape, *np.log(np.array(bands) + 1e-12)])


def _by(group: npt.NDArray[Any]) -> list[Split]:
    return [(group != each, group == each) for each in np.unique(group)]


def _line(
    protocol: str,
    ours: Array,
    plain: Array,
    label: npt.NDArray[Any],
    splits: list[Split],
    spent: float,
    seed: int,
) -> Line:
    watch = Watch()
    told = list(_accuracies(_trees(seed), ours, label, splits))
    seconds = spent + watch.seconds()
    base = list(_accuracies(_logistic, plain, label, splits))
    more = {"by_part": np.round(told, 3).tolist(), "baseline_by_part": np.round(base, 3).tolist()}
    return Line(
        "bearings",
        protocol,
        "accuracy",
        float(np.mean(told)),
        float(np.mean(base)),
        "logistic regression on plain features",
        True,
        round(seconds, 3),
        more,
    )


def _accuracies(
    fresh: Callable[[], Any], rows: Array, label: npt.NDArray[Any], splits: list[Split]
) -> Iterator[float]:
    for learnt, judged in splits:
        if len(np.unique(label[learnt])) > 1:
            told = fresh().fit(rows[learnt], label[learnt]).predict(rows[judged])
            yield float(np.mean(told == label[judged]))


def _trees(seed: int) -> Callable[[], Any]:
    return lambda: ExtraTreesClassifier(n_estimators=300, min_samples_leaf=2, random_state=seed)


def _logistic() -> Any:
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000))
