"""Runs every program of this folder in a short form and writes one table.

``python -m benchmarks [--data PATH] [--out FILE] [--minutes M] [--only NAME] [--json OUT]``. Each
program is a process of its own with a time limit. What needs data that is not given is skipped with
a line that says so. The short form tells whether something broke; the figures for a comparison come
from each program's own long form, as its documentation says.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks._report.machine import machine
from benchmarks._report.programs import PROGRAMS, Program
from benchmarks._report.table import Line, page


def main() -> int:
    """Run as the module's documentation says; 1 when a program failed."""
    asked = _arguments()
    until = time.monotonic() + 60 * asked.minutes
    begun = machine()
    chosen = [each for each in PROGRAMS if not asked.only or each.name in asked.only]
    lines = [line for each in chosen for line in _run(each, asked.data, until)]
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(page(begun, lines))
    if asked.json:
        told = {"machine": begun, "lines": [vars(line) for line in lines]}
        asked.json.write_text(json.dumps(told, indent=1))
    return int(any(line.failed for line in lines))


def _arguments() -> argparse.Namespace:
    given = os.environ.get("LINESIDE_DATA")
    reader = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    reader.add_argument("--data", type=Path, default=Path(given) if given else None)
    reader.add_argument("--out", type=Path, default=Path("docs/reference/benchmarks.md"))
    reader.add_argument("--minutes", type=float, default=15.0, help="for all programs together")
    reader.add_argument("--only", action="append", choices=[each.name for each in PROGRAMS])
    reader.add_argument("--json", type=Path)
    return reader.parse_args()


def _run(program: Program, data: Path | None, until: float) -> list[Line]:
    """One program's lines; one line that says why when there are none."""
    left = until - time.monotonic()
    if why := program.missing(data):
        return [Line(program.name, f"skipped: {why}")]
    if left < 5:
        return [Line(program.name, "skipped: no time left")]
    limit = min(program.limit_s, left)
    _say(f"{program.name} (at most {limit:.0f} s)")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "told.json"
        problem = _child(program.command(data, out), limit)
        if problem:
            return [Line(program.name, f"failed: {problem}", failed=True)]
        try:
            return [Line(program.name, *told) for told in program.read(json.loads(out.read_text()))]
        except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
            return [Line(program.name, f"failed: unreadable answer, {error!r}", failed=True)]


def _child(words: list[str], limit_s: float) -> str:
    """Run a program; returns what went wrong, in a line, or nothing."""
    begun = time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, "-m", *words],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=limit_s, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"not done after {limit_s:.0f} s"
    _say(f"  {time.monotonic() - begun:.0f} s")
    if done.returncode == 0:
        return ""
    last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
    return f"exit {done.returncode}, {''.join(last)[:160]}"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
