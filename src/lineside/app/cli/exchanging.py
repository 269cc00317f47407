"""``lineside import`` and ``lineside export``: lists as files."""

import argparse
import sys
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lineside.app.cli.opening import acting, opened, say
from lineside.app.keeping import exporting, importing, rows
from lineside.kernel.catalogue import ArgumentsInvalid

SHOWN = 50


def import_(arguments: argparse.Namespace) -> int:
    """Rows of a file through the door; exit 1 when any was refused."""
    mapping, fixed = _pairs(arguments.map), _pairs(arguments.set)
    columns, found = rows.read(arguments.file)
    with opened(arguments) as house:
        entry = importing.entry_for(arguments.kind)
        fields = importing.fields_by_column(entry, columns, mapping, fixed)
        going = importing.Import(house, acting(house, arguments.user), entry, _zone(arguments.zone))
        if arguments.dry_run:
            report = going.rehearse(found, fields, fixed)
        else:
            report = going.take(arguments.file, found, fields, fixed)
    report.ignored_columns = [each for each in columns if each and each not in fields]
    if arguments.json:
        say(vars(report) | {"dry_run": arguments.dry_run})
    else:
        _tell(report, dry=arguments.dry_run)
    return 1 if report.refused else 0


def _tell(report: importing.Report, *, dry: bool) -> None:
    verb = "would be taken" if dry else "taken"
    print(f"{report.rows} rows: {report.taken} {verb}, {len(report.refused)} refused")
    if report.awaiting:
        print(f"  {report.awaiting} wait for a decision in the Inbox")
    if report.ignored_columns:
        print(f"  columns not used: {', '.join(report.ignored_columns)}")
    for each in report.refused[:SHOWN]:
        facts = ", ".join(f"{name}={value}" for name, value in each["facts"].items())
        print(f"  line {each['line']}: {each['code']}: {facts}", file=sys.stderr)
    if len(report.refused) > SHOWN:
        print(f"  and {len(report.refused) - SHOWN} more; use --json for all", file=sys.stderr)


def export(arguments: argparse.Namespace) -> int:
    """One list of the catalogue as a file."""
    with opened(arguments) as house:
        actor = acting(house, arguments.user)
        found: list[dict[str, Any]] = exporting.rows_of(
            house, actor, arguments.kind, _pairs(arguments.where)
        )
    rows.write(arguments.file, found)
    if arguments.json:
        say({"file": str(arguments.file), "rows": len(found)})
    else:
        print(f"{arguments.file}: {len(found)} rows")
    return 0


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            raise ArgumentsInvalid(given=each, problem="write NAME=VALUE")
        pairs[name] = value
    return pairs


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ArgumentsInvalid(zone=name, problem="no such time zone") from error
