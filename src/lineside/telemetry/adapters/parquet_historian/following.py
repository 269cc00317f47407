"""The reader for other processes: it follows the writer's files and never changes them."""

import threading
from pathlib import Path

import pyarrow as pa

from lineside.telemetry.adapters.parquet_historian import manifest as catalog
from lineside.telemetry.adapters.parquet_historian import waves
from lineside.telemetry.adapters.parquet_historian.log import POINTS, WAVES, points_of, read_records
from lineside.telemetry.adapters.parquet_historian.manifest import Manifest
from lineside.telemetry.adapters.parquet_historian.names import Names
from lineside.telemetry.adapters.parquet_historian.reading import Readings, Snapshot
from lineside.telemetry.adapters.parquet_historian.recovery import read_newest
from lineside.telemetry.adapters.parquet_historian.segments import Segment
from lineside.telemetry.adapters.parquet_historian.tail import Newest, Tail


class _Followed:
    """One log as far as it was read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.read = 0
        self.tail = Tail(catalog.log_number(path))
        self.waves: list[pa.Table] = []

    def refresh(self, newest: Newest, *, final: bool) -> None:
        """Take the records that were added since the last look."""
        with self.path.open("rb") as file:
            file.seek(self.read)
            data = file.read()
        behind = 0
        for record in read_records(data, final=final):
            behind = record.end
            if record.kind == POINTS:
                rows = points_of(record.payload)
                self.tail.add(rows)
                newest.add(rows)
            elif record.kind == WAVES:
                self.waves.append(waves.unpacked(record.payload))
        self.read += behind


class FollowingHistorian(Readings):
    """The historian of a data folder, opened for reading while another process writes.

    Each query first looks whether the manifest was replaced and whether the logs grew (some
    microseconds when nothing changed), so it sees what was appended before it was asked.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, Names(folder))
        self._lock = threading.Lock()
        self._stamp: tuple[int, int, int] = (-1, -1, -1)
        self._manifest = Manifest()
        self._segments: dict[str, Segment] = {}
        self._logs: dict[int, _Followed] = {}
        self._newest = Newest()

    def _snapshot(self) -> Snapshot:
        with self._lock:
            self._refresh()
            folder = self._folder / catalog.SEGMENTS
            logs = [self._logs[number] for number in sorted(self._logs)]
            return Snapshot(
                tuple(self._segments.values()),
                tuple(log.tail for log in logs),
                self._newest,
                tuple(folder / info.file for info in self._manifest.waves),
                tuple(table for log in logs for table in log.waves),
                tuple(folder / info.file for info in self._manifest.rollups),
            )

    def _refresh(self) -> None:
        # Names come after logs: a code in a log is always registered before it is used. The logs
        # come before the manifest is looked at again, so a log sealed meanwhile is seen either way.
        self._load_manifest()
        self._follow_logs()
        self._names.refresh()
        if catalog.stamp(self._folder) != self._stamp:
            self._load_manifest()
            self._follow_logs()

    def _load_manifest(self) -> None:
        stamp = catalog.stamp(self._folder)
        if stamp == self._stamp:
            return
        manifest = catalog.load(self._folder) or Manifest()
        known = self._segments
        folder = self._folder / catalog.SEGMENTS
        self._segments = {
            info.file: known.get(info.file) or Segment(folder, info, self._names)
            for info in manifest.segments
        }
        for rows in (read_newest(self._folder, manifest).all(),):
            self._newest.add(rows)
        self._logs = {n: log for n, log in self._logs.items() if n > manifest.sealed}
        self._manifest, self._stamp = manifest, stamp

    def _follow_logs(self) -> None:
        paths = catalog.logs_after(self._folder, self._manifest.sealed)
        for path in paths:
            number = catalog.log_number(path)
            log = self._logs.setdefault(number, _Followed(path))
            try:
                log.refresh(self._newest, final=path != paths[-1])
            except FileNotFoundError:
                # Sealed in this moment: the manifest that is loaded next names its segment.
                del self._logs[number]

    def close(self) -> None:
        """Let go of what was read."""
        self._segments.clear()
        self._logs.clear()
