"""What one may ask of the statistics: counts, joint charts, gauges, sampling plans, drifts."""

from dataclasses import replace
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from lineside.kernel.catalogue import query
from lineside.kernel.work import Work
from lineside.quality import study_store
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
from lineside.quality.errors import SamplingPlanInvalid


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
