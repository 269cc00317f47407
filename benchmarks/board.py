"""Board push: fifty open pages, news pushed through the door, and the delay until each shows it.

``python -m benchmarks.board [--clients N] [--news N] [--rate R] [--json OUT]``. Starts a server
over a small plant of its own. News are alerts that are raised through the door from beside the
server; the delay runs from before the door is entered to the page having read it, on one clock.
"""

import argparse
import asyncio
import json
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from benchmarks._serving import Served, served
from lineside.app.house import House, open_house
from lineside.kernel.actors import service
from lineside.kernel.settings import Settings

MARK = "bench news "
# When each alert was read, by its id; and when each page was open.
Heard = dict[str, list[float]]


async def page(at: Served, headers: dict[str, str], heard: Heard) -> None:
    """One open page: reads live events and notes when it read which alert."""
    limits = httpx.Timeout(10, read=60)
    async with (
        httpx.AsyncClient(base_url=at.url, headers=headers, timeout=limits) as client,
        client.stream("GET", "/api/v1/live") as answer,
    ):
        heard["open"].append(time.perf_counter())
        async for line in answer.aiter_lines():
            if line.startswith("data: ") and MARK in line:
                alert = json.loads(line.removeprefix("data: "))["facts"]["alert"]
                heard.setdefault(alert, []).append(time.perf_counter())


async def measured(at: Served, house: House, asked: argparse.Namespace) -> dict[str, Any]:
    heard: Heard = {"open": []}
    headers = at.headers()
    pages = [asyncio.create_task(page(at, headers, heard)) for _ in range(asked.clients)]
    while len(heard["open"]) < asked.clients:
        await asyncio.sleep(0.05)
    sent: dict[str, float] = {}
    for number in range(asked.news):
        begun = time.perf_counter()
        alert = await asyncio.to_thread(_raise, house, number)
        sent[alert] = begun
        await asyncio.sleep(max(0.0, 1 / asked.rate - (time.perf_counter() - begun)))
    await asyncio.sleep(2)
    for each in pages:
        each.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*pages)
    return _report(asked, sent, heard)


def _raise(house: House, number: int) -> str:
    given = {"kind": f"bench-{number}", "severity": "info", "title": f"{MARK}{number}"}
    outcome = house.door.run("andon.raise_alert", given, service("benchmarks"))
    return str(outcome.result)


def _report(asked: argparse.Namespace, sent: dict[str, float], heard: Heard) -> dict[str, Any]:
    delays = [1000 * (t - sent[key]) for key, times in heard.items() if key in sent for t in times]
    wanted = asked.clients * asked.news
    return {
        "benchmark": "board",
        "clients": asked.clients,
        "news": asked.news,
        "rate_per_s": asked.rate,
        "delivered": len(delays),
        "lost": wanted - len(delays),
        "median_ms": float(np.median(delays)) if delays else None,
        "p95_ms": float(np.percentile(delays, 95)) if delays else None,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.board", description=__doc__)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--news", type=int, default=100)
    parser.add_argument("--rate", type=float, default=10.0, help="news a second")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with served() as at, open_house(Settings(data=at.folder)) as house:
        text = json.dumps(asyncio.run(measured(at, house, asked)), indent=1)
    if asked.json:
        asked.json.write_text(text)
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
