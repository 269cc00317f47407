"""The worker: relays news to its listeners and runs the jobs that are due."""

import threading
from collections.abc import Callable
from datetime import timedelta

import psycopg
from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import SQLAlchemyError

from lineside.kernel import jobs, tables
from lineside.kernel.actors import service
from lineside.kernel.door import Door
from lineside.kernel.errors import Refusal, Unavailable
from lineside.kernel.events import restore
from lineside.kernel.logs import log
from lineside.kernel.rooms import is_stopped
from lineside.kernel.work import Work, World

ATTEMPTS = 5
_log = log("kernel")

_NEXT = text(
    """
    SELECT d.listener, d.news, d.attempts, n.name, n.facts, n.at
    FROM kernel_delivery d JOIN kernel_news n ON n.id = d.news
    WHERE d.state = 'pending' AND d.next_at <= :now
      AND NOT EXISTS (
        SELECT 1 FROM kernel_stopped_room r WHERE r.room = split_part(d.listener, '.', 1))
      AND NOT EXISTS (
        SELECT 1 FROM kernel_delivery e
        WHERE e.listener = d.listener AND e.subject = d.subject
          AND e.state = 'pending' AND e.news < d.news)
    ORDER BY d.news LIMIT 1 FOR UPDATE OF d SKIP LOCKED
    """
)


class Worker:
    """Works off the outbox and the timetable. Several may run beside each other."""

    def __init__(self, world: World, door: Door) -> None:
        self._world = world
        self._door = door
        self._stop = threading.Event()

    def stop(self) -> None:
        self._stop.set()

    def run(self, *, pause_s: float = 0.5) -> None:
        """Work until stopped; news wakes the worker at once, the clock at least each pause."""
        with _NewsBell(self._world) as bell:
            while not self._stop.is_set():
                if not self._step_or_wait():
                    bell.wait(pause_s)

    def _step_or_wait(self) -> int:
        """One step; an absent database is waited for, it does not end the worker."""
        try:
            return self.step()
        except (Unavailable, SQLAlchemyError) as error:
            _log.warning("work interrupted", error=str(error).splitlines()[0][:200])
            return 0

    def step(self) -> int:
        """Run what is due now; return how many deliveries and jobs that were."""
        return self.deliver_all() + self.run_due()

    def settle(self, *, limit: int = 10_000) -> int:
        """Work until nothing is due at the present time of the clock."""
        total = 0
        while total < limit and not self._stop.is_set():
            worked = self.step()
            if not worked:
                break
            total += worked
        return total

    def deliver_all(self) -> int:
        delivered = 0
        while not self._stop.is_set() and self._deliver_one():
            delivered += 1
        return delivered

    def _deliver_one(self) -> bool:
        """Claim the oldest waiting delivery and run its listener.

        The claim is a row lock: when this process dies the delivery is free again, and the keys
        of the job's calls make sure that what was done already is not done twice.
        """
        with self._world.work(service("kernel")) as work:
            row = work.db.execute(_NEXT, {"now": work.at}).first()
            if row is None:
                return False
            where = (tables.deliveries.c.listener == row.listener) & (
                tables.deliveries.c.news == row.news
            )
            values = self._heard(row.listener, row.news, row.name, row.facts, row.attempts, work)
            work.db.execute(update(tables.deliveries).where(where).values(**values))
            return True

    def _heard(
        self, name: str, news: int, kind: str, facts: dict[str, object], attempts: int, work: Work
    ) -> dict[str, object]:
        listener = jobs.known_listeners.get(name)
        if listener is None:
            return {"state": "parked", "error": "no such listener in this version"}
        door = jobs.JobDoor(self._door, listener.room, f"{name}@{news}", work.at, heard=True)
        try:
            listener.function(door, restore(kind, facts))
        except Exception as error:
            return self._failed(name, news, attempts + 1, error, work)
        return {"state": "done", "attempts": attempts + 1}

    def _failed(
        self, name: str, news: int, attempts: int, error: Exception, work: Work
    ) -> dict[str, object]:
        """A refusal will not change by waiting a moment, but the world may: both are retried."""
        _log.warning(
            "listener failed",
            listener=name,
            news=news,
            attempts=attempts,
            error=str(error),
            exc_info=not isinstance(error, Refusal),
        )
        state = "parked" if attempts >= ATTEMPTS else "pending"
        wait = timedelta(seconds=2**attempts)
        return {
            "state": state,
            "attempts": attempts,
            "next_at": work.at + wait,
            "error": f"{type(error).__name__}: {error}"[:2000],
        }

    def run_due(self) -> int:
        return sum(self._run_timer(timer) for timer in list(jobs.known_timers.values()))

    def _run_timer(self, timer: jobs.Timer) -> int:
        if self._stop.is_set():
            return 0
        with self._world.work(service("kernel")) as work:
            run = self._claim(work, timer)
            if run is None:
                return 0
            door = jobs.JobDoor(self._door, timer.room, f"{timer.name}@{run}", work.at)
            problem = _attempt(lambda: timer.function(door), timer.name)
            values = {
                "next_at": work.at + timer.period,
                "last_at": work.at,
                "error": problem,
                "runs": run,
            }
            where = tables.schedule.c.job == timer.name
            work.db.execute(update(tables.schedule).where(where).values(**values))
            return 1

    def _claim(self, work: Work, timer: jobs.Timer) -> int | None:
        """Lock the job's row if it is due and nobody else runs it; return the run's number."""
        if is_stopped(work, timer.room):
            return None
        at = work.at + timer.period if timer.later else work.at
        first = upsert(tables.schedule).values(job=timer.name, next_at=at)
        work.db.execute(first.on_conflict_do_nothing())
        due = (
            select(tables.schedule.c.runs)
            .where(tables.schedule.c.job == timer.name, tables.schedule.c.next_at <= work.at)
            .with_for_update(skip_locked=True)
        )
        row = work.db.execute(due).first()
        return None if row is None else int(row.runs) + 1


def _attempt(call: Callable[[], None], name: str) -> str:
    try:
        call()
    except Exception as error:
        _log.warning(
            "job failed", job=name, error=str(error), exc_info=not isinstance(error, Refusal)
        )
        return f"{type(error).__name__}: {error}"[:2000]
    return ""


class _NewsBell:
    """Waits for the database to say that there is news, or for a pause to pass."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._link: psycopg.Connection | None = None

    def __enter__(self) -> "_NewsBell":
        return self

    def __exit__(self, *_: object) -> None:
        if self._link is not None:
            self._link.close()

    def wait(self, pause_s: float) -> None:
        try:
            link = self._link or self._connect()
            for _ in link.notifies(timeout=pause_s, stop_after=1):
                return
        except psycopg.Error:
            # The database is away: try again after the pause, on a fresh connection.
            self._link = None
            threading.Event().wait(pause_s)

    def _connect(self) -> "psycopg.Connection":
        url = self._world.engine.url.set(drivername="postgresql")
        self._link = psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)
        self._link.execute("LISTEN lineside_news")
        return self._link
