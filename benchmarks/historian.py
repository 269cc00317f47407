"""The historian beside a DuckDB file: ingest, size, last values, a day, thirty days.

``python -m benchmarks.historian [--points N] [--tags N] [--json OUT]``. Both get the same points in
the same order, with a reader at work beside, on the same disk; durable means that each batch is
committed before the next one is sent. Goals: 3 million points/s, last values 1 ms, a day 6 ms,
30 days in 1,000 intervals 10 ms.
"""

import argparse
import json
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from lineside.telemetry.adapters.parquet_historian import FollowingHistorian, ParquetHistorian
from lineside.telemetry.samples import microseconds, samples

START = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 30
BATCH = 100_000


def batches(points: int, tags: int, seed: int) -> Iterator[pa.Table]:
    """Thirty days of points in order of time, all tags in turn; values walk and are rounded."""
    chance = np.random.default_rng(seed)
    names = pa.array([f"plant.machine{i // 10:03d}.signal{i % 10}" for i in range(tags)])
    step_us = DAYS * 86_400_000_000 // points
    level = 20.0
    for first in range(0, points, BATCH):
        count = min(BATCH, points - first)
        place = np.arange(first, first + count)
        times = microseconds(START) + place * step_us + chance.integers(0, 500, count)
        values = np.round(level + np.cumsum(chance.normal(0, 0.01, count)), 3)
        level = float(values[-1])
        column = pa.DictionaryArray.from_arrays(pa.array((place % tags).astype(np.int32)), names)
        yield samples(column, np.sort(times), values, arrival_us=int(times[-1]) + 5_000)


