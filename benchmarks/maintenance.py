"""Condition and remaining life beside ordinary baselines, on whatever data is found.

``python -m benchmarks.maintenance --data PATH --sample N --seed S --json OUT``
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from benchmarks._maintenance import bearings, fleets, machines, speed, streams, tables
from benchmarks._maintenance.found import Found, find_files
from benchmarks._maintenance.lines import Line, Results, progress

Runner = Callable[[Found, int | None, int], Results]

RUNNERS: dict[str, Runner] = {
    "speed": speed.run,
    "skab": streams.run_skab,
    "nab": streams.run_nab,
    "tennessee": streams.run_tennessee,
    "bearings": bearings.run,
    "ai4i": tables.run_ai4i,
    "secom": tables.run_secom,
    "mill": machines.run_mill,
    "azure": machines.run_components,
    "cmapss": fleets.run,
}


def main(arguments: list[str] | None = None) -> int:
    """Run what the data allows and write one entry per data set and protocol."""
    asked = _parser().parse_args(arguments)
    if asked.data is None or not asked.data.exists():
        print("no data: give --data PATH or set LINESIDE_DATA", file=sys.stderr)
        return 2
    found = find_files(asked.data)
    entries: list[dict[str, Any]] = []
    skipped: list[dict[str, str]] = []
    for result in _results(asked.only or list(RUNNERS), found, asked.sample, asked.seed):
        if isinstance(result, Line):
            entries.append(result.as_data())
            progress(_told(result))
        else:
            skipped.append({"data": result.data, "why": result.why})
            progress(f"  skipped {result.data}: {result.why}")
    told = {"entries": entries, "skipped": skipped, "unknown_files": found.unknown}
    text = json.dumps({"seed": asked.seed, "sample": asked.sample, **told}, indent=1)
    if asked.json:
        asked.json.write_text(text + "\n")
    else:
        print(text)
    return 0


def _results(names: list[str], found: Found, sample: int | None, seed: int) -> Results:
    # Small matrices and trees: threads that wait for each other cost more than they bring.
    with threadpool_limits(1):
        for name in names:
            yield from RUNNERS[name](found, sample, seed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks.maintenance", description=__doc__)
    given = os.environ.get("LINESIDE_DATA")
    parser.add_argument("--data", type=Path, default=Path(given) if given else None)
    parser.add_argument("--sample", type=_count, help="at most so many assets, files or faults")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, help="write the result here, not to standard output")
    parser.add_argument("--only", action="append", choices=sorted(RUNNERS))
    return parser


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _told(line: Line) -> str:
    sign = "better" if line.as_data()["better"] else "worse"
    return (
        f"  {line.data}, {line.protocol}: {line.metric} {line.ours:.4g} "
        f"({line.baseline_name}: {line.baseline:.4g}, {sign}), {line.seconds:.1f} s"
    )


if __name__ == "__main__":
    sys.exit(main())
