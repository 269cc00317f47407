"""The plant's figures about production: OEE after ISO 22400-2, yield, scrap, output, delivery."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import add

from sqlalchemy import and_, case, func, or_, select

from lineside.execution import store
from lineside.execution.effectiveness import FORMULAS, Totals, ratio
from lineside.execution.queries.times import totals_by_unit, window_of
from lineside.kernel.catalogue import metric, query
from lineside.kernel.intervals import Interval
from lineside.kernel.work import Work
from lineside.plant import queries as plant

_CUTS = ("equipment", "time")


@dataclass(frozen=True)
class Figure:
    """One plant figure, what it is made of, and the query that lists the rows behind it.

    ``value`` is none where there is nothing to divide by: no data is not zero.
    """

    name: str
    value: float | None
    unit: str
    equipment: str
    start: datetime
    end: datetime
    parts: dict[str, float]
    formula: str
    rows: str


@dataclass(frozen=True)
class Oee:
    """The OEE index with its factors, the totals they are made of, and where the rows are."""

    value: float | None
    unit: str
    equipment: str
    start: datetime
    end: datetime
    availability: float | None
    performance: float | None
    quality_ratio: float | None
    oee: float | None
    calendar_s: float
    planned_stop_s: float
    unknown_s: float
    busy_s: float
    running_s: float
    standard_s: float
    good: int
    scrap: int
    unreported_s: float
    made: float
    made_good: float
    formulas: dict[str, str]
    rows: list[str]


@dataclass(frozen=True)
class LossRow:
    """A span of a machine's timeline within the window, and how it counts.

    ``counts_as`` is production, loss, planned or unknown.
    """

    equipment: str
    state: str
    reason: str
    start: datetime
    end: datetime
    seconds: float
    counts_as: str


@metric(
    permission="execution.read",
    scope="equipment",
    unit="1",
    definition="OEE index after ISO 22400-2: availability * effectiveness * quality ratio.",
    dimensions=_CUTS,
    synonyms=(
        "OEE", "overall equipment effectiveness", "Gesamtanlageneffektivität", "GAE",
        "Anlageneffektivität",
    ),
)  # fmt: skip
def oee(
    work: Work, *, equipment: str = "", start: datetime | None = None, end: datetime | None = None
) -> Oee:
    """OEE of a unit, or of everything below a node, in a stretch of time (the shift now)."""
    window = window_of(work, start, end)
    return _oee(equipment, window, _totals(work, equipment, window))


@query(permission="execution.read", scope="equipment")
def oee_by_unit(
    work: Work, *, equipment: str = "", start: datetime | None = None, end: datetime | None = None
) -> list[Oee]:
    """OEE of each unit below a node, worst first."""
    window = window_of(work, start, end)
    units = plant.units_under(work, equipment)
    found = totals_by_unit(work, units, window)
    rows = [_oee(name, window, totals) for name, totals in found.items()]
    return sorted(rows, key=lambda row: (row.oee is None, row.oee or 0.0, row.equipment))


def _totals(work: Work, equipment: str, window: Interval) -> Totals:
    units = plant.units_under(work, equipment)
    return reduce(add, totals_by_unit(work, units, window).values(), Totals())


def _oee(equipment: str, window: Interval, totals: Totals) -> Oee:
    return Oee(
        value=totals.oee,
        unit="1",
        equipment=equipment,
        start=window.start,
        end=window.end,
        availability=totals.availability,
        performance=totals.performance,
        quality_ratio=totals.quality_ratio,
        oee=totals.oee,
        busy_s=totals.busy_s,
        formulas=FORMULAS,
        rows=["execution.losses", "execution.output"],
        **asdict(totals),
    )


@query(permission="execution.read", scope="equipment")
def losses(
    work: Work,
    *,
    equipment: str,
    start: datetime | None = None,
    end: datetime | None = None,
    limit: int = 2000,
) -> list[LossRow]:
    """The spans behind availability: every state of a unit (or of all below a node) in a window."""
    window = window_of(work, start, end)
    names = [unit.id for unit in plant.units_under(work, equipment)]
    planned = {reason.code: reason.planned for reason in plant.reasons(work)}
    s = store.spans.c
    wanted = (
        select(store.spans)
        .where(s.equipment.in_(names), s.start < window.end, s.start < work.at)
        .where(or_(s.end.is_(None), s.end > window.start))
        .order_by(s.start, s.equipment)
        .limit(min(limit, 20_000))
    )
    found = []
    for row in work.db.execute(wanted):
        begin = max(row.start, window.start)
        finish = min(row.end or work.at, window.end, work.at)
        counts = _counts_as(row.state, planned.get(row.reason))
        seconds = (finish - begin) / timedelta(seconds=1)
        found.append(LossRow(row.equipment, row.state, row.reason, begin, finish, seconds, counts))
    return found


def _counts_as(state: str, planned: bool | None) -> str:
    if state == "no_data":
        return "unknown"
    if planned or (planned is None and state == "maintenance"):
        return "planned"
    return "production" if state == "running" else "loss"


def _factor(
    work: Work, name: str, equipment: str, start: datetime | None, end: datetime | None
) -> Figure:
    window = window_of(work, start, end)
    totals = _totals(work, equipment, window)
    return Figure(
        name=name,
        value=getattr(totals, name),
        unit="1",
        equipment=equipment,
        start=window.start,
        end=window.end,
        parts={**asdict(totals), "busy_s": totals.busy_s},
        formula=FORMULAS[name],
        rows="execution.output" if name == "quality_ratio" else "execution.losses",
    )


@metric(
    permission="execution.read",
    scope="equipment",
    unit="1",
    definition="Actual production time over planned busy time (ISO 22400-2).",
    dimensions=_CUTS,
    synonyms=("availability", "uptime", "Verfügbarkeit", "Nutzungsgrad"),
)
def availability(
    work: Work, *, equipment: str = "", start: datetime | None = None, end: datetime | None = None
) -> Figure:
    """How much of its planned busy time a machine produced."""
    return _factor(work, "availability", equipment, start, end)


@metric(
    permission="execution.read",
    scope="equipment",
    unit="1",
    definition="Standard time of all pieces over actual production time (ISO 22400-2).",
    dimensions=_CUTS,
    synonyms=("performance", "effectiveness", "speed", "Leistung", "Leistungsgrad", "Effektivität"),
)
def performance(
    work: Work, *, equipment: str = "", start: datetime | None = None, end: datetime | None = None
) -> Figure:
    """How fast a machine produced, measured by the routing's standard times."""
    return _factor(work, "performance", equipment, start, end)


