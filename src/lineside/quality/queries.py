"""What one may ask of quality."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, case, func, select

from lineside.kernel.catalogue import metric, query
from lineside.kernel.work import Work
from lineside.quality import store, study_store
from lineside.quality.answers import (
    AttributeCase,
    AttributeChartView,
    CapabilityFigures,
    Drift,
    GaugeStudyLine,
    GaugeStudyView,
    JointChartView,
    SamplingPlanView,
)
from lineside.quality.errors import NoValues, SamplingPlanInvalid
from lineside.quality.kinds import KINDS_SPAN, FlawKind, count_kinds
from lineside.quality.model import (
    CharacteristicView,
    ChartView,
    CheckView,
    Correlation,
    Nonconformance,
    Pattern,
    PlacementView,
)
from lineside.tracing import queries as tracing


@dataclass(frozen=True)
class PictureView:
    """A picture with its verdict; ``heat_file`` overlays it.

    ``kind`` is how a person named the flaw, ``proposed_kind`` what the model of kinds proposes,
    with the chance ``kind_share``. A part out of place (``placement``) is not judged.
    """

    id: str
    station: str
    lot: str
    unit: int
    order: str
    at: datetime
    file: str
    heat_file: str
    flawed: bool | None
    score: float | None
    box: list[int] | None
    latency_ms: float | None
    model: str
    judged: str
    judged_by: str
    measured: dict[str, float]
    kind: str
    proposed_kind: str
    kind_share: float | None
    placement: PlacementView | None


@dataclass(frozen=True)
class DefectRate:
    """Flawed among inspected units, and the units that count."""

    parts: int
    flawed: int
    rate: float | None
    pictures: list[str] = field(default_factory=list)


def _picture(row: Row[Any]) -> PictureView:
    facts = dict(row._mapping)
    placement = facts["placement"]
    return PictureView(**facts | {"placement": placement and PlacementView(**placement)})


@query(permission="quality.read", scope="station")
def pictures(
    work: Work, *, station: str = "", lot: str = "", flawed: bool | None = None, limit: int = 60
) -> list[PictureView]:
    """Pictures with their verdicts, newest first; a person's verdict counts before the model's."""
    table = store.pictures
    wanted = (
        select(table).where(table.c.file != "").order_by(table.c.at.desc()).limit(min(limit, 500))
    )
    if station:
        wanted = wanted.where(table.c.station == station)
    if lot:
        wanted = wanted.where(table.c.lot == lot)
    if flawed is not None:
        said = case((table.c.judged != "", table.c.judged == "flawed"), else_=table.c.flawed)
        wanted = wanted.where(said.is_(flawed))
    return [_picture(row) for row in work.db.execute(wanted)]


@query(permission="quality.read")
def picture(work: Work, *, picture: str) -> PictureView:
    """One picture with its verdict and heat map."""
    return _picture(store.load_picture(work, picture))


@query(permission="quality.read", scope="station")
def flaw_kinds(
    work: Work, *, station: str = "", start: datetime | None = None, end: datetime | None = None
) -> list[FlawKind]:
    """Flawed pieces by station and kind of flaw, the most frequent first.

    A person's name of the kind counts before the model's proposal; without times, the last 30 days.
    """
    return count_kinds(work, station, start or work.at - KINDS_SPAN, end or work.at)


@query(permission="quality.read")
def patterns(work: Work, *, state: str = "all") -> list[Pattern]:
    """Defects that recur more often than they used to, newest first."""
    table = store.patterns
    wanted = select(table).order_by(table.c.at.desc()).limit(100)
    if state != "all":
        wanted = wanted.where(table.c.state == state)
    return [store.restore_pattern(row) for row in work.db.execute(wanted)]


@query(permission="quality.read")
def correlation(work: Work, *, correlation: str) -> Correlation:
    """What a pattern goes together with: ranked drivers with sizes, intervals and caveats."""
    return store.load_correlation(work, correlation)


@query(permission="quality.read")
def correlations(work: Work, *, limit: int = 50) -> list[Correlation]:
    """Correlations found, newest first."""
    table = store.correlations
    wanted = select(table).order_by(table.c.at.desc()).limit(min(limit, 200))
    return [store.restore_correlation(row) for row in work.db.execute(wanted)]


@query(permission="quality.read")
def nonconformances(work: Work, *, state: str = "all", limit: int = 100) -> list[Nonconformance]:
    """Nonconformances, newest first."""
    table = store.nonconformances
    wanted = select(table).order_by(table.c.at.desc()).limit(min(limit, 500))
    if state != "all":
        wanted = wanted.where(table.c.state == state)
    return [store.restore_nonconformance(row) for row in work.db.execute(wanted)]


@query(permission="quality.read")
def nonconformance(work: Work, *, nonconformance: str) -> Nonconformance:
    """One nonconformance."""
    return store.load_nonconformance(work, nonconformance)


@query(permission="quality.read")
def checks(work: Work, *, lot: str = "", order: str = "", limit: int = 200) -> list[CheckView]:
    """Measured values of a lot or an order, newest first."""
    table = store.checks
    wanted = select(table).order_by(table.c.at.desc()).limit(min(limit, 1000))
    if lot:
        wanted = wanted.where(table.c.lot == lot)
    if order:
        wanted = wanted.where(table.c.order == order)
    return [_check(row) for row in work.db.execute(wanted)]


def _check(r: Row[Any]) -> CheckView:
    return CheckView(
        r.lot, r.characteristic, r.equipment, r.value, r.unit, r.lower, r.upper, r.ok, r.by, r.at,
        r.order, r.seq,
    )  # fmt: skip


@query(permission="quality.read")
def characteristics(work: Work) -> list[CharacteristicView]:
    """What is measured where and on what, for choosing a chart."""
    table, lots = store.checks, tracing.LOTS
    keys = (table.c.characteristic, table.c.equipment, func.coalesce(lots.c.material, ""))
    wanted = (
        select(*keys, func.count(), func.max(table.c.at))
        .outerjoin(lots, lots.c.id == table.c.lot)
        .group_by(*keys)
        .order_by(*keys)
    )
    return [CharacteristicView(*row) for row in work.db.execute(wanted)]


@query(permission="quality.read", scope="equipment")
def chart(
    work: Work,
    *,
    characteristic: str,
    equipment: str,
    product: str = "",
    kind: str = "imr",
    limit: int = 300,
) -> ChartView:
    """A control chart (``imr``, ``xbar_r`` or ``xbar_s`` in subgroups of five) with Nelson's rules.

    Three further kinds remember: ``ewma`` (weight 0.2; rule 1 is a point beyond its own limits),
    ``cusum`` (two sums with slack 0.5 and limit 5 sigma; rule 1 is a sum beyond it) and ``early``
    (evidence for a shift of any size; rule 1 is a shift up, rule 2 one down, once in 370 quiet
    values by chance). ``run_length`` tells how many values each kind takes. Values that are not
    normal have their capability by the distribution that fits them, beside the usual one.

    It holds the values of one product (the one measured last, unless named): two products on one
    chart are two processes. Limits stand on the first half of the values, so that a late shift
    does not widen them.
    """
    from lineside.quality.charting import draw

    table, lots = store.checks, tracing.LOTS
    made = func.coalesce(lots.c.material, "")
    wanted = (
        select(table, made.label("product"))
        .outerjoin(lots, lots.c.id == table.c.lot)
        .where(table.c.characteristic == characteristic, table.c.equipment == equipment)
        .order_by(table.c.at.desc())
    )
    latest = work.db.execute(wanted.limit(1)).first()
    chosen = product or (latest.product if latest else "")
    rows = list(work.db.execute(wanted.where(made == chosen).limit(min(limit, 5000))))[::-1]
    if len(rows) < 10:
        raise NoValues(
            characteristic=characteristic, equipment=equipment, product=chosen, values=len(rows)
        )
    return draw([_check(row) for row in rows], rows[-1].nominal, kind, chosen)


@metric(
    permission="quality.read",
    scope="station",
    unit="%",
    definition="Flawed units among all units that were judged at inspection.",
    dimensions=("station", "period"),
    synonyms=("defect rate", "reject rate", "Fehlerquote", "Ausschussquote der Prüfung"),
)
def defect_rate(work: Work, *, start: datetime, end: datetime, station: str = "") -> DefectRate:
    """Share of flawed units at inspection in a span of time, with the units behind it."""
    from lineside.quality.searching import is_flawed

    rows = store.verdicts(work, start, end)
    counted = [row for row in rows if not station or row.station == station]
    bad = [row for row in counted if is_flawed(row)]
    rate = 100.0 * len(bad) / len(counted) if counted else None
    return DefectRate(len(counted), len(bad), rate, [row.id for row in bad[-50:]])


@query(permission="quality.read", scope="equipment")
def attribute_chart(
    work: Work,
    *,
    kind: Literal["p", "np", "c", "u"] = "p",
    of: Literal["pictures", "values", "nonconformances"] = "pictures",
    per: Literal["hour", "shift", "day"] = "shift",
    equipment: str = "",
    days: int = 14,
    size: int = 50,
) -> AttributeChartView:
    """A chart of counts over the last days, of what people and cameras judged.

    ``p`` is the share of flawed among inspected pictures, ``np`` their number in samples of
    ``size`` in a row, ``c`` the number of flawed pictures, measured values outside their limits or
    nonconformances, ``u`` that of pictures or values per inspected part. ``equipment`` may be an
    area. Limits stand on the first half; Nelson's rules 1 to 4 apply. Spans in which nothing was
    inspected are left out, and of ``c`` the one that has not ended. ``quality.attribute_cases``
    lists what was found in a span.
    """
    from lineside.quality import counting

    days, size = min(max(days, 1), 92), min(max(size, 2), 5000)
    return counting.draw(work, kind=kind, of=of, per=per, equipment=equipment, days=days, size=size)


@query(permission="quality.read", scope="equipment")
def attribute_cases(
    work: Work,
    *,
    start: datetime,
    end: datetime,
    of: Literal["pictures", "values", "nonconformances"] = "pictures",
    equipment: str = "",
    limit: int = 60,
) -> list[AttributeCase]:
    """What an attribute chart counted from ``start`` to before ``end``, newest first."""
    from lineside.quality import counting

    return counting.cases(
        work, of=of, equipment=equipment, start=start, end=end, limit=min(max(limit, 1), 500)
    )


@query(permission="quality.read", scope="equipment")
def joint_chart(
    work: Work, *, equipment: str, product: str = "", limit: int = 300
) -> JointChartView:
    """Hotelling's T-squared over all that is measured together on one product at one machine.

    It finds parts whose characteristics are each within their limits and do not go together as
    usual, and names the one that contributes most. Level and limits stand on the first half of the
    parts. Without a product it is the one measured last.
    """
    from lineside.quality import joint

    return joint.draw(work, equipment=equipment, product=product, limit=min(max(limit, 20), 5000))


@query(permission="quality.read", scope="equipment")
def gauge_studies(work: Work, *, equipment: str = "", limit: int = 50) -> list[GaugeStudyLine]:
    """Gauge studies with their verdicts, newest first."""
    from lineside.quality.studies import line

    table = study_store.studies
    wanted = select(table).order_by(table.c.measured_at.desc()).limit(min(max(limit, 1), 200))
    if equipment:
        wanted = wanted.where(table.c.equipment == equipment)
    return [line(study_store.restore_study(row)) for row in work.db.execute(wanted)]


@query(permission="quality.read")
def gauge_study(work: Work, *, study: str) -> GaugeStudyView:
    """A gauge study: analysis of variance, both methods, share of the tolerance, and verdict.

    Below 10 % of the total variation and of the tolerance a gauge is ``acceptable``, up to 30 %
    ``conditional``, above ``unacceptable``; with fewer than five distinct categories it is
    conditional at best (AIAG, Measurement Systems Analysis, 4th edition).
    """
    from lineside.quality.studies import view

    return view(study_store.load_study(work, study))


@query(permission="quality.read")
def sampling_plan(
    work: Work,
    *,
    lot_size: int | None = None,
    aql_percent: float = 1.0,
    level: Literal["S-1", "S-2", "S-3", "S-4", "I", "II", "III"] = "II",
    inspection: Literal["normal", "tightened"] = "normal",
    good_share: float | None = None,
    bad_share: float | None = None,
    producer_risk: float = 0.05,
    consumer_risk: float = 0.10,
) -> SamplingPlanView:
    """How many parts of a lot to inspect, with how many flawed ones to accept it, and what comes.

    By ISO 2859-1 from ``lot_size``, ``aql_percent`` and ``level``; or, with ``good_share`` and
    ``bad_share`` given, the smallest plan that rejects good lots with the producer's risk and
    accepts bad ones with the consumer's risk at most. Refuses an AQL that is not listed.
    """
    from lineside.quality import acceptance

    if good_share is not None and bad_share is not None:
        return acceptance.for_risks(good_share, bad_share, producer_risk, consumer_risk, lot_size)
    if lot_size is None or good_share is not None or bad_share is not None:
        raise SamplingPlanInvalid(problem="a lot size, or a good and a bad share, is needed")
    return acceptance.for_lot(lot_size, aql_percent, level, inspection)


@query(permission="quality.read")
def capability_of(
    work: Work,
    *,
    mean: float,
    sigma: float,
    count: int,
    lower: float | None = None,
    upper: float | None = None,
) -> CapabilityFigures:
    """Capability where only the figures of a certificate are known, with 95 % intervals."""
    from lineside.quality.acceptance import from_figures

    return from_figures(mean, sigma, count, lower, upper)


@query(permission="quality.read", scope="equipment")
def drifts(work: Work, *, equipment: str = "", limit: int = 50) -> list[Drift]:
    """Characteristics that left their level, newest first."""
    table = study_store.drifts
    wanted = select(table).order_by(table.c.at.desc()).limit(min(max(limit, 1), 500))
    if equipment:
        wanted = wanted.where(table.c.equipment == equipment)
    found = [study_store.restore_drift(row) for row in work.db.execute(wanted)]
    return [replace(each, series=[]) for each in found]


@query(permission="quality.read")
def drift(work: Work, *, drift: str) -> Drift:
    """One drift of a characteristic, with the values until it was seen."""
    return study_store.load_drift(work, drift)
