"""Anomalies in streams without labels: SKAB, NAB and the Tennessee Eastman process."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import IsolationForest

from benchmarks._maintenance.found import Found, columns, near, records
from benchmarks._maintenance.lines import Line, Results, Skipped, Watch, progress
from lineside.learning import metrics
from lineside.maintenance.anomaly.combination import anomaly_score, fit_anomaly, with_lags

Array = npt.NDArray[np.float64]

SKAB_NORMAL_ROWS = 400
NAB_NORMAL_SHARE = 0.15
TENNESSEE_FAULT_ROW = 160
TENNESSEE_HIDDEN = (3, 9, 15)


def run_skab(found: Found, sample: int | None, seed: int) -> Results:
    """Each file: fitted on its first 400 rows, judged on the rest; figures over all rows."""
    paths = found.of("skab")[:sample]
    if not paths:
        return
    progress(f"SKAB, {len(paths)} files")
    labels, scores, alarms, theirs, their_alarms = ([] for _ in range(5))
    watch, seconds = Watch(), 0.0
    for path in paths:
        rows, label = _skab(path)
        began = watch.seconds()
        model = fit_anomaly(rows[:SKAB_NORMAL_ROWS], seed=seed)
        told = anomaly_score(model, rows)
        seconds += watch.seconds() - began
        labels.append(label[SKAB_NORMAL_ROWS:])
        scores.append(told.score[SKAB_NORMAL_ROWS:])
        alarms.append(told.alarm[SKAB_NORMAL_ROWS:])
        distance = _t_squared(rows, SKAB_NORMAL_ROWS)
        theirs.append(distance[SKAB_NORMAL_ROWS:])
        limit = np.quantile(distance[:SKAB_NORMAL_ROWS], 0.99)
        their_alarms.append(distance[SKAB_NORMAL_ROWS:] > limit)
    truth = np.concatenate(labels)
    alarm = np.concatenate(alarms).astype(np.float64)
    more = {
        "false_alarm_share": float(alarm[truth == 0].mean()),
        "false_alarm_share_of_baseline": float(np.concatenate(their_alarms)[truth == 0].mean()),
        "f1_of_all_anomalous": float(2 * truth.mean() / (1 + truth.mean())),
        "files": len(paths),
    }
    told_f1 = metrics.f1(truth, alarm)
    base_f1 = metrics.f1(truth, np.concatenate(their_alarms).astype(np.float64))
    name, protocol = "Hotelling T-squared, 99 % limit", "fitted on each file's first 400 rows"
    yield Line("skab", protocol, "f1", told_f1, base_f1, name, True, seconds, more)
    ours = metrics.roc_auc(truth, np.concatenate(scores))
    base = metrics.roc_auc(truth, np.concatenate(theirs))
    yield Line("skab", protocol, "auroc", ours, base, name, True, seconds, more)


def _skab(path: Path) -> tuple[Array, Array]:
    held = records(path, ";")
    signals = [name for name in held[0] if name not in {"datetime", "anomaly", "changepoint"}]
    rows = np.array([[float(each[name]) for name in signals] for each in held])
    return rows, np.array([float(each["anomaly"]) for each in held])


def _t_squared(rows: Array, normal: int) -> Array:
    centred = rows - rows[:normal].mean(axis=0)
    spread = np.cov(centred[:normal], rowvar=False) + 1e-9 * np.eye(rows.shape[1])
    found: Array = np.einsum("ij,jk,ik->i", centred, np.linalg.inv(spread), centred)
    return found


def run_nab(found: Found, sample: int | None, seed: int) -> Results:
    """Each series: fitted on its first 15 %, judged on the rest by the labelled windows."""
    for path in found.of("nab")[:sample]:
        windows = [
            json.loads(each.read_text()).get(path.name)
            for each in near(path, found.of("nab_labels"))
        ]
        if not windows or windows[0] is None:
            yield Skipped(f"nab {path.stem}", "no labelled windows for this series")
            continue
        progress(f"NAB {path.stem}")
        yield _nab(path, windows[0]["windows"], seed)


def _nab(path: Path, windows: list[list[str]], seed: int) -> Line:
    held = records(path)
    times = np.array([np.datetime64(each["timestamp"]) for each in held])
    values = np.array([float(each["value"]) for each in held])
    label = np.zeros(len(values))
    for first, last in windows:
        label[(times >= np.datetime64(first)) & (times <= np.datetime64(last))] = 1.0
    normal = int(NAB_NORMAL_SHARE * len(values))
    step_s = float(np.median(np.diff(times)) / np.timedelta64(1, "s"))
    watch = Watch()
    # One row, an hour, a quarter of a day and a day, in rows of this series.
    spans = sorted({max(1.0, round(each / step_s)) for each in (step_s, 3600, 21600, 86400)})
    rows = np.column_stack([values, np.append(0.0, np.diff(values))])
    smooth = max(1.0, round(3 * 3600 / step_s))
    model = fit_anomaly(rows[:normal], spans=spans, score_span=smooth, seed=seed)
    score = anomaly_score(model, rows).score
    seconds = watch.seconds()
    lagged = with_lags(values[:, None], 11)
    forest = IsolationForest(random_state=seed).fit(lagged)
    base = -forest.score_samples(lagged)
    return Line(
        f"nab {path.stem}",
        "fitted on the first 15 %, labelled windows of the rest",
        "auroc",
        metrics.roc_auc(label[normal:], score[normal:]),
        metrics.roc_auc(label[normal:], base[normal:]),
        "isolation forest on 12 lags, fitted on the whole series",
        True,
        seconds,
    )


def run_tennessee(found: Found, sample: int | None, seed: int) -> Results:
    """Detection rate at 1 % false alarms on the normal test run, faults 3, 9, 15 left out."""
    for path in found.of("tennessee"):
        progress("Tennessee Eastman")
        held = columns(path)
        rows = np.column_stack([held[name] for name in held if name.startswith("XM")])
        fault, test = held["fault"], held["part"] == "test"
        faults = [each for each in np.unique(fault) if each not in {0, *TENNESSEE_HIDDEN}]
        faults = faults[:sample]
        normal = rows[~test & (fault == 0)]
        watch = Watch()
        model = fit_anomaly(normal, spans=(1.0, 10.0), lags=0, score_span=19.0, seed=seed)
        quiet = anomaly_score(model, rows[test & (fault == 0)])
        limit = float(np.quantile(quiet.score, 0.99))
        runs = [anomaly_score(model, rows[test & (fault == each)]) for each in faults]
        seconds = watch.seconds()
        ours = [np.mean(each.score[TENNESSEE_FAULT_ROW:] > limit) for each in runs]
        own = [np.mean(each.alarm[TENNESSEE_FAULT_ROW:]) for each in runs]
        base = _components(normal, rows, test, fault, faults)
        yield Line(
            "tennessee eastman",
            f"{len(faults)} faults, limit at 1 % false alarms on the normal test run",
            "detection rate",
            float(np.mean(ours)),
            base,
            "PCA T-squared and SPE at the same false alarms",
            True,
            seconds,
            {
                "detection_at_own_limit": float(np.mean(own)),
                "false_alarm_share_at_own_limit": float(quiet.alarm.mean()),
            },
        )


def _components(
    normal: Array,
    rows: Array,
    test: npt.NDArray[np.bool_],
    fault: npt.NDArray[np.int64],
    faults: list[int],
) -> float:
    center, spread = normal.mean(axis=0), normal.std(axis=0)
    standard = (normal - center) / spread
    values, vectors = np.linalg.eigh(np.cov(standard, rowvar=False))
    kept = np.cumsum(values[::-1]) / values.sum() <= 0.9
    main, sizes = vectors[:, ::-1][:, kept], values[::-1][kept]

    def both(part: Array) -> tuple[Array, Array]:
        told = (part - center) / spread
        scores = told @ main
        return (scores**2 / sizes).sum(axis=1), ((told - scores @ main.T) ** 2).sum(axis=1)

    quiet = both(rows[test & (fault == 0)])
    limits = [np.quantile(each, 0.995) for each in quiet]
    caught = []
    for each in faults:
        pair = both(rows[test & (fault == each)][TENNESSEE_FAULT_ROW:])
        caught.append(np.mean((pair[0] > limits[0]) | (pair[1] > limits[1])))
    return float(np.mean(caught))
