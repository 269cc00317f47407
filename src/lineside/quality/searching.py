"""What a defect pattern goes together with: parts, the machines and people behind them, signals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.kernel.work import Work
from lineside.quality import store
from lineside.quality.drivers import Driver, Findings, find_drivers
from lineside.quality.model import DriverView, Pattern
from lineside.telemetry import queries as telemetry
from lineside.tracing import queries as tracing

EVERY = timedelta(minutes=20)
# The same days for every machine: an older, quieter time would only thin the difference out.
BEFORE = timedelta(days=1)
LEAST_PARTS = 40

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Found:
    """The drivers, and the machine, operation and signal band that they point to."""

    findings: Findings
    equipment: str
    operation: str
    machine: Driver
    signal: str
    band: Driver | None


@dataclass(frozen=True)
class _Part:
    """One judged unit: which lot, whether it is flawed, and the steps its lot went through."""

    lot: str
    flawed: bool
    steps: dict[str, Any]


def search(work: Work, pattern: Pattern) -> Found | None:
    """Look for what goes together with a pattern; None where nothing stands out."""
    parts = _parts(work, pattern.since - BEFORE, work.at)
    flawed = sum(part.flawed for part in parts)
    if len(parts) < LEAST_PARTS or not 0 < flawed < len(parts):
        return None
    categories = _categories(work, parts)
    signals = _signals(work, parts)
    findings = find_drivers(
        np.array([part.flawed for part in parts], dtype=np.float64),
        categories=categories,
        signals=signals,
    )
    return _pointed_at(findings)


def _parts(work: Work, start: datetime, end: datetime) -> list[_Part]:
    rows = store.verdicts(work, start, end)
    lots = sorted({row.lot for row in rows})
    steps: dict[str, dict[str, Any]] = {}
    for step in tracing.processes_of(work, lots):
        steps.setdefault(step.lot, {})[step.operation] = step
    return [_Part(row.lot, is_flawed(row), steps[row.lot]) for row in rows if row.lot in steps]


def is_flawed(row: Any) -> bool:
    """A person's verdict outranks the inspector's."""
    return bool(row.judged == "flawed" if row.judged else row.flawed)


def _operations(parts: Sequence[_Part]) -> list[str]:
    return sorted({operation for part in parts for operation in part.steps})


def _categories(work: Work, parts: Sequence[_Part]) -> dict[str, list[str | None]]:
    """Machine and person of each operation, and the material lots that went in."""
    columns: dict[str, list[str | None]] = {}
    for operation in _operations(parts):
        steps = [part.steps.get(operation) for part in parts]
        columns[f"machine@{operation}"] = [s.equipment if s else None for s in steps]
        columns[f"person@{operation}"] = [s.people[0] if s and s.people else None for s in steps]
    inputs = tracing.inputs_of(work, sorted({part.lot for part in parts}))
    columns["material_lot"] = [inputs.get(part.lot) for part in parts]
    return {name: column for name, column in columns.items() if len(set(column)) > 1}


def _signals(work: Work, parts: Sequence[_Part]) -> dict[str, Floats]:
    """Mean of each analog signal of the machine that did an operation, while it did it."""
    columns: dict[str, Floats] = {}
    for operation in _operations(parts):
        steps = {p.lot: p.steps[operation] for p in parts if operation in p.steps}
        by_lot = _means(work, steps)
        for signal in sorted({name for means in by_lot.values() for name in means}):
            values = [by_lot.get(p.lot, {}).get(signal, np.nan) for p in parts]
            column = np.array(values, dtype=np.float64)
            if np.isfinite(column).sum() >= LEAST_PARTS and np.nanstd(column) > 0:
                columns[f"{signal}@{operation}"] = column
    return columns


def _means(work: Work, steps: dict[str, Any]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {lot: {} for lot in steps}
    for equipment in sorted({step.equipment for step in steps.values()}):
        own = {lot: step for lot, step in steps.items() if step.equipment == equipment}
        tags = [t for t in telemetry.tags(work, equipment=equipment) if t.tag_class == "analog"]
        if not tags:
            continue
        start = min(step.start for step in own.values())
        end = max(step.end for step in own.values()) + EVERY
        courses = _courses(work, [t.id for t in tags], start, end)
        for tag in tags:
            if tag.id in courses:
                _average(courses[tag.id], own, tag.signal, found)
    return found


def _courses(
    work: Work, tags: list[str], start: datetime, end: datetime
) -> dict[str, tuple[Floats, Floats]]:
    """Per tag: seconds since the epoch of each interval, and its mean."""
    table = telemetry.window_mean(work, tags=tags, start=start, end=end, every=EVERY)
    names = np.array(table["tag"].to_pylist(), dtype=object)
    seconds = table["time"].cast("int64").to_numpy() / 1e6
    means = table["mean"].to_numpy(zero_copy_only=False).astype(np.float64)
    return {tag: (seconds[names == tag], means[names == tag]) for tag in tags if tag in names}


def _average(
    course: tuple[Floats, Floats],
    steps: dict[str, Any],
    signal: str,
    found: dict[str, dict[str, float]],
) -> None:
    seconds, means = course
    for lot, step in steps.items():
        first = np.searchsorted(seconds, step.start.timestamp() - EVERY.total_seconds())
        last = np.searchsorted(seconds, step.end.timestamp(), side="right")
        inside = means[first:last]
        inside = inside[np.isfinite(inside)]
        if len(inside):
            found[lot][signal] = float(inside.mean())


def _pointed_at(findings: Findings) -> Found | None:
    """The strongest machine that no other column explains, and the strongest signal on its step."""
    machines = [
        each
        for each in findings.significant
        if each.column.startswith("machine@")
        and each.odds_ratio > 1
        and not [column for column in each.explained_by if column.startswith("machine@")]
    ]
    if not machines:
        return None
    machine = machines[0]
    operation = machine.column.split("@")[1]
    bands = [
        each
        for each in findings.significant
        if each.kind == "signal" and each.column.endswith(f"@{operation}") and each.odds_ratio > 1
    ]
    band = _most_telling(bands)
    signal = band.column.split("@")[0] if band else ""
    return Found(findings, machine.level or "", operation, machine, signal, band)


def _most_telling(bands: list[Driver]) -> Driver | None:
    """A vibration band outranks others of like strength: it is what a bearing shows first."""
    if not bands:
        return None
    vibration = [each for each in bands if "vibration" in each.column]
    return (vibration or bands)[0]


def views(findings: Findings, count: int = 12) -> list[DriverView]:
    """The strongest drivers as plain values."""
    return [
        DriverView(
            column=d.column,
            kind=d.kind,
            level=d.level,
            low=_finite(d.low),
            high=_finite(d.high),
            parts=d.parts,
            flawed=d.flawed,
            rate=d.rate,
            rate_elsewhere=d.rate_elsewhere,
            odds_ratio=_bounded(d.odds_ratio),
            odds_ratio_low=_bounded(d.odds_ratio_low),
            odds_ratio_high=_bounded(d.odds_ratio_high),
            p_value=d.p_value,
            p_corrected=d.p_corrected,
            explained_by=list(d.explained_by),
            caveats=list(d.caveats),
        )
        for d in findings.drivers[:count]
    ]


def _finite(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else float(value)


def _bounded(value: float) -> float:
    """JSON knows no infinity; an odds ratio beyond a million says no more than that."""
    return float(np.clip(value, 1e-6, 1e6))
