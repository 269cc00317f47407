"""Working time, states and pieces of units within a stretch of time, added up by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import TextClause, text

from lineside.execution.effectiveness import Totals
from lineside.kernel.intervals import Interval
from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.plant.model import Equipment
from lineside.telemetry import queries as telemetry

# The signals of a machine's own counters: pieces made, and those of them that it rejected.
MADE, REJECTED = "part_counter", "reject_counter"

# Seconds of each state of each unit within working time. A state is planned when its reason is, or,
# where nobody gave one, when it is maintenance.
_STATES = text(
    """
    SELECT s.equipment, s.state,
           coalesce(r.planned, s.state = 'maintenance') AS planned,
           sum(extract(epoch FROM least(coalesce(s."end", :now), w.finish)
                                  - greatest(s.start, w.begin))) AS seconds
    FROM execution_state_span s
    JOIN unnest(CAST(:begins AS timestamptz[]), CAST(:finishes AS timestamptz[]))
         AS w(begin, finish)
      ON s.start < w.finish AND coalesce(s."end", :now) > w.begin AND s.start < :now
    LEFT JOIN plant_reason r ON r.code = s.reason
    WHERE s.equipment = ANY(:units) AND s.start < :finish
      AND (s."end" IS NULL OR s."end" > :begin)
    GROUP BY 1, 2, 3
    """
)

# How long a machine ran between two times: to be filled with those times and the machine.
_RAN = """
    (SELECT coalesce(sum(extract(epoch FROM least(coalesce(s."end", :now), {finish})
                                          - greatest(s.start, {begin}))), 0)
     FROM execution_state_span s
     WHERE s.equipment = {unit} AND s.state = 'running' AND s.start < {finish}
       AND coalesce(s."end", :now) > {begin})
"""

# A report tells of the pieces made since the report before it. Those of a report that reaches over
# an edge of the window belong to it by the share of the running time that lies inside.
_PIECES = text(
    f"""
    WITH report AS (
        SELECT q.equipment, q.good, q.scrap, o.standard_time_s, q.at AS upto,
               coalesce(lag(q.at) OVER (PARTITION BY q."order", q.seq, q.equipment
                                        ORDER BY q.at, q.id), o.started, q.at) AS since
        FROM execution_quantity q
        JOIN execution_operation o ON o."order" = q."order" AND o.seq = q.seq
        WHERE q.equipment = ANY(:units) AND (o.started IS NULL OR o.started < :finish)
          AND (o.finished IS NULL OR o.finished >= :begin)
    ), shared AS (
        SELECT r.*, CASE
            WHEN r.since >= :begin AND r.upto < :finish THEN 1.0
            ELSE {
        _RAN.format(
            unit="r.equipment", begin="greatest(r.since, :begin)", finish="least(r.upto, :finish)"
        )
    }
                 / nullif({_RAN.format(unit="r.equipment", begin="r.since", finish="r.upto")}, 0)
            END AS share
        FROM report r
        WHERE r.upto >= :begin AND r.since < :finish
    )
    SELECT equipment,
           sum(good) FILTER (WHERE upto < :finish) AS good,
           sum(scrap) FILTER (WHERE upto < :finish) AS scrap,
           sum(good * share) AS made_good, sum((good + scrap) * share) AS made,
           sum((good + scrap) * standard_time_s * share) AS standard_s
    FROM shared
    GROUP BY 1
    """
)

# The job that runs on each machine, since when nothing of it was reported, and its standard time.
_OPEN = text(
    """
    SELECT DISTINCT ON (o.equipment) o.equipment, l.last AS since, o.standard_time_s
    FROM execution_operation o
    CROSS JOIN LATERAL (
        SELECT greatest(coalesce(max(q.at), o.started), :begin) AS last FROM execution_quantity q
        WHERE q."order" = o."order" AND q.seq = o.seq AND q.equipment = o.equipment
    ) l
    WHERE o.equipment = ANY(:units) AND o.state IN ('running', 'paused') AND l.last < :finish
    ORDER BY o.equipment, o.state DESC, l.last DESC
    """
)

# How long machines ran since the last piece that is known of.
_SINCE = text(
    f"""
    SELECT u.equipment, {
        _RAN.format(unit="u.equipment", begin="u.since", finish="CAST(:finish AS timestamptz)")
    } AS seconds
    FROM unnest(CAST(:units AS text[]), CAST(:since AS timestamptz[])) AS u(equipment, since)
    """
)


@dataclass(frozen=True)
class _Unreported:
    """What the machine's own counter says of the job at hand, and the time after its last piece."""

    seconds: float
    made: float
    good: float
    standard_s: float


