"""What one may do: freeze a baseline, book what an outcome was worth."""

from datetime import datetime

from lineside.guidance import queries as guidance
from lineside.guidance.model import Truth
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work
from lineside.learning import queries as learning
from lineside.maintenance import queries as maintenance
from lineside.maintenance.model import UNPLANNED
from lineside.value import store
from lineside.value.booking import Hours, avoided, breakdown_hours
from lineside.value.events import BaselineFrozen, ValueBooked
from lineside.value.model import Baseline, Saving

USE_CASE = "predictive_maintenance"
MEASURE = "downtime_per_breakdown"
CURRENCY = "NOK"
MODEL = "spindle_health"


@action(permission="value.freeze", risk=Risk.SUPPORT)
def freeze_baseline(work: Work, *, component: str) -> None:
    """Freeze what a breakdown of a component cost in hours so far, before anything is saved."""
    past = _breakdowns(work, component)
    hours = breakdown_hours([h for h, _ in past], 0.0)
    ends = [at for _, at in past if at is not None]
    store.save_baseline(
        work,
        Baseline(
            use_case=USE_CASE,
            measure=f"{MEASURE}.{component}",
            amount=round(hours.mean, 3),
            low=round(hours.low, 3),
            high=round(hours.high, 3),
            unit="h",
            cases=hours.cases,
            since=min(ends, default=work.at),
            until=work.at,
            definition="Hours of stop per unplanned repair of the component, closed before now.",
            frozen_by=work.actor.id,
            frozen_at=work.at,
        ),
    )
    work.tell(BaselineFrozen(USE_CASE, f"{MEASURE}.{component}", hours.mean, "h"))


def _breakdowns(work: Work, component: str) -> list[tuple[float, datetime | None]]:
    cases = maintenance.past_repairs(work, component=component, limit=200)
    unplanned = [c for c in cases if c.kind in UNPLANNED]
    return [(c.downtime_minutes / 60, c.closed_at) for c in unplanned]


@action(permission="value.book", risk=Risk.SUPPORT)
def book_outcome(work: Work, *, recommendation: str) -> str:
    """Book what a maintenance recommendation's outcome was worth; returns the saving, if any.

    Booked once: a second call for the same recommendation returns the first saving, unless the
    outcome was corrected since; then the saving is corrected as well.
    """
    work.lock(f"value:{recommendation}")
    found = guidance.recommendation(work, recommendation=recommendation)
    earlier = store.find_saving(work, recommendation)
    if earlier is not None and earlier.evidence["truth"] == found.truth:
        return str(earlier.id)
    known = found.truth in (Truth.CONFIRMED, Truth.FALSE)
    if found.truth is None or "downtime_cost_per_h" not in found.facts or not (known or earlier):
        return ""
    hours, actual_h = _hours(work, found.facts, found.outcome_facts, found.truth)
    per_h = float(found.facts["downtime_cost_per_h"])
    saving = Saving(
        id=str(earlier.id) if earlier else work.new_id(),
        recommendation=recommendation,
        use_case=USE_CASE,
        measure="downtime_avoided",
        amount=round(hours.mean, 3),
        low=round(hours.low, 3),
        high=round(hours.high, 3),
        unit="h",
        money=round(hours.mean * per_h, 2),
        money_low=round(hours.low * per_h, 2),
        money_high=round(hours.high * per_h, 2),
        currency=CURRENCY,
        kind="augmentation",
        method=(
            f"mean of {hours.cases} past breakdowns less the planned stop of {actual_h:.2f} h; "
            "5 to 95 % by Student's t"
        ),
        at=work.at,
        evidence={"work_order": found.outcome_facts.get("work_order", ""), "truth": found.truth},
    )
    store.save_saving(work, saving)
    work.tell(
        ValueBooked(
            saving.id, recommendation, saving.measure, saving.amount, saving.low, saving.high, "h"
        )
    )
    return saving.id


def _hours(
    work: Work, facts: dict[str, object], outcome: dict[str, object], truth: Truth
) -> tuple[Hours, float]:
    component = str(facts.get("component", ""))
    past = [h for h, _ in _breakdowns(work, component)]
    usual = breakdown_hours(past, float(str(facts.get("unplanned_repair_h", 14.0))))
    actual_h = float(str(outcome.get("downtime_minutes", 0.0))) / 60
    if truth is Truth.UNCLEAR:
        return Hours(0.0, 0.0, 0.0, usual.cases), actual_h
    record = learning.track_record(work, name=MODEL)
    chance = record.low if record.low is not None else 0.5
    return avoided(usual, actual_h, right=truth is Truth.CONFIRMED, chance=chance), actual_h
