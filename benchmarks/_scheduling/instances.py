"""Instances under a path, and the best known values that lie beside them."""

import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lineside.kernel.errors import Refusal
from lineside.scheduling.problem import Problem
from lineside.scheduling.readers import read

SUFFIXES = {".txt", ".fjs", ".json", ".jsp", ".dat", ""}


@dataclass(frozen=True)
class Instance:
    """A problem, the name that tables know it by, and the best value known, if any."""

    name: str
    path: Path
    problem: Problem
    best_known: float | None


def instances(data: Path, sample: int | None) -> Iterator[Instance]:
    """Problems in a file or folder, at most ``sample`` of them, spread over the sorted files.

    Files that are no problem are reported on the error stream and skipped.
    """
    files = [data] if data.is_file() else sorted(each for each in data.rglob("*") if each.is_file())
    files = [each for each in files if each.suffix.lower() in SUFFIXES]
    known = best_known(data)
    if sample is not None and sample < len(files):
        files = [files[i * len(files) // sample] for i in range(sample)]
    for file in files:
        try:
            problem = read(file)
        except Refusal as refused:
            print(f"skipped {file.name}: {refused}", file=sys.stderr)
            continue
        name = table_name(file, known)
        tardy = any(job.due is not None for job in problem.jobs)
        yield Instance(name, file, problem, None if tardy else known.get(name))


def best_known(data: Path) -> dict[str, float]:
    """Upper bounds by instance, from every ``best_known.csv`` at, under or above the path."""
    folder = data if data.is_dir() else data.parent
    tables = [*folder.rglob("best_known.csv")]
    tables.extend(up / "best_known.csv" for up in list(folder.parents)[:4])
    known: dict[str, float] = {}
    for table in tables:
        if table.is_file():
            with table.open(encoding="utf-8", newline="") as rows:
                for row in csv.DictReader(rows):
                    if row.get("instance") and row.get("ub"):
                        known.setdefault(row["instance"], float(row["ub"]))
    return known


def table_name(file: Path, known: dict[str, float]) -> str:
    """The table's name of a file: with its folder, alone, without a trailing tag, or by its end."""
    stem = file.stem
    bare = re.sub(r"(?<=\d)[a-z]{2}$", "", stem)
    for name in (f"{stem}_{file.parent.name}", stem, bare):
        if name in known:
            return name
    ending = [name for name in known if stem[:1].isdigit() and name.endswith(stem)]
    return ending[0] if len(ending) == 1 else stem