def totals_by_unit(work: Work, units: Sequence[Equipment], window: Interval) -> dict[str, Totals]:
    """What the factors are made of, for each unit; time to come does not count."""
    window = Interval(window.start, max(window.start, min(window.end, work.at)))
    found: dict[str, Totals] = {}
    by_centre: dict[str, list[str]] = {}
    for unit in units:
        by_centre.setdefault(unit.parent, []).append(unit.id)
    pieces = _by_unit(work, _PIECES, [unit.id for unit in units], window)
    waiting = _unreported(work, [unit.id for unit in units], window)
    for names in by_centre.values():
        open_time = plant.working_intervals(
            work, equipment=names[0], start=window.start, end=window.end
        )
        states = _states(work, names, window, open_time)
        calendar_s = sum(each.seconds for each in open_time)
        for name in names:
            found[name] = _totals(
                calendar_s, states.get(name, []), pieces.get(name), waiting.get(name)
            )
    return found


def _states(
    work: Work, units: list[str], window: Interval, open_time: list[Interval]
) -> dict[str, list[Any]]:
    given = {
        "units": units,
        "begins": [each.start for each in open_time],
        "finishes": [each.end for each in open_time],
        "begin": window.start,
        "finish": window.end,
        "now": work.at,
    }
    found: dict[str, list[Any]] = {}
    for row in work.db.execute(_STATES, given):
        found.setdefault(row.equipment, []).append(row)
    return found


def _by_unit(work: Work, asked: TextClause, units: list[str], window: Interval) -> dict[str, Any]:
    given = {"units": units, "begin": window.start, "finish": window.end, "now": work.at}
    return {row.equipment: row for row in work.db.execute(asked, given)}


def _unreported(work: Work, units: list[str], window: Interval) -> dict[str, _Unreported]:
    """A job of hours is reported at its end; until then the part counter tells how it goes."""
    jobs = _by_unit(work, _OPEN, units, window)
    since = {name: row.since for name, row in jobs.items()}
    made = telemetry.counted(work, signal=MADE, since=since, until=window.end)
    rejected = telemetry.counted(work, signal=REJECTED, since=since, until=window.end)
    since |= {name: count.last for name, count in made.items() if count.last}
    given = {"units": list(since), "since": list(since.values())}
    rows = work.db.execute(_SINCE, given | {"finish": window.end, "now": work.at})
    found = {}
    for row in rows:
        count = made[row.equipment].count if row.equipment in made else 0.0
        bad = rejected[row.equipment].count if row.equipment in rejected else 0.0
        standard_s = count * jobs[row.equipment].standard_time_s
        good = max(count - bad, 0.0)
        found[row.equipment] = _Unreported(float(row.seconds), count, good, standard_s)
    return found


def _totals(
    calendar_s: float, states: list[Any], pieces: Any, waiting: _Unreported | None
) -> Totals:
    """Time covered by no span is unknown, as is time without data."""
    planned = sum(float(r.seconds) for r in states if r.planned and r.state != "no_data")
    known = sum(float(r.seconds) for r in states if r.state != "no_data")
    running = sum(float(r.seconds) for r in states if r.state == "running" and not r.planned)
    waiting = waiting or _Unreported(0.0, 0.0, 0.0, 0.0)
    return Totals(
        calendar_s=calendar_s,
        planned_stop_s=planned,
        unknown_s=max(0.0, calendar_s - known),
        running_s=running,
        unreported_s=min(waiting.seconds, running),
        standard_s=waiting.standard_s + (float(pieces.standard_s or 0.0) if pieces else 0.0),
        good=int(pieces.good or 0) if pieces else 0,
        scrap=int(pieces.scrap or 0) if pieces else 0,
        made=waiting.made + (float(pieces.made or 0.0) if pieces else 0.0),
        made_good=waiting.good + (float(pieces.made_good or 0.0) if pieces else 0.0),
    )


def window_of(work: Work, start: datetime | None, end: datetime | None) -> Interval:
    """The stretch asked for; where none is given, the shift that runs now."""
    if start is None or end is None:
        shift = plant.shift_at(work)
        return Interval(start or shift.start, end or shift.end)
    return Interval(start, max(start, end))