@metric(
    permission="execution.read",
    scope="equipment",
    unit="1",
    definition="Good pieces over pieces produced (ISO 22400-2).",
    dimensions=_CUTS,
    synonyms=(
        "quality ratio",
        "quality rate",
        "yield",
        "Qualitätsrate",
        "Qualitätsgrad",
        "Ausbeute",
    ),
)
def quality_ratio(
    work: Work, *, equipment: str = "", start: datetime | None = None, end: datetime | None = None
) -> Figure:
    """Which share of what was produced is good."""
    return _factor(work, "quality_ratio", equipment, start, end)


@metric(
    permission="execution.read",
    scope="equipment",
    unit="1",
    definition="Scrapped pieces over pieces produced (ISO 22400-2, scrap ratio).",
    dimensions=_CUTS,
    synonyms=("scrap", "scrap ratio", "scrap rate", "reject rate", "Ausschuss", "Ausschussquote"),
)
def scrap_ratio(
    work: Work, *, equipment: str = "", start: datetime | None = None, end: datetime | None = None
) -> Figure:
    """Which share of what was produced is scrap."""
    window = window_of(work, start, end)
    totals = _totals(work, equipment, window)
    return _figure(
        "scrap_ratio", ratio(totals.scrap, totals.good + totals.scrap), "1", equipment, window,
        {"good": totals.good, "scrap": totals.scrap}, "SQ / PQ (ISO 22400-2, scrap ratio)",
        "execution.output",
    )  # fmt: skip


