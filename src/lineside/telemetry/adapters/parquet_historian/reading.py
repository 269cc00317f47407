"""Queries over a snapshot: segments, unsealed tails, roll-ups and wave-forms."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lineside.telemetry.adapters.parquet_historian import rollups, waves
from lineside.telemetry.adapters.parquet_historian.columns import (
    Columns,
    joined,
    readable,
    settled,
)
from lineside.telemetry.adapters.parquet_historian.names import Names
from lineside.telemetry.adapters.parquet_historian.segments import Segment
from lineside.telemetry.adapters.parquet_historian.tail import Newest, Tail
from lineside.telemetry.errors import RangeInvalid, SegmentDamaged
from lineside.telemetry.figures import (
    Figures,
    Ints,
    combined,
    equal_edges,
    figures,
    stepped_edges,
)
from lineside.telemetry.samples import SAMPLES, instants, microseconds, no_samples

MOST_BUCKETS = 1_000_000
_TRIES = 5
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a query sees: it stays as it is while the writer goes on."""

    segments: tuple[Segment, ...]
    tails: tuple[Tail, ...]
    newest: Newest
    wave_files: tuple[Path, ...]
    wave_tail: tuple[pa.Table, ...]
    rollup_files: tuple[Path, ...]


class Readings:
    """The reading half of the historian. Whoever inherits says what the snapshot is."""

    def __init__(self, folder: Path, names: Names) -> None:
        self._folder = folder
        self._names = names

    def _snapshot(self) -> Snapshot:
        raise NotImplementedError

    def _asked(self, question: Callable[[Snapshot], T]) -> T:
        """Answer from a snapshot; once more when a file was merged away under the query."""
        for attempt in itertools.count(1):
            try:
                return question(self._snapshot())
            except FileNotFoundError as error:
                if attempt == _TRIES:
                    raise SegmentDamaged(file=str(error.filename), problem="missing") from error
        raise AssertionError

    def tags(self) -> list[str]:
        """All tags that were ever written, in the order of their names."""
        self._asked(lambda _: None)
        return sorted(self._names.of)

    def last(self, tags: Sequence[str] | None = None) -> pa.Table:
        """The newest sample of each tag."""
        newest = self._asked(lambda snapshot: snapshot.newest)
        rows = newest.all() if tags is None else newest.of(self._codes(tags))
        return self._table([rows])

    def _codes(self, tags: Sequence[str]) -> Any:
        known = (self._names.code(tag) for tag in dict.fromkeys(tags))
        return np.array([code for code in known if code is not None], np.int32)

    def range(
        self, tags: Sequence[str], start: datetime, end: datetime, *, limit: int | None = None
    ) -> pa.Table:
        """All samples with start <= time < end, by tag and time."""
        low, high = span(start, end)

        def answer(snapshot: Snapshot) -> pa.Table:
            parts: list[Columns] = []
            for code in self._codes(tags).tolist():
                parts.append(self._of_tag(snapshot, code, low, high))
                if limit is not None and sum(map(len, parts)) > limit:
                    raise RangeInvalid(problem="more rows than the limit", limit=limit)
            return self._table(parts)

        return self._asked(answer)

    def _of_tag(self, snapshot: Snapshot, code: int, low: int, high: int) -> Columns:
        rows = gathered(snapshot, code, low, high)
        return readable(settled(rows, self._names.rank()))

    def _brief(self, snapshot: Snapshot, code: int, low: int, high: int) -> Columns:
        """The same without arrivals, unless repeated times make them needed to choose a row."""
        rows = gathered(snapshot, code, low, high, ("time", "value", "quality"))
        steps = np.diff(rows.time)
        if (steps < 0).any():
            rows = rows.take(np.argsort(rows.time, kind="stable"))
            steps = np.diff(rows.time)
        if (steps == 0).any():
            return self._of_tag(snapshot, code, low, high)
        return readable(rows)

    def downsample(self, tag: str, start: datetime, end: datetime, buckets: int) -> pa.Table:
        """One row for each of ``buckets`` equal intervals that holds samples."""
        low, high = span(start, end)
        if not 0 < buckets <= MOST_BUCKETS:
            raise RangeInvalid(problem="number of buckets", buckets=buckets, limit=MOST_BUCKETS)
        edges = equal_edges(low, high, buckets)
        found = self._figures([tag], edges)
        return _figure_table(found).drop_columns(["tag", "sum"])

    def aggregate(
        self, tags: Sequence[str], start: datetime, end: datetime, every: timedelta | None = None
    ) -> pa.Table:
        """The figures of each tag and interval."""
        low, high = span(start, end)
        step = high - low if every is None else every // timedelta(microseconds=1)
        if step <= 0 or (high - low) // step > MOST_BUCKETS:
            raise RangeInvalid(problem="length of the interval", every=every, limit=MOST_BUCKETS)
        return _figure_table(self._figures(tags, stepped_edges(low, high, step)))

    def _figures(self, tags: Sequence[str], edges: Ints) -> list[tuple[str, Figures]]:
        def answer(snapshot: Snapshot) -> list[tuple[str, Figures]]:
            return [(tag, self._of_one(snapshot, tag, edges)) for tag in dict.fromkeys(tags)]

        return self._asked(answer)

    def _of_one(self, snapshot: Snapshot, tag: str, edges: Ints) -> Figures:
        code = self._names.code(tag)
        if code is None:
            return combined([], edges)
        low, high = int(edges[0]), int(edges[-1])
        rows = self._brief(snapshot, code, low, high)
        raw = figures(rows.time, rows.value, rows.quality, edges)
        older = rollups.read(snapshot.rollup_files, tag, low, high)
        return combined([raw, *older], edges) if older else raw

    def waves(
        self, tag: str, start: datetime, end: datetime, *, limit: int | None = None
    ) -> pa.Table:
        """The wave-forms of a tag by time."""
        low, high = span(start, end)

        def answer(snapshot: Snapshot) -> pa.Table:
            return waves.read(snapshot.wave_files, snapshot.wave_tail, tag, low, high)

        found = self._asked(answer)
        return found if limit is None else found.slice(max(0, len(found) - limit))

    def export(self, target: Path, tags: Sequence[str], start: datetime, end: datetime) -> int:
        """Write samples to a Parquet or CSV file, tag by tag."""
        with _writer(target) as write:
            rows = 0
            for tag in sorted(set(tags)):
                table = self.range([tag], start, end)
                write(table)
                rows += len(table)
        return rows

    def sql(self, question: str) -> pa.Table:
        """Answer one SQL question with DuckDB over the view ``samples``.

        For analysis of many tags at once. Repetitions are collapsed as everywhere. The view reads
        the segments' files; filters on tag and time reach down to them.
        """
        import duckdb

        def answer(snapshot: Snapshot) -> pa.Table:
            unsealed = self._table([joined([tail.rows() for tail in snapshot.tails])])
            with duckdb.connect(config={"threads": 2}) as engine:
                engine.register("unsealed", unsealed)
                paths = [str(segment.path) for segment in snapshot.segments]
                engine.execute("SET allowed_paths = " + _listed(paths))
                engine.execute("SET enable_external_access = false")
                engine.execute(_view(paths))
                return engine.sql(question).to_arrow_table()

        return self._asked(answer)

    def _table(self, parts: Sequence[Columns]) -> pa.Table:
        rows = joined(list(parts))
        if not len(rows):
            return no_samples()
        columns = [
            self._names.dictionary(rows.tag),
            instants(rows.time),
            pa.array(rows.value),
            pa.array(rows.quality),
            instants(np.ascontiguousarray(rows.arrival)),
        ]
        return pa.Table.from_arrays(columns, schema=SAMPLES)


