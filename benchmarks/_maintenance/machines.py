"""Machines with context: tool wear on a mill, failures of components from telemetry and events."""

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from benchmarks._maintenance.found import Found, columns, near, records
from benchmarks._maintenance.lines import Line, Results, Skipped, Watch, progress
from lineside.learning import metrics
from lineside.learning.boosting import BoostingSettings, fit_boosting
from lineside.maintenance.event_features import events_within, hours_since
from lineside.maintenance.window_features import asset_starts, window_features

Array = npt.NDArray[np.float64]

AHEAD_H = 24.0
LEARNT_SHARE = 0.7
EVENT_LIMIT_H = 3000.0


def run_mill(found: Found, sample: int | None, seed: int) -> Results:
    """Worn or not, one experiment left out; the score of an experiment from all its rows."""
    for path in found.of("cnc"):
        meta = list(near(path, found.of("cnc_meta")))
        if not meta:
            yield Skipped(path.stem, "no table of the experiments")
            continue
        progress("CNC mill")
        yield _mill(columns(path), records(meta[0]), sample, seed)


def _mill(held: dict[str, Any], meta: list[dict[str, str]], sample: int | None, seed: int) -> Line:
    about = {int(each["No"]): each["tool_condition"] == "worn" for each in meta}
    names = [
        name
        for name, values in held.items()
        if name != "experiment" and np.issubdtype(values.dtype, np.number)
    ]
    rows = np.column_stack([np.asarray(held[name], dtype=np.float64) for name in names])
    numbers = _without_repeats(rows, held["experiment"])
    numbers = [each for each in numbers if each in about]
    numbers = numbers if sample is None else numbers[: max(sample, 12)]
    label = np.array([about[each] for each in numbers], dtype=np.float64)
    watch = Watch()
    cutting = np.array([str(each).startswith("Layer") for each in held["Machining_Process"]])
    effort = _effort([rows[cutting & (held["experiment"] == each)] for each in numbers], names)
    ours = _left_out(effort, label, lambda: _logistic(0.1))
    seconds = watch.seconds()
    plain = np.array([rows[held["experiment"] == each].mean(axis=0) for each in numbers])
    base = _left_out(plain, label, lambda: _logistic(1.0))
    return Line(
        "cnc mill",
        f"{len(numbers)} experiments without exact repeats, one left out",
        "auroc",
        metrics.roc_auc(label, ours),
        metrics.roc_auc(label, base),
        "logistic regression on means",
        True,
        seconds,
    )


def _without_repeats(rows: Array, experiment: npt.NDArray[Any]) -> list[int]:
    """Experiments in order, leaving out those whose rows are another's: they would leak."""
    seen: set[bytes] = set()
    found = []
    for each in np.unique(experiment):
        held = rows[experiment == each].tobytes()
        if held not in seen:
            found.append(int(each))
        seen.add(held)
    return found


def _effort(parts: list[Array], names: list[str]) -> Array:
    """Effort of the drives while they cut: median, upper tenth and unsteadiness, as logarithms."""
    wanted = [
        place
        for place, name in enumerate(names)
        if any(mark in name for mark in ("Current", "Power", "Voltage"))
    ]
    told = []
    for rows in parts:
        part = np.abs(rows[:, wanted])
        rough = np.abs(np.diff(rows[:, wanted], axis=0)).mean(axis=0)
        told.append(np.concatenate([*np.quantile(part, (0.5, 0.9), axis=0), rough]))
    found: Array = np.log(np.array(told) + 1e-6)
    return found


def _left_out(rows: Array, label: Array, fresh: Any) -> Array:
    found = np.empty(len(label))
    for each in range(len(label)):
        kept = np.arange(len(label)) != each
        found[each] = fresh().fit(rows[kept], label[kept]).predict_proba(rows[[each]])[0, 1]
    return found


def _logistic(looseness: float) -> Any:
    model = LogisticRegression(max_iter=2000, C=looseness, class_weight="balanced")
    return make_pipeline(StandardScaler(), model)


def run_components(found: Found, sample: int | None, seed: int) -> Results:
    """Any component of a machine fails within 24 h: learnt from the first 70 % of the time."""
    for path in found.of("azure_telemetry"):
        others = {
            kind: next(near(path, found.of(f"azure_{kind}")), None)
            for kind in ("failures", "errors", "maint", "machines")
        }
        if None in others.values():
            yield Skipped(path.stem, "failures, errors, maintenance or machines missing")
            continue
        progress("Azure telemetry")
        tables = {kind: records(each) for kind, each in others.items() if each is not None}
        yield from _components(columns(path), tables, sample, seed)


