"""From a batch at the port to plain columns: tag names become codes."""

import numpy as np
import pyarrow as pa

from lineside.telemetry.adapters.parquet_historian.columns import Codes, Columns, no_columns
from lineside.telemetry.adapters.parquet_historian.names import LONGEST_NAME, Names
from lineside.telemetry.errors import SamplesInvalid
from lineside.telemetry.samples import INSTANT, SAMPLES

_FURTHEST_US = 1 << 58


def encoded(table: pa.Table, names: Names) -> Columns:
    """The batch's rows; new names are registered. Refused when a column is missing or unfit."""
    if not len(table):
        return no_columns()
    try:
        columns = [_column(table, field) for field in SAMPLES]
    except (KeyError, pa.ArrowException) as error:
        raise SamplesInvalid(problem=str(error)[:200]) from error
    tag, time, value, quality, arrival = columns
    if any(column.null_count for column in columns):
        raise SamplesInvalid(problem="a column holds nulls")
    rows = Columns(
        _codes(tag, names),
        time.view(pa.int64()).to_numpy(),
        value.to_numpy(),
        quality.to_numpy(),
        arrival.view(pa.int64()).to_numpy(),
    )
    _check(rows)
    return rows


def _column(table: pa.Table, field: pa.Field) -> pa.Array:
    column = table.column(field.name)
    if field.name == "tag":
        if pa.types.is_dictionary(column.type) and column.num_chunks > 1:
            column = table.select(["tag"]).unify_dictionaries().column("tag")
        elif not pa.types.is_dictionary(column.type):
            column = column.cast(pa.string()).dictionary_encode()
    elif column.type != field.type:
        column = column.cast(INSTANT if field.type == INSTANT else field.type)
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _codes(tag: pa.DictionaryArray, names: Names) -> Codes:
    used = tag.dictionary.to_pylist()
    wrong = [name for name in used if not name or len(name) > LONGEST_NAME]
    if wrong:
        raise SamplesInvalid(problem="a tag without a name or with too long a one", tag=wrong[0])
    codes: Codes = np.take(names.codes(used), tag.indices.to_numpy())
    return codes


def _check(rows: Columns) -> None:
    if rows.quality.min() < 0 or rows.quality.max() > 3:
        raise SamplesInvalid(problem="a quality outside 0 to 3")
    if rows.time.max() > _FURTHEST_US or rows.time.min() < -_FURTHEST_US:
        raise SamplesInvalid(problem="a time thousands of years away")
