"""How energy remembers: the meters' counts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Float, Table, Text, cast, func, select, text
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.energy.model import Reading
from lineside.kernel.bulk import add_rows
from lineside.kernel.intervals import Interval
from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work

readings = Table(
    "energy_reading",
    metadata,
    Column("equipment", Text, primary_key=True),
    moment("at", primary_key=True),
    Column("count_kwh", Float, nullable=False),
)

# Energy between two readings spreads evenly over the time between them; each window takes its
# share. A count below the one before is a meter that began again.
_SPREAD = text(
    """
    WITH reach AS (
        SELECT u.equipment,
               coalesce((SELECT max(b.at) FROM energy_reading b
                         WHERE b.equipment = u.equipment AND b.at <= :begin), :begin) AS since,
               coalesce((SELECT min(a.at) FROM energy_reading a
                         WHERE a.equipment = u.equipment AND a.at >= :finish), :finish) AS until
        FROM unnest(CAST(:units AS text[])) AS u(equipment)
    ), step AS (
        SELECT r.equipment, r.at, lag(r.at) OVER meter AS since,
               r.count_kwh, lag(r.count_kwh) OVER meter AS before
        FROM reach JOIN energy_reading r
          ON r.equipment = reach.equipment AND r.at BETWEEN reach.since AND reach.until
        WINDOW meter AS (PARTITION BY r.equipment ORDER BY r.at)
    )
    SELECT s.equipment, w.place,
           sum((CASE WHEN s.count_kwh >= s.before THEN s.count_kwh - s.before ELSE s.count_kwh END)
               * extract(epoch FROM least(s.at, w.finish) - greatest(s.since, w.begin))
               / extract(epoch FROM s.at - s.since)) AS kwh,
           sum(extract(epoch FROM least(s.at, w.finish) - greatest(s.since, w.begin))) AS seconds
    FROM step s
    JOIN unnest(CAST(:begins AS timestamptz[]), CAST(:finishes AS timestamptz[]))
         WITH ORDINALITY AS w(begin, finish, place)
      ON s.since < w.finish AND s.at > w.begin
    WHERE s.since IS NOT NULL
    GROUP BY 1, 2
    """
)


def add_readings(work: Work, rows: Sequence[Reading]) -> int:
    """Store readings; one that is known for that time is corrected. Returns how many were given."""
    by_key = {(row.equipment, row.at): row.count_kwh for row in rows}
    given = [
        {"equipment": equipment, "at": at, "count_kwh": count}
        for (equipment, at), count in by_key.items()
    ]
    if given:
        row = upsert(readings)
        change = {"count_kwh": row.excluded.count_kwh}
        work.db.execute(
            row.on_conflict_do_update(index_elements=["equipment", "at"], set_=change), given
        )
    return len(given)


def add_new_readings(work: Work, rows: Sequence[Reading]) -> int:
    """Store many readings at times that are not known yet. Returns how many were given."""
    return add_rows(work, readings, [vars(row) for row in rows])


def last_counts(work: Work, equipment: Sequence[str]) -> dict[str, Any]:
    """The latest reading of each meter."""
    r = readings.c
    wanted = (
        select(readings)
        .where(r.equipment.in_(list(equipment)))
        .ext(distinct_on(r.equipment))
        .order_by(r.equipment, r.at.desc())
    )
    return {row.equipment: row for row in work.db.execute(wanted)}


def counts_between(
    work: Work, equipment: Sequence[str], start: datetime, end: datetime
) -> dict[str, tuple[list[float], list[float]]]:
    """Times in seconds of UTC and counts of each meter, in order, both ends included."""
    r = readings.c
    at_s = cast(func.extract("epoch", r.at), Float)
    wanted = (
        select(
            r.equipment,
            func.array_agg(aggregate_order_by(at_s, r.at)),
            func.array_agg(aggregate_order_by(r.count_kwh, r.at)),
        )
        .where(r.equipment.in_(list(equipment)), r.at >= start, r.at <= end)
        .group_by(r.equipment)
    )
    return {row[0]: (row[1], row[2]) for row in work.db.execute(wanted)}


def consumption(
    work: Work, units: Sequence[str], windows: Sequence[Interval]
) -> dict[tuple[str, int], tuple[float, float]]:
    """For each unit and window: energy in kWh, and the seconds of it that readings cover."""
    if not units or not windows:
        return {}
    given = {
        "units": list(units),
        "begins": [each.start for each in windows],
        "finishes": [each.end for each in windows],
        "begin": min(each.start for each in windows),
        "finish": max(each.end for each in windows),
    }
    rows = work.db.execute(_SPREAD, given)
    return {(r.equipment, r.place - 1): (float(r.kwh), float(r.seconds)) for r in rows}
