"""The draft of a work order from a predicted failure: window, technician, part and evidence."""

from datetime import timedelta
from statistics import mean
from zoneinfo import ZoneInfo

from lineside.guidance import actions as guidance
from lineside.guidance import queries as guided
from lineside.guidance.model import Effect, Evidence, State
from lineside.inventory import queries as inventory
from lineside.kernel.work import Work
from lineside.learning import queries as learned
from lineside.maintenance import store
from lineside.maintenance.assessing import MODEL
from lineside.maintenance.errors import NobodyQualified
from lineside.maintenance.model import PLANNED, UNPLANNED, Component, Prediction
from lineside.maintenance.queries import (
    RepairCase,
    busy_technicians,
    component_of,
    past_repairs,
)
from lineside.maintenance.windows import Window, choose_window
from lineside.plant import queries as plant

CODE = "maintenance.replace_before_failure"
SKILL = "spindle_repair"
PLANNED_REPAIR_H = 4.0
UNPLANNED_REPAIR_H = 14.0
EVIDENCE_DAYS = 10
# With so few hours left by the 10 % point the trend alone is enough.
ACT_WITHIN_H = 12.0


def propose(work: Work, prediction: Prediction) -> str:
    """Recommend the work order once it is due; a present or rejected one is not repeated.

    Returns the recommendation's id, empty while it is too early.
    """
    earlier = guided.latest(work, code=CODE, equipment=prediction.equipment)
    if earlier is not None and _still_stands(earlier.state, earlier.facts, prediction):
        return earlier.id
    if not _is_due(work, prediction):
        return ""
    component = component_of(work, prediction.equipment)
    cases = past_repairs(work, component=component.name, equipment=component.equipment)
    window = _window(work, prediction, component)
    planned_h, unplanned_h = repair_hours(cases)
    return guidance.recommend(
        work,
        code=CODE,
        title=_title(work, prediction, component, window),
        equipment=component.equipment,
        facts={
            "prediction": prediction.id,
            "component": component.name,
            "part": component.part,
            "technician": window.technician.id,
            "start": window.start.isoformat(),
            "end": window.end.isoformat(),
            "life_h": round(prediction.life_h, 1),
            "planned_repair_h": round(planned_h, 2),
            "unplanned_repair_h": round(unplanned_h, 2),
            "downtime_cost_per_h": component.downtime_cost_per_h,
        },
        evidence=_evidence(work, prediction, component, cases),
        confidence=round(prediction.probability, 3),
        effect=_effect(prediction, planned_h, unplanned_h),
        action="maintenance.plan_work_order",
        call={
            "equipment": component.equipment,
            "component": component.name,
            "task": f"Replace {component.name.replace('_', ' ')}",
            "start": window.start.isoformat(),
            "end": window.end.isoformat(),
            "technician": window.technician.id,
            "part": component.part,
            "prediction": prediction.id,
        },
        deadline=work.at + timedelta(hours=min(4.0, max(1.0, prediction.life_low_h / 4))),
    )


def _is_due(work: Work, prediction: Prediction) -> bool:
    """A part is not changed on a trend alone while there is time: another finding must agree."""
    since = work.at - timedelta(days=EVIDENCE_DAYS)
    agreed = bool(store.evidence_of(work, prediction.equipment, since))
    return agreed or prediction.life_low_h <= ACT_WITHIN_H


def _still_stands(state: State, facts: dict[str, object], prediction: Prediction) -> bool:
    return state in (State.OPEN, State.DEFERRED) or facts.get("prediction") == prediction.id


def repair_hours(cases: list[RepairCase]) -> tuple[float, float]:
    """Mean hours of stop of planned and of unplanned repairs, from the plant's own record."""
    planned = [c.downtime_minutes / 60 for c in cases if c.kind in PLANNED]
    unplanned = [c.downtime_minutes / 60 for c in cases if c.kind in UNPLANNED]
    return (
        mean(planned) if planned else PLANNED_REPAIR_H,
        mean(unplanned) if unplanned else UNPLANNED_REPAIR_H,
    )


