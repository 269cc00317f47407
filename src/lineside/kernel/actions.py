"""What one may do about the house itself: retry or dismiss what is parked, cancel long work."""

import re

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.kernel import tables
from lineside.kernel.catalogue import Risk, action, entries
from lineside.kernel.errors import Missing
from lineside.kernel.progress import find
from lineside.kernel.rooms import ALWAYS, RoomHalted, RoomInvalid, RoomStarted
from lineside.kernel.work import Work


class ParkedUnknown(Missing):
    """Nothing open is parked under that id."""

    code = "kernel.ParkedUnknown"


@action(permission="kernel.manage", risk=Risk.INITIATE, everyday=True)
def retry_parked(work: Work, *, parked: str) -> None:
    """Deliver parked news to its listener again, after its cause was mended."""
    listener, _, news = parked.rpartition("@")
    table = tables.deliveries
    where = (table.c.listener == listener) & (table.c.news == _number(parked, news))
    row = (
        update(table)
        .where(where & (table.c.state == "parked"))
        .values(state="pending", attempts=0, next_at=work.at)
    )
    if work.db.execute(row).rowcount == 0:
        raise ParkedUnknown(parked=parked)


@action(permission="kernel.manage", risk=Risk.INITIATE, everyday=True)
def dismiss_parked(work: Work, *, parked: str, reason: str) -> None:
    """Close a parked thing without processing it; it stays on record with the reason."""
    listener, at, news = parked.rpartition("@")
    if at:
        table = tables.deliveries
        where = (table.c.listener == listener) & (table.c.news == _number(parked, news))
        told = f"dismissed by {work.actor.id}: {reason}; "
        row = (
            update(table)
            .where(where & (table.c.state == "parked"))
            .values(state="dismissed", error=told + table.c.error)
        )
    else:
        row = (
            update(tables.parked)
            .where(tables.parked.c.id == parked, tables.parked.c.state == "open")
            .values(state="dismissed", resolved_by=f"{work.actor.id}: {reason}")
        )
    if work.db.execute(row).rowcount == 0:
        raise ParkedUnknown(parked=parked)


@action(permission="kernel.manage", risk=Risk.SUPPORT, everyday=True)
def cancel_task(work: Work, *, task: str) -> None:
    """Ask a long piece of work to stop; it does so at its next step."""
    find(work, task)
    row = update(tables.progress).where(tables.progress.c.id == task).values(cancel=True)
    work.db.execute(row)


@action(permission="kernel.manage", risk=Risk.EXECUTE, everyday=True)
def stop_room(work: Work, *, room: str, reason: str) -> None:
    """Stop a room: its entries are refused, its jobs rest, news for it waits; its data stays.

    What others call in it directly goes on. Refuses ``kernel.RoomInvalid`` for a room that is not
    there or that everything else stands on.
    """
    if room in ALWAYS or room not in {each.room for each in entries()} or not reason.strip():
        raise RoomInvalid(room=room, reason=reason, stoppable=_stoppable())
    row = upsert(tables.stopped_rooms).values(
        room=room, reason=reason.strip(), by=work.actor.id, at=work.at
    )
    if work.db.execute(row.on_conflict_do_nothing()).rowcount:
        work.tell(RoomHalted(room, reason.strip(), work.actor.id))


@action(permission="kernel.manage", risk=Risk.EXECUTE, everyday=True)
def start_room(work: Work, *, room: str) -> None:
    """Start a stopped room again; news that waited for it is heard now, in its order."""
    table = tables.stopped_rooms
    if work.db.execute(delete(table).where(table.c.room == room)).rowcount == 0:
        raise RoomInvalid(room=room, problem="not stopped")
    work.tell(RoomStarted(room, work.actor.id))


def _stoppable() -> list[str]:
    return sorted({each.room for each in entries()} - ALWAYS)


def _number(parked: str, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise ParkedUnknown(parked=parked)
    return int(text)
