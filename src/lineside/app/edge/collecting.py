"""The gateway itself: a source's batches go into the buffer, and from there to the server."""

import asyncio
import json
import math
from types import SimpleNamespace
from typing import Any

import pyarrow as pa

from lineside.app.edge.buffer import Buffer
from lineside.app.edge.upstream import Forwarder, Upstream, UpstreamAway
from lineside.app.ingest.sources import make_source, signals_of
from lineside.kernel.clock import RealClock
from lineside.kernel.errors import Refusal
from lineside.kernel.logs import log
from lineside.kernel.settings import Settings
from lineside.telemetry.model import Poison
from lineside.telemetry.queries import ConnectionView, TagView

AT_ONCE = 5_000
AGAIN_S = 5.0
_log = log("app")


class Gateway:
    """Collects one source; the server's mapping is kept, so that it starts without the server."""

    def __init__(self, settings: Settings, row: ConnectionView, upstream: Upstream) -> None:
        self._clock = RealClock()
        self._settings = settings
        self._row = row
        self._upstream = upstream
        self.buffer = Buffer(settings.data / "edge" / f"{row.id}.sqlite", self._clock.now())
        self.forwarder = Forwarder(upstream, self.buffer)

    async def run(self) -> None:
        """Collect until cancelled; a lost source is reached again by itself."""
        tags = self._tags()
        self.forwarder.start()
        try:
            while True:
                try:
                    await self._collect(tags)
                except Refusal as refusal:
                    _log.warning("source refused", reason=refusal.line())
                except OSError as error:
                    _log.warning("source lost", error=str(error))
                await asyncio.sleep(AGAIN_S)
        finally:
            self.forwarder.stop()
            self.buffer.close()

    def _tags(self) -> list[TagView]:
        try:
            found = self._upstream.tags()
            self.buffer.remember("tags", json.dumps(found))
        except (OSError, ValueError) as error:
            kept = self.buffer.recall("tags")
            if kept is None:
                raise UpstreamAway(problem=str(error)[:200]) from error
            found = json.loads(kept)
        if not found:
            raise UpstreamAway(connection=self._row.id, problem="no tags are mapped there")
        return [TagView(**each) for each in found]

    async def _collect(self, tags: list[TagView]) -> None:
        place: Any = SimpleNamespace(settings=self._settings, clock=self._clock)
        source = make_source(place, self._row, _poisoned)
        try:
            await source.connect()
            async for batch in source.subscribe(signals_of(tags)):
                await asyncio.to_thread(self.keep, batch.samples)
        finally:
            await source.close()

    def keep(self, samples: pa.Table) -> None:
        """Put a batch on disk; only then is the source asked for more."""
        for first in range(0, samples.num_rows, AT_ONCE):
            self.buffer.put(columns_of(samples.slice(first, AT_ONCE)))


def columns_of(samples: pa.Table) -> dict[str, Any]:
    """A batch as the plain columns that the server takes."""
    tags = samples["tag"].to_pylist()
    names = list(dict.fromkeys(tags))
    number = {name: index for index, name in enumerate(names)}
    values = samples["value"].to_pylist()
    return {
        "names": names,
        "tag": [number[each] for each in tags],
        "time_us": samples["time"].cast(pa.int64()).to_pylist(),
        "value": [each if math.isfinite(each) else None for each in values],
        "quality": [min(each, 2) for each in samples["quality"].to_pylist()],
        "arrival_us": samples["arrival"].cast(pa.int64()).to_pylist(),
    }


def _poisoned(poison: Poison) -> None:
    _log.warning("message not understood", address=poison.address, reason=poison.reason)
