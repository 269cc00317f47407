"""A reader of a source's batches for tests, and a free port."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from lineside.telemetry.model import Signal
from lineside.telemetry.ports import Source


class Collected:
    """What a source delivered so far."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.waves: list[dict[str, Any]] = []

    def values(self, tag: str) -> list[float]:
        """The values of a tag in the order of their arrival, without the marks of a loss."""
        rows = (row for row in self.rows if row["tag"] == tag)
        return [row["value"] for row in rows if row["value"] == row["value"]]

    def quality(self, tag: str) -> int | None:
        """The quality of a tag's newest row."""
        found = [row["quality"] for row in self.rows if row["tag"] == tag]
        return found[-1] if found else None


@contextlib.asynccontextmanager
async def collecting(source: Source, signals: Sequence[Signal]) -> AsyncIterator[Collected]:
    """Subscribe in the background."""
    collected = Collected()

    async def read() -> None:
        async for batch in source.subscribe(signals):
            collected.rows += batch.samples.to_pylist()
            if batch.waves is not None:
                collected.waves += batch.waves.to_pylist()

    task = asyncio.create_task(read())
    try:
        yield collected
    finally:
        await source.close()
        await asyncio.wait_for(task, 10)


async def until(true: Callable[[], Any], seconds: float = 10.0) -> None:
    """Wait until something is true; fail when it does not become true."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.02)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
