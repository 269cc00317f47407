"""What one may ask about the exchange with the enterprise system."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lineside.enterprise import store
from lineside.enterprise.adapters.drop_folder import exchange_of
from lineside.enterprise.ports import Waiting
from lineside.kernel.catalogue import query
from lineside.kernel.work import Work


@dataclass(frozen=True)
class FileView:
    """A file that came in; ``state`` is taken or parked, ``problem`` says why it was parked."""

    name: str
    state: str
    orders: list[str]
    problem: str
    at: datetime


@dataclass(frozen=True)
class MessageView:
    """A completion for the enterprise system; not yet written while ``written_at`` is empty."""

    order: str
    name: str
    at: datetime
    written_at: datetime | None


@query(permission="enterprise.read")
def files(work: Work, *, state: str = "", limit: int = 200) -> list[FileView]:
    """Files that came in, newest first."""
    t = store.files.c
    wanted = select(t.name, t.state, t.orders, t.problem, t.at).order_by(t.at.desc(), t.name)
    if state:
        wanted = wanted.where(t.state == state)
    return [FileView(**r._mapping) for r in work.db.execute(wanted.limit(min(limit, 2000)))]


@query(permission="enterprise.read")
def messages(work: Work, *, open_only: bool = False, limit: int = 200) -> list[MessageView]:
    """Completions for the enterprise system, newest first."""
    t = store.messages.c
    wanted = select(t.order, t.name, t.at, t.written_at).order_by(t.at.desc(), t.order)
    if open_only:
        wanted = wanted.where(t.written_at.is_(None))
    return [MessageView(**r._mapping) for r in work.db.execute(wanted.limit(min(limit, 2000)))]


@query(permission="enterprise.read")
def came_by_file(work: Work, *, order: str) -> bool:
    """Whether an order came from the enterprise system."""
    return store.dialect_of(work, order) is not None


@query(permission="enterprise.read")
def inbox(work: Work) -> list[Waiting]:
    """Files that lie in the inbox and have not been read."""
    return exchange_of(work).waiting()
