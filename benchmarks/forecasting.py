"""Forecasts of demand and load beside the usual methods, on the same series in the same run.

``python -m benchmarks.forecasting --data PATH [--sample N] [--seed S] [--peer NAME] [--json OUT]``.
Reads Parquet files of three shapes: series in rows (``unique_id, part, t, y`` with their own split,
periods from a CSV beside it), items in rows and steps in numbered columns (the last twelve steps
are held out), and a load by quarter of an hour (the last fifth of the days is forecast day by
day). Measures: OWA against Naive2 as in the M4 competition, RMSSE, and mean absolute error in the
file's own unit; coverage of 80 and 95 % intervals in per cent.
"""

import argparse
import json
import re
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd  # type: ignore[import-untyped]
from statsforecast import models as peers_library

from lineside.energy.load import LoadModel
from lineside.inventory.forecasting import Forecast, forecast_many, spread_by
from lineside.inventory.forecasting.seasonality import (
    adjusted,
    is_seasonal,
    readjust,
    seasonal_indices,
)

Floats = npt.NDArray[np.float64]

PERIODS = {"MONTHLY": 12, "QUARTERLY": 4, "YEARLY": 1, "OTHER": 1, "WEEKLY": 52, "DAILY": 7}
HELD_OUT_STEPS = 12
LEVELS = (80, 95)
REFIT_DAYS = 14
PEERS: dict[str, Callable[[int], Any]] = {
    "AutoETS": lambda period: peers_library.AutoETS(season_length=period),
    "AutoTheta": lambda period: peers_library.AutoTheta(season_length=period),
    "DynamicOptimizedTheta": lambda period: peers_library.DynamicOptimizedTheta(
        season_length=period
    ),
    "SeasonalNaive": lambda period: peers_library.SeasonalNaive(season_length=period),
    "CrostonSBA": lambda period: peers_library.CrostonSBA(),
    "IMAPA": lambda period: peers_library.IMAPA(),
}
REGULAR_PEERS = ("AutoETS", "AutoTheta", "DynamicOptimizedTheta", "SeasonalNaive")
INTERMITTENT_PEERS = ("CrostonSBA", "IMAPA", "SeasonalNaive", "AutoETS")


@dataclass(frozen=True)
class Task:
    """Series of one period with what came after them."""

    name: str
    period: int
    measure: str
    train: list[Floats]
    test: list[Floats]


def report(line: str) -> None:
    """Progress for whoever waits."""
    print(line, file=sys.stderr)


def competition_tasks(frame: pd.DataFrame, folder: Path, name: str) -> list[Task]:
    """Tasks by period of a competition's file; without periods beside it, one without seasons."""
    kinds = _kinds(folder)
    groups: dict[str, Task] = {}
    for key, part in frame.sort_values("t").groupby("unique_id"):
        kind = kinds.get(str(key), "OTHER")
        task = groups.setdefault(
            kind, Task(f"{name} {kind.lower()}", PERIODS.get(kind, 1), "owa", [], [])
        )
        task.train.append(part.y[part.part == "train"].to_numpy(float))
        task.test.append(part.y[part.part == "test"].to_numpy(float))
    return [groups[kind] for kind in sorted(groups)]


def _kinds(folder: Path) -> dict[str, str]:
    for path in sorted(folder.glob("*.csv")):
        table = pd.read_csv(path)
        if {"unique_id", "period"} <= set(table.columns):
            return dict(zip(table.unique_id.astype(str), table.period.astype(str), strict=True))
    return {}


def table_task(frame: pd.DataFrame, columns: list[str], name: str) -> Task:
    """Items in rows: what is missing at both ends is cut off, items with gaps are left out."""
    task = Task(name, HELD_OUT_STEPS, "rmsse", [], [])
    for row in frame[columns].to_numpy(float):
        known = np.flatnonzero(~np.isnan(row))
        values = row[known[0] : known[-1] + 1] if len(known) else row[:0]
        usable = len(values) >= 3 * HELD_OUT_STEPS and not np.isnan(values).any()
        if usable and np.any(np.diff(values[:-HELD_OUT_STEPS])):
            task.train.append(values[:-HELD_OUT_STEPS])
            task.test.append(values[-HELD_OUT_STEPS:])
    return task


def naive2(y: Floats, period: int, horizon: int) -> Floats:
    """The competition's reference: the last value, with seasons where the test finds them."""
    path = np.full(horizon, y[-1])
    if is_seasonal(y, period):
        indices = seasonal_indices(y, period, True, False)
        path[:] = adjusted(y, indices, True)[-1]
        readjust(path, indices, True, len(y))
    return path