def gathered(
    snapshot: Snapshot,
    code: int,
    low: int,
    high: int,
    columns: Sequence[str] = ("time", "value", "quality", "arrival"),
) -> Columns:
    """The rows of a tag from all segments and tails, as they lie there."""
    stored = (each.of_tag(code, low, high, columns) for each in snapshot.segments)
    fresh = (each.of_tag(code, low, high) for each in snapshot.tails)
    return joined([part for part in itertools.chain(stored, fresh) if len(part)])


def span(start: datetime, end: datetime) -> tuple[int, int]:
    """A span of time in microseconds; refused when it is empty or reversed."""
    low, high = microseconds(start), microseconds(end)
    if high <= low:
        raise RangeInvalid(problem="end before start", start=start, end=end)
    return low, high


def _listed(paths: Sequence[str]) -> str:
    return "[" + ", ".join("'" + path.replace("'", "''") + "'" for path in paths) + "]"


def _view(paths: Sequence[str]) -> str:
    files = _listed(paths)
    stored = f"SELECT * FROM read_parquet({files}) UNION ALL BY NAME " if paths else ""
    return (
        "CREATE VIEW samples AS SELECT tag, time, value, arg_max(quality, arrival) AS quality, "
        f"max(arrival) AS arrival FROM ({stored}SELECT * FROM unsealed) "
        "GROUP BY tag, time, value HAVING arg_max(quality, arrival) < 3"
    )


def _figure_table(found: Sequence[tuple[str, Figures]]) -> pa.Table:
    tags = pa.array([tag for tag, rows in found for _ in range(len(rows))], pa.string())
    whole = {
        name: np.concatenate([getattr(rows, name) for _, rows in found] or [np.empty(0)])
        for name in ("time", "count", "sum", "min", "max", "first", "last", "bad")
    }
    mean = np.concatenate([rows.mean() for _, rows in found] or [np.empty(0)])
    return pa.table(
        {
            "tag": tags,
            "time": instants(whole["time"].astype(np.int64)),
            "count": whole["count"].astype(np.int64),
            "mean": mean,
            **{name: whole[name] for name in ("sum", "min", "max", "first", "last")},
            "bad": whole["bad"].astype(np.int64),
        }
    )


@contextmanager
def _writer(target: Path) -> Iterator[Callable[[pa.Table], None]]:
    import pyarrow.csv as csv

    plain = pa.schema([("tag", pa.string()), *list(SAMPLES)[1:]])
    kinds = {".parquet": pq.ParquetWriter, ".csv": csv.CSVWriter}
    if target.suffix not in kinds:
        raise RangeInvalid(problem="export writes .parquet or .csv", target=target.name)
    with kinds[target.suffix](target, plain) as file:
        yield lambda table: file.write_table(
            table.set_column(0, "tag", pc.cast(table.column("tag"), pa.string()))
        )
