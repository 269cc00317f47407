"""Rows of a file through the door, one by one: what is refused is parked, the rest goes in."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, get_args, get_origin

from sqlalchemy.exc import DataError

from lineside.app.house import House
from lineside.app.keeping.rows import Row
from lineside.kernel.actors import Actor
from lineside.kernel.catalogue import ArgumentsInvalid, Entry, Kind, find
from lineside.kernel.door import NotAllowed, unfit
from lineside.kernel.errors import Invalid, Refusal
from lineside.kernel.parking import park

# What people call a list, and the action that takes in one row of it. Any other action of the
# catalogue may be named itself.
KINDS = {
    "orders": "execution.receive_order",
    "users": "identity.add_user",
    "stock": "inventory.receive",
    "part-receipts": "inventory.receive_part",
    "lots": "tracing.create_lot",
}
SECRETS = {"password", "token", "pin"}
LIST_SEPARATOR = ";"


class ColumnsUnfit(Invalid):
    """The columns of a file do not give what the action needs."""

    code = "app.ColumnsUnfit"
    advice = "Name the columns by their fields: --map COLUMN=FIELD."


@dataclass
class Report:
    """What came of an import. ``refused`` names the line, the code and the facts of each."""

    rows: int = 0
    taken: int = 0
    awaiting: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)


def entry_for(kind: str) -> Entry:
    """The action that takes in a row of that kind."""
    entry = find(KINDS.get(kind, kind))
    if entry.kind is not Kind.ACTION:
        raise ColumnsUnfit(kind=kind, known=sorted(KINDS))
    return entry


def fields_by_column(
    entry: Entry, columns: list[str], mapping: dict[str, str], fixed: dict[str, str]
) -> dict[str, str]:
    """Which column gives which argument; a column with an argument's name needs no mapping."""
    known = entry.arguments.model_fields
    unknown = [name for name in (*mapping.values(), *fixed) if name not in known]
    absent = [column for column in mapping if column not in columns]
    fields = {column: column for column in columns if column in known} | mapping
    needed = {name for name, shape in known.items() if shape.is_required()}
    lacking = sorted(needed - set(fields.values()) - set(fixed))
    if unknown or absent or lacking:
        raise ColumnsUnfit(
            unknown_fields=unknown, absent_columns=absent, lacking=lacking, known=sorted(known)
        )
    return fields


class Import:
    """One file on its way through the door, as one actor."""

    def __init__(self, house: House, actor: Actor, entry: Entry, zone: tzinfo) -> None:
        self._house = house
        self._actor = actor
        self._entry = entry
        self._zone = zone

    def take(
        self, file: Path, rows: list[Row], fields: dict[str, str], fixed: dict[str, str]
    ) -> Report:
        """Put each row through the door. The same file again changes nothing: each row has a key
        made of the file's name, its cells and how often the same cells came before."""
        report, seen = Report(rows=len(rows)), Counter[str]()
        for row in rows:
            given = self._given(row, fields, fixed)
            mark = _mark(self._entry.name, file.name, row)
            seen[mark] += 1
            try:
                key = f"import/{mark}/{seen[mark]}"
                outcome = self._house.door.run(self._entry.name, given, self._actor, key=key)
            except Refusal as refusal:
                self._park(file, row, refusal)
                report.refused.append(_told(row, refusal))
            else:
                report.taken += outcome.state == "done"
                report.awaiting += outcome.state != "done"
        return report

    def rehearse(self, rows: list[Row], fields: dict[str, str], fixed: dict[str, str]) -> Report:
        """The same without any effect: every row is tried in one unit of work that is undone."""
        report = Report(rows=len(rows))
        if not self._actor.may(self._entry.permission):
            raise NotAllowed(entry=self._entry.name, actor=self._actor.id)
        try:
            with self._house.world.work(self._actor) as work:
                for row in rows:
                    try:
                        call = self._entry.parse(self._given(row, fields, fixed))
                        with work.db.begin_nested():
                            self._entry.function(work, **call)
                        report.taken += 1
                    except Refusal as refusal:
                        report.refused.append(_told(row, refusal))
                    except DataError as error:
                        report.refused.append(_told(row, unfit(self._entry, error)))
                raise _Undone
        except _Undone:
            return report

    def _given(self, row: Row, fields: dict[str, str], fixed: dict[str, str]) -> dict[str, Any]:
        cells = {name: row.cells[column] for column, name in fields.items() if column in row.cells}
        return {name: self._plain(name, cell) for name, cell in (fixed | cells).items()}

    def _plain(self, name: str, cell: Any) -> Any:
        """A cell as the argument's kind expects it: lists are separated by semicolons, and a time
        without a zone is one of the plant's zone."""
        kinds = _kinds(self._entry.arguments.model_fields[name].annotation)
        if datetime in kinds:
            return _zoned(cell, self._zone)
        if list in kinds and isinstance(cell, str):
            return [part.strip() for part in cell.split(LIST_SEPARATOR) if part.strip()]
        if str in kinds and isinstance(cell, int | float):
            whole = isinstance(cell, float) and cell.is_integer()
            return str(int(cell) if whole else cell)
        return cell

    def _park(self, file: Path, row: Row, refusal: Refusal) -> None:
        shown = {k: v for k, v in row.cells.items() if k.lower() not in SECRETS}
        content = json.dumps(shown, ensure_ascii=False, default=str)
        what = f"{file.name} line {row.line}"
        with self._house.world.work(self._actor) as work:
            park(
                work,
                source=f"import {self._entry.name}",
                what=what,
                refusal=refusal,
                content=content,
            )


class _Undone(Exception):
    """Ends a rehearsal's unit of work without a trace."""


def _kinds(annotation: Any) -> set[Any]:
    """The plain types that an annotation is made of."""
    kinds = {get_origin(annotation) or annotation}
    for inner in get_args(annotation):
        kinds |= _kinds(inner)
    return kinds


def _zoned(cell: Any, zone: tzinfo) -> Any:
    try:
        found = cell if isinstance(cell, datetime) else datetime.fromisoformat(str(cell))
    except ValueError:
        return cell
    return found.replace(tzinfo=zone) if found.tzinfo is None else found


def _mark(entry: str, file: str, row: Row) -> str:
    cells = json.dumps([entry, file, row.cells], sort_keys=True, default=str)
    return hashlib.sha256(cells.encode()).hexdigest()


def _told(row: Row, refusal: Refusal) -> dict[str, Any]:
    told = refusal.as_data()
    if isinstance(refusal, ArgumentsInvalid):
        told["facts"] = {"problems": refusal.facts["problems"]}
    return {"line": row.line, "code": told["code"], "facts": told["facts"]}