def owa(task: Task, forecasts: Sequence[Floats]) -> float:
    """Mean of sMAPE and MASE, each relative to Naive2's mean over the task."""
    reference = [naive2(y, task.period, len(t)) for y, t in zip(task.train, task.test, strict=True)]
    relative = [
        np.mean(measure(task, forecasts)) / np.mean(measure(task, reference))
        for measure in (_smape, _mase)
    ]
    return float(np.mean(relative))


def _smape(task: Task, forecasts: Sequence[Floats]) -> list[float]:
    return [
        float(np.mean(2 * np.abs(f - t) / np.maximum(np.abs(f) + np.abs(t), 1e-9)))
        for f, t in zip(forecasts, task.test, strict=True)
    ]


def _mase(task: Task, forecasts: Sequence[Floats]) -> list[float]:
    errors = []
    for y, f, t in zip(task.train, forecasts, task.test, strict=True):
        lag = task.period if len(y) > task.period else 1
        scale = np.mean(np.abs(y[lag:] - y[:-lag]))
        if scale > 0:
            errors.append(float(np.mean(np.abs(f - t)) / scale))
    return errors


def rmsse(task: Task, forecasts: Sequence[Floats]) -> float:
    """Mean over items of the root mean squared error in units of the naive one's."""
    return float(
        np.mean(
            [
                np.sqrt(np.mean((f - t) ** 2) / np.mean(np.diff(y) ** 2))
                for y, f, t in zip(task.train, forecasts, task.test, strict=True)
            ]
        )
    )


def coverage(task: Task, forecasts: Sequence[Forecast]) -> dict[str, float]:
    """Per cent of the values that lie within their interval, by level."""
    told = {}
    for level in LEVELS:
        inside = [
            (f.low[level] <= t) & (t <= f.high[level])
            for f, t in zip(forecasts, task.test, strict=True)
        ]
        told[str(level)] = round(100 * float(np.mean(np.concatenate(inside))), 1)
    return told


def run_ours(task: Task, setting: str) -> tuple[list[Forecast], float]:
    """All forecasts of a task in one call, and processor seconds when it runs here."""
    horizon = max(map(len, task.test))
    forecast_many(task.train[:2], period=task.period, horizon=horizon)
    start = time.perf_counter()
    with spread_by(setting) as spread:
        found = forecast_many(
            task.train, period=task.period, horizon=horizon, levels=LEVELS, spread=spread
        )
    return found, time.perf_counter() - start


def run_peer(task: Task, name: str) -> tuple[list[Floats], float]:
    """A peer's forecasts one by one, on one core as ours."""
    start = time.perf_counter()
    found = []
    for at, (y, t) in enumerate(zip(task.train, task.test, strict=True)):
        model = PEERS[name](task.period)
        found.append(np.asarray(model.forecast(y=y, h=len(t))["mean"], float))
        if at % 500 == 499:
            report(f"{task.name}: {name} {at + 1} of {len(task.train)}")
    return found, time.perf_counter() - start


def measure(task: Task, arguments: argparse.Namespace) -> dict[str, Any]:
    """Ours and the peers on one task."""
    score = owa if task.measure == "owa" else rmsse
    names = REGULAR_PEERS if task.measure == "owa" else INTERMITTENT_PEERS
    found, seconds = run_ours(task, arguments.spread)
    points = [f.point[: len(t)] for f, t in zip(found, task.test, strict=True)]
    row: dict[str, Any] = {
        "data": task.name,
        "protocol": f"{task.measure}, horizon {max(map(len, task.test))}, period {task.period}",
        "measure": task.measure,
        "series": len(task.train),
        "ours": round(score(task, points), 4),
        "coverage": coverage(task, found),
        "seconds": {"ours": round(seconds, 2)},
        "ms_per_series": round(1000 * seconds / len(task.train), 2),
        "peers": {},
    }
    for name in names:
        if arguments.peer in (None, name):
            forecasts, taken = run_peer(task, name)
            row["peers"][name] = round(score(task, forecasts), 4)
            row["seconds"][name] = round(taken, 2)
    _compare(row)
    return row


def _compare(row: dict[str, Any]) -> None:
    if row["peers"]:
        row["best_peer"] = min(row["peers"], key=row["peers"].get)
        row["baseline"] = row["peers"][row["best_peer"]]
        row["ratio"] = round(row["ours"] / row["baseline"], 4)
    report(json.dumps(row))


