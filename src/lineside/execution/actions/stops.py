"""Machine states derived from the machines' news, and why they stood."""

from datetime import datetime

from lineside.execution import store
from lineside.execution.events import DowntimeClassified
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.plant.errors import ReasonUnknown


@action(permission="execution.note_state", risk=Risk.SUPPORT, scope="equipment")
def note_state(work: Work, *, equipment: str, state: str, at: datetime) -> bool:
    """Note that a machine is in a state from a time on; late news corrects the past.

    Returns whether it changed anything.
    """
    return store.place_state(work, equipment, state, at)


@action(permission="execution.work", risk=Risk.INITIATE, everyday=True, scope="equipment")
def classify_downtime(
    work: Work, *, equipment: str, start: datetime, reason: str, note: str = ""
) -> None:
    """Say why a machine stood: ``start`` is when the stop began, or any time within it; ``reason``
    is one of the plant's codes."""
    if reason not in {each.code for each in plant.reasons(work)}:
        raise ReasonUnknown(reason=reason)
    began = store.classify(work, equipment, start, reason, note)
    work.tell(DowntimeClassified(equipment, began, reason, work.actor.id))
