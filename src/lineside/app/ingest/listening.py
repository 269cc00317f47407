"""Listens to every attached connection; a new or changed one is taken up without a restart."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from lineside.app.ingest.cameras import Cameras
from lineside.app.ingest.pipeline import Pipeline
from lineside.app.ingest.sources import make_source, mqtt_settings, signals_of
from lineside.kernel.actors import service
from lineside.kernel.door import Door
from lineside.kernel.errors import Refusal
from lineside.kernel.logs import log
from lineside.kernel.parking import park
from lineside.kernel.work import World
from lineside.plant import queries as plant
from lineside.telemetry import actions, queries, store
from lineside.telemetry.errors import PayloadInvalid
from lineside.telemetry.model import Poison
from lineside.telemetry.ports import Historian, Source
from lineside.telemetry.queries import ConnectionView, TagView

LOOK_EVERY_S = 2.0
# Their samples come by themselves.
NOT_LISTENED_TO = ("replay", "edge")
MAINTAIN_EVERY = 30
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
CAMERA_PAUSE_S = 5.0
_log = log("app")


class Ingest:
    """Runs one task per connection in a thread of its own."""

    def __init__(self, world: World, door: Door) -> None:
        self._world = world
        self._door = door
        self._writing = threading.Lock()
        self._tasks: dict[str, tuple[str, asyncio.Task[None]]] = {}
        self._actor = service("telemetry")
        self._stopping: asyncio.Event | None = None
        self._noted: dict[str, tuple[str, str]] = {}

    @contextmanager
    def running(self) -> Iterator[None]:
        """Listen until the block ends."""
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=self._run, args=(loop,), name="ingest", daemon=True)
        thread.start()
        try:
            yield
        finally:
            loop.call_soon_threadsafe(self._stop)
            thread.join(timeout=20)

    def _stop(self) -> None:
        if self._stopping is not None:
            self._stopping.set()

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(self._watch())
        loop.close()

    async def _watch(self) -> None:
        """Keep a task for each enabled connection; restart it when its settings change."""
        self._stopping = asyncio.Event()
        looks = 0
        while not self._stopping.is_set():
            looks += 1
            try:
                rows = await asyncio.to_thread(self._connections)
                await self._adjust(rows)
                if looks % MAINTAIN_EVERY == 0:
                    await asyncio.to_thread(self._maintain)
            except Exception as error:
                _log.warning("listening was disturbed", error=str(error))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), LOOK_EVERY_S)
        await self._adjust([])

    def _maintain(self) -> None:
        """Seal and merge what the historian took in; this process is its one writer."""
        with self._writing:
            self._world.the(Historian).maintain()

    def _connections(self) -> list[tuple[ConnectionView, list[TagView], str]]:
        """Enabled connections with their tags, and a text that changes when they do."""
        with self._world.work(self._actor) as work:
            found = []
            for row in queries.connections(work):
                if not row.enabled or row.protocol in NOT_LISTENED_TO:
                    continue
                whole = store.attached(work, row.id)
                secret = {"options": whole.options, "address": whole.address}
                view = ConnectionView(**{**vars(row), **secret})
                tags = queries.tags(work, connection=row.id)
                found.append((view, tags, _signature(view, tags)))
            return found

    async def _adjust(self, rows: list[tuple[ConnectionView, list[TagView], str]]) -> None:
        wanted = {row.id: signature for row, _, signature in rows}
        for name, (signature, task) in list(self._tasks.items()):
            if wanted.get(name) != signature or task.done():
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await task
                del self._tasks[name]
        for row, tags, signature in rows:
            if row.id not in self._tasks:
                task = asyncio.create_task(self._serve(row, tags))
                self._tasks[row.id] = (signature, task)

    async def _serve(self, row: ConnectionView, tags: list[TagView]) -> None:
        """Connect and take batches; start again after a loss, more slowly each time."""
        pipeline = Pipeline(self._world, self._door, tags, self._writing)
        async with self._camera(row):
            pause_s = FIRST_PAUSE_S
            while True:
                try:
                    await self._listen(row, tags, pipeline)
                    pause_s = FIRST_PAUSE_S
                except Refusal as refusal:
                    await self._note(row.id, "refused", refusal.line())
                except OSError as error:
                    await self._note(row.id, "lost", str(error))
                await asyncio.sleep(pause_s)
                pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    async def _listen(self, row: ConnectionView, tags: list[TagView], pipeline: Pipeline) -> None:
        source = make_source(self._world, row, self._quarantine)
        watching = asyncio.create_task(self._watch_health(row.id, source))
        try:
            await self._note(row.id, "connecting", "")
            await source.connect()
            async for batch in source.subscribe(signals_of(tags)):
                await asyncio.to_thread(pipeline.take, batch)
        finally:
            watching.cancel()
            await source.close()

    async def _watch_health(self, name: str, source: Source) -> None:
        """Note how the source does; the marks that it sends at a loss tell of its machines."""
        while True:
            await asyncio.sleep(1)
            health = source.health()
            await self._note(name, health.state.value, health.detail)

    async def _note(self, name: str, state: str, reason: str) -> None:
        """Note the connection's state; only a change costs more than a look at the row."""
        if self._noted.get(name) == (state, reason):
            return
        given = {"connection": name, "state": state, "reason": reason[:500]}
        try:
            await asyncio.to_thread(self._door.run, actions.note_connection, given, self._actor)
            self._noted[name] = (state, reason)
        except Exception as error:
            _log.warning("connection state not noted", connection=name, error=str(error))

    def _quarantine(self, poison: Poison) -> None:
        """Park what a source could not understand."""
        refusal = PayloadInvalid(
            source=poison.source, address=poison.address, problem=poison.reason,
            bytes=poison.size_bytes,
        )  # fmt: skip
        content = poison.excerpt.decode("utf-8", "replace")
        with self._world.work(self._actor) as work:
            park(work, source=poison.source, what=poison.address, refusal=refusal, content=content)

    @contextlib.asynccontextmanager
    async def _camera(self, row: ConnectionView) -> Any:
        """Beside a broker's signals, listen to the cameras that publish there."""
        if row.protocol not in ("mqtt", "sparkplug") or "camera_topic" not in row.options:
            yield
            return
        from lineside.telemetry.adapters.mqtt_link import Message, MqttLink

        cameras = Cameras(self._world, self._door, await asyncio.to_thread(self._stations))

        def hear(message: Message) -> None:
            # Only a stored picture is acknowledged; after a failure the broker sends it again.
            done = partial(link.acknowledge, [message.token])
            cameras.take(message.topic, message.payload, done)

        link = MqttLink(mqtt_settings(row, "-camera"), hear)
        link.subscribe([row.options["camera_topic"]])
        with contextlib.suppress(Refusal):
            await asyncio.to_thread(link.open)
        again = asyncio.create_task(_again(cameras))
        try:
            yield
        finally:
            again.cancel()
            link.close()

    def _stations(self) -> dict[str, str]:
        with self._world.work(self._actor) as work:
            return {e.id.rsplit("/", 1)[-1]: e.id for e in plant.equipment_tree(work, kind="unit")}


def _signature(row: ConnectionView, tags: list[TagView]) -> str:
    """A text that changes whenever the connection or one of its tags does."""
    return repr((row.protocol, row.address, sorted(row.options.items()), tags))


async def _again(cameras: Cameras) -> None:
    """Pictures that were refused for now are tried again, also when no further one comes."""
    while True:
        await asyncio.sleep(CAMERA_PAUSE_S)
        await asyncio.to_thread(cameras.flush)
