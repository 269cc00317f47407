"""Each machine's usual behaviour: learnt from its past, scored as it runs, told when it departs."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import delete, select

from lineside.andon import actions as andon
from lineside.andon.model import Severity
from lineside.kernel.bulk import add_rows
from lineside.kernel.errors import Refusal
from lineside.kernel.files import Files
from lineside.kernel.parking import park
from lineside.kernel.work import Work
from lineside.learning import actions as learning
from lineside.learning import queries as learned
from lineside.learning.model import Figure, ModelVersion
from lineside.maintenance import store
from lineside.maintenance.anomaly import packing, usual
from lineside.maintenance.anomaly.usual import Usual
from lineside.maintenance.errors import FeaturesInvalid, PastShort
from lineside.maintenance.events import AnomalyBegan, AnomalyEnded
from lineside.maintenance.queries.behaviours import MODEL
from lineside.maintenance.readings import (
    RUNNING,
    Readings,
    process_signals,
    read,
    whole_steps,
)
from lineside.telemetry import queries as telemetry

Array = npt.NDArray[np.float64]

ALERT = "anomaly"
PAST = timedelta(days=35)
# The newest week is kept out: a fault that has begun must not be learnt as usual.
HELD_OUT = timedelta(days=7)
LEAST_ROWS, LEAST_HELD = 400, 100
KEPT = timedelta(days=60)
# A machine that stood for longer is scored anew, from its newest rows.
GAP = timedelta(days=3)
# Readings and states of the last hour may still be coming in.
COMING_IN = timedelta(hours=1)
LEAST_MOVE = 1e-9
NAMED = 3


def learn(work: Work, equipment: str) -> str:
    """Fit, evaluate and register; what beats its baseline goes into service. Returns its id.

    The held-out week is scored at once, so that the course can be seen.
    """
    work.lock(f"maintenance:behaviour:{equipment}")
    past, held = _past(work, equipment)
    found = usual.fit_usual(past.signals, past.values, past.warm)
    lead = usual.freed(found, past.values, past.warm)[-usual.EARLIER :]
    tried = usual.try_usual(found, lead, usual.freed(found, held.values, held.warm))
    model = learning.register_model(
        work,
        name=MODEL,
        scope=equipment,
        kind="anomaly_detector",
        file=work.files.put(packing.pack(found)),
        data_hash=hashlib.sha256(past.values.tobytes()).hexdigest(),
        figures=[Figure("roc_auc_shift", round(tried.auc, 4), round(tried.baseline_auc, 4))],
        notes={
            "rows": len(past),
            "held_out_rows": tried.rows,
            "share_above_limit_held_out": round(tried.false_alarms, 5),
            "signals": ", ".join(past.signals),
            "limit": round(found.model.limit, 3),
            "protocol": "drawn shifts of 1.5 deviations in the newest week",
        },
    )
    if tried.auc >= tried.baseline_auc:
        learning.promote_model(work, model=model)
        _score(work, equipment, model, found, held, lead)
    return model


def _past(work: Work, equipment: str) -> tuple[Readings, Readings]:
    tags = process_signals(work, equipment)
    if not tags:
        raise PastShort(equipment=equipment, signals=0)
    start = work.at - PAST
    rows = read(work, equipment, tags, start, work.at)
    moving = _moving(rows)
    until = work.at - HELD_OUT
    past, held = moving.within(start, until), moving.within(until, work.at - COMING_IN)
    if len(past) < LEAST_ROWS or len(held) < LEAST_HELD or not moving.signals:
        raise PastShort(
            equipment=equipment,
            running_hours=round(len(past) / 12, 1),
            needed_hours=round(LEAST_ROWS / 12, 1),
            held_out_hours=round(len(held) / 12, 1),
            signals=len(moving.signals),
        )
    return past, held


def _moving(rows: Readings) -> Readings:
    """Without the signals that never move: they say nothing, and a division by nothing."""
    if not len(rows):
        return rows
    moves = rows.values.std(axis=0) > LEAST_MOVE * np.maximum(np.abs(rows.values).max(axis=0), 1)
    names = tuple(name for name, each in zip(rows.signals, moves, strict=True) if each)
    return Readings(names, rows.at_us, rows.values[:, moves], rows.warm)


def unlearnt(work: Work) -> list[str]:
    """Machines with enough running time in the past that have no version of a model yet."""
    known = learned.scopes(work, MODEL)
    ran = telemetry.hours_in(work, state=RUNNING, start=work.at - PAST, end=work.at)
    return sorted(each for each, h in ran.items() if each not in known and h * 12 >= LEAST_ROWS)


@lru_cache(maxsize=2048)
def _loaded(files: Files, digest: str) -> Usual:
    return packing.unpack(digest, files.get(digest))


def usual_of(work: Work, model: ModelVersion) -> Usual:
    """A version's model; kept in memory under its file's hash."""
    return _loaded(work.files, model.file)


def watch(work: Work, until: datetime) -> int:
    """Score every machine that has a model in service; returns how many behave unusually."""
    unusual = 0
    for model in learned.champions(work, name=MODEL):
        try:
            unusual += watch_one(work, model, until)
        except Refusal as refusal:
            park(work, source="behaviour", what=model.scope, refusal=refusal)
    work.db.execute(delete(store.behaviours).where(store.behaviours.c.at < work.at - KEPT))
    return unusual


def watch_one(work: Work, model: ModelVersion, until: datetime) -> bool:
    """Score what one machine did since the last look; returns whether an alarm stands."""
    work.lock(f"maintenance:behaviour:{model.scope}")
    found = usual_of(work, model)
    latest = _newest(work, model.scope, model.id)
    since = max(latest.at if latest else work.at - GAP, work.at - GAP)
    stands = bool(latest.alarm) if latest else False
    if whole_steps(until) <= since:
        return stands
    tags = process_signals(work, model.scope)
    missing = [each for each in found.signals if each not in tags]
    if missing:
        raise FeaturesInvalid(equipment=model.scope, signals_gone=missing)
    rows = read(work, model.scope, {each: tags[each] for each in found.signals}, since, until)
    return _score(work, model.scope, model.id, found, rows) if len(rows) else stands


def _newest(work: Work, equipment: str, model: str) -> Any:
    table = store.behaviours
    wanted = select(table.c.at, table.c.alarm).where(
        table.c.equipment == equipment, table.c.model == model
    )
    return work.db.execute(wanted.order_by(table.c.at.desc()).limit(1)).first()


@dataclass(frozen=True)
class Before:
    """Rows up to a moment, which carry the means on: freed and readings (n, p), above, alarm."""

    at: datetime | None
    freed: Array
    readings: Array
    above: npt.NDArray[np.bool_]
    alarm: bool


def before(work: Work, equipment: str, model: str, width: int, at: datetime) -> Before:
    """The rows up to a moment, oldest first."""
    table = store.behaviours
    wanted = (
        select(table)
        .where(table.c.equipment == equipment, table.c.model == model, table.c.at <= at)
        .order_by(table.c.at.desc())
        .limit(usual.EARLIER)
    )
    rows = list(work.db.execute(wanted))[::-1]
    freed, readings = (
        np.array([getattr(row, name) for row in rows], dtype=np.float64).reshape(-1, width)
        for name in ("freed", "readings")
    )
    above = np.array([row.above for row in rows], dtype=np.bool_)
    last = rows[-1] if rows else None
    return Before(
        last.at if last else None, freed, readings, above, bool(last.alarm) if last else False
    )


def _score(
    work: Work,
    equipment: str,
    model: str,
    found: Usual,
    rows: Readings,
    lead: Array | None = None,
) -> bool:
    """Score new rows after those that are known, keep them, and tell a change.

    Where none is known yet, ``lead`` are freed rows of the time before, which carry the means on.
    """
    times = rows.times()
    earlier = before(work, equipment, model, len(found.signals), times[0])
    fresh = usual.freed(found, rows.values, rows.warm)
    known = earlier.freed if lead is None or len(earlier.freed) else lead
    scored = usual.score(found, np.vstack([known, fresh]))[len(known) :]
    above = scored > found.model.limit
    alarm = usual.lasting(above, earlier.alarm, earlier.above)
    add_rows(
        work,
        store.behaviours,
        [
            {
                "equipment": equipment,
                "at": at,
                "score": round(float(scored[n]), 4),
                "above": bool(above[n]),
                "alarm": bool(alarm[n]),
                "readings": [float(f"{v:.6g}") for v in rows.values[n]],
                "freed": [float(f"{v:.6g}") for v in fresh[n]],
                "model": model,
            }
            for n, at in enumerate(times)
        ],
    )
    if bool(alarm[-1]) != earlier.alarm:
        now = before(work, equipment, model, len(found.signals), times[-1])
        _tell(work, equipment, found, now, float(scored[-1]))
    return bool(alarm[-1])


def _tell(work: Work, equipment: str, found: Usual, now: Before, score: float) -> None:
    assert now.at is not None, "rows were kept before"
    if not now.alarm:
        work.tell(AnomalyEnded(equipment, now.at))
        andon.close_kind(work, kind=ALERT, equipment=equipment)
        return
    told = [each for each in usual.parts(found, now.freed, now.readings) if each.share > 0.1]
    names = tuple(each.signal for each in told[:NAMED])
    limit = round(found.model.limit, 3)
    work.tell(AnomalyBegan(equipment, round(score, 3), limit, names, now.at))
    unit = equipment.rsplit("/", 1)[-1]
    andon.raise_alert(
        work,
        kind=ALERT,
        severity=Severity.WARNING,
        title=f"{unit} behaves unusually: {', '.join(map(_words, names))}",
        equipment=equipment,
        facts={
            "score": round(score, 2),
            "limit": limit,
            "away": {each.signal: round(each.away, 3) for each in told[:NAMED]},
        },
        link=f"/assets/{equipment}",
    )


UNITS = ("_mm_s", "_m_s2", "_mm_min", "_mm_rev", "_l_min", "_m3_h", "_rpm", "_kw", "_pct", "_nm",
         "_mm", "_kn", "_kg", "_dba", "_ms", "_ma", "_arcmin", "_c")  # fmt: skip


def _words(signal: str) -> str:
    """``bearing_temperature_c`` as people say it."""
    ending = next((each for each in UNITS if signal.endswith(each)), "")
    return signal.removesuffix(ending).replace("_", " ")
