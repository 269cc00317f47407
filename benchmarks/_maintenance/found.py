"""Data files sorted by what is in them, never by what they are called, where that can be had."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

Array = npt.NDArray[np.float64]

CMAPSS_COLUMNS = 26


@dataclass
class Found:
    """Files by kind, and those that nothing here reads."""

    kinds: dict[str, list[Path]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    def of(self, kind: str) -> list[Path]:
        """The files of one kind, in order of their paths."""
        return sorted(self.kinds.get(kind, []))


def find_files(root: Path) -> Found:
    """Look at every file below ``root`` (or at the one file that it is)."""
    found = Found()
    paths = sorted(each for each in root.rglob("*") if each.is_file()) if root.is_dir() else [root]
    for path in paths:
        kind = _kind(path)
        if kind is None:
            found.unknown.append(str(path))
        else:
            found.kinds.setdefault(kind, []).append(path)
    return found


def _kind(path: Path) -> str | None:
    looks = {".parquet": _parquet, ".csv": _csv, ".txt": _text, ".npz": _npz, ".json": _json}
    look = looks.get(path.suffix.lower())
    try:
        return look(path) if look else None
    except (OSError, ValueError, UnicodeDecodeError):
        return None


def _parquet(path: Path) -> str | None:
    names = set(pq.read_schema(path).names)
    marks = {
        "cmapss": {"unit", "cycle", "setting_1", "s_21"},
        "bearing_records": {"record", "rpm", "fault", "diameter_mil"},
        "cnc": {"experiment", "X_ActualPosition"},
        "azure_telemetry": {"machineID", "volt", "vibration"},
        "tennessee": {"part", "fault", "XMEAS_1"},
        "secom": {"F001", "F002"},
    }
    return next((kind for kind, needed in marks.items() if needed <= names), None)


def _csv(path: Path) -> str | None:
    with path.open(encoding="utf-8-sig") as lines:
        header = lines.readline().strip().replace('"', "")
    marks = {
        "ai4i": "Machine failure",
        "skab": ";anomaly;",
        "cnc_meta": "tool_condition",
        "azure_failures": "machineID,failure",
        "azure_errors": "machineID,errorID",
        "azure_maint": "machineID,comp",
        "azure_machines": "machineID,model",
        "nab": "timestamp,value",
        "secom_labels": "label",
    }
    return next((kind for kind, mark in marks.items() if mark in header), None)


def _text(path: Path) -> str | None:
    with path.open() as lines:
        first = lines.readline().split()
    [float(each) for each in first]
    return {1: "cmapss_rul", CMAPSS_COLUMNS: "cmapss"}.get(len(first))


def _npz(path: Path) -> str | None:
    with np.load(path, allow_pickle=False) as held:
        return "bearing_signals" if held.files else None


def _json(path: Path) -> str | None:
    held = json.loads(path.read_text())
    windows = isinstance(held, dict) and all(
        isinstance(each, dict) and "windows" in each for each in held.values()
    )
    return "nab_labels" if windows else None


def columns(path: Path) -> dict[str, Any]:
    """A Parquet file's columns as arrays."""
    table = pq.read_table(path)
    return {name: table[name].to_numpy() for name in table.column_names}


def records(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """A CSV file's rows by column name."""
    with path.open(newline="", encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines, delimiter=delimiter))


def near(path: Path, candidates: list[Path]) -> Iterator[Path]:
    """Those of the candidates that lie in the same folder."""
    return (each for each in candidates if each.parent == path.parent)