class Duck:
    """The peer: one table in a DuckDB file, sorted by nothing, committed batch by batch."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "peer.duckdb"
        self.engine = duckdb.connect(str(self.path), config={"threads": 2})
        self.engine.execute(
            "CREATE TABLE samples (tag VARCHAR, time TIMESTAMPTZ, value DOUBLE, "
            "quality TINYINT, arrival TIMESTAMPTZ)"
        )
        self.engine.execute("SET TimeZone='UTC'")

    def append(self, table: pa.Table) -> None:
        self.engine.register("incoming", table)
        self.engine.execute("INSERT INTO samples SELECT * FROM incoming")

    def last(self) -> int:
        ask = "SELECT tag, arg_max(value, time) FROM samples GROUP BY tag"
        return len(self.engine.execute(ask).fetchall())

    def range(self, tag: str, start: datetime, end: datetime) -> int:
        ask = (
            "SELECT time, value FROM samples WHERE tag = ? AND time >= ? AND time < ? ORDER BY time"
        )
        return len(self.engine.execute(ask, [tag, start, end]).fetchnumpy()["value"])

    def downsample(self, tag: str, start: datetime, end: datetime, buckets: int) -> int:
        width = (end - start) / buckets
        ask = (
            "SELECT time_bucket(?, time, ?) AS bucket, count(*), avg(value), min(value), "
            "max(value) "
            "FROM samples WHERE tag = ? AND time >= ? AND time < ? GROUP BY bucket ORDER BY bucket"
        )
        return len(self.engine.execute(ask, [width, start, tag, start, end]).fetchall())

    def close(self) -> None:
        self.engine.execute("CHECKPOINT")
        self.engine.close()

    def size(self) -> int:
        return self.path.stat().st_size


def timed(work: Callable[[], Any], runs: int) -> dict[str, float]:
    """Median and worst of some runs in milliseconds, what the first took, and processor time.

    On a busy machine the processor time says more than the clock.
    """
    times, busy = [], []
    for _ in range(runs + 1):
        began, cpu = time.perf_counter(), time.process_time()
        work()
        times.append((time.perf_counter() - began) * 1e3)
        busy.append((time.process_time() - cpu) * 1e3)
    return {
        "ms": statistics.median(times[1:]),
        "worst_ms": max(times[1:]),
        "first_ms": times[0],
        "cpu_ms": statistics.median(busy[1:]),
    }


def ingest(store: Any, data: list[pa.Table], read: Callable[[], Any]) -> dict[str, float]:
    """Append everything while a reader asks ten times a second."""
    done = threading.Event()
    reads: list[float] = []

    def reader() -> None:
        while not done.wait(0.1):
            began = time.perf_counter()
            read()
            reads.append((time.perf_counter() - began) * 1e3)

    beside = threading.Thread(target=reader)
    beside.start()
    began, cpu = time.perf_counter(), time.process_time()
    for table in data:
        store.append(table)
    wall, busy = time.perf_counter() - began, time.process_time() - cpu
    done.set()
    beside.join()
    points = sum(map(len, data))
    return {
        "points_per_s": points / wall,
        "points_per_cpu_s": points / busy,
        "reads": len(reads),
        "read_ms": statistics.median(reads) if reads else 0.0,
    }


def ours(folder: Path, data: list[pa.Table], tags: list[str], runs: int) -> dict[str, Any]:
    store = ParquetHistorian(folder)
    chance = np.random.default_rng(3)
    day = [START + timedelta(days=float(x)) for x in chance.uniform(0, DAYS - 1, 1000)]
    told: dict[str, Any] = {"ingest": ingest(store, data, store.last)}
    began = time.perf_counter()
    store.maintain()
    told["settle_s"] = time.perf_counter() - began
    told["queries"] = queries(store, tags, day, runs)
    store.close()
    began = time.perf_counter()
    store = ParquetHistorian(folder)
    told["open_s"] = time.perf_counter() - began
    store.close()
    follower = FollowingHistorian(folder)
    told["follower_last"] = timed(follower.last, runs)
    told["bytes_per_point"] = folder_bytes(folder) / sum(map(len, data))
    return told


def queries(store: Any, tags: list[str], days: list[datetime], runs: int) -> dict[str, Any]:
    turn = iter(range(10**6))
    end = START + timedelta(days=DAYS)

    def day() -> Any:
        place = next(turn)
        start = days[place % len(days)]
        return store.range([tags[place * 7 % len(tags)]], start, start + timedelta(days=1))

    def month() -> Any:
        return store.downsample(tags[next(turn) * 7 % len(tags)], START, end, 1000)

    return {
        "last": timed(store.last, runs),
        "tag_day": timed(day, runs),
        "tag_30_days_1000": timed(month, runs),
    }


class OneTag:
    """The peer under the port's shape of a range, which takes several tags."""

    def __init__(self, peer: Duck) -> None:
        self._peer = peer
        self.last, self.downsample = peer.last, peer.downsample

    def range(self, tags: list[str], start: datetime, end: datetime) -> int:
        return self._peer.range(tags[0], start, end)


def peer(folder: Path, data: list[pa.Table], tags: list[str], runs: int) -> dict[str, Any]:
    store = Duck(folder)
    chance = np.random.default_rng(3)
    day = [START + timedelta(days=float(x)) for x in chance.uniform(0, DAYS - 1, 1000)]
    told: dict[str, Any] = {"ingest": ingest(store, data, lambda: None)}
    told["queries"] = queries(OneTag(store), tags, day, runs)
    store.close()
    told["bytes_per_point"] = store.size() / sum(map(len, data))
    return told


def folder_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=5_000_000)
    parser.add_argument("--tags", type=int, default=1_000)
    parser.add_argument("--sample", type=int, default=30, help="how often each query runs")
    parser.add_argument("--peer", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    data = list(batches(given.points, given.tags, seed=1))
    tags = data[0].column("tag").chunk(0).dictionary.to_pylist()
    told: dict[str, Any] = {"points": given.points, "tags": given.tags}
    with tempfile.TemporaryDirectory() as folder:
        told["lineside"] = ours(Path(folder) / "ours", data, tags, given.sample)
        told["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if given.peer:
            told["duckdb_file"] = peer(Path(folder), data, tags, given.sample)
    text = json.dumps(told, indent=1)
    if given.json:
        given.json.write_text(text)
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
