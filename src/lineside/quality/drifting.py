"""The watch on measured characteristics: one that leaves its level is told once, as an alert.

Watched is what people and machines record, for each product at each machine, and what cameras
measure, for each machine that the parts went through.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_high
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Subquery, func, select, tuple_
from sqlalchemy.dialects.postgresql import aggregate_order_by

from lineside.andon import actions as andon
from lineside.andon.model import Severity
from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.quality import store, study_store
from lineside.quality.answers import Drift, DriftValue
from lineside.quality.charts import arl_shewhart
from lineside.quality.shifts import FALSE_ALARM_EVERY, QUIET_SHARE, Shift, find_shift
from lineside.tracing import queries as tracing

LOOK_BACK = timedelta(days=28)
# A product's own level is known from so many quiet values; its others are left out.
LEAST_OF_PRODUCT = 10
# What a drift keeps of the values before it was seen.
KEPT = 200


@dataclass(frozen=True)
class Value:
    at: datetime
    value: float
    lot: str
    product: str
    unit: str = ""


@dataclass(frozen=True)
class Found:
    """A shift in the series of a characteristic at an equipment."""

    characteristic: str
    equipment: str
    product: str
    rows: list[Value]
    shift: Shift


def watch(work: Work) -> list[str]:
    """Look at every series of the last weeks; returns the drifts told."""
    earlier = _told(work)
    found = [*_recorded(work), *_seen_by_cameras(work, earlier)]
    return [_tell(work, each) for each in found]


def _told(work: Work) -> list[Drift]:
    table = study_store.drifts
    wanted = select(table).where(table.c.at >= work.at - LOOK_BACK).order_by(table.c.at)
    return [study_store.restore_drift(row) for row in work.db.execute(wanted)]


def _recorded(work: Work) -> Iterator[Found]:
    """Each characteristic of each product at each machine. After a drift the series begins anew: a
    shift that was told is no more news, the new level is the usual one."""
    fresh = _fresh(work)
    order = (fresh.c.at, fresh.c.id)
    key = (fresh.c.characteristic, fresh.c.equipment, fresh.c.product)
    # The values alone, in one array each: most series are quiet, and few rows are ever looked at.
    values = func.array_agg(aggregate_order_by(fresh.c.value, *order))
    for characteristic, equipment, made, series in work.db.execute(
        select(*key, values).group_by(*key).order_by(*key)
    ):
        shift = find_shift(np.array(series))
        if shift is not None:
            name = (characteristic, equipment, made)
            wanted = select(fresh).where(tuple_(*key) == name).order_by(*order)
            rows = [
                Value(row.at, row.value, row.lot, row.product, row.unit)
                for row in work.db.execute(wanted)
            ]
            yield Found(characteristic, equipment, made, rows, shift)


def _fresh(work: Work) -> Subquery:
    """The values of the last weeks with their product, those that a drift told of left out."""
    table, lots, drifts = store.checks, tracing.LOTS, study_store.drifts
    product = func.coalesce(lots.c.material, "")
    told = (
        select(drifts.c.characteristic, drifts.c.equipment, drifts.c.product,
               func.max(drifts.c.at).label("at"))
        .group_by(drifts.c.characteristic, drifts.c.equipment, drifts.c.product)
        .subquery()
    )  # fmt: skip
    same = (told.c.characteristic == table.c.characteristic) & (
        told.c.equipment == table.c.equipment
    )
    return (
        select(table.c.id, table.c.characteristic, table.c.equipment, product.label("product"),
               table.c.value, table.c.unit, table.c.at, table.c.lot)
        .outerjoin(lots, lots.c.id == table.c.lot)
        .outerjoin(told, same & (told.c.product == product))
        .where(table.c.at >= work.at - LOOK_BACK)
        .where(told.c.at.is_(None) | (table.c.at > told.c.at))
        .subquery()
    )  # fmt: skip


def _seen_by_cameras(work: Work, earlier: list[Drift]) -> Iterator[Found]:
    """Each measured figure, by the machines that the parts went through before the camera.

    One machine's shift shows in the others' series too, since they share parts: only the strongest
    is told, and its parts no longer count against the others.
    """
    rows = _measured(work)
    went = _machines(work, {row.lot: row.product for row, _ in rows})
    for figure in sorted({name for _, measured in rows for name in measured}):
        drifted = {d.equipment: d for d in earlier if (d.characteristic, d.product) == (figure, "")}
        series: dict[str, list[Value]] = {}
        for row, measured in rows:
            value = measured.get(figure)
            if not isinstance(value, int | float):
                continue
            known = Value(row.at, float(value), row.lot, row.product)
            for machine in _watched(went.get(row.lot, ()), row.at, drifted):
                series.setdefault(machine, []).append(known)
        found = []
        for machine, values in series.items():
            level = _levelled(values)
            shift = find_shift(np.array([each.value for each in level]))
            if shift is not None:
                found.append(Found(figure, machine, "", level, shift))
        if found:
            yield max(found, key=lambda each: each.shift.weight)


def _measured(work: Work) -> list[tuple[Any, dict[str, Any]]]:
    table, lots = store.pictures, tracing.LOTS
    product = func.coalesce(lots.c.material, "").label("product")
    wanted = (
        select(table.c.at, table.c.lot, table.c.measured, product)
        .outerjoin(lots, lots.c.id == table.c.lot)
        .where(table.c.at >= work.at - LOOK_BACK)
        .order_by(table.c.at, table.c.id)
    )
    return [(row, row.measured) for row in work.db.execute(wanted) if row.measured]


def _machines(work: Work, product_of: dict[str, str]) -> dict[str, set[str]]:
    """The machines that each lot went through. A lot on which fewer steps are reported than on half
    of its product's lots is left out: pictures come before the step to blame is reported."""
    found: dict[str, set[str]] = {}
    for step in tracing.processes_of(work, sorted(product_of)):
        found.setdefault(step.lot, set()).add(step.equipment)
    counts: dict[str, list[int]] = {}
    for lot, machines in found.items():
        counts.setdefault(product_of[lot], []).append(len(machines))
    usual = {product: median_high(each) for product, each in counts.items()}
    return {lot: each for lot, each in found.items() if len(each) >= usual[product_of[lot]]}


