"""The steps of the story, read from the news: each is the first piece of news of its kind."""

from typing import Any

from sqlalchemy import select

from lineside.kernel import tables
from lineside.kernel.work import Work

# Step of the story, the news that proves it, and what must hold of its facts.
PROOFS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("defects_seen", "quality.DefectPatternSeen", {}),
    ("correlation_found", "quality.CorrelationFound", {}),
    ("failure_predicted", "maintenance.FailurePredicted", {}),
    ("recommended", "guidance.Recommended", {"code": "maintenance.replace_before_failure"}),
    (
        "approved",
        "guidance.Decided",
        {"code": "maintenance.replace_before_failure", "verdict": "approve"},
    ),
    ("work_order_planned", "maintenance.WorkOrderPlanned", {}),
    ("plan_moved", "scheduling.PlanMoved", {}),
    ("lots_held", "quality.SuspectsHeld", {}),
    ("guide_written", "copilot.GuideWritten", {}),
    ("outcome_recorded", "guidance.OutcomeRecorded", {}),
    ("value_booked", "value.ValueBooked", {}),
)
STEPS = tuple(step for step, _, _ in PROOFS)


def told_steps(work: Work) -> list[dict[str, Any]]:
    """The steps that happened, in the order in which they happened."""
    found = [_first(work, *proof) for proof in PROOFS]
    return sorted((each for each in found if each), key=lambda each: each["news"])


def _first(work: Work, step: str, name: str, wanted: dict[str, str]) -> dict[str, Any] | None:
    table = tables.news
    query = select(table).where(table.c.name == name)
    for field, value in wanted.items():
        query = query.where(table.c.facts[field].astext == value)
    if step == "plan_moved":
        # A plan that moved because of a work order, not because of the floor's progress.
        query = query.where(table.c.facts["reason"].astext.like("WO-%"))
    row = work.db.execute(query.order_by(table.c.id).limit(1)).first()
    if row is None:
        return None
    return {"step": step, "at": row.at.isoformat(), "news": row.id, **row.facts}
