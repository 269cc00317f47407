"""Remaining life of fleets that ran to failure: C-MAPSS and files of its form."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from benchmarks._maintenance.found import CMAPSS_COLUMNS, Found, columns
from benchmarks._maintenance.lines import Line, Results, Skipped, Watch, progress
from lineside.learning import metrics
from lineside.learning.boosting import BoostingSettings, fit_boosting
from lineside.learning.network import NetworkSettings, fit_network
from lineside.maintenance.fleet_life import (
    FitRegressor,
    FleetLife,
    FleetLives,
    Histories,
    fit_fleet_life,
    predict_fleet_life,
)
from lineside.maintenance.operating_conditions import fit_conditions

Array = npt.NDArray[np.float64]

CAP, HORIZON = 125.0, 30.0
BOOSTING = BoostingSettings(
    trees=300, leaves=8, rate=0.04, fewest_rows=100, feature_share=0.5, row_share=0.5
)
NETWORK = NetworkSettings(hidden=(128, 64), decay=3.0, huber=0.3, members=4, passes=20)
FITS: dict[str, FitRegressor] = {
    "boosting": lambda rows, target, seed: fit_boosting(rows, target, BOOSTING, seed=seed),
    "network": lambda rows, target, seed: fit_network(rows, target, NETWORK, seed=seed),
}


def run(found: Found, sample: int | None, seed: int) -> Results:
    """One line per fleet and protocol; a fleet without true lives is skipped with a word."""
    sets = _sets(found)
    for name, parts in sets.items():
        missing = [each for each in ("train", "test", "rul") if each not in parts]
        if missing:
            yield Skipped(f"cmapss {name}", f"no file for: {', '.join(missing)}")
            continue
        progress(f"C-MAPSS {name}")
        truth = np.loadtxt(parts["rul"], ndmin=1)
        yield from _lines(name, parts["train"], parts["test"], truth, sample, seed)


def _sets(found: Found) -> dict[str, dict[str, Path]]:
    """Files that belong together: what their stems say beside train, test and RUL."""
    sets: dict[str, dict[str, Path]] = {}
    for path in found.of("cmapss") + found.of("cmapss_rul"):
        match = re.fullmatch(r"(train|test|rul)[_-]?(.*)", path.stem, re.IGNORECASE)
        if match:
            sets.setdefault(match[2], {})[match[1].lower()] = path
    return sets


def _histories(path: Path) -> Histories:
    if path.suffix == ".parquet":
        held = columns(path)
        names = ["unit", "cycle"] + [f"setting_{n}" for n in (1, 2, 3)]
        names += [f"s_{n}" for n in range(1, 22)]
        table = np.column_stack([held[name].astype(np.float64) for name in names])
    else:
        table = np.loadtxt(path)
    assert table.shape[1] == CMAPSS_COLUMNS
    return Histories(table[:, 0], table[:, 1], table[:, 5:], table[:, 2:5])


def _first_assets(histories: Histories, count: int | None) -> Histories:
    if count is None:
        return histories
    kept = np.isin(histories.asset, np.unique(histories.asset)[: max(count, 12)])
    return _part(histories, kept)


def _part(histories: Histories, kept: npt.NDArray[np.bool_]) -> Histories:
    return Histories(
        histories.asset[kept],
        histories.age[kept],
        histories.signals[kept],
        histories.settings[kept],
    )


def _lines(
    name: str, train: Path, test: Path, truth: Array, sample: int | None, seed: int
) -> Results:
    learnt, scored = _first_assets(_histories(train), sample), _histories(test)
    if len(np.unique(scored.asset)) != len(truth):
        yield Skipped(f"cmapss {name}", "one true life per test asset is needed")
        return
    watch = Watch()
    model = fit_fleet_life(learnt, FITS, cap=CAP, seed=seed)
    lives = predict_fleet_life(model, scored, HORIZON)
    seconds = watch.seconds()
    plain = _ordinary(learnt, scored, seed)
    capped = np.minimum(truth, CAP)
    more = _quality(model, lives, truth, scored)
    rows: list[tuple[str, str, Array, Callable[[Any, Any], float]]] = [
        ("true life capped at 125", "rmse", capped, metrics.root_mean_square_error),
        ("true life uncapped", "rmse", truth, metrics.root_mean_square_error),
        ("true life capped at 125", "score", capped, metrics.remaining_life_score),
    ]
    for protocol, metric, wanted, figure in rows:
        ours, theirs = figure(wanted, lives.predicted), figure(wanted, plain)
        yield Line(
            f"cmapss {name}",
            f"{protocol}, last row of each test asset",
            metric,
            ours,
            theirs,
            "LightGBM on 30-row window features, cap 125",
            False,
            seconds,
            more,
        )


def _quality(
    model: FleetLife, lives: FleetLives, truth: Array, scored: Histories
) -> dict[str, Any]:
    fails = (truth <= HORIZON).astype(np.float64)
    chance = lives.probability_within_horizon
    return {
        "coverage_of_80_percent_interval": metrics.coverage(
            truth, lives.quantiles[:, 0], lives.quantiles[:, 2]
        ),
        "brier_within_30": metrics.brier_score(fails, chance),
        "brier_of_base_rate": float(fails.mean() * (1 - fails.mean())),
        "calibration_error_within_30": metrics.calibration_error(fails, chance, 5),
        "weights": dict(zip(FITS, model.weights.round(3).tolist(), strict=True)),
        "conditions": len(model.conditions.centers),
        "scoring_1000_assets_cpu_ms": _scoring_ms(model, scored),
    }


def _scoring_ms(model: FleetLife, scored: Histories) -> float:
    """CPU milliseconds to score 1,000 assets, each with its history up to 200 rows."""
    ids = np.unique(scored.asset)
    pieces = []
    for number in range(1000):
        rows = np.flatnonzero(scored.asset == ids[number % len(ids)])[-200:]
        pieces.append((rows, np.full(len(rows), number)))
    rows = np.concatenate([each[0] for each in pieces])
    many = Histories(
        np.concatenate([each[1] for each in pieces]),
        scored.age[rows],
        scored.signals[rows],
        scored.settings[rows],
    )
    spent = []
    for _ in range(5):
        began = time.process_time()
        predict_fleet_life(model, many, HORIZON)
        spent.append(1000 * (time.process_time() - began))
    return round(min(spent), 1)


def _ordinary(learnt: Histories, scored: Histories, seed: int) -> Array:
    """What an engineer gets in an afternoon: last, mean, spread, slope over 30 rows, LightGBM."""
    conditions = fit_conditions(learnt.settings, learnt.signals, seed=seed)
    rows = _ordinary_rows(learnt, conditions.normalised(learnt.signals, learnt.settings))
    data = lightgbm.Dataset(rows, np.minimum(learnt.remaining(), CAP))
    options = {"verbosity": -1, "learning_rate": 0.05, "num_threads": 1, "seed": seed}
    booster = lightgbm.train(options, data, 300)
    last = scored.last_rows()
    given = _ordinary_rows(scored, conditions.normalised(scored.signals, scored.settings))[last]
    found: Array = np.clip(np.asarray(booster.predict(given)), 0.0, CAP)
    return found


def _ordinary_rows(histories: Histories, signals: Array) -> Array:
    first = np.flatnonzero(np.append(True, histories.asset[1:] != histories.asset[:-1]))
    start = np.repeat(first, np.diff(np.append(first, len(histories.asset))))
    place = np.maximum(np.arange(len(start))[:, None] - np.arange(30)[::-1], start[:, None])
    tilt = np.arange(30) - 14.5
    blocks = []
    for part in np.array_split(np.arange(len(start)), max(1, len(start) // 5000)):
        windows = signals[place[part]]
        slope = np.einsum("ijk,j->ik", windows, tilt) / (tilt**2).sum()
        blocks.append(np.hstack([windows[:, -1], windows.mean(axis=1), windows.std(axis=1), slope]))
    return np.column_stack([np.vstack(blocks), histories.age])
