"""From forecasts to what a store needs to know: shortages, reorder points, reach."""

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select

from lineside.inventory import store
from lineside.inventory.demand import DAILY, WEEKLY, Pace, Tried, foresee, foresee_many
from lineside.inventory.errors import ItemUnknown, LevelInvalid
from lineside.inventory.forecasting import spread_by
from lineside.inventory.foresight import (
    DemandForecast,
    Levels,
    MaterialShortage,
    ProposedLevel,
    Reach,
    lasts_days,
    levels,
    ordered_by,
    runs_out,
)
from lineside.inventory.model import Balance, Part
from lineside.inventory.usage import Usage, by_day, by_week
from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.plant.model import Material
from lineside.tracing import queries as tracing

HORIZON_DAYS = 28
_LONGEST = 90
_MADE = "made"
_LEAD_UNKNOWN = "inventory.LeadTimeUnknown"
_SOURCES = {DAILY.step: "links of lots and shipments", WEEKLY.step: "issues for work orders"}


def forecast_of(work: Work, item: str, horizon: int, parts: Sequence[Part]) -> DemandForecast:
    """The forecast of one material or spare part, with all that is told about it."""
    _check_span(horizon=horizon)
    part = next((each for each in parts if each.id == item), None)
    if part is not None:
        found = by_week(work, [item])[item]
        return _told(item, part.name, "part", "pcs", found, WEEKLY, horizon)
    material = _material(work, item)
    found = by_day(work, [item])[item]
    return _told(item, material.name, "material", material.unit, found, DAILY, horizon)


def _told(
    item: str, name: str, kind: str, unit: str, found: Usage, pace: Pace, horizon: int
) -> DemandForecast:
    tried = foresee(item, found, pace, horizon)
    return DemandForecast(
        item=item,
        name=name,
        kind=kind,
        unit=unit,
        step=pace.step,
        pattern=tried.forecast.kind,
        weights=tried.forecast.weights,
        back_test=tried.back_test,
        worth_it=tried.back_test.is_better,
        source=_SOURCES[pace.step],
        history=found.rows,
        steps=tried.steps,
    )


def _material(work: Work, item: str) -> Material:
    """A material on the plant's list, or one of which lots are known (what the plant makes)."""
    known = {each.id: each for each in plant.materials(work)}
    if item in known:
        return known[item]
    lots = tracing.LOTS.c
    unit = work.db.execute(select(lots.unit).where(lots.material == item).limit(1)).scalar()
    if unit is None:
        raise ItemUnknown(item=item)
    return Material(item, item, _MADE, unit)


def _bought(work: Work) -> list[Material]:
    return [each for each in plant.materials(work) if each.kind != _MADE]


def shortages(work: Work, horizon: int, balances: Sequence[Balance]) -> list[MaterialShortage]:
    """Bought materials by the day on which they run out, the soonest first."""
    _check_span(horizon=horizon)
    bought = _bought(work)
    tries = _tries(work, by_day(work, [each.id for each in bought]), DAILY, horizon)
    there = {each.material: each for each in balances}
    coming, came = _arrivals(work), _last_receipts(work)
    found = []
    for each in bought:
        balance = there.get(each.id)
        tried, reason = tries[each.id]
        due = coming.get(each.id)
        found.append(
            _shortage(
                each, tried, reason, balance.available if balance else Decimal(0),
                balance.held if balance else Decimal(0), due, came.get(each.id), horizon,
            )
        )  # fmt: skip
    return sorted(found, key=lambda row: (bool(row.reason), row.runs_out or date.max, row.material))


def _shortage(
    material: Material,
    tried: Tried | None,
    reason: str,
    free: Decimal,
    held: Decimal,
    due: list[tuple[date, Decimal]] | None,
    last_receipt: datetime | None,
    horizon: int,
) -> MaterialShortage:
    steps = tried.steps if tried else []
    arrivals = [(day, float(quantity)) for day, quantity in due or []]
    dates = {side: runs_out(steps, float(free), arrivals, side) for side in (-1, 0, 1)}
    lead = material.facts.get("lead_time_days")
    return MaterialShortage(
        material=material.id,
        name=material.name,
        unit=material.unit,
        supplier=str(material.facts.get("supplier", "")),
        free=free,
        held=held,
        on_order=None if due is None else sum((q for _, q in due), Decimal(0)),
        last_receipt=last_receipt,
        per_day=_per_day(tried, DAILY),
        runs_out=dates[0],
        early=dates[1],
        late=dates[-1],
        horizon_days=horizon,
        lead_time_days=lead,
        order_by=ordered_by(dates[0], lead),
        reason=reason,
    )


