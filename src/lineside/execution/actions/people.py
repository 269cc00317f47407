"""People: clocked in and out, and the notes they leave."""

from lineside.execution import store
from lineside.execution.errors import NotClockedIn, NoteEmpty
from lineside.execution.events import OperatorNote
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work


@action(permission="execution.work", risk=Risk.INITIATE, everyday=True, scope="equipment")
def clock_in(work: Work, *, order: str = "", seq: int = 0, equipment: str = "") -> None:
    """Begin to count one's own time on an operation or at a machine."""
    if order:
        _, steps, place = store.load_operation(work, order, seq)
        equipment = equipment or steps[place].equipment
    store.open_labour(work, work.actor.id, order, seq, equipment)


@action(permission="execution.work", risk=Risk.INITIATE, everyday=True)
def clock_out(work: Work, *, order: str = "", seq: int = 0) -> None:
    """Stop counting one's own time there; without an order, everywhere."""
    if store.close_labour(work, person=work.actor.id, order=order, seq=seq) == 0:
        raise NotClockedIn(person=work.actor.id, order=order, seq=seq)


@action(permission="execution.work", risk=Risk.INITIATE, everyday=True, scope="equipment")
def add_note(work: Work, *, text: str, order: str = "", seq: int = 0, equipment: str = "") -> str:
    """Leave a note on an order, an operation or a machine; returns its id."""
    words = text.strip()
    if not words:
        raise NoteEmpty(order=order, equipment=equipment)
    new = work.new_id()
    row = {"id": new, "at": work.at, "order": order, "seq": seq, "equipment": equipment}
    work.db.execute(store.notes.insert().values(row | {"text": words, "by": work.actor.id}))
    work.tell(OperatorNote(new, order, seq, equipment, words, work.actor.id))
    return new
