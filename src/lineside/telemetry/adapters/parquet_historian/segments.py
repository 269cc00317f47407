"""Segments: Parquet files sorted by tag and time, with an index of where each tag's rows begin.

The index travels in the file's own metadata, so a segment is whole by itself and any other reader
of Parquet (DuckDB, Spark, Delta Lake, Iceberg) takes it as it is.
"""

import base64
import json
import threading
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from lineside.telemetry.adapters.parquet_historian.columns import (
    Codes,
    Columns,
    Ints,
    joined,
    no_columns,
)
from lineside.telemetry.adapters.parquet_historian.log import synchronise
from lineside.telemetry.adapters.parquet_historian.names import Names
from lineside.telemetry.errors import SegmentDamaged
from lineside.telemetry.samples import SAMPLES, instants

ROW_GROUP = 16_384
_INDEX = b"lineside.index"
_ENCODINGS = {"time": "DELTA_BINARY_PACKED", "value": "PLAIN", "arrival": "DELTA_BINARY_PACKED"}
_ALL = ("time", "value", "quality", "arrival")


@dataclass(frozen=True, slots=True)
class SegmentInfo:
    """What the manifest says of a segment; times in microseconds, the end inclusive."""

    file: str
    rows: int
    start: int
    end: int


class SegmentWriter:
    """Writes sorted rows into one segment: ``add`` in order, then ``finish``."""

    def __init__(self, path: Path, names: Names) -> None:
        self._path = path
        self._names = names
        self._partial = path.with_suffix(".partial")
        self._file = pq.ParquetWriter(
            self._partial,
            SAMPLES,
            compression="zstd",
            compression_level=1,
            use_dictionary=["tag", "quality"],
            column_encoding=_ENCODINGS,
            write_page_checksum=True,
            store_schema=False,
        )
        self._waiting: list[Columns] = []
        self._held = 0
        self._rows = 0
        self._codes: list[Codes] = []
        self._starts: list[Ints] = []
        self._groups: list[tuple[int, int]] = []

    def add(self, rows: Columns) -> None:
        """Append rows that follow the earlier ones in the order of tag names and times."""
        if not len(rows):
            return
        self._note_tags(rows.tag)
        self._rows += len(rows)
        self._waiting.append(rows)
        self._held += len(rows)
        if self._held >= ROW_GROUP:
            self._flush(self._held - self._held % ROW_GROUP)

    def _note_tags(self, tags: Codes) -> None:
        changes = np.concatenate([[0], np.flatnonzero(tags[1:] != tags[:-1]) + 1])
        if self._codes and self._codes[-1][-1] == tags[0]:
            changes = changes[1:]
        if len(changes):
            self._codes.append(tags[changes])
            self._starts.append(changes + self._rows)

    def _flush(self, count: int) -> None:
        rows = joined(self._waiting)
        for first in range(0, count, ROW_GROUP):
            self._write_group(rows.take(slice(first, min(first + ROW_GROUP, count))))
        self._waiting = [rows.take(slice(count, None))]
        self._held -= count

    def _write_group(self, rows: Columns) -> None:
        new = np.empty(len(rows), bool)
        new[0] = True
        np.not_equal(rows.tag[1:], rows.tag[:-1], out=new[1:])
        place = (np.cumsum(new) - 1).astype(np.int32)
        columns = [
            self._names.compact(rows.tag[new], place),
            instants(rows.time),
            pa.array(rows.value),
            pa.array(rows.quality),
            instants(np.ascontiguousarray(rows.arrival)),
        ]
        table = pa.Table.from_arrays(columns, schema=SAMPLES)
        self._file.write_table(table, row_group_size=ROW_GROUP)
        self._groups.append((int(rows.time.min()), int(rows.time.max())))

    def finish(self) -> SegmentInfo | None:
        """Put the file on disk under its name; None, and no file, when nothing was added."""
        if self._held:
            self._flush(self._held)
        if not self._rows:
            self.abandon()
            return None
        self._file.add_key_value_metadata({_INDEX: self._index()})
        self._file.close()
        publish(self._partial, self._path)
        start, end = min(low for low, _ in self._groups), max(high for _, high in self._groups)
        return SegmentInfo(self._path.name, self._rows, start, end)

    def _index(self) -> bytes:
        codes = np.concatenate(self._codes)
        index = {
            "tags": [self._names.of[code] for code in codes.tolist()],
            "starts": np.concatenate(self._starts).tolist(),
            "rows": self._rows,
            "groups": self._groups,
        }
        return base64.b64encode(zlib.compress(json.dumps(index).encode(), 1))

    def abandon(self) -> None:
        """Remove what was written so far."""
        self._file.close()
        self._partial.unlink(missing_ok=True)


def publish(partial: Path, path: Path) -> None:
    """Put a finished file on disk, then under its name, then the name on disk."""
    synchronise(partial)
    partial.rename(path)
    synchronise(path.parent)


@dataclass(frozen=True, slots=True)
class _Index:
    """Of one segment: its tags, the first row of each (and one more), the groups' times."""

    codes: Codes
    starts: Ints
    position: dict[int, int]
    group_start: Ints
    group_end: Ints