def _tries(
    work: Work, usages: dict[str, Usage], pace: Pace, horizon: int
) -> dict[str, tuple[Tried | None, str]]:
    """Each item's forecast, or why there is none, computed where the installation says."""
    with spread_by(work.settings.forecasts) as spread:
        return foresee_many(usages, pace, horizon, spread)


def _per_day(tried: Tried | None, pace: Pace) -> float | None:
    if tried is None:
        return None
    return sum(step.expected for step in tried.steps) / len(tried.steps) / pace.days


def _arrivals(work: Work) -> dict[str, list[tuple[date, Decimal]]]:
    """What is still to come of each material of which a purchase was ever recorded, by due date."""
    p = store.material_purchases.c
    wanted = select(p.material, p.due, p.quantity - p.received).order_by(p.due)
    found: dict[str, list[tuple[date, Decimal]]] = {}
    for material, due, left in work.db.execute(wanted):
        rows = found.setdefault(material, [])
        if left > 0:
            rows.append((due, left))
    return found


def _last_receipts(work: Work) -> dict[str, datetime]:
    """When the newest lot of each material came in."""
    lots = tracing.LOTS.c
    wanted = select(lots.material, func.max(lots.at)).group_by(lots.material)
    return {material: at for material, at in work.db.execute(wanted)}


def proposed_levels(
    work: Work,
    service_level: float,
    review_days: int,
    balances: Sequence[Balance],
    parts: Sequence[Part],
) -> list[ProposedLevel]:
    """Levels of bought materials first, then of spare parts."""
    _check_span(review_days=review_days)
    if not 0.5 <= service_level <= 0.999:
        raise LevelInvalid(service_level=service_level)
    return [
        *_material_levels(work, service_level, review_days, balances),
        *_part_levels(work, service_level, review_days, parts),
    ]


def _material_levels(
    work: Work, service: float, review_days: int, balances: Sequence[Balance]
) -> Iterable[ProposedLevel]:
    bought = _bought(work)
    tries = _tries(work, by_day(work, [each.id for each in bought]), DAILY, HORIZON_DAYS)
    there = {each.material: each.available for each in balances}
    for each in bought:
        tried, reason = tries[each.id]
        lead, now = each.facts.get("lead_time_days"), each.facts.get("reorder_point")
        yield _level(
            (each.id, each.name, "material", each.unit), there.get(each.id, Decimal(0)),
            None if now is None else float(now), lead, tried, reason, DAILY, service, review_days,
        )  # fmt: skip


def _part_levels(
    work: Work, service: float, review_days: int, parts: Sequence[Part]
) -> Iterable[ProposedLevel]:
    weeks = HORIZON_DAYS // WEEKLY.days
    tries = _tries(work, by_week(work, [each.id for each in parts]), WEEKLY, weeks)
    for each in parts:
        tried, reason = tries[each.id]
        yield _level(
            (each.id, each.name, "part", "pcs"), Decimal(each.free), float(each.reorder_point),
            each.lead_time_days, tried, reason, WEEKLY, service, review_days,
        )  # fmt: skip


def _level(
    item: tuple[str, str, str, str],
    free: Decimal,
    now: float | None,
    lead: int | None,
    tried: Tried | None,
    reason: str,
    pace: Pace,
    service: float,
    review_days: int,
) -> ProposedLevel:
    per_day = _per_day(tried, pace)
    # Errors of a week are as many independent errors of a day: variances add up.
    error = None if tried is None else tried.back_test.rmse / math.sqrt(pace.days)
    found: Levels | None = None
    if per_day is not None and error is not None and lead is not None:
        found = levels(per_day, error, lead, review_days, service)
    return ProposedLevel(
        *item,
        free=free,
        reorder_point_now=now,
        lead_time_days=lead,
        review_days=review_days,
        service_level=service,
        per_day=per_day,
        error_per_day=error,
        safety_stock=found.safety_stock if found else None,
        reorder_point=found.reorder_point if found else None,
        order_level=found.order_level if found else None,
        reason=reason or ("" if lead is not None else _LEAD_UNKNOWN),
    )


def reach(work: Work, material: str, free: Decimal) -> Reach:
    """For how many days the free stock of a material lasts by the forecast."""
    _material(work, material)
    tried, _ = _tries(work, by_day(work, [material]), DAILY, HORIZON_DAYS)[material]
    days = lasts_days(tried.steps, float(free)) if tried else math.inf
    return Reach(days if math.isfinite(days) else None, "d", material, free, _per_day(tried, DAILY))


def _check_span(**days: int) -> None:
    for name, value in days.items():
        if not 1 <= value <= _LONGEST:
            raise LevelInvalid(**{name: value}, most=_LONGEST)
