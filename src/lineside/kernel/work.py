"""The unit of work: one request or job, one transaction, and the news that it tells."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.kernel import tables
from lineside.kernel.actors import Actor
from lineside.kernel.clock import Clock
from lineside.kernel.events import Event, dump
from lineside.kernel.files import Files
from lineside.kernel.ids import Ids
from lineside.kernel.settings import Settings

T = TypeVar("T")

# Which listeners hear a kind of news; ``jobs`` fills it while the rooms are loaded.
listeners: dict[str, list[str]] = {}
EVERYTHING = "*"


# Who hears everything may name a test that spares it the news it would do nothing about.
interests: dict[str, Callable[["Work", str], bool]] = {}


@dataclass(frozen=True)
class Cause:
    """The number of the news that led to a unit of work, and what listened to it."""

    news: int = 0
    by: str = ""


NOBODY = Cause()


class World:
    """Everything a unit of work may need, wired once by the app.

    ``ports`` holds the adapters by the Protocol they fulfil, so that a room asks for what it needs
    (``work.the(Historian)``) and tests give a fake.
    """

    def __init__(
        self,
        *,
        settings: Settings,
        engine: Engine,
        clock: Clock,
        ids: Ids | None = None,
        files: Files | None = None,
    ) -> None:
        self.settings = settings
        self.engine = engine
        self.clock = clock
        self.ids = ids or Ids()
        self.files = files or Files(Path(settings.data) / "files")
        self.ports: dict[Any, Any] = {}

    def provide(self, port: Any, adapter: Any) -> None:
        self.ports[port] = adapter

    def the(self, port: type[T]) -> T:
        """The adapter that fulfils a port."""
        adapter: T = self.ports[port]
        return adapter

    @contextmanager
    def work(self, actor: Actor) -> "Iterator[Work]":
        """Begin a unit of work; it commits at the end, or leaves no trace when refused."""
        with self.engine.connect() as connection, connection.begin():
            work = Work(self, connection, actor)
            yield work
            work.finish()
        for call in work.afterwards:
            call()


class Work:
    """One transaction on behalf of an actor."""

    def __init__(self, world: World, connection: Connection, actor: Actor) -> None:
        self.world = world
        self.db = connection
        self.actor = actor
        self.at: datetime = world.clock.now()
        self.told: list[Event] = []
        self.afterwards: list[Callable[[], None]] = []
        self.enact: Callable[..., Any] | None = None
        self.cause = NOBODY

    @property
    def files(self) -> Files:
        return self.world.files

    @property
    def settings(self) -> Settings:
        return self.world.settings

    def the(self, port: type[T]) -> T:
        """The adapter that fulfils a port."""
        return self.world.the(port)

    def new_id(self) -> str:
        return self.world.ids.new(self.at)

    def next_number(self, series: str) -> int:
        """The next whole number of a series (order numbers and the like), without gaps."""
        row = (
            upsert(tables.counters)
            .values(name=series, value=1)
            .on_conflict_do_update(
                index_elements=["name"], set_={"value": tables.counters.c.value + 1}
            )
            .returning(tables.counters.c.value)
        )
        return int(self.db.execute(row).scalar_one())

    def lock(self, name: str) -> None:
        """Hold a named lock until the end of this unit of work, to order rival writers."""
        self.db.execute(select(text("pg_advisory_xact_lock(hashtext(:name))")), {"name": name})

    def tell(self, *events: Event) -> None:
        """Note news; it is written with the work and relayed after the commit."""
        self.told.extend(events)

    def after_commit(self, call: Callable[[], None]) -> None:
        """Do something outside the database once the work stands."""
        self.afterwards.append(call)

    def finish(self) -> None:
        """Write the news and who shall hear it, in this transaction."""
        if not self.told:
            return
        for event in self.told:
            self._write(event)
        self.db.execute(text("SELECT pg_notify('lineside_news', '')"))

    def _heard_by(self, news: str) -> list[str]:
        """The listeners of a kind of news, and of those who hear everything the interested."""
        everywhere = [
            name
            for name in listeners.get(EVERYTHING, [])
            if name not in interests or interests[name](self, news)
        ]
        return listeners.get(news, []) + everywhere

    def _write(self, event: Event) -> None:
        values = {
            "name": event.news_name,
            "subject": event.subject,
            "facts": dump(event),
            "actor": self.actor.id,
            "at": self.at,
            "cause": self.cause.news,
            "caused_by": self.cause.by,
        }
        row = insert(tables.news).values(values).returning(tables.news.c.id)
        number = self.db.execute(row).scalar_one()
        waiting = [
            {
                "listener": listener,
                "news": number,
                "subject": event.subject,
                "next_at": self.at - timedelta(microseconds=1),
            }
            for listener in self._heard_by(event.news_name)
        ]
        if waiting:
            self.db.execute(insert(tables.deliveries), waiting)
