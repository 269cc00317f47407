"""Rooms that are stopped: nothing of theirs is asked, done or heard until they are started again.

What rooms call in each other directly goes on: a model that is in service stays in service when
learning is stopped. News for a stopped room waits in the outbox, in its order.
"""

from dataclasses import dataclass

from sqlalchemy import select

from lineside.kernel import tables
from lineside.kernel.errors import Invalid, Unavailable
from lineside.kernel.events import Event
from lineside.kernel.work import Work

# Without these nothing stands: who one is, where things are, what machines say, what is what,
# and what waits for a decision.
ALWAYS = frozenset({"kernel", "identity", "plant", "telemetry", "tracing", "guidance", "andon"})


class RoomStopped(Unavailable):
    """The room was stopped by an administrator. Facts: room, reason."""

    code = "kernel.RoomStopped"
    advice = "Ask an administrator to start the room again; its data is all there."


class RoomInvalid(Invalid):
    """No such room, or one that everything else stands on."""

    code = "kernel.RoomInvalid"
    advice = "Name a room of the list that may be stopped."


@dataclass(frozen=True)
class RoomHalted(Event, subject="room"):
    """A room was stopped."""

    room: str
    reason: str
    by: str


@dataclass(frozen=True)
class RoomStarted(Event, subject="room"):
    """A stopped room goes on."""

    room: str
    by: str


def require_running(work: Work, room: str) -> None:
    """Refuse what is asked of a stopped room."""
    if room in ALWAYS:
        return
    table = tables.stopped_rooms
    row = work.db.execute(select(table.c.reason).where(table.c.room == room)).first()
    if row is not None:
        raise RoomStopped(room=room, reason=row.reason)


def is_stopped(work: Work, room: str) -> bool:
    """Whether a room is stopped now."""
    table = tables.stopped_rooms
    return work.db.execute(select(table.c.room).where(table.c.room == room)).first() is not None