def _components(
    held: dict[str, Any], tables: dict[str, list[dict[str, str]]], sample: int | None, seed: int
) -> Results:
    machines = np.unique(held["machineID"])[:sample]
    order = np.lexsort((held["datetime"], held["machineID"]))
    order = order[np.isin(held["machineID"][order], machines)]
    machine = held["machineID"][order]
    began = held["datetime"].min()
    hours = _hours(held["datetime"][order], began)
    signals = np.column_stack(
        [held[name][order] for name in ("volt", "rotate", "pressure", "vibration")]
    )
    label = _ahead(machine, hours, tables["failures"], began)
    watch = Watch()
    center, spread = signals.mean(axis=0), signals.std(axis=0)
    rows = np.column_stack(
        [
            window_features((signals - center) / spread, asset_starts(machine)),
            _event_rows(machine, hours, tables, began),
        ]
    )
    cut = LEARNT_SHARE * hours.max()
    # The day before the cut is left out: its labels look into the time that is judged.
    learnt, judged = hours <= cut - AHEAD_H, (hours > cut) & (hours <= hours.max() - AHEAD_H)
    chosen = BoostingSettings("binary", trees=200, leaves=15, fewest_rows=30, feature_share=0.5)
    ours = fit_boosting(rows[learnt], label[learnt], chosen, seed=seed).predict(rows[judged])
    seconds = watch.seconds()
    means = window_features(signals, asset_starts(machine))[:, -4 * 5 : -4 * 2]
    plain = _logistic(1.0).fit(means[learnt], label[learnt])
    base = np.asarray(plain.predict_proba(means[judged]))[:, 1]
    more = {"machines": len(machines), "share_of_positives": float(label[judged].mean())}
    for metric, figure in (("pr auc", metrics.average_precision), ("auroc", metrics.roc_auc)):
        yield Line(
            "azure telemetry",
            "failure within 24 h, last 30 % of the time judged",
            metric,
            figure(label[judged], ours),
            figure(label[judged], base),
            "logistic regression on smoothed telemetry",
            True,
            seconds,
            more,
        )


def _hours(times: npt.NDArray[Any], began: Any) -> Array:
    found: Array = (times.astype("datetime64[s]") - began.astype("datetime64[s]")) / np.timedelta64(
        3600, "s"
    )
    return found


def _events_h(
    table: list[dict[str, str]], machine: int, column: str, value: str, began: Any
) -> Array:
    times = [
        each["datetime"]
        for each in table
        if int(each["machineID"]) == machine and each[column] == value
    ]
    return _hours(np.array(times, dtype="datetime64[s]"), began)


def _ahead(
    machine: npt.NDArray[Any], hours: Array, failures: list[dict[str, str]], began: Any
) -> Array:
    found = np.zeros(len(hours))
    kinds = sorted({each["failure"] for each in failures})
    for each in np.unique(machine):
        mine = machine == each
        for kind in kinds:
            events = _events_h(failures, int(each), "failure", kind, began)
            found[mine] += events_within(hours[mine] + AHEAD_H, events, AHEAD_H)
    return (found > 0).astype(np.float64)


def _event_rows(
    machine: npt.NDArray[Any],
    hours: Array,
    tables: dict[str, list[dict[str, str]]],
    began: Any,
) -> Array:
    """Errors of each kind within a day, hours since each component was replaced, model, age."""
    errors = sorted({each["errorID"] for each in tables["errors"]})
    parts = sorted({each["comp"] for each in tables["maint"]})
    about = {int(each["machineID"]): each for each in tables["machines"]}
    found = np.zeros((len(hours), len(errors) + len(parts) + 2))
    for each in np.unique(machine):
        mine, number = machine == each, int(each)
        columns_ = [
            events_within(
                hours[mine], _events_h(tables["errors"], number, "errorID", e, began), 24.0
            )
            for e in errors
        ]
        columns_ += [
            hours_since(
                hours[mine], _events_h(tables["maint"], number, "comp", p, began), EVENT_LIMIT_H
            )
            for p in parts
        ]
        kind = float(about[number]["model"].removeprefix("model"))
        columns_ += [np.full(mine.sum(), kind), np.full(mine.sum(), float(about[number]["age"]))]
        found[mine] = np.column_stack(columns_)
    return found
