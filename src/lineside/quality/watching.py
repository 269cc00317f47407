"""Whether a defect recurs, and what it goes together with."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from lineside.andon import actions as andon
from lineside.andon.model import Severity
from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.quality import store
from lineside.quality.defect_rate import usual_rate, watch_rate
from lineside.quality.events import CorrelationFound, DefectPatternSeen
from lineside.quality.model import Correlation, Pattern
from lineside.quality.searching import is_flawed, search, views
from lineside.tracing import queries as tracing

DEFECT = "tooth_flaw"
LOOK_BACK = timedelta(days=21)
# The quiet past from which the usual rate is taken, and how much of it is needed.
QUIET_SHARE = 0.4
LEAST_QUIET = 150
LEAST_IN_GROUP = 20
# Units between false alarms of one group, at least: some forty groups of a thousand units each are
# watched at a time, which then raise a few false alarms in a hundred looks back at most.
FALSE_ALARM_EVERY = 1_000_000.0


def watch_defects(work: Work) -> list[str]:
    """A sequential test over the judged units of the last weeks; tells a rise once."""
    if store.find_open_pattern(work, DEFECT) is not None:
        return []
    start = work.at - LOOK_BACK
    earlier = store.latest_pattern(work, DEFECT)
    rows = store.verdicts(work, start, work.at)
    quiet = int(len(rows) * QUIET_SHARE)
    if quiet < LEAST_QUIET:
        return []
    rate = usual_rate(sum(is_flawed(row) for row in rows[:quiet]), quiet)
    if not 0 < rate < 0.5:
        return []
    # Units from before the last pattern's end were news already.
    since = earlier and (earlier.concluded or earlier.at)
    fresh = [row for row in rows[quiet:] if since is None or row.at > since]
    for _, group in _by_machine(work, fresh):
        found = _risen(group, rate)
        if found is not None:
            pattern = _pattern(work, group[found:], rate)
            _announce(work, pattern)
            return [pattern.id]
    return []


def _by_machine(work: Work, rows: list[Any]) -> list[tuple[str, list[Any]]]:
    """The units as a whole, and those of each machine and operation: a rise that comes from one
    machine shows there long before it shows in the whole."""
    groups: dict[str, list[Any]] = {"": rows}
    steps: dict[str, set[str]] = {}
    for step in tracing.processes_of(work, sorted({row.lot for row in rows})):
        steps.setdefault(step.lot, set()).add(f"{step.operation}|{step.equipment}")
    for row in rows:
        for name in steps.get(row.lot, ()):
            groups.setdefault(name, []).append(row)
    return sorted(groups.items())


def _risen(rows: list[Any], rate: float) -> int | None:
    """The place from which the rate is risen, or None while chance explains it."""
    if len(rows) < LEAST_IN_GROUP:
        return None
    flawed = np.array([is_flawed(row) for row in rows], dtype=np.float64)
    watch = watch_rate(rate, false_alarm_every=FALSE_ALARM_EVERY).after(flawed)
    return watch.since if watch.alarmed else None


def _pattern(work: Work, rows: list[Any], rate: float) -> Pattern:
    flawed = sum(is_flawed(row) for row in rows)
    return Pattern(
        id=work.new_id(),
        defect=DEFECT,
        station=rows[0].station,
        since=rows[0].at,
        at=work.at,
        rate=flawed / len(rows),
        usual_rate=rate,
        parts=len(rows),
        flawed=flawed,
    )


def _announce(work: Work, pattern: Pattern) -> None:
    store.save_pattern(work, pattern)
    work.tell(
        DefectPatternSeen(
            pattern.id, pattern.defect, pattern.station, pattern.since, pattern.rate,
            pattern.usual_rate, pattern.parts, pattern.flawed,
        )
    )  # fmt: skip
    site = pattern.station.split("/")[0]
    since = pattern.since.astimezone(ZoneInfo(plant.calendar_of(work, site).zone))
    andon.raise_alert(
        work,
        kind="quality.pattern",
        severity=Severity.WARNING,
        title=f"Flawed teeth recur: {pattern.flawed} of {pattern.parts} since "
        f"{since:%a %d %b, %H:%M}",
        equipment=pattern.station,
        facts={"rate": pattern.rate, "usual_rate": pattern.usual_rate},
        link=f"/quality?pattern={pattern.id}",
    )


def correlate_pattern(work: Work, name: str) -> str:
    """Search, remember and tell; empty while nothing stands out."""
    pattern = store.load_pattern(work, name)
    found = search(work, pattern)
    if found is None or pattern.correlation:
        return pattern.correlation
    strongest = found.band or found.machine
    correlation = Correlation(
        id=work.new_id(),
        pattern=pattern.id,
        defect=pattern.defect,
        at=work.at,
        equipment=found.equipment,
        operation=found.operation,
        signal=found.signal,
        low=_bound(strongest.low),
        high=_bound(strongest.high),
        odds_ratio=float(np.clip(found.machine.odds_ratio, 0, 1e6)),
        p_value=found.machine.p_corrected,
        parts=found.findings.parts,
        flawed=found.findings.flawed,
        drivers=views(found.findings),
        caveats=list(found.findings.caveats),
    )
    store.save_correlation(work, correlation)
    pattern.correlation = correlation.id
    store.save_pattern(work, pattern)
    work.tell(
        CorrelationFound(
            correlation.id, pattern.id, pattern.defect, correlation.equipment,
            correlation.operation, correlation.signal, correlation.low or 0.0,
            correlation.high or 0.0, correlation.odds_ratio, correlation.p_value,
            correlation.parts, correlation.flawed,
        )
    )  # fmt: skip
    return correlation.id


def _bound(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else float(value)
