"""What one may do: call for help, raise, acknowledge, escalate and close alerts."""

from typing import Any

from sqlalchemy import select

from lineside.andon import store
from lineside.andon.model import LEVELS, PATIENCE, Alert, Severity
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.door import require_reach
from lineside.kernel.work import Work


@action(permission="andon.raise", risk=Risk.INITIATE, everyday=True)
def raise_alert(
    work: Work,
    *,
    kind: str,
    severity: Severity,
    title: str,
    equipment: str = "",
    facts: dict[str, Any] | None = None,
    link: str = "",
) -> str:
    """Raise an alert, or count it again while one of its kind is open; returns its id."""
    work.lock(f"andon:{kind}:{equipment}")
    earlier = store.find_open(work, kind, equipment)
    if earlier is not None:
        earlier.repeat(work.at, severity, facts or {})
        store.save(work, earlier)
        return earlier.id
    new = Alert(
        id=work.new_id(),
        kind=kind,
        severity=severity,
        equipment=equipment,
        title=title,
        facts=facts or {},
        link=link,
        by=work.actor.id,
        at=work.at,
        due=work.at + PATIENCE[severity],
    )
    work.tell(new.announce())
    store.save(work, new)
    return new.id


@action(permission="andon.raise", risk=Risk.INITIATE, everyday=True)
def call_help(work: Work, *, equipment: str, kind: str, note: str = "") -> str:
    """Call for help at a machine: material, quality, maintenance, safety or the supervisor."""
    severity = Severity.CRITICAL if kind == "safety" else Severity.WARNING
    return raise_alert(
        work,
        kind=f"help.{kind}",
        severity=severity,
        title=note or f"Help needed: {kind}",
        equipment=equipment,
        facts={"note": note},
    )


@action(permission="andon.acknowledge", risk=Risk.SUPPORT, everyday=True)
def acknowledge(work: Work, *, alert: str, note: str = "") -> None:
    """Take an alert on."""
    found = store.load(work, alert)
    require_reach(work, found.equipment)
    work.tell(found.acknowledge(work.actor.id, work.at, note))
    store.save(work, found)


@action(permission="andon.acknowledge", risk=Risk.SUPPORT, everyday=True)
def close(work: Work, *, alert: str) -> None:
    """Close an alert whose cause is gone."""
    found = store.load(work, alert)
    require_reach(work, found.equipment)
    work.tell(found.close(work.actor.id, work.at))
    store.save(work, found)


def close_kind(work: Work, *, kind: str, equipment: str) -> None:
    """Close the open alert of a kind for an equipment, if there is one; for rooms above."""
    found = store.find_open(work, kind, equipment)
    if found is not None:
        work.tell(found.close(work.actor.id, work.at))
        store.save(work, found)


@action(permission="andon.escalate", risk=Risk.INITIATE)
def escalate_overdue(work: Work) -> int:
    """Tell the next level about alerts that nobody took on in time; returns how many."""
    table = store.alerts
    late = (table.c.state == "open") & (table.c.due < work.at) & (table.c.level < LEVELS)
    names = work.db.execute(select(table.c.id).where(late)).scalars().all()
    for name in names:
        found = store.load(work, name)
        work.tell(found.escalate(work.at))
        store.save(work, found)
    return len(names)
