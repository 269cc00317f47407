"""The inbox between a source and whoever stores: bounds, losses, acknowledgement."""

import asyncio
import math
import threading
import time
from collections.abc import Hashable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from lineside.kernel.clock import SimulatedClock
from lineside.telemetry.adapters.inbox import Inbox
from lineside.telemetry.model import Poison, SourceState
from lineside.telemetry.samples import microseconds

START = datetime(2026, 1, 1, tzinfo=UTC)
S = 1_000_000


def made(**more: Any) -> tuple[Inbox, SimulatedClock, list[Poison]]:
    clock, parked = SimulatedClock(START), list[Poison]()
    return Inbox("s", clock, parked.append, **more), clock, parked


async def drained(inbox: Inbox) -> list[dict[str, Any]]:
    inbox.close()
    return [row async for batch in inbox.batches() for row in batch.samples.to_pylist()]


async def test_tokens_come_back_only_when_the_next_batch_is_asked_for() -> None:
    inbox, _, _ = made()
    back: list[Hashable] = []

    def acknowledge(tokens: Sequence[Hashable]) -> None:
        back.extend(tokens)

    batches = inbox.batches(acknowledge)
    inbox.take([("t", 1, 1.0, 0)], token="first")
    await anext(batches)
    assert back == []
    inbox.take([("t", 2, 2.0, 0)], token="second")
    await anext(batches)
    assert back == ["first"]
    inbox.refuse("a", "broken", b"x", token="poison")
    inbox.close()
    async for _ in batches:
        raise AssertionError("poison is no sample")
    assert back == ["first", "second", "poison"]


async def test_a_full_inbox_tells_what_is_lost_or_holds_its_source() -> None:
    inbox, _, _ = made(most_rows=3)
    inbox.take([("t", n, 1.0, 0) for n in range(3)])
    inbox.take([("t", 9, 1.0, 0)])
    assert "1 samples lost" in inbox.health().detail
    held = threading.Thread(target=inbox.take, args=([("t", 10, 1.0, 0)],), kwargs={"hold": True})
    held.start()
    time.sleep(0.05)
    assert held.is_alive()
    batches = inbox.batches()
    assert len((await anext(batches)).samples) == 3
    await asyncio.to_thread(held.join, 5)
    assert (await anext(batches)).samples.column("time").to_pylist()[0].microsecond == 10
    await batches.aclose()  # type: ignore[attr-defined]


async def test_a_loss_marks_live_tags_once_and_the_present_value_ends_it() -> None:
    inbox, clock, _ = made()
    old = microseconds(START)
    inbox.take([("still", old, 5.0, 0), ("moving", old, 1.0, 0)])
    clock.advance(timedelta(seconds=10))
    inbox.stand(SourceState.LOST)
    inbox.lose()
    inbox.lose()
    clock.advance(timedelta(seconds=10))
    inbox.stand(SourceState.LIVE)
    inbox.take([("still", old, 5.0, 0)], refresh=True)
    inbox.take([("moving", old + 20 * S, 2.0, 0)], refresh=True)
    rows = await drained(inbox)
    marks = [row for row in rows if math.isnan(row["value"])]
    assert sorted(row["tag"] for row in marks) == ["moving", "still"]
    assert {row["quality"] for row in marks} == {1}
    still = [row["time"] for row in rows if row["tag"] == "still" and row["value"] == 5.0]
    assert still == [START, START, START + timedelta(seconds=20)]
    assert [row["value"] for row in rows if row["tag"] == "moving"][2:] == [2.0]
    assert inbox.health().reconnects == 1


async def test_buffered_values_from_before_a_loss_do_not_end_it() -> None:
    inbox, clock, _ = made()
    inbox.take([("t", microseconds(START), 1.0, 0)])
    clock.advance(timedelta(seconds=10))
    inbox.lose()
    inbox.take([("t", microseconds(START) + S, 2.0, 0)])
    rows = await drained(inbox)
    assert len(rows) == 3
