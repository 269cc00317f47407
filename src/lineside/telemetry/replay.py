"""Replay of recorded telemetry: a CSV or Parquet file and a mapping become batches in time.

A mapping is YAML (or the same as plain values)::

    time: {column: datetime, format: iso}     # or s, ms, us, ns; or every_s: 0.1 without a column
    separator: ";"                            # of a CSV file, a comma by default
    columns:
      Temperature: {tag: pump.temperature, unit: degC}
      State: {tag: pump.state, codes: {RUN: 3, STOP: 1}}

``unit`` is what the file holds; with ``to`` the values are converted. Instead of ``columns`` a file
with one value per row names ``rows: {tag: name, value: reading, prefix: "plant."}``.
"""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import yaml

from lineside.kernel.quantities import scale
from lineside.telemetry.errors import MappingInvalid
from lineside.telemetry.rules import Quality
from lineside.telemetry.samples import samples

_UNITS_US = {"s": 1e6, "ms": 1e3, "us": 1.0, "ns": 1e-3}
_FIELDS = {"tag", "unit", "to", "codes"}


@dataclass(frozen=True, slots=True)
class Column:
    """How a column of the file becomes a tag: ``stored = read * factor + offset``."""

    tag: str
    unit: str = ""
    factor: float = 1.0
    offset: float = 0.0
    codes: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class ReplayMapping:
    """A mapping that was checked."""

    columns: Mapping[str, Column]
    tag_column: str = ""
    value_column: str = ""
    prefix: str = ""
    time_column: str = ""
    time_format: str = "iso"
    every_s: float = 1.0
    separator: str = ","


def read_mapping(text: str) -> ReplayMapping:
    """Check a mapping; each fault is refused with the entry's name."""
    try:
        told = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise MappingInvalid(problem=f"no YAML: {error}"[:200]) from error
    if not isinstance(told, dict):
        raise MappingInvalid(problem="a mapping has the entries time and columns")
    return mapping_from(told)


def mapping_from(told: Mapping[str, Any]) -> ReplayMapping:
    """The same from plain values."""
    clock, rows = _part(told, "time"), _part(told, "rows")
    columns = {str(name): _column(name, given) for name, given in _part(told, "columns").items()}
    if bool(columns) == bool(rows):
        raise MappingInvalid(problem="either columns or rows")
    kind = str(clock.get("format", "iso"))
    if kind != "iso" and kind not in _UNITS_US:
        raise MappingInvalid(entry="time", format=kind, known=["iso", *_UNITS_US])
    every_s = float(clock.get("every_s", 1.0))
    if not every_s > 0:
        raise MappingInvalid(entry="time", every_s=every_s)
    return ReplayMapping(
        columns,
        str(rows.get("tag", "")),
        str(rows.get("value", "")),
        str(rows.get("prefix", "")),
        str(clock.get("column", "")),
        kind,
        every_s,
        str(told.get("separator", ",")),
    )


