"""Charts of what was judged: flawed pictures, values outside their limits, nonconformances."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, and_, case, or_, select

from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.quality import charts, store
from lineside.quality.answers import AttributeCase, AttributeChartView, AttributePoint
from lineside.quality.charting import rules_at
from lineside.quality.charts.chart import Chart
from lineside.quality.errors import ChartInvalid, NothingFlawed, NoValues

LEAST_POINTS = 8
HOUR, DAY, INSTANT = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
KINDS = {
    "p": ("pictures",),
    "np": ("pictures",),
    "c": ("pictures", "values", "nonconformances"),
    "u": ("pictures", "values"),
}


@dataclass(frozen=True)
class Tally:
    """What was found among what was inspected, at one moment or in a span."""

    at: datetime
    found: int
    inspected: int
    until: datetime | None = None
    shift: str = ""


def draw(
    work: Work, *, kind: str, of: str, per: str, equipment: str, days: int, size: int
) -> AttributeChartView:
    """The chart of the last ``days``; limits from its first half: a late rise stands out."""
    if of not in KINDS.get(kind, ()):
        raise ChartInvalid(kind=kind, of=of, known={k: list(v) for k, v in KINDS.items()})
    start = work.at - timedelta(days=days)
    single = _TALLIES[of](work, equipment, start, work.at)
    if kind == "np":
        rows = _samples(single, size)
    else:
        rows = _spans(work, single, per, equipment, start)
        rows = [row for row in rows if row.inspected or of == "nonconformances"]
    if kind == "c":
        # A span that has not ended yet had less time for finds than the others.
        rows = [row for row in rows if row.until and row.until <= work.at]
    if len(rows) < LEAST_POINTS:
        raise NoValues(kind=kind, of=of, equipment=equipment, points=len(rows), needed=LEAST_POINTS)
    if not any(row.found for row in rows):
        inspected = sum(row.inspected for row in rows)
        raise NothingFlawed(of=of, equipment=equipment, inspected=inspected)
    return AttributeChartView(
        kind=kind,
        of=of,
        per="sample" if kind == "np" else per,
        equipment=equipment,
        found=sum(row.found for row in rows),
        inspected=sum(row.inspected for row in rows),
        points=_points(_chart(kind, rows, size), rows),
    )


def _chart(kind: str, rows: Sequence[Tally], size: int) -> Chart:
    found = np.array([row.found for row in rows])
    inspected = np.array([row.inspected for row in rows])
    first = np.arange(len(rows)) < len(rows) // 2
    reference = first if found[first].any() else np.ones(len(rows), dtype=np.bool_)
    if kind == "p":
        return charts.p_chart(found, inspected, reference=reference)
    if kind == "np":
        return charts.np_chart(found, size, reference=reference)
    if kind == "c":
        return charts.c_chart(found, reference=reference)
    return charts.u_chart(found, inspected, reference=reference)


def _points(chart: Chart, rows: Sequence[Tally]) -> list[AttributePoint]:
    broken = rules_at(chart)
    columns = zip(rows, chart.points, chart.centre, chart.ucl, chart.lcl, strict=True)
    return [
        AttributePoint(
            row.at, row.until or row.at, row.shift, row.found, row.inspected, float(value),
            float(centre), float(ucl), float(lcl), broken.get(place, []),
        )
        for place, (row, value, centre, ucl, lcl) in enumerate(columns)
    ]  # fmt: skip


def _samples(rows: Sequence[Tally], size: int) -> list[Tally]:
    """So many units in a row each; the newest that fill no sample are left out."""
    parts = [rows[at : at + size] for at in range(0, len(rows) - size + 1, size)]
    return [
        Tally(each[0].at, sum(r.found for r in each), size, each[-1].at + INSTANT) for each in parts
    ]


def _spans(
    work: Work, rows: Sequence[Tally], per: str, equipment: str, start: datetime
) -> list[Tally]:
    """The finds of each span. What is found between two shifts belongs to the one before."""
    spans = _calendar_spans(work, per, equipment, start)
    starts = [span.at for span in spans]
    found, inspected = [0] * len(spans), [0] * len(spans)
    for row in rows:
        place = bisect_right(starts, row.at) - 1
        if place >= 0:
            found[place] += row.found
            inspected[place] += row.inspected
    return [
        replace(span, found=f, inspected=i)
        for span, f, i in zip(spans, found, inspected, strict=True)
    ]


def _calendar_spans(work: Work, per: str, equipment: str, start: datetime) -> list[Tally]:
    """Whole hours, shifts or days of the plant's calendar from ``start`` to now, empty."""
    calendar = plant.calendar_of(work, equipment.split("/")[0])
    if per == "hour":
        first = start.replace(minute=0, second=0, microsecond=0) + HOUR
        count = int((work.at - first) / HOUR) + 1
        begins = [first + place * HOUR for place in range(count)]
        return _following([(at, "") for at in begins], begins[-1] + HOUR)
    if per == "day":
        first_day = calendar.local_date(start) + DAY
        count = (calendar.local_date(work.at) - first_day).days + 2
        midnight = datetime.min.time()
        days = [calendar.to_utc(first_day + place * DAY, midnight) for place in range(count)]
        return _following([(at, "") for at in days[:-1]], days[-1])
    shifts = [s for s in calendar.shifts_between(start, work.at) if s.start >= start]
    if not shifts:
        raise ChartInvalid(per=per, problem="the calendar has no shifts in this time")
    return _following([(s.start, s.id) for s in shifts], shifts[-1].end)