def _window(work: Work, prediction: Prediction, component: Component) -> Window:
    """A stretch before the 10 % point of the life, in a shift with a qualified technician."""
    site = component.equipment.split("/")[0]
    people = plant.people(work, skill=SKILL)
    technicians = [p for p in people if p.role == "technician"] or people
    latest = prediction.at + timedelta(hours=max(prediction.life_low_h, 12.0))
    for limit in (latest, latest + timedelta(hours=24), work.at + timedelta(hours=72)):
        found = choose_window(
            plant.calendar_of(work, site),
            technicians,
            now=work.at,
            latest=max(limit, work.at + timedelta(hours=16)),
            hours=PLANNED_REPAIR_H,
            busy=busy_technicians(work),
        )
        if found is not None:
            return found
    raise NobodyQualified(equipment=component.equipment, skill=SKILL, before=latest)


def _effect(prediction: Prediction, planned_h: float, unplanned_h: float) -> Effect:
    """Hours of stop avoided: what a breakdown takes beyond a planned repair, times its chance."""
    avoided = unplanned_h - planned_h
    return Effect(
        measure="downtime_avoided",
        unit="h",
        expected=round(prediction.probability * avoided, 2),
        low=0.0,
        high=round(avoided, 2),
    )


def _title(work: Work, prediction: Prediction, component: Component, window: Window) -> str:
    """The act in plain words; its time is the plant's, as on every screen."""
    zone = ZoneInfo(plant.calendar_of(work, component.equipment.split("/")[0]).zone)
    return (
        f"{component.unit}: replace the {component.name.replace('_', ' ')} on "
        f"{window.start.astimezone(zone):%a %d %b, %H:%M}; {prediction.life_h:.0f} h of life "
        f"expected ({prediction.life_low_h:.0f} to {prediction.life_high_h:.0f} h)"
    )


def _evidence(
    work: Work, prediction: Prediction, component: Component, cases: list[RepairCase]
) -> list[Evidence]:
    found = [_prediction_evidence(prediction), _track_record(work, component)]
    since = work.at - timedelta(days=EVIDENCE_DAYS)
    found += [
        Evidence(row.kind, row.title, row.ref, row.figures)
        for row in store.evidence_of(work, component.equipment, since)
    ]
    found.append(_part_evidence(work, component))
    found += [
        Evidence(
            "history",
            f"{case.work_order}: {case.task} on {case.equipment.rsplit('/', 1)[-1]}: {case.found}",
            f"maintenance.work_order/{case.work_order}",
            {"downtime_minutes": case.downtime_minutes},
        )
        for case in cases[:3]
    ]
    return found


def _prediction_evidence(prediction: Prediction) -> Evidence:
    figures: dict[str, float | int | str] = {
        "probability": round(prediction.probability, 3),
        "horizon_h": prediction.horizon_h,
        "life_low_h": round(prediction.life_low_h, 1),
        "life_h": round(prediction.life_h, 1),
        "life_high_h": round(prediction.life_high_h, 1),
        "index": round(prediction.index, 2),
        "threshold": round(prediction.threshold, 2),
        "p_value": prediction.p_value,
    }
    figures |= {f"share.{name}": share for name, share in prediction.features.items()}
    ref = f"maintenance.prediction/{prediction.id}"
    return Evidence("prediction", "Remaining life from the vibration trend", ref, figures)


def _track_record(work: Work, component: Component) -> Evidence:
    record = learned.track_record(work, name=MODEL)
    figures: dict[str, float | int | str] = {"confirmed": record.confirmed, "false": record.false}
    if record.precision is not None:
        figures["precision"] = round(record.precision, 3)
    return Evidence("track_record", "How earlier predictions of this kind ended", "", figures)


def _part_evidence(work: Work, component: Component) -> Evidence:
    if not component.part:
        return Evidence("part", "No spare part is named for this component")
    part = inventory.availability(work, part=component.part)
    figures: dict[str, float | int | str] = {
        "on_hand": float(part.on_hand),
        "reserved": float(part.reserved),
        "free": float(part.free),
        "lead_time_days": float(part.lead_time_days),
    }
    return Evidence(
        "part", f"Spare part {component.part}", f"inventory.part/{component.part}", figures
    )
