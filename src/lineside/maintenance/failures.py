"""Failure within a horizon, learnt from telemetry and events: features, boosting, calibration.

A row is a time of an asset; what is asked is whether the asset fails within the horizon after it.
Rows whose horizon reaches beyond the asset's record are left out, unless a failure lies in it. The
model is fitted on the first part of the time, its score made a probability on the next, and it is
tried on the last: later than all that it has seen, as it will be used.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.learning import metrics
from lineside.learning.boosting import BoostingSettings, fit_boosting
from lineside.learning.calibration import Calibration, fit_calibration
from lineside.learning.interactions import pairwise_columns
from lineside.learning.onnx_models import OnnxModel
from lineside.learning.tables import DataTable, read_table
from lineside.maintenance.errors import HistoryInvalid, NoRunToFailure
from lineside.maintenance.event_features import events_within, hours_since
from lineside.maintenance.lives import asset_names
from lineside.maintenance.packed import packed, unpacked
from lineside.maintenance.window_features import asset_starts, window_features

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FORMAT = 1
FITTED, CALIBRATED = 0.55, 0.7
LEAST_FAILURES = 5
MOST_PAIRED = 6
LONGER, LONGEST = 3.0, 10.0
MOST_CELLS = 6_000_000
SETTINGS = BoostingSettings(
    objective="binary", trees=300, leaves=15, rate=0.05, fewest_rows=30, feature_share=0.5
)


@dataclass(frozen=True)
class FailureColumns:
    """Which columns mean what: hours, and 1 in ``failed`` and ``events`` where it happened."""

    asset: str
    time_h: str
    failed: str
    signals: tuple[str, ...]
    events: tuple[str, ...]
    horizon_h: float


@dataclass(frozen=True)
class FailureFile:
    """A fitted model: raw scores from boosting, made probabilities by ``calibration``."""

    columns: FailureColumns
    booster: OnnxModel
    calibration: Calibration


@dataclass(frozen=True)
class FailureReport:
    """How the later part of the time was told. The baseline is the share of rows before a failure
    in the part fitted on."""

    rows: int
    tried_rows: int
    failures: int
    average_precision: float
    base_rate: float
    brier: float
    base_rate_brier: float
    calibration_error: float


@dataclass(frozen=True)
class _Rows:
    """A table's rows by asset and time."""

    asset: npt.NDArray[Any]
    time_h: Array
    failed: Flags
    signals: Array
    events: Array


def columns_of(
    table: DataTable,
    asset: str,
    time_h: str,
    failed: str,
    signals: list[str],
    events: list[str],
    horizon_h: float,
) -> FailureColumns:
    """Check the names; without ``signals`` all other columns of numbers are taken."""
    named = [asset, time_h, failed, *events]
    table.check([*named, *signals])
    others = [n for n, v in table.columns.items() if n not in named and v.dtype.kind == "f"]
    if not (signals or others or events):
        raise HistoryInvalid(problem="no column is left as a signal", named=named)
    if not np.isfinite(horizon_h) or horizon_h <= 0:
        raise HistoryInvalid(problem="the horizon is not positive", horizon=horizon_h)
    return FailureColumns(asset, time_h, failed, tuple(signals or others), tuple(events), horizon_h)


def _rows_of(table: DataTable, columns: FailureColumns, *, labelled: bool) -> _Rows:
    names = [columns.time_h, *columns.signals, *columns.events]
    names += [columns.failed] if labelled else []
    numbers = table.numbers(names)
    holes = [n for n, column in zip(names, numbers.T, strict=True) if not np.isfinite(column).all()]
    if holes:
        raise HistoryInvalid(problem="values are missing", columns=holes)
    if numbers.size > MOST_CELLS:
        raise HistoryInvalid(problem="too many values", values=numbers.size, at_most=MOST_CELLS)
    asset = asset_names(table.columns[columns.asset])
    order = np.lexsort((numbers[:, 0], asset))
    asset, numbers = asset[order], numbers[order]
    same = asset[1:] == asset[:-1]
    if (np.diff(numbers[:, 0])[same] <= 0).any():
        raise HistoryInvalid(problem="time does not rise within an asset")
    last = 1 + len(columns.signals)
    failed = numbers[:, -1] > 0 if labelled else np.zeros(len(numbers), dtype=np.bool_)
    events = numbers[:, last : last + len(columns.events)]
    return _Rows(asset, numbers[:, 0], failed, numbers[:, 1:last], events)


def features(rows: _Rows, columns: FailureColumns) -> Array:
    """Windows of the signals, their products and ratios where they are few, and what happened."""
    parts = [window_features(rows.signals, asset_starts(rows.asset))] if columns.signals else []
    if 2 <= len(columns.signals) <= MOST_PAIRED:
        parts.append(pairwise_columns(rows.signals, columns.signals)[0][:, rows.signals.shape[1] :])
    if columns.events:
        parts.append(_happened(rows, columns.horizon_h))
    return np.hstack(parts)


