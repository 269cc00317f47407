"""Sampling plans as a screen shows them: how many to take, and what lots of each quality meet."""

from typing import Literal

import numpy as np

from lineside.quality.answers import CapabilityFigures, OperatingPoint, SamplingPlanView
from lineside.quality.charts import SamplingPlan, capability_from_figures, plan_for_risks
from lineside.quality.charts import sampling_plan as plan_for_lot
from lineside.quality.errors import SamplingPlanInvalid

POINTS, HARDLY = 60, 0.01


def for_lot(
    lot_size: int, aql_percent: float, level: str, inspection: Literal["normal", "tightened"]
) -> SamplingPlanView:
    """The plan of ISO 2859-1."""
    plan = plan_for_lot(lot_size, aql_percent, level=level, inspection=inspection)
    return _view(plan, aql_percent / 100, lot_size)


def for_risks(
    good_share: float,
    bad_share: float,
    producer_risk: float,
    consumer_risk: float,
    lot_size: int | None,
) -> SamplingPlanView:
    """The smallest plan that keeps both risks."""
    plan = plan_for_risks(
        good_share, bad_share, producer_risk=producer_risk, consumer_risk=consumer_risk
    )
    if lot_size is not None and plan.sample > lot_size:
        raise SamplingPlanInvalid(
            problem="the lot is smaller than the sample", lot=lot_size, sample=plan.sample
        )
    return _view(plan, good_share, lot_size)


def _view(plan: SamplingPlan, good_share: float, lot_size: int | None) -> SamplingPlanView:
    left = None if lot_size is None else 1 - min(plan.sample / lot_size, 1.0)
    limit = None if lot_size is None else plan.average_outgoing_quality_limit(lot_size)
    good = min(good_share, 1.0)
    return SamplingPlanView(
        sample=plan.sample,
        accept=plan.accept,
        reject=plan.reject,
        letter=plan.letter,
        good_share=good,
        good_accepted=plan.chance_of_acceptance(good),
        even_share=plan.limiting_quality(0.5),
        limiting_share=plan.limiting_quality(),
        outgoing_limit=limit,
        curve=_curve(plan, good, left),
    )


def _curve(plan: SamplingPlan, good_share: float, left: float | None) -> list[OperatingPoint]:
    """From lots without a flaw to those that are hardly ever accepted."""
    end = min(1.0, max(plan.limiting_quality(HARDLY), 2 * good_share))
    points = []
    for share in np.linspace(0.0, end, POINTS).tolist():
        chance = plan.chance_of_acceptance(share)
        outgoing = None if left is None else share * chance * left
        points.append(OperatingPoint(share, chance, outgoing))
    return points


def from_figures(
    mean: float, sigma: float, count: int, lower: float | None, upper: float | None
) -> CapabilityFigures:
    """Capability where only a certificate's figures are known."""
    found = capability_from_figures(mean, sigma, count, lower=lower, upper=upper)
    both = lower is not None and upper is not None
    low, high = found.potential_interval
    return CapabilityFigures(
        cp=found.potential if both else None,
        cp_low=low if both else None,
        cp_high=high if both else None,
        cpk=found.actual,
        cpk_low=found.actual_interval[0],
        cpk_high=found.actual_interval[1],
    )
