"""What one may ask about the house itself: news, parked things, jobs and long work."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lineside.kernel import tables
from lineside.kernel.catalogue import entries, query
from lineside.kernel.progress import TaskView, find, view
from lineside.kernel.rooms import ALWAYS
from lineside.kernel.work import Work


@dataclass(frozen=True)
class NewsView:
    """One piece of news as it was told."""

    id: int
    name: str
    subject: str
    facts: dict[str, Any]
    actor: str
    at: datetime


@dataclass(frozen=True)
class ParkedView:
    """Something that could not be processed, why, and what to do."""

    id: str
    source: str
    what: str
    code: str
    facts: dict[str, Any]
    advice: str
    content: str
    state: str
    count: int
    at: datetime


@dataclass(frozen=True)
class RoomView:
    """A room of the house; a stopped one says since when, by whom and why."""

    room: str
    stoppable: bool
    stopped: bool
    reason: str
    by: str
    at: datetime | None


@dataclass(frozen=True)
class JobView:
    """One background job: when it last ran, when it is next due, and its last error."""

    job: str
    last_at: datetime | None
    next_at: datetime
    runs: int
    error: str


@query(permission="kernel.read")
def news(work: Work, *, name: str = "", after: int = 0, limit: int = 100) -> list[NewsView]:
    """The latest news, newest first; ``name`` narrows to one kind or one room (``quality.``)."""
    table = tables.news
    wanted = select(table).where(table.c.id > after).order_by(table.c.id.desc())
    if name:
        wanted = wanted.where(table.c.name.startswith(name, autoescape=True))
    rows = work.db.execute(wanted.limit(min(limit, 1000)))
    return [NewsView(r.id, r.name, r.subject, r.facts, r.actor, r.at) for r in rows]


@query(permission="kernel.read")
def parked(work: Work, *, state: str = "open", limit: int = 200) -> list[ParkedView]:
    """What could not be processed and waits for a person: bad input and failed listeners."""
    table = tables.parked
    wanted = select(table).where(table.c.state == state).order_by(table.c.at.desc()).limit(limit)
    found = [
        ParkedView(
            r.id,
            r.source,
            r.what,
            r.code,
            r.facts,
            r.advice,
            r.content,
            r.state,
            r._mapping["count"],
            r.at,
        )
        for r in work.db.execute(wanted)
    ]
    return found + (_parked_deliveries(work, limit) if state == "open" else [])


def _parked_deliveries(work: Work, limit: int) -> list[ParkedView]:
    d, n = tables.deliveries, tables.news
    wanted = (
        select(d.c.listener, d.c.news, d.c.error, d.c.attempts, n.c.name, n.c.facts, n.c.at)
        .join(n, n.c.id == d.c.news)
        .where(d.c.state == "parked")
        .order_by(d.c.news.desc())
        .limit(limit)
    )
    return [
        ParkedView(
            id=f"{r.listener}@{r.news}",
            source=r.listener,
            what=r.name,
            code="kernel.ListenerFailed",
            facts={"error": r.error, "attempts": r.attempts},
            advice="Mend the cause, then retry the delivery.",
            content=str(r.facts),
            state="open",
            count=1,
            at=r.at,
        )
        for r in work.db.execute(wanted)
    ]


@query(permission="kernel.read")
def rooms(work: Work) -> list[RoomView]:
    """The rooms of this installation, and which of them are stopped."""
    stopped = {row.room: row for row in work.db.execute(select(tables.stopped_rooms))}
    return [
        RoomView(
            room=room,
            stoppable=room not in ALWAYS,
            stopped=room in stopped,
            reason=stopped[room].reason if room in stopped else "",
            by=stopped[room].by if room in stopped else "",
            at=stopped[room].at if room in stopped else None,
        )
        for room in dict.fromkeys(each.room for each in entries())
    ]


@query(permission="kernel.read")
def jobs(work: Work) -> list[JobView]:
    """The background jobs with their last run, next run and last error."""
    rows = work.db.execute(select(tables.schedule).order_by(tables.schedule.c.job))
    return [JobView(r.job, r.last_at, r.next_at, r.runs, r.error) for r in rows]


@query(permission="kernel.read")
def tasks(work: Work, *, limit: int = 50) -> list[TaskView]:
    """Long pieces of work, newest first."""
    wanted = select(tables.progress).order_by(tables.progress.c.started_at.desc()).limit(limit)
    return [view(row) for row in work.db.execute(wanted)]


@query(permission="kernel.read")
def task(work: Work, *, task: str) -> TaskView:
    """One long piece of work."""
    return find(work, task)
