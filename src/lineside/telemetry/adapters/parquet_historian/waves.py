"""Wave-forms: arrays of samples per tag and time, in files of their own beside the segments."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lineside.telemetry.adapters.parquet_historian.segments import SegmentInfo, publish
from lineside.telemetry.errors import SamplesInvalid
from lineside.telemetry.samples import INSTANT, WAVES

_ROWS_PER_GROUP = 32


def checked(table: pa.Table) -> pa.Table:
    """The table in the form that is kept; refused when columns are missing or of another kind."""
    try:
        return table.select(WAVES.names).cast(WAVES).combine_chunks()
    except (KeyError, pa.ArrowException) as error:
        raise SamplesInvalid(problem=str(error)[:200]) from error


def packed(table: pa.Table) -> bytes:
    """The table as bytes for the log."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, WAVES) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def unpacked(payload: memoryview) -> pa.Table:
    """The table from the log's bytes."""
    return pa.ipc.open_stream(pa.py_buffer(payload)).read_all()


def settled(tables: Sequence[pa.Table]) -> pa.Table:
    """All wave-forms by tag and time; of equal tag and time the one that arrived last remains."""
    whole = pa.concat_tables([WAVES.empty_table(), *tables])
    order = pc.sort_indices(whole, [(name, "ascending") for name in ("tag", "time", "arrival")])
    whole = whole.take(order).combine_chunks()
    if len(whole) < 2:
        return whole
    tag, time = whole.column("tag"), whole.column("time")
    same = pc.and_(
        pc.equal(tag.slice(1), tag.slice(0, len(tag) - 1)),
        pc.equal(time.slice(1), time.slice(0, len(time) - 1)),
    ).combine_chunks()
    keep = pa.concat_arrays([pc.invert(same), pa.array([True])])
    return whole.filter(keep)


def write(path: Path, tables: Sequence[pa.Table]) -> SegmentInfo | None:
    """Write wave-forms to a file; None, and no file, when there are none."""
    whole = settled(tables)
    if not len(whole):
        return None
    partial = path.with_suffix(".partial")
    pq.write_table(
        whole,
        partial,
        row_group_size=_ROWS_PER_GROUP,
        compression="zstd",
        use_dictionary=["tag"],
        column_encoding={"samples.list.element": "BYTE_STREAM_SPLIT"},
        write_page_checksum=True,
    )
    publish(partial, path)
    bounds = pc.min_max(whole.column("time"))
    start, end = (bounds[side].cast(pa.int64()).as_py() for side in ("min", "max"))
    return SegmentInfo(path.name, len(whole), start, end)


def read(
    files: Sequence[Path], tail: Sequence[pa.Table], tag: str, start: int, end: int
) -> pa.Table:
    """The wave-forms of a tag with start <= time < end, by time."""
    low, high = pa.scalar(start, INSTANT), pa.scalar(end, INSTANT)
    wanted = (pc.field("tag") == tag) & (pc.field("time") >= low) & (pc.field("time") < high)
    stored = [pq.read_table(path, filters=wanted, partitioning=None) for path in files]
    fresh = [table.filter(wanted) for table in tail]
    return settled([table.cast(WAVES) for table in (*stored, *fresh)])
