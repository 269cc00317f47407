"""Tables to learn from as they are sent: CSV, text in columns, or Parquet, told apart by look."""

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.learning.errors import TableInvalid
from lineside.learning.model import TableColumn

LARGEST_BYTES = 32_000_000
MOST_COLUMNS = 400
PARQUET = b"PAR1"
SEPARATORS = ",;\t|"


@dataclass(frozen=True)
class DataTable:
    """A table's columns by name: numbers as float64 with NaN where missing, else text."""

    columns: dict[str, npt.NDArray[Any]]

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values())))

    def facts(self) -> list[TableColumn]:
        """What each column holds."""
        return [_facts(name, values) for name, values in self.columns.items()]

    def numbers(self, names: list[str]) -> npt.NDArray[np.float64]:
        """The named columns as (n, len(names)); refuses those that are missing or no numbers."""
        self.check(names)
        words = [name for name in names if self.columns[name].dtype.kind != "f"]
        if words:
            raise TableInvalid(problem="no numbers", columns=words)
        held = [self.columns[name] for name in names]
        return np.column_stack(held) if held else np.zeros((self.rows, 0))

    def check(self, names: list[str]) -> None:
        """Refuse names of columns that are not there."""
        missing = [name for name in names if name not in self.columns]
        if missing:
            raise TableInvalid(
                problem="columns missing", columns=missing, there=list(self.columns)[:40]
            )


def read_table(content: bytes) -> DataTable:
    """The table in a file's bytes. Raises ``TableInvalid``.

    Text whose first line holds nothing but numbers has no names; its columns are called c1, c2 ...
    """
    if not content or len(content) > LARGEST_BYTES:
        raise TableInvalid(problem="size", bytes=len(content), at_most=LARGEST_BYTES)
    try:
        found = _parquet(content) if content[:4] == PARQUET else _text(content)
        columns = {name: _values(found[name]) for name in found.column_names}
    except TableInvalid:
        raise
    except Exception as problem:
        raise TableInvalid(problem=str(problem).splitlines()[0][:200]) from problem
    if not columns or not len(next(iter(columns.values()))):
        raise TableInvalid(problem="no rows", columns=len(columns))
    return DataTable(columns)


def _parquet(content: bytes) -> Any:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(io.BytesIO(content))
    # A small file may unfold to more than the memory holds.
    cells = file.metadata.num_rows * file.metadata.num_columns
    _check_names(file.schema_arrow.names)
    if cells * 8 > 20 * LARGEST_BYTES:
        raise TableInvalid(problem="too many values", values=cells)
    return file.read()


def _text(content: bytes) -> Any:
    from pyarrow import csv

    first = content.split(b"\n", 1)[0].decode("utf-8-sig").strip()
    separator = max(SEPARATORS, key=first.count)
    if separator not in first:
        content, separator = b"\n".join(b" ".join(x.split()) for x in content.splitlines()), " "
    words = [
        each.strip().strip('"') for each in first.split(None if separator == " " else separator)
    ]
    named = not all(map(_is_number, words))
    names = None if named else [f"c{n}" for n in range(1, len(words) + 1)]
    _check_names(words if names is None else names)
    return csv.read_csv(
        io.BytesIO(content),
        read_options=csv.ReadOptions(column_names=names),
        parse_options=csv.ParseOptions(delimiter=separator),
        convert_options=csv.ConvertOptions(strings_can_be_null=False),
    )


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def _check_names(names: list[str]) -> None:
    if len(names) > MOST_COLUMNS:
        raise TableInvalid(problem="too many columns", columns=len(names), at_most=MOST_COLUMNS)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice or "" in names:
        raise TableInvalid(problem="columns without a name of their own", columns=twice)


def _values(column: Any) -> npt.NDArray[Any]:
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_temporal(kind):
        seconds = pc.cast(pc.cast(column, pa.timestamp("us")), pa.int64())
        return np.asarray(pc.divide(pc.cast(seconds, pa.float64()), 1e6).to_numpy())
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return np.asarray(pc.cast(column, pa.float64(), safe=False).to_numpy(), dtype=np.float64)
    if pa.types.is_null(kind):
        return np.full(len(column), np.nan)
    return np.array(pc.cast(column, pa.string()).fill_null("").to_pylist(), dtype=object)


def _facts(name: str, values: npt.NDArray[Any]) -> TableColumn:
    if values.dtype.kind != "f":
        return TableColumn(name, "text", int((values == "").sum()), len(set(values)), None, None)
    known = values[np.isfinite(values)]
    ends = (float(known.min()), float(known.max())) if len(known) else (None, None)
    return TableColumn(name, "number", len(values) - len(known), len(np.unique(known)), *ends)