class Segment:
    """Reads one segment. Opened at its first use; safe to share between threads."""

    def __init__(self, folder: Path, info: SegmentInfo, names: Names) -> None:
        self.info = info
        self.path = folder / info.file
        self._names = names
        self._lock = threading.Lock()
        self._file: pq.ParquetFile | None = None
        self._found: _Index | None = None

    def _index(self) -> _Index:
        if self._found is None:
            with self._lock:
                if self._found is None:
                    self._file, self._found = self._told(self._open)
        return self._found

    def _open(self) -> tuple[pq.ParquetFile, _Index]:
        file = pq.ParquetFile(self.path, memory_map=True, page_checksum_verification=True)
        return file, _load_index(file.metadata.metadata[_INDEX], self._names)

    def tags(self) -> Codes:
        """The codes of the tags that have rows here, in the order of their names."""
        return self._index().codes

    def counts(self) -> Ints:
        """How many rows each of ``tags`` has here."""
        return np.diff(self._index().starts)

    def _span(self, code: int) -> tuple[int, int]:
        index = self._index()
        place = index.position.get(code)
        if place is None:
            return 0, 0
        return int(index.starts[place]), int(index.starts[place + 1])

    def of_tag(self, code: int, start: int, end: int, columns: Sequence[str] = _ALL) -> Columns:
        """The rows of a tag with start <= time < end, by time; columns not named are zero."""
        low, high = self._span(code)
        if low == high or self.info.start >= end or self.info.end < start:
            return no_columns()
        first, last = self._groups(low, high, start, end)
        if first > last:
            return no_columns()
        low, high = max(low, first * ROW_GROUP), min(high, (last + 1) * ROW_GROUP)
        rows = self._rows(low, high, code, columns)
        cut = np.searchsorted(rows.time, [start, end])
        return rows.take(slice(cut[0], cut[1]))

    def _groups(self, low: int, high: int, start: int, end: int) -> tuple[int, int]:
        """The first and last row group of some rows whose times touch the span."""
        index = self._index()
        first, last = low // ROW_GROUP, (high - 1) // ROW_GROUP
        while first <= last and (index.group_end[first] < start or index.group_start[first] >= end):
            first += 1
        while last > first and (index.group_end[last] < start or index.group_start[last] >= end):
            last -= 1
        return first, last

    def _rows(self, low: int, high: int, code: int, columns: Sequence[str]) -> Columns:
        table = self._read(low, high, columns)
        rows = high - low
        return Columns(
            np.full(rows, code, np.int32),
            _plain(table, "time", rows, np.int64),
            _plain(table, "value", rows, np.float64),
            _plain(table, "quality", rows, np.int8),
            _plain(table, "arrival", rows, np.int64),
        )

    def of_tags(self, first: int, last: int) -> Columns:
        """All rows of the tags at positions first to last (exclusive) of ``tags``."""
        index = self._index()
        low, high = int(index.starts[first]), int(index.starts[last])
        if low == high:
            return no_columns()
        rows = self._rows(low, high, 0, _ALL)
        counts = np.diff(index.starts[first : last + 1])
        tags = np.repeat(index.codes[first:last], counts)
        return Columns(tags, rows.time, rows.value, rows.quality, rows.arrival)

    def _read(self, low: int, high: int, columns: Sequence[str]) -> pa.Table:
        groups = range(low // ROW_GROUP, (high - 1) // ROW_GROUP + 1)
        self._index()
        with self._lock:
            file = self._file
            assert file is not None
            table = self._told(
                lambda: file.read_row_groups(list(groups), columns=columns, use_threads=False)
            )
        return table.slice(low - groups[0] * ROW_GROUP, high - low)

    def _told(self, read: Callable[[], Any]) -> Any:
        """Run a read; what Arrow throws at damage is told as a refusal that names the file."""
        try:
            return read()
        except FileNotFoundError:
            raise
        except (OSError, pa.ArrowException, KeyError, ValueError, zlib.error) as error:
            raise SegmentDamaged(file=self.path.name, problem=str(error)[:200]) from error


def _load_index(packed: bytes, names: Names) -> _Index:
    index = json.loads(zlib.decompress(base64.b64decode(packed)))
    known = [names.code(name) for name in index["tags"]]
    if None in known:
        names.refresh()
        known = [names.code(name) for name in index["tags"]]
    codes = np.array(known, np.int32)
    groups = np.array(index["groups"], np.int64).reshape(-1, 2)
    return _Index(
        codes,
        np.array([*index["starts"], index["rows"]], np.int64),
        {code: place for place, code in enumerate(codes.tolist())},
        groups[:, 0].copy(),
        groups[:, 1].copy(),
    )


def _plain(table: pa.Table, name: str, rows: int, kind: Any) -> npt.NDArray[Any]:
    if name not in table.column_names:
        return np.zeros(rows, kind)
    column = table.column(name).combine_chunks()
    if pa.types.is_timestamp(column.type):
        column = column.view(pa.int64())
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=kind)
