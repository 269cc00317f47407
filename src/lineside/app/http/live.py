"""Live screens: news and live values as server-sent events, one connection per page."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg
from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from lineside.app.http.security import actor_for
from lineside.kernel import tables
from lineside.kernel.actors import Actor, service
from lineside.kernel.door import Gate
from lineside.kernel.errors import Forbidden, Unavailable
from lineside.kernel.logs import log
from lineside.kernel.places import find
from lineside.kernel.work import World
from lineside.telemetry.ports import LiveValues

WAITING = 2000
SIGN_OF_LIFE_S = 10.0
Cut = Callable[[list[Any], Actor], list[Any]]
_log = log("app")


@dataclass(eq=False)
class Page:
    """An open page: who looks at it, and what waits to be sent."""

    actor: Actor
    waiting: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(WAITING))


class Hub:
    """Fans news out to the open pages. A page that does not read is dropped, not waited for.

    A page gets what the gate shows its reader; pages whose readers have one scope share the cut.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._pages: set[Page] = set()
        self._last: int | None = None

    async def run(self) -> None:
        """Relay news and live values until cancelled; survives an absent database."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._relay_news())
            tasks.create_task(self._relay_values())

    async def _relay_news(self) -> None:
        while True:
            try:
                if self._last is None:
                    self._last = await run_in_threadpool(self._newest)
                await self._listen()
            except (psycopg.Error, OSError, Unavailable, SQLAlchemyError) as error:
                _log.warning("live news interrupted", error=str(error))
                await asyncio.sleep(1)

    async def _listen(self) -> None:
        url = self._world.engine.url.set(drivername="postgresql")
        link = await psycopg.AsyncConnection.connect(
            url.render_as_string(hide_password=False), autocommit=True
        )
        async with link:
            await link.execute("LISTEN lineside_news")
            while True:
                await self._send_new()
                async for _ in link.notifies(timeout=5, stop_after=1):
                    pass

    async def _send_new(self) -> None:
        if lines := await run_in_threadpool(self._news_after):
            await self._tell("news", lines, self._news_within)

    async def _relay_values(self) -> None:
        version = 0
        while True:
            await asyncio.sleep(1)
            if self._pages:
                values: LiveValues = self._world.the(LiveValues)
                version, changed = values.changed_since(version)
                if changed:
                    await self._tell("tags", [changed], self._values_within)

    def _newest(self) -> int:
        with self._world.work(service("kernel")) as work:
            wanted = select(tables.news.c.id).order_by(tables.news.c.id.desc()).limit(1)
            return int(work.db.execute(wanted).scalar() or 0)

    def _news_after(self) -> list[dict[str, Any]]:
        with self._world.work(service("kernel")) as work:
            wanted = select(tables.news).where(tables.news.c.id > self._last)
            rows = work.db.execute(wanted.order_by(tables.news.c.id).limit(500)).all()
        if rows:
            self._last = rows[-1].id
        return [dict(row._mapping) | {"at": row.at.isoformat()} for row in rows]

    async def _tell(self, kind: str, lines: list[Any], within: Cut) -> None:
        """Send each page the lines that its reader may see."""
        for scope in {page.actor.scope for page in self._pages}:
            pages = [page for page in self._pages if page.actor.scope == scope]
            cut = await run_in_threadpool(within, lines, pages[0].actor) if scope else lines
            for line in cut:
                self._send(kind, line, pages)

    def _news_within(self, lines: list[Any], actor: Actor) -> list[Any]:
        with self._world.work(actor) as work:
            shown: list[Any] = work.the(Gate).shown(work, None, lines, actor)
        return shown

    def _values_within(self, lines: list[Any], actor: Actor) -> list[Any]:
        """Values of tags, each ``[tag, value, quality, time]``, by the machines of the tags."""
        with self._world.work(actor) as work:
            found = find(work, ("tag",), {(row[0],) for rows in lines for row in rows})
        own = {tag for (tag,), standing in found.items() if any(map(actor.reaches, standing))}
        cut = [[row for row in rows if row[0] in own] for rows in lines]
        return [rows for rows in cut if rows]

    def _send(self, kind: str, data: Any, pages: list[Page]) -> None:
        text = f"event: {kind}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"
        for page in pages:
            try:
                page.waiting.put_nowait(text)
            except asyncio.QueueFull:
                self._pages.discard(page)

    async def stream(
        self, actor: Actor, still: Callable[[], bool] = lambda: True
    ) -> AsyncIterator[str]:
        """The events for one page, with a sign of life every ten seconds.

        ``still`` is asked as often whether the session goes on as it was; a page whose reader has
        logged out, or may see something else now, is closed.
        """
        page = Page(actor)
        self._pages.add(page)
        clock = asyncio.get_running_loop().time
        asked = clock()
        try:
            yield "retry: 2000\n\n"
            while page in self._pages:
                if clock() - asked > SIGN_OF_LIFE_S:
                    if not await run_in_threadpool(still):
                        return
                    asked = clock()
                try:
                    yield await asyncio.wait_for(page.waiting.get(), SIGN_OF_LIFE_S)
                except TimeoutError:
                    yield "event: alive\ndata: {}\n\n"
        finally:
            self._pages.discard(page)


def live_routes() -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["app"])

    @router.get("/live", operation_id="app_live", response_class=StreamingResponse)
    async def live(request: Request) -> StreamingResponse:
        """News and live values as server-sent events."""
        actor = await run_in_threadpool(actor_for, request)
        hub: Hub = request.app.state.hub
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        events = hub.stream(actor, lambda: _as_it_was(request, actor))
        return StreamingResponse(events, media_type="text/event-stream", headers=headers)

    return router


def _as_it_was(request: Request, actor: Actor) -> bool:
    """Whether the session behind the request still stands for the same actor."""
    try:
        return actor_for(request) == actor
    except (Forbidden, Unavailable, SQLAlchemyError) as problem:
        # While the database is away nobody is put out: the pages show what they have.
        return not isinstance(problem, Forbidden)


@contextlib.asynccontextmanager
async def running(hub: Hub) -> AsyncIterator[None]:
    """Run the hub beside the server."""
    task = asyncio.create_task(hub.run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