@metric(
    permission="execution.read",
    scope="equipment",
    unit="pcs/h",
    definition="Good pieces per hour of the window (ISO 22400-2, throughput rate).",
    dimensions=_CUTS,
    synonyms=("throughput", "output", "production rate", "Durchsatz", "Ausbringung", "Stückzahl"),
)
def throughput(
    work: Work, *, equipment: str = "", start: datetime | None = None, end: datetime | None = None
) -> Figure:
    """Good pieces per hour: of a machine, or of orders' last operations where none is named."""
    window = window_of(work, start, end)
    reached = Interval(window.start, max(window.start, min(window.end, work.at)))
    good = _totals(work, equipment, window).good if equipment else _finished_pieces(work, reached)
    hours = reached.seconds / 3600
    return _figure(
        "throughput", ratio(good, hours), "pcs/h", equipment, window,
        {"good": good, "hours": hours}, "GQ / hours (ISO 22400-2, throughput rate)",
        "execution.output",
    )  # fmt: skip


def _finished_pieces(work: Work, window: Interval) -> int:
    q, o = store.quantities, store.operations
    last = select(o.c.order, func.max(o.c.seq).label("seq")).group_by(o.c.order).subquery()
    wanted = (
        select(func.coalesce(func.sum(q.c.good), 0))
        .join(last, and_(last.c.order == q.c.order, last.c.seq == q.c.seq))
        .where(q.c.at >= window.start, q.c.at < window.end)
    )
    return int(work.db.execute(wanted).scalar_one())


@metric(
    permission="execution.read",
    unit="1",
    definition="Good pieces of finished orders over pieces begun, without rework.",
    dimensions=("time", "product"),
    synonyms=("first pass yield", "FPY", "first time right", "Erstausbeute", "Direktläuferquote"),
)
def first_pass_yield(
    work: Work, *, product: str = "", start: datetime | None = None, end: datetime | None = None
) -> Figure:
    """Of the pieces begun in orders that were finished in the window, the share that is good.

    There is no rework in the routings, so that every good piece passed at first.
    """
    window = window_of(work, start, end)
    o = store.orders.c
    wanted = select(
        func.coalesce(func.sum(o.good), 0), func.coalesce(func.sum(o.good + o.scrap), 0)
    ).where(o.state == "done", o.finished_at >= window.start, o.finished_at < window.end)
    if product:
        wanted = wanted.where(o.product == product)
    good, begun = work.db.execute(wanted).one()
    return _figure(
        "first_pass_yield", ratio(int(good), int(begun)), "1", product, window,
        {"good": int(good), "begun": int(begun)}, "good / begun (ISO 22400-2, first pass yield)",
        "execution.orders",
    )  # fmt: skip


@metric(
    permission="execution.read",
    unit="1",
    definition="Orders finished by their due date over orders due in the window.",
    dimensions=("time", "product"),
    synonyms=(
        "on time delivery", "OTD", "delivery reliability", "Termintreue", "Liefertreue",
        "pünktlich",
    ),
)  # fmt: skip
def on_time_delivery(
    work: Work, *, product: str = "", start: datetime | None = None, end: datetime | None = None
) -> Figure:
    """Of the orders due in the window (up to now), the share finished by then."""
    window = window_of(work, start, end)
    o = store.orders.c
    in_time = case((o.finished_at <= o.due, 1), else_=0)
    wanted = select(func.count(), func.coalesce(func.sum(in_time), 0)).where(
        o.state != "cancelled", o.due >= window.start, o.due < min(window.end, work.at)
    )
    if product:
        wanted = wanted.where(o.product == product)
    due, kept = work.db.execute(wanted).one()
    return _figure(
        "on_time_delivery", ratio(int(kept), int(due)), "1", product, window,
        {"due": int(due), "in_time": int(kept)}, "orders in time / orders due",
        "execution.orders",
    )  # fmt: skip


def _figure(
    name: str, value: float | None, unit: str, of: str, window: Interval, parts: dict[str, float],
    formula: str, rows: str,
) -> Figure:  # fmt: skip
    return Figure(name, value, unit, of, window.start, window.end, parts, formula, rows)
