"""Roll-ups: what is left of samples that a tag class keeps no longer, one row per interval."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lineside.telemetry.adapters.parquet_historian.segments import SegmentInfo, publish
from lineside.telemetry.figures import Figures
from lineside.telemetry.samples import INSTANT, instants

_FLOATS = ("sum", "min", "max", "first", "last")
_SCHEMA = pa.schema(
    [
        ("tag", pa.string()),
        ("time", INSTANT),
        ("count", pa.int64()),
        *((name, pa.float64()) for name in _FLOATS),
        ("bad", pa.int64()),
    ]
)


def write(path: Path, rows: Sequence[tuple[str, Figures]]) -> SegmentInfo | None:
    """Write the roll-ups of tags to a file; None, and no file, when there are none."""
    rows = sorted((each for each in rows if len(each[1])), key=lambda each: each[0])
    if not rows:
        return None
    tables = [_table(tag, figures) for tag, figures in rows]
    whole = pa.concat_tables(tables)
    partial = path.with_suffix(".partial")
    pq.write_table(whole, partial, compression="zstd", write_page_checksum=True)
    publish(partial, path)
    start = min(int(figures.time[0]) for _, figures in rows)
    end = max(int(figures.time[-1]) for _, figures in rows)
    return SegmentInfo(path.name, len(whole), start, end)


def _table(tag: str, rows: Figures) -> pa.Table:
    columns = [
        pa.repeat(pa.scalar(tag), len(rows)),
        instants(rows.time),
        pa.array(rows.count),
        *(pa.array(getattr(rows, name)) for name in _FLOATS),
        pa.array(rows.bad),
    ]
    return pa.Table.from_arrays(columns, schema=_SCHEMA)


def read(files: Sequence[Path], tag: str, start: int, end: int) -> list[Figures]:
    """The roll-ups of a tag whose interval starts in start <= time < end."""
    low, high = pa.scalar(start, INSTANT), pa.scalar(end, INSTANT)
    wanted = [("tag", "==", tag), ("time", ">=", low), ("time", "<", high)]
    tables = (pq.read_table(path, filters=wanted, partitioning=None) for path in files)
    return [_figures(table) for table in tables if len(table)]


def _figures(table: pa.Table) -> Figures:
    time = table.column("time").combine_chunks().view(pa.int64()).to_numpy()
    names = ("count", *_FLOATS, "bad")
    return Figures(time, *(np.asarray(table.column(name).to_numpy()) for name in names))
