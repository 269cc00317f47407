"""What could not be processed is parked where a person sees it, never dropped."""

from typing import Any

from sqlalchemy import insert, select, update

from lineside.kernel.errors import Refusal
from lineside.kernel.tables import parked
from lineside.kernel.work import Work

CONTENT_LIMIT = 20_000


def park(work: Work, *, source: str, what: str, refusal: Refusal, content: str = "") -> str:
    """Keep what was refused, why, and as much of its content as fits; return the parked id.

    The same thing refused again for the same reason raises the count of the open entry instead
    of filling the list.
    """
    told = refusal.as_data()
    same = (
        update(parked)
        .where(
            parked.c.source == source,
            parked.c.what == what,
            parked.c.code == refusal.code,
            parked.c.state == "open",
        )
        .values(count=parked.c.count + 1, at=work.at, facts=told["facts"])
        .returning(parked.c.id)
    )
    earlier = work.db.execute(same).scalar()
    return str(earlier) if earlier else _insert(work, source, what, told, content)


def _insert(work: Work, source: str, what: str, told: dict[str, Any], content: str) -> str:
    new = work.new_id()
    work.db.execute(
        insert(parked).values(
            id=new,
            source=source,
            what=what[:500],
            code=told["code"],
            facts=told["facts"],
            advice=told["advice"],
            content=content[:CONTENT_LIMIT].replace("\x00", "\ufffd"),
            at=work.at,
        )
    )
    return new


def open_count(work: Work) -> int:
    from sqlalchemy import func

    return int(
        work.db.execute(
            select(func.count()).select_from(parked).where(parked.c.state == "open")
        ).scalar_one()
    )
