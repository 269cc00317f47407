"""Many rows at once: PostgreSQL's COPY into a table that lasts as long as the transaction."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Table, text
from sqlalchemy.dialects.postgresql import JSONB

from lineside.kernel.work import Work


def add_rows(work: Work, table: Table, rows: Iterable[Mapping[str, Any]]) -> int:
    """Insert rows that name the same columns; those whose key is known are left alone.

    Returns how many rows were given, not how many were new.
    """
    listed = list(rows)
    if not listed:
        return 0
    names = list(listed[0])
    columns = ", ".join(f'"{name}"' for name in names)
    waiting = f"waiting_{table.name}"
    shape = f'SELECT {columns} FROM "{table.name}" WITH NO DATA'
    work.db.execute(text(f'CREATE TEMP TABLE "{waiting}" ON COMMIT DROP AS {shape}'))
    _copy(work, f'COPY "{waiting}" ({columns}) FROM STDIN', table, names, listed)
    work.db.execute(
        text(
            f'INSERT INTO "{table.name}" ({columns}) SELECT {columns} FROM "{waiting}" '
            "ON CONFLICT DO NOTHING"
        )
    )
    work.db.execute(text(f'DROP TABLE "{waiting}"'))
    return len(listed)


def _copy(
    work: Work, command: str, table: Table, names: list[str], rows: list[Mapping[str, Any]]
) -> None:
    is_json = [isinstance(table.c[name].type, JSONB) for name in names]
    link: Any = work.db.connection.driver_connection
    with link.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row(
                [_plain(row[name], as_json) for name, as_json in zip(names, is_json, strict=True)]
            )


def _plain(value: Any, as_json: bool) -> Any:
    if as_json and value is not None:
        return Jsonb(value)
    return value.value if isinstance(value, Enum) else value