def _watched(machines: Collection[str], at: datetime, drifted: dict[str, Drift]) -> Collection[str]:
    """The machines against which a value counts: not those whose drift is told until then, and no
    others where a drift that was told explains it."""
    if drifted.keys().isdisjoint(machines):
        return machines
    to_blame = {name for name in machines if name in drifted and at >= drifted[name].since}
    fresh = (name for name in machines if name not in drifted or at > drifted[name].at)
    return [name for name in fresh if to_blame <= {name}]


def _levelled(rows: list[Value]) -> list[Value]:
    """The values of all products around one level: two products are two processes."""
    quiet = rows[: int(len(rows) * QUIET_SHARE)]
    if not quiet:
        return []
    by_product: dict[str, list[float]] = {}
    for row in quiet:
        by_product.setdefault(row.product, []).append(row.value)
    whole = float(np.mean([row.value for row in quiet]))
    off = {name: whole - float(np.mean(values)) for name, values in by_product.items()
           if len(values) >= LEAST_OF_PRODUCT}  # fmt: skip
    return [
        Value(row.at, row.value + off[row.product], row.lot, row.product)
        for row in rows
        if row.product in off
    ]


def _tell(work: Work, found: Found) -> str:
    shift, rows = found.shift, found.rows
    until = rows[: shift.seen + 1]
    drift = Drift(
        id=work.new_id(),
        characteristic=found.characteristic,
        equipment=found.equipment,
        product=found.product,
        unit=rows[-1].unit or _unit_in(found.characteristic),
        since=rows[shift.since].at,
        at=work.at,
        direction="up" if shift.now > shift.usual else "down",
        values=shift.seen - shift.since + 1,
        usual=shift.usual,
        now=shift.now,
        sigma=shift.sigma,
        shift_sigma=shift.sigmas,
        limits_take=arl_shewhart(shift.sigmas),
        series=[DriftValue(row.at, row.value, row.lot) for row in until[-KEPT:]],
    )
    study_store.save_drift(work, drift)
    _announce(work, drift)
    return drift.id


def _unit_in(characteristic: str) -> str:
    """A camera's figures carry their unit in their name."""
    return characteristic.rsplit("_", 1)[1] if "_" in characteristic else ""


def _announce(work: Work, drift: Drift) -> None:
    zone = ZoneInfo(plant.calendar_of(work, drift.equipment.split("/")[0]).zone)
    unit = re.sub("[^a-z0-9]", "", drift.unit.lower())
    name = drift.characteristic.removesuffix(f"_{unit}").replace("_", " ").capitalize()
    product = f" of {drift.product}" if drift.product else ""
    machine = drift.equipment.rsplit("/", 1)[-1]
    andon.raise_alert(
        work,
        kind=f"quality.drift.{drift.characteristic}",
        severity=Severity.WARNING,
        title=f"{name}{product} at {machine} drifts {drift.direction} since "
        f"{drift.since.astimezone(zone):%a %d %b, %H:%M} ({abs(drift.shift_sigma):.1f} sigma, seen "
        f"by {drift.values} values; limits alone take {drift.limits_take:.0f})",
        equipment=drift.equipment,
        facts={
            "product": drift.product,
            f"usual_{unit}".strip("_"): round(drift.usual, 4),
            f"now_{unit}".strip("_"): round(drift.now, 4),
            "shift_sigma": round(drift.shift_sigma, 2),
            "values_needed": drift.values,
            "values_that_limits_take": round(drift.limits_take),
            "false_alarm_every_values": round(FALSE_ALARM_EVERY),
        },
        link=f"/quality/drift/{drift.id}",
    )
