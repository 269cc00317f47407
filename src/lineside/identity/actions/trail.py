"""The door's trail, as identity keeps it."""

from typing import Any

from lineside.identity import store
from lineside.kernel.door import Approval
from lineside.kernel.work import Work


class AuditTrail:
    """The door's trail, kept by identity."""

    def write(
        self,
        work: Work,
        *,
        entry: str,
        call: Any,
        outcome: str,
        detail: Any,
        approval: Approval | None,
    ) -> None:
        store.append_audit(
            work,
            actor=work.actor.id,
            entry=entry,
            call=call,
            outcome=outcome,
            detail=detail,
            approved_by=approval.by.id if approval else "",
            recommendation=approval.recommendation if approval else "",
        )
