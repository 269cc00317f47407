"""Batches of samples and wave-forms as Arrow tables: their schemas and how they are built."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from lineside.telemetry.errors import SamplesInvalid

INSTANT = pa.timestamp("us", tz="UTC")
SAMPLES = pa.schema(
    [
        ("tag", pa.dictionary(pa.int32(), pa.string())),
        ("time", INSTANT),
        ("value", pa.float64()),
        ("quality", pa.int8()),
        ("arrival", INSTANT),
    ]
)
WAVES = pa.schema(
    [
        ("tag", pa.string()),
        ("time", INSTANT),
        ("rate_hz", pa.float64()),
        ("samples", pa.list_(pa.float32())),
        ("arrival", INSTANT),
    ]
)

Instants = npt.NDArray[np.int64]


def microseconds(instant: datetime) -> int:
    """Microseconds since 1970 of an aware datetime, exactly."""
    if instant.tzinfo is None:
        raise SamplesInvalid(problem="a time without a zone", time=instant.isoformat())
    since = instant - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def samples(
    tags: Sequence[str] | pa.Array,
    time_us: npt.ArrayLike,
    values: npt.ArrayLike,
    *,
    quality: npt.ArrayLike = 0,
    arrival_us: npt.ArrayLike | None = None,
) -> pa.Table:
    """A table of samples from equally long columns; a scalar quality or arrival holds for all.

    Without an arrival the samples count as arrived at their own time. Arrays are copied, so that
    the caller may go on using its own.
    """
    times = np.array(time_us, dtype=np.int64)
    columns = [
        _dictionary(tags),
        instants(times),
        pa.array(np.array(values, dtype=np.float64)),
        pa.array(_spread(quality, np.int8, len(times))),
        instants(times if arrival_us is None else _spread(arrival_us, np.int64, len(times))),
    ]
    if any(len(column) != len(times) for column in columns):
        raise SamplesInvalid(problem="columns of unequal length")
    return pa.Table.from_arrays(columns, schema=SAMPLES)


def waves(
    tags: Sequence[str],
    time_us: Sequence[int],
    rate_hz: Sequence[float],
    arrays: Sequence[npt.ArrayLike],
    *,
    arrival_us: Sequence[int] | None = None,
) -> pa.Table:
    """A table of wave-forms; ``arrays`` holds one array of samples for each row."""
    flat = [np.asarray(each, dtype=np.float32) for each in arrays]
    offsets = np.concatenate([[0], np.cumsum([len(each) for each in flat])]).astype(np.int32)
    joined = np.concatenate(flat) if flat else np.empty(0, np.float32)
    times = np.asarray(time_us, dtype=np.int64)
    arrived = times if arrival_us is None else np.asarray(arrival_us, dtype=np.int64)
    columns = [
        pa.array(list(tags), pa.string()),
        instants(times),
        pa.array(np.asarray(rate_hz, dtype=np.float64)),
        pa.ListArray.from_arrays(pa.array(offsets), pa.array(joined)),
        instants(arrived),
    ]
    return pa.Table.from_arrays(columns, schema=WAVES)


def no_samples() -> pa.Table:
    """An empty batch."""
    return SAMPLES.empty_table()


def instants(time_us: Instants) -> pa.Array:
    """Microseconds as an Arrow column of time stamps, without a copy."""
    return pa.array(time_us).view(INSTANT)


def _spread(values: npt.ArrayLike, kind: Any, rows: int) -> npt.NDArray[Any]:
    array = np.array(values, dtype=kind)
    return np.full(rows, array, dtype=kind) if array.ndim == 0 else array


def _dictionary(tags: Sequence[str] | pa.Array) -> pa.Array:
    column = tags if isinstance(tags, pa.Array) else pa.array(list(tags), pa.string())
    return column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