def _part(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = told.get(name) or {}
    if not isinstance(part, dict):
        raise MappingInvalid(entry=name, problem="has entries of its own")
    return part


def _column(name: object, given: object) -> Column:
    if isinstance(given, str):
        return Column(given)
    if not isinstance(given, dict) or "tag" not in given or set(given) - _FIELDS:
        raise MappingInvalid(entry=name, problem=f"a tag's name, or entries of {sorted(_FIELDS)}")
    unit, to = str(given.get("unit", "")), str(given.get("to", ""))
    factor, offset = scale(unit, to) if unit and to else (1.0, 0.0)
    codes = given.get("codes")
    return Column(str(given["tag"]), to or unit, factor, offset, codes)


@dataclass(frozen=True, slots=True)
class Recording:
    """What a file holds: samples sorted by time, and the unit of each tag that has one."""

    samples: pa.Table
    units: Mapping[str, str]

    def tags(self) -> list[str]:
        """The recorded tags."""
        return sorted(self.samples.column("tag").unique().to_pylist())


def load(path: Path, mapping: ReplayMapping) -> Recording:
    """Read a file. Cells without a value are left out."""
    table = _table(path, mapping)
    times = _times(table, mapping)
    if mapping.columns:
        parts = [_samples_of(table, name, each, times) for name, each in mapping.columns.items()]
    else:
        parts = [_tidy(table, mapping, times)]
    whole = pa.concat_tables(parts).unify_dictionaries().combine_chunks()
    order = pc.sort_indices(whole, [("time", "ascending")])
    units = {each.tag: each.unit for each in mapping.columns.values() if each.unit}
    return Recording(whole.take(order), units)


def _table(path: Path, mapping: ReplayMapping) -> pa.Table:
    import pyarrow.csv as csv
    import pyarrow.parquet as pq

    try:
        if path.suffix == ".parquet":
            return pq.read_table(path)
        separator = csv.ParseOptions(delimiter=mapping.separator)
        return csv.read_csv(path, parse_options=separator)
    except (pa.ArrowException, OSError) as error:
        raise MappingInvalid(file=path.name, problem=str(error)[:200]) from error


def _times(table: pa.Table, mapping: ReplayMapping) -> npt.NDArray[np.int64]:
    if not mapping.time_column:
        return (np.arange(len(table)) * mapping.every_s * 1e6).astype(np.int64)
    column = _named(table, mapping.time_column)
    try:
        if mapping.time_format != "iso":
            told = column.cast(pa.float64()).to_numpy() * _UNITS_US[mapping.time_format]
            return np.asarray(np.round(told), dtype=np.int64)
        if pa.types.is_string(column.type):
            column = pc.replace_substring(column, " ", "T")
        instants = column.cast(pa.timestamp("us"), safe=False)
        return np.asarray(instants.cast(pa.int64()).to_numpy())
    except (pa.ArrowException, ValueError) as error:
        raise MappingInvalid(entry="time", problem=str(error)[:200]) from error


def _named(table: pa.Table, name: str) -> Any:
    if name not in table.column_names:
        raise MappingInvalid(column=name, known=table.column_names[:50])
    return table.column(name)


def _numbers(column: Any, name: str, codes: Mapping[str, float] | None) -> npt.NDArray[np.float64]:
    if codes:
        names, values = [str(each) for each in codes], list(codes.values())
        found = pc.index_in(column.cast(pa.string()), pa.array(names))
        column = pc.take(pa.array(values, pa.float64()), found)
    try:
        return np.asarray(column.cast(pa.float64()).to_numpy())
    except pa.ArrowException as error:
        raise MappingInvalid(column=name, problem=str(error)[:200]) from error


def _samples_of(
    table: pa.Table, name: str, column: Column, times: npt.NDArray[np.int64]
) -> pa.Table:
    values = _numbers(_named(table, name), name, column.codes) * column.factor + column.offset
    there = ~np.isnan(values)
    count = int(there.sum())
    tags = pa.DictionaryArray.from_arrays(np.zeros(count, np.int32), [column.tag])
    return samples(tags, times[there], values[there], quality=Quality.GOOD)


def _tidy(table: pa.Table, mapping: ReplayMapping, times: npt.NDArray[np.int64]) -> pa.Table:
    values = _numbers(_named(table, mapping.value_column), mapping.value_column, None)
    names = _named(table, mapping.tag_column).cast(pa.string()).combine_chunks()
    there = ~np.isnan(values) & ~np.asarray(names.is_null())
    tags = pc.binary_join_element_wise(mapping.prefix, names, "").filter(pa.array(there))
    return samples(tags, times[there], values[there], quality=Quality.GOOD)


@dataclass(frozen=True, slots=True)
class Piece:
    """Samples and when they are due, in seconds after the start of the replay."""

    due_s: float
    samples: pa.Table


def pieces(
    recording: Recording,
    *,
    speed: float = 1.0,
    every_s: float = 1.0,
    restamp: datetime | None = None,
    longest: int = 50_000,
) -> Iterator[Piece]:
    """Cut a recording into pieces of ``every_s`` of replay, at most ``longest`` samples each.

    At speed 60 an hour takes a minute; an infinite speed makes everything due at once. With
    ``restamp`` the samples carry the time at which they are replayed, beginning there; otherwise
    their own.
    """
    if not speed > 0 or not every_s > 0:
        raise MappingInvalid(problem="speed and interval are greater than zero", speed=speed)
    table = recording.samples
    times = table.column("time").combine_chunks().view(pa.int64()).to_numpy()
    if not len(times):
        return
    due_s = (times - times[0]) / 1e6 / speed
    if restamp is not None:
        start = round(restamp.astimezone(UTC).timestamp() * 1e6)
        table = _restamped(table, start + np.round(due_s * 1e6).astype(np.int64))
    steps = np.flatnonzero(np.diff(np.floor(due_s / every_s))) + 1
    borders = [0, *steps.tolist(), len(times)]
    for low, high in pairwise(borders):
        for first in range(low, high, longest):
            count = min(longest, high - first)
            yield Piece(float(due_s[first]), table.slice(first, count))


def _restamped(table: pa.Table, times: npt.NDArray[np.int64]) -> pa.Table:
    values = table.column("value").to_numpy()
    return samples(table.column("tag").combine_chunks(), times, values)


async def play(
    parts: Iterator[Piece],
    publish: Callable[[pa.Table], Awaitable[None]],
    *,
    elapsed: Callable[[], float] = time.monotonic,
    told: Callable[[int, float], None] = lambda _samples, _seconds: None,
) -> int:
    """Publish each piece when it is due; returns the number of samples. ``told`` hears progress."""
    start, count = elapsed(), 0
    for part in parts:
        wait = part.due_s - (elapsed() - start)
        if wait > 0 and math.isfinite(wait):
            await asyncio.sleep(wait)
        await publish(part.samples)
        count += len(part.samples)
        told(count, elapsed() - start)
    return count
