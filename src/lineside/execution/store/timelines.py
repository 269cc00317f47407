"""Machine states as spans that leave no gap, and who works where."""

from datetime import datetime, timedelta

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.execution.errors import StopUnknown
from lineside.execution.store.tables import labour, spans
from lineside.kernel.work import Work

# The source's own clock and the person's entry may differ by so much about when a stop began.
CLOCKS_DIFFER = timedelta(seconds=5)


def place_state(work: Work, equipment: str, state: str, at: datetime) -> bool:
    """Note that a machine is in another state from ``at`` on; returns whether that is new.

    News may come late: it then splits the span in which it falls, and holds until the next change
    that is known. A span that thereby repeats the one after it is joined with that.
    """
    work.lock(f"execution.span.{equipment}")
    around = _span_at(work, equipment, at)
    if around is not None and around.state == state:
        return False
    end = around.end if around is not None else _next_start(work, equipment, at)
    if around is not None:
        _cut(work, equipment, around.start, at)
    row = {"equipment": equipment, "start": at, "end": end, "state": state}
    work.db.execute(upsert(spans).values(row | {"reason": "", "by": "", "note": ""}))
    _join_after(work, equipment, at, state, end)
    return True


def _span_at(work: Work, equipment: str, at: datetime) -> Row[tuple[object, ...]] | None:
    s = spans.c
    chosen = (s.equipment == equipment) & (s.start <= at) & (s.end.is_(None) | (s.end > at))
    return work.db.execute(select(spans).where(chosen)).first()


def _next_start(work: Work, equipment: str, at: datetime) -> datetime | None:
    chosen = (spans.c.equipment == equipment) & (spans.c.start > at)
    wanted = select(spans.c.start).where(chosen).order_by(spans.c.start).limit(1)
    return work.db.execute(wanted).scalar()


def _cut(work: Work, equipment: str, start: datetime, at: datetime) -> None:
    chosen = (spans.c.equipment == equipment) & (spans.c.start == start)
    if start == at:
        work.db.execute(delete(spans).where(chosen))
    else:
        work.db.execute(update(spans).where(chosen).values(end=at))


def _join_after(
    work: Work, equipment: str, start: datetime, state: str, end: datetime | None
) -> None:
    """Where the next span says the same, the two are one; its reason stays."""
    if end is None:
        return
    chosen = (spans.c.equipment == equipment) & (spans.c.start == end) & (spans.c.state == state)
    gone = work.db.execute(delete(spans).where(chosen).returning(*spans.c)).first()
    if gone is not None:
        this = (spans.c.equipment == equipment) & (spans.c.start == start)
        known = {"end": gone.end, "reason": gone.reason, "by": gone.by, "note": gone.note}
        work.db.execute(update(spans).where(this).values(known))


def classify(work: Work, equipment: str, at: datetime, reason: str, note: str) -> datetime:
    """Note why a machine stood at a time, give or take a few seconds between the clocks; returns
    the start of the stop."""
    s = spans.c
    holds = (s.start <= at + CLOCKS_DIFFER) & (s.end.is_(None) | (s.end > at))
    stop = (
        select(s.start)
        .where(s.equipment == equipment, s.state != "running", holds)
        .order_by(s.start.desc())
        .limit(1)
    )
    start = work.db.execute(stop).scalar()
    if start is None:
        raise StopUnknown(equipment=equipment, start=at)
    known = {"reason": reason, "note": note, "by": work.actor.id}
    chosen = (s.equipment == equipment) & (s.start == start)
    work.db.execute(update(spans).where(chosen).values(known))
    found: datetime = start
    return found


def open_labour(work: Work, person: str, order: str, seq: int, equipment: str) -> None:
    """Clock a person in; whoever is in already stays in."""
    row = {"id": work.new_id(), "person": person, "order": order, "seq": seq}
    new = upsert(labour).values(row | {"equipment": equipment, "start": work.at})
    work.db.execute(new.on_conflict_do_nothing())


def close_labour(work: Work, *, person: str = "", order: str = "", seq: int = 0) -> int:
    """Clock out a person there, or everybody at an operation; returns how many."""
    chosen = update(labour).where(labour.c.end.is_(None)).values(end=work.at)
    if person:
        chosen = chosen.where(labour.c.person == person)
    if order:
        chosen = chosen.where(labour.c.order == order, labour.c.seq == seq)
    return int(work.db.execute(chosen).rowcount)