def measure_load(load: Floats, steps: int, weekday: int, name: str, sample: int | None) -> Any:
    """Next-day curve and peak over the last fifth of the days, learned anew each fortnight."""
    days = load.reshape(-1, steps)
    first = int(len(days) * 0.8)
    last = len(days) if sample is None else min(len(days), first + sample)
    known = {"steps_per_day": steps, "weekday_of_first": weekday}
    start = time.perf_counter()
    found = []
    for day in range(first, last):
        history = load[: day * steps]
        if (day - first) % REFIT_DAYS == 0:
            model = LoadModel.fit(history, **known)
        found.append(model.next_day(history, **known))
    seen, week_ago = days[first:last], days[first - 7 : last - 7]
    curves = np.array([each.curve_kw for each in found])
    peaks = np.array([each.peak_kw for each in found])
    inside = [(f.low_kw <= s) & (s <= f.high_kw) for f, s in zip(found, seen, strict=True)]
    row = {
        "data": name,
        "protocol": "next day from midnight, last fifth of the days, same unit as the file",
        "measure": "mean absolute error",
        "series": last - first,
        "ours": round(float(np.abs(curves - seen).mean()), 3),
        "peers": {"same time last week": round(float(np.abs(week_ago - seen).mean()), 3)},
        "peak": {
            "ours": round(float(np.abs(peaks - seen.max(axis=1)).mean()), 3),
            "same day last week": round(
                float(np.abs(week_ago.max(axis=1) - seen.max(axis=1)).mean()), 3
            ),
        },
        "coverage": {"80": round(100 * float(np.mean(inside)), 1)},
        "seconds": {"ours": round(time.perf_counter() - start, 2)},
    }
    _compare(row)
    return row


def sampled(task: Task, count: int | None, seed: int) -> Task:
    """Some of the series, drawn by the seed."""
    if count is None or count >= len(task.train):
        return task
    rows = np.sort(np.random.default_rng(seed).permutation(len(task.train))[:count])
    return Task(
        task.name,
        task.period,
        task.measure,
        [task.train[row] for row in rows],
        [task.test[row] for row in rows],
    )


def rows_of(path: Path, arguments: argparse.Namespace) -> list[dict[str, Any]]:
    """Results of one file, by its shape; none for a file of another kind."""
    frame = pd.read_parquet(path) if path.suffix == ".parquet" else pd.DataFrame()
    columns = [name for name in map(str, frame.columns) if re.fullmatch(r"[a-z_]*\d+", name)]
    if {"unique_id", "part", "t", "y"} <= set(frame.columns):
        tasks = competition_tasks(frame, path.parent, path.stem)
    elif len(columns) >= 3 * HELD_OUT_STEPS:
        tasks = [table_task(frame, columns, path.stem)]
    else:
        load = _load(frame)
        if load is not None:
            return [measure_load(*load, path.stem, arguments.sample)]
        report(f"skipped {path.parent.name}/{path.name}: no shape that is known")
        return []
    drawn = [sampled(task, arguments.sample, arguments.seed) for task in tasks if task.train]
    return [measure(task, arguments) for task in drawn]


def _load(frame: pd.DataFrame) -> tuple[Floats, int, int] | None:
    """Values, steps in a day and first weekday of a file with dates and one energy column."""
    energy = [name for name in map(str, frame.columns) if re.search(r"usage.*kwh", name.lower())]
    if "date" not in frame.columns or len(energy) != 1:
        return None
    times = pd.to_datetime(frame["date"], dayfirst=True)
    # The step's stamp may be its end: midnight closes a day, it does not open the next one.
    step = (times.iloc[2] - times.iloc[1]).total_seconds()
    steps = round(86_400 / step)
    values = frame[energy[0]].to_numpy(float)
    whole = len(values) // steps * steps
    return values[:whole], steps, int(times.iloc[0].weekday())


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """All files below the path."""
    start = Path(arguments.data)
    paths = [start] if start.is_file() else sorted(p for p in start.rglob("*") if p.is_file())
    rows = []
    for path in paths:
        if path.suffix == ".parquet":
            rows += rows_of(path, arguments)
        elif path.suffix != ".csv":
            report(f"skipped {path.parent.name}/{path.name}: no shape that is known")
    return {"protocol": " ".join((__doc__ or "").split()), "entries": rows}


def main() -> None:
    """Read the command line, run, write JSON."""
    parser = argparse.ArgumentParser(prog="benchmarks.forecasting", description=__doc__)
    parser.add_argument("--data", required=True, help="folder or file with series")
    parser.add_argument("--sample", type=int, help="series a task, or days of load")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peer", choices=sorted(PEERS))
    parser.add_argument("--spread", default="here", help="here, processes:N, dask://, ray://")
    parser.add_argument("--json", help="file to write; standard output without it")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore", module="statsforecast")
    told = json.dumps(run(arguments), indent=2)
    if arguments.json:
        Path(arguments.json).write_text(told + "\n")
    else:
        print(told)


if __name__ == "__main__":
    main()
