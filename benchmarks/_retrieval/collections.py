"""Test collections in SMART format: read, and made smaller for a short run."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

Grades = dict[int, float]

_FIELD = re.compile(r"\.([A-Z])\s*")
_ITEM = re.compile(r"\.I\s+(\d+)\s*")


@dataclass(frozen=True)
class Collection:
    """Documents (title, text), queries, and for each query the grade of judged documents."""

    name: str
    documents: list[tuple[str, str]]
    queries: list[str]
    grades: list[Grades]


@dataclass(frozen=True)
class SmartFile:
    """One file of items: their numbers in order, and their fields by letter."""

    numbers: list[int]
    items: list[dict[str, str]]


def read_smart(path: Path) -> SmartFile | None:
    """Items of a file in SMART format; None for any other."""
    lines = path.read_text("utf-8", errors="replace").splitlines()
    if not lines or not _ITEM.fullmatch(lines[0]):
        return None
    numbers: list[int] = []
    items: list[dict[str, str]] = []
    field = ""
    for line in lines:
        item, mark = _ITEM.fullmatch(line), _FIELD.fullmatch(line)
        if item:
            numbers.append(int(item[1]))
            items.append({})
        elif mark:
            field = mark[1]
        else:
            items[-1][field] = f"{items[-1].get(field, '')}{line}\n"
    return SmartFile(numbers, items)


def read_judgements(path: Path) -> list[tuple[int, int, int]] | None:
    """Rows of query, document, code; None for a file of another kind."""
    rows: list[tuple[int, int, int]] = []
    for line in path.read_text("utf-8", errors="replace").splitlines():
        parts = line.split()
        if not parts:
            continue
        if not 3 <= len(parts) <= 4 or not all(re.fullmatch(r"-?\d+", part) for part in parts[:3]):
            return None
        rows.append((int(parts[0]), int(parts[1]), int(parts[2])))
    return rows or None


def read_folder(folder: Path) -> Collection | None:
    """The collection in a folder: the largest SMART file, the next one, and the judgements."""
    smart: list[SmartFile] = []
    judgements: list[tuple[int, int, int]] | None = None
    for path in sorted(each for each in folder.iterdir() if each.is_file()):
        try:
            items, rows = read_smart(path), read_judgements(path)
        except (OSError, IndexError) as problem:
            items, rows = None, None
            report(f"{path.name}: {problem}")
        if items:
            smart.append(items)
        elif rows and (judgements is None or len(rows) > len(judgements)):
            judgements = rows
        elif not rows:
            report(f"skipped {folder.name}/{path.name}: not a test collection's file")
    if len(smart) < 2 or judgements is None:
        return None
    smart.sort(key=lambda each: -len(each.items))
    return _collection(folder.name, smart[0], smart[1], judgements)


def _collection(
    name: str, documents: SmartFile, queries: SmartFile, judgements: list[tuple[int, int, int]]
) -> Collection:
    place = {number: at for at, number in enumerate(documents.numbers)}
    graded = len({code for _, _, code in judgements}) > 1
    grades: list[Grades] = [{} for _ in queries.items]
    for query, document, code in judgements:
        gain = float(max(0, 5 - code)) if graded and code > 0 else float(not graded)
        if 1 <= query <= len(grades) and document in place and gain > 0:
            grades[query - 1][place[document]] = gain
    return Collection(
        name,
        [(item.get("T", "").strip(), item.get("W", "").strip()) for item in documents.items],
        [item.get("W", "").strip() or item.get("T", "").strip() for item in queries.items],
        grades,
    )


def sampled(collection: Collection, count: int | None, seed: int) -> Collection:
    """All documents, some of the queries."""
    if count is None or count >= len(collection.queries):
        return collection
    picked = np.sort(np.random.default_rng(seed).permutation(len(collection.queries))[:count])
    return Collection(
        collection.name,
        collection.documents,
        [collection.queries[at] for at in picked],
        [collection.grades[at] for at in picked],
    )


def fewer(collection: Collection, count: int | None, seed: int) -> Collection:
    """All documents that answer a query, and of the others as many as are wanted in total."""
    of = len(collection.documents)
    if count is None or count >= of:
        return collection
    wanted = {row for grades in collection.grades for row in grades}
    others = [int(row) for row in np.random.default_rng(seed).permutation(of) if row not in wanted]
    kept = sorted(wanted | set(others[: max(0, count - len(wanted))]))
    place = {row: at for at, row in enumerate(kept)}
    return Collection(
        collection.name,
        [collection.documents[row] for row in kept],
        collection.queries,
        [{place[row]: gain for row, gain in grades.items()} for grades in collection.grades],
    )


def report(line: str) -> None:
    """Progress for whoever waits."""
    print(line, file=sys.stderr)