def _following(begins: Sequence[tuple[datetime, str]], end: datetime) -> list[Tally]:
    ends = [at for at, _ in begins[1:]] + [end]
    return [Tally(at, 0, 0, until, shift) for (at, shift), until in zip(begins, ends, strict=True)]


def _under(column: Any, equipment: str) -> ColumnElement[bool]:
    """At the equipment or below it; everywhere where none is named."""
    if not equipment:
        return column.is_not(None)  # type: ignore[no-any-return]
    return or_(column == equipment, column.startswith(f"{equipment}/", autoescape=True))


def _said() -> ColumnElement[bool]:
    """Whether a picture is flawed; a person's verdict counts before the inspector's."""
    table = store.pictures
    return case((table.c.judged != "", table.c.judged == "flawed"), else_=table.c.flawed)


def _pictures(work: Work, equipment: str, start: datetime, end: datetime) -> list[Tally]:
    table = store.pictures
    wanted = (
        select(table.c.at, _said().label("flawed"))
        .where(_under(table.c.station, equipment), table.c.at >= start, table.c.at <= end)
        .where(table.c.flawed.is_not(None) | (table.c.judged != ""))
        .order_by(table.c.at, table.c.id)
    )
    return [Tally(row.at, int(row.flawed), 1) for row in work.db.execute(wanted)]


def _values(work: Work, equipment: str, start: datetime, end: datetime) -> list[Tally]:
    """Each measured value counts as found where it is outside. The values of one characteristic
    of a lot stand for its parts: only those of the most often measured one count as inspected."""
    table = store.checks
    columns = (table.c.at, table.c.equipment, table.c.lot, table.c.order, table.c.seq,
               table.c.characteristic, table.c.ok)  # fmt: skip
    wanted = (
        select(*columns)
        .where(_under(table.c.equipment, equipment), table.c.at >= start, table.c.at <= end)
        .order_by(table.c.at, table.c.id)
    )
    times: dict[Any, dict[str, int]] = {}
    tallies = []
    for row in work.db.execute(wanted):
        counts = times.setdefault((row.equipment, row.lot, row.order, row.seq), {})
        before = max(counts.values(), default=0)
        counts[row.characteristic] = counts.get(row.characteristic, 0) + 1
        tallies.append(Tally(row.at, int(not row.ok), int(counts[row.characteristic] > before)))
    return tallies


def _nonconformances(work: Work, equipment: str, start: datetime, end: datetime) -> list[Tally]:
    table = store.nonconformances
    wanted = select(table.c.at).where(
        _under(table.c.equipment, equipment), table.c.at >= start, table.c.at <= end
    )
    return [Tally(row.at, 1, 0) for row in work.db.execute(wanted)]


_TALLIES = {"pictures": _pictures, "values": _values, "nonconformances": _nonconformances}


def cases(
    work: Work, *, of: str, equipment: str, start: datetime, end: datetime, limit: int
) -> list[AttributeCase]:
    """What was found from ``start`` to before ``end``, newest first."""
    if of not in _CASES:
        raise ChartInvalid(of=of, known=list(_CASES))
    wanted, made = _CASES[of](equipment)
    at = wanted.selected_columns.at
    wanted = wanted.where(and_(at >= start, at < end)).order_by(at.desc()).limit(limit)
    return [made(row) for row in work.db.execute(wanted)]


def _picture_cases(equipment: str) -> tuple[Any, Any]:
    table = store.pictures
    wanted = select(table).where(_under(table.c.station, equipment), _said().is_(True))
    return wanted, lambda row: AttributeCase(
        "pictures", row.id, row.station, row.at, f"{row.lot} · {row.unit}", row.lot, row.file
    )


def _value_cases(equipment: str) -> tuple[Any, Any]:
    table = store.checks
    wanted = select(table).where(_under(table.c.equipment, equipment), table.c.ok.is_(False))
    return wanted, lambda row: AttributeCase(
        "values", str(row.id), row.equipment, row.at, row.characteristic, row.lot, "", row.value,
        row.unit, row.lower, row.upper,
    )  # fmt: skip


def _nonconformance_cases(equipment: str) -> tuple[Any, Any]:
    table = store.nonconformances
    wanted = select(table).where(_under(table.c.equipment, equipment))
    return wanted, lambda row: AttributeCase(
        "nonconformances", row.id, row.equipment, row.at, row.title, ", ".join(row.lots)
    )


_CASES = {
    "pictures": _picture_cases,
    "values": _value_cases,
    "nonconformances": _nonconformance_cases,
}
