"""What one may do about energy: read the meters, or feed readings from elsewhere."""

import math
from collections.abc import Iterator
from datetime import datetime, timedelta

from lineside.energy import store
from lineside.energy.events import MeterReset
from lineside.energy.model import Reading
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work
from lineside.telemetry import queries as telemetry

QUARTER = timedelta(minutes=15)
LOOK_BACK = timedelta(days=40)


@action(permission="energy.record", risk=Risk.SUPPORT)
def record_readings(work: Work, *, readings: list[Reading]) -> int:
    """Take in a batch of meter readings, in any order; the same reading again changes nothing.

    A meter that counts from the beginning again is told. Returns how many readings were given.
    """
    for each in readings:
        each.check()
    _tell_resets(work, readings)
    return store.add_readings(work, readings)


@action(permission="energy.record", risk=Risk.SUPPORT)
def read_meters(work: Work) -> int:
    """Take over what the machines' own meters counted since they were last read.

    A meter is a signal of class ``meter`` in kWh. It is read at each full quarter of an hour, with
    the newest count before it. Returns how many readings were new.
    """
    meters = {
        each.id: each.equipment
        for each in telemetry.tags(work)
        if each.tag_class == "meter" and each.unit == "kWh"
    }
    latest = {name: row.at for name, row in store.last_counts(work, list(meters.values())).items()}
    found = [
        reading
        for fresh in (True, False)
        for reading in _counted(
            work, {t: e for t, e in meters.items() if (e in latest) != fresh}, latest
        )
    ]
    _tell_resets(work, found)
    return store.add_new_readings(work, found)


def _counted(work: Work, meters: dict[str, str], latest: dict[str, datetime]) -> Iterator[Reading]:
    """What these meters showed at the full quarters since each was read, or since a month ago."""
    end = _quarter(work.at)
    since = [latest.get(equipment, end - LOOK_BACK) for equipment in meters.values()]
    if not since or min(since) >= end:
        return
    table = telemetry.window_mean(
        work, tags=sorted(meters), start=_quarter(min(since)), end=end, every=QUARTER
    )
    for row in table.select(["tag", "time", "last"]).to_pylist():
        equipment, at, count = meters[row["tag"]], row["time"] + QUARTER, row["last"]
        is_new = equipment not in latest or at > latest[equipment]
        if is_new and count is not None and math.isfinite(count) and count >= 0:
            yield Reading(equipment, at, count)


def _quarter(at: datetime) -> datetime:
    return at - timedelta(seconds=at.timestamp() % QUARTER.total_seconds())


def _tell_resets(work: Work, readings: list[Reading]) -> None:
    latest = store.last_counts(work, sorted({each.equipment for each in readings}))
    counts = {name: (row.at, row.count_kwh) for name, row in latest.items()}
    for each in sorted(readings, key=lambda reading: reading.at):
        known = counts.get(each.equipment)
        if known is not None and each.at <= known[0]:
            continue
        if known is not None and each.count_kwh < known[1]:
            work.tell(MeterReset(each.equipment, each.at, known[1], each.count_kwh))
        counts[each.equipment] = (each.at, each.count_kwh)