def _happened(rows: _Rows, horizon_h: float) -> Array:
    found = np.empty((len(rows.asset), 3 * rows.events.shape[1]))
    for asset in np.unique(rows.asset):
        mine = rows.asset == asset
        for n in range(rows.events.shape[1]):
            moments = rows.time_h[mine]
            events = moments[rows.events[mine, n] > 0]
            found[mine, 3 * n] = events_within(moments, events, horizon_h)
            found[mine, 3 * n + 1] = events_within(moments, events, LONGER * horizon_h)
            found[mine, 3 * n + 2] = hours_since(moments, events, LONGEST * horizon_h)
    return found


def _labels(rows: _Rows, horizon_h: float) -> tuple[Flags, Flags]:
    """Whether a failure follows within the horizon, and whether that is known."""
    soon, known = (np.zeros(len(rows.asset), dtype=np.bool_) for _ in range(2))
    for asset in np.unique(rows.asset):
        mine = rows.asset == asset
        moments = rows.time_h[mine]
        failures = moments[rows.failed[mine]]
        after = np.searchsorted(failures, moments, side="right")
        until = np.append(failures, np.inf)[after] - moments
        soon[mine] = until <= horizon_h
        known[mine] = soon[mine] | (moments + horizon_h <= moments[-1])
    return soon, known


def fit_failures(table: DataTable, columns: FailureColumns) -> tuple[FailureFile, FailureReport]:
    """Fit, calibrate and try. Raises ``HistoryInvalid`` and ``NoRunToFailure``."""
    rows = _rows_of(table, columns, labelled=True)
    failures = int(rows.failed.sum())
    if failures == 0:
        raise NoRunToFailure(column=columns.failed, assets=len(np.unique(rows.asset)))
    soon, known = _labels(rows, columns.horizon_h)
    first, second = np.quantile(rows.time_h, (FITTED, CALIBRATED))
    gap = columns.horizon_h
    fitted = known & (rows.time_h <= first - gap)
    between = known & (rows.time_h > first) & (rows.time_h <= second - gap)
    tried = known & (rows.time_h > second)
    for name, part in (("fitted on", fitted), ("calibrated on", between), ("tried on", tried)):
        _check_part(name, soon[part])
    given = features(rows, columns)
    label = soon.astype(np.float64)
    booster = fit_boosting(given[fitted], label[fitted], SETTINGS)
    calibration = fit_calibration(label[between], booster.predict(given[between]))
    told = calibration.probability(booster.predict(given[tried]))
    truth, base = label[tried], float(label[fitted].mean())
    report = FailureReport(
        rows=len(label),
        tried_rows=int(tried.sum()),
        failures=failures,
        average_precision=metrics.average_precision(truth, told),
        base_rate=float(truth.mean()),
        brier=metrics.brier_score(truth, told),
        base_rate_brier=metrics.brier_score(truth, np.full(len(truth), base)),
        calibration_error=metrics.calibration_error(truth, told),
    )
    return FailureFile(columns, booster, calibration), report


def _check_part(name: str, soon: Flags) -> None:
    if soon.sum() < LEAST_FAILURES or soon.all():
        raise HistoryInvalid(
            problem=f"too few rows before a failure in the part of the time that is {name}",
            rows=len(soon),
            before_a_failure=int(soon.sum()),
            at_least=LEAST_FAILURES,
        )


def fit_file(
    content: bytes,
    asset: str,
    time_h: str,
    failed: str,
    signals: list[str],
    events: list[str],
    horizon_h: float,
) -> tuple[bytes, FailureReport]:
    """From a table's bytes to a model's."""
    table = read_table(content)
    columns = columns_of(table, asset, time_h, failed, signals, events, horizon_h)
    found, report = fit_failures(table, columns)
    return pack(found), report


def predict_failures(found: FailureFile, table: DataTable) -> list[tuple[str, float, float]]:
    """Asset, its newest time in hours, and the probability of a failure within the horizon."""
    rows = _rows_of(table, found.columns, labelled=False)
    last = np.append(rows.asset[1:] != rows.asset[:-1], True)
    given = features(rows, found.columns)[last]
    chance = found.calibration.probability(found.booster.predict(given))
    told = zip(rows.asset[last], rows.time_h[last], chance, strict=True)
    return [(str(asset), float(at), float(each)) for asset, at, each in told]


def pack(found: FailureFile) -> bytes:
    """The model as arrays and an ONNX file in one ``npz`` file."""
    facts = {"columns": vars(found.columns)}
    arrays: dict[str, Any] = {
        "booster": np.frombuffer(found.booster.data, dtype=np.uint8),
        "scores": found.calibration.scores,
        "probabilities": found.calibration.probabilities,
    }
    return packed(FORMAT, facts, arrays)


def unpack(digest: str, content: bytes) -> FailureFile:
    """What ``pack`` wrote; nothing in it is executed. Raises ``ModelFileUnreadable``."""
    with unpacked(digest, content, FORMAT) as (facts, arrays):
        told = facts["columns"]
        columns = FailureColumns(
            told["asset"],
            told["time_h"],
            told["failed"],
            tuple(told["signals"]),
            tuple(told["events"]),
            float(told["horizon_h"]),
        )
        calibration = Calibration(arrays["scores"], arrays["probabilities"])
        return FailureFile(columns, OnnxModel(arrays["booster"].tobytes()), calibration)
