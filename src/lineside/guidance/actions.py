"""What one may do: recommend, decide, record the outcome."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from lineside.guidance import store
from lineside.guidance.errors import OwnProposal, SignatureMissing
from lineside.guidance.model import Effect, Evidence, Recommendation, Truth, Verdict
from lineside.identity.actions import verify_password
from lineside.kernel.catalogue import Entry, Risk, action, find
from lineside.kernel.door import Approval, NotAllowed, require_reach
from lineside.kernel.work import Work

ANSWER_WITHIN = timedelta(hours=4)
ESCALATE_AGAIN = timedelta(hours=1)


class Proposals:
    """The door's proposals: a guarded action that a machine asked for awaits a decision here."""

    def propose(self, work: Work, entry: Entry, call: dict[str, Any], reason: str) -> str:
        plain = entry.arguments.model_validate(call).model_dump(mode="json")
        equipment = str(plain.get(entry.scope) or "") if entry.scope else ""
        return recommend(
            work,
            code=f"act.{entry.name}",
            title=entry.summary,
            facts=plain | {"reason": reason},
            equipment=equipment,
            action=entry.name,
            call=plain,
            risk=entry.risk,
        )


@action(permission="guidance.recommend", risk=Risk.SUPPORT, scope="equipment")
def recommend(
    work: Work,
    *,
    code: str,
    title: str,
    equipment: str = "",
    facts: dict[str, Any] | None = None,
    evidence: list[Evidence] | None = None,
    confidence: float | None = None,
    effect: Effect | None = None,
    action: str = "",
    call: dict[str, Any] | None = None,
    risk: Risk = Risk.SUPPORT,
    deadline: datetime | None = None,
) -> str:
    """Recommend an act with its evidence; returns the recommendation's id."""
    new = Recommendation(
        id=work.new_id(),
        code=code,
        title=title,
        facts=facts or {},
        equipment=equipment,
        by=work.actor.id,
        at=work.at,
        risk=find(action).risk if action else risk,
        confidence=confidence,
        evidence=evidence or [],
        effect=effect,
        action=action,
        call=call or {},
        deadline=deadline or work.at + ANSWER_WITHIN,
    )
    work.tell(new.announce())
    store.save(work, new)
    return new.id


@action(permission="guidance.decide", risk=Risk.EXECUTE)
def decide(
    work: Work, *, recommendation: str, verdict: Verdict, reason: str = "", password: str = ""
) -> Any:
    """Approve, reject or defer. An approval runs the recommended action in the same transaction."""
    found = store.load(work, recommendation)
    require_reach(work, found.equipment)
    work.tell(found.decide(verdict, work.actor.id, work.at, reason))
    if verdict is Verdict.APPROVE and found.action:
        found.signed = _check_right(work, found, password)
        assert work.enact is not None, "decisions come through the door"
        approval = Approval(found.id, work.actor)
        found.result = work.enact(found.action, _call(found), approval)
    store.save(work, found)
    return found.result


def _call(found: Recommendation) -> dict[str, Any]:
    """The recommended call; an act that wants to know its recommendation is told.

    One that names another recommendation means that one, such as a decision that a machine asked
    for.
    """
    wants = "recommendation" in find(found.action).arguments.model_fields
    if wants and not found.call.get("recommendation"):
        return found.call | {"recommendation": found.id}
    return found.call


def _check_right(work: Work, found: Recommendation, password: str) -> bool:
    """The approver must hold the act's own permission, be a second person, and sign if asked."""
    entry = find(found.action)
    if work.actor.is_machine or not work.actor.may(entry.permission):
        raise NotAllowed(entry=entry.name, actor=work.actor.id, reason="permission_missing")
    if found.by == work.actor.id:
        raise OwnProposal(recommendation=found.id, by=found.by)
    if entry.signature and not (password and verify_password(work, work.actor.id, password)):
        raise SignatureMissing(recommendation=found.id, entry=entry.name)
    return entry.signature


@action(permission="guidance.outcome", risk=Risk.SUPPORT)
def record_outcome(
    work: Work,
    *,
    recommendation: str,
    truth: Truth,
    note: str = "",
    facts: dict[str, Any] | None = None,
) -> None:
    """Record whether an approved recommendation turned out right, and what was found."""
    found = store.load(work, recommendation)
    require_reach(work, found.equipment)
    work.tell(found.conclude(truth, work.actor.id, work.at, note, facts or {}))
    store.save(work, found)


@action(permission="guidance.escalate", risk=Risk.INITIATE)
def escalate_overdue(work: Work) -> int:
    """Raise every undecided recommendation past its deadline by one level; returns how many."""
    table = store.recommendations
    undecided = table.c.state.in_(("open", "deferred")) & (table.c.deadline < work.at)
    names = work.db.execute(select(table.c.id).where(undecided)).scalars().all()
    for name in names:
        found = store.load(work, name)
        if found.is_overdue(work.at):
            work.tell(found.escalate(work.at, ESCALATE_AGAIN))
            store.save(work, found)
    return len(names)
