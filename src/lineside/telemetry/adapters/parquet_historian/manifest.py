"""The manifest: which segments make up the historian, replaced as a whole in one rename."""

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from lineside.telemetry.adapters.parquet_historian.segments import SegmentInfo, publish

FILE = "manifest.json"
SEGMENTS = "segments"
LOGS = "logs"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state on disk: segments by start, files of wave-forms and roll-ups, logs already sealed.

    Logs numbered up to ``sealed`` are in segments; ``next_file`` numbers the next file.
    """

    segments: tuple[SegmentInfo, ...] = ()
    waves: tuple[SegmentInfo, ...] = ()
    rollups: tuple[SegmentInfo, ...] = ()
    sealed: int = 0
    sequence: int = 0
    next_file: int = 1
    newest: str = ""

    def with_segments(self, segments: list[SegmentInfo]) -> "Manifest":
        """The same with other segments, put in the order of their start."""
        return replace(self, segments=tuple(sorted(segments, key=lambda each: each.start)))

    def files(self) -> set[str]:
        """The names of all files that belong to it."""
        infos = (*self.segments, *self.waves, *self.rollups)
        return {info.file for info in infos} | ({self.newest} if self.newest else set())


def load(folder: Path) -> Manifest | None:
    """The manifest on disk; None when there is none yet."""
    path = folder / FILE
    if not path.exists():
        return None
    told = json.loads(path.read_text())
    for kind in ("segments", "waves", "rollups"):
        told[kind] = tuple(SegmentInfo(**each) for each in told[kind])
    return Manifest(**told)


def save(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest durably: readers see the old one or the new one, never a mixture."""
    partial = folder / (FILE + ".partial")
    partial.write_text(json.dumps(asdict(manifest)))
    publish(partial, folder / FILE)


def stamp(folder: Path) -> tuple[int, int, int]:
    """Changes whenever the manifest is replaced."""
    try:
        status = os.stat(folder / FILE)
    except FileNotFoundError:
        return 0, 0, 0
    return status.st_ino, status.st_mtime_ns, status.st_size


def log_number(path: Path) -> int:
    """The number in a log's name."""
    return int(path.stem.split("-")[1])


def log_path(folder: Path, number: int) -> Path:
    """Where the log of that number lies."""
    return folder / LOGS / f"wal-{number:010d}.log"


def logs_after(folder: Path, number: int) -> list[Path]:
    """The logs with a greater number, in order."""
    logs = (folder / LOGS).glob("wal-*.log")
    return sorted(path for path in logs if log_number(path) > number)
