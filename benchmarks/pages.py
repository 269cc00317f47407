"""Reading pages: twenty people who read what the screens ask, and how long each answer takes.

``python -m benchmarks.pages [--clients N] [--seconds S] [--think S] [--json OUT]``. Starts a server
over a small plant of its own. Times are taken at the client's side on the same machine, from the
first byte sent to the last byte received, so they are an upper bound of the server's own time.
Goal: median at most 50 ms with 20 clients.
"""

import argparse
import asyncio
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from benchmarks._serving import Served, served

PAGES: tuple[tuple[str, dict[str, str]], ...] = (
    ("/", {}),
    ("/api/v1/identity/me", {}),
    ("/api/v1/execution/orders", {}),
    ("/api/v1/execution/order", {"order": "B-001"}),
    ("/api/v1/execution/dispatch_list", {"equipment": "halden/machining/LA-01"}),
    ("/api/v1/execution/wip", {}),
    ("/api/v1/telemetry/current_states", {}),
    ("/api/v1/andon/alerts", {}),
    ("/api/v1/guidance/inbox", {}),
    ("/api/v1/maintenance/work_orders", {}),
    ("/api/v1/inventory/stock", {}),
    ("/api/v1/plant/equipment_tree", {}),
)
GOAL_MS = 50.0


async def reader(
    at: Served, headers: dict[str, str], asked: argparse.Namespace, seed: int, until: float
) -> list[tuple[str, int, float]]:
    """One person: pages in a random order, a moment of thought between them."""
    chance, told = random.Random(seed), []
    async with httpx.AsyncClient(base_url=at.url, headers=headers, timeout=30) as client:
        while time.perf_counter() < until:
            path, query = chance.choice(PAGES)
            begun = time.perf_counter()
            answer = await client.get(path, params=query)
            told.append((path, answer.status_code, 1000 * (time.perf_counter() - begun)))
            await asyncio.sleep(chance.uniform(0, 2 * asked.think))
    return told


async def measured(at: Served, asked: argparse.Namespace) -> dict[str, Any]:
    headers = at.headers()
    async with httpx.AsyncClient(base_url=at.url, headers=headers, timeout=30) as client:
        for path, query in PAGES:
            await client.get(path, params=query)
    until = time.perf_counter() + asked.seconds
    work = [reader(at, headers, asked, seed, until) for seed in range(asked.clients)]
    told = [each for one in await asyncio.gather(*work) for each in one]
    return {
        "benchmark": "pages",
        "clients": asked.clients,
        "seconds": asked.seconds,
        "answers": len(told),
        "failed": sum(status != 200 for _, status, _ in told),
        "goal_ms": GOAL_MS,
        "all": spread([ms for _, _, ms in told]),
        "pages": {path: spread([ms for p, _, ms in told if p == path]) for path, _ in PAGES},
    }


def spread(times_ms: list[float]) -> dict[str, float]:
    if not times_ms:
        return {}
    return {
        "median_ms": float(np.median(times_ms)),
        "p95_ms": float(np.percentile(times_ms, 95)),
        "worst_ms": max(times_ms),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.pages", description=__doc__)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--think", type=float, default=0.5, help="mean seconds between pages")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with served() as at:
        text = json.dumps(asyncio.run(measured(at, asked)), indent=1)
    if asked.json:
        asked.json.write_text(text)
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
