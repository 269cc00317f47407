"""The writer: append, seal, merge, retain. One process holds it; others follow its files."""

import fcntl
import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from lineside.kernel.errors import Refusal
from lineside.telemetry.adapters.parquet_historian import manifest as catalog
from lineside.telemetry.adapters.parquet_historian import merging, retention, rollups, waves
from lineside.telemetry.adapters.parquet_historian.columns import Codes, Columns, settled
from lineside.telemetry.adapters.parquet_historian.encoding import encoded
from lineside.telemetry.adapters.parquet_historian.log import (
    POINTS,
    WAVES,
    LogFile,
    points_payload,
    refused,
)
from lineside.telemetry.adapters.parquet_historian.manifest import Manifest
from lineside.telemetry.adapters.parquet_historian.names import Names
from lineside.telemetry.adapters.parquet_historian.reading import Readings, Snapshot
from lineside.telemetry.adapters.parquet_historian.recovery import (
    rebuilt,
    recovered,
    sweep,
    write_newest,
)
from lineside.telemetry.adapters.parquet_historian.segments import (
    Segment,
    SegmentInfo,
    SegmentWriter,
)
from lineside.telemetry.adapters.parquet_historian.tail import Tail
from lineside.telemetry.errors import HistorianBusy, HistorianFull, HistorianUnavailable
from lineside.telemetry.model import Acknowledged, Retained, TagClass
from lineside.telemetry.samples import microseconds

SEAL_POINTS = 2_000_000
SEAL_WAVE_BYTES = 32 * 2**20
_RECORD_POINTS = 500_000
_BULK_POINTS = 4_000_000
_MOST_UNSEALED = 3
_HOT_SEALS = 4
_HOT_S = 10.0


class ParquetHistorian(Readings):
    """The historian of a data folder, opened for writing.

    ``seal_points`` is how many points lie in the write-ahead file before they become a segment;
    about 30 bytes of memory each in every process that reads. The first tag class that holds a tag
    decides how long it is kept; without one it stays for ever.
    """

    def __init__(
        self,
        folder: Path,
        *,
        classes: Sequence[TagClass] = (),
        seal_points: int = SEAL_POINTS,
    ) -> None:
        for part in (folder, folder / catalog.SEGMENTS, folder / catalog.LOGS):
            part.mkdir(parents=True, exist_ok=True)
        self._guard = _take(folder / "writer.lock")
        super().__init__(folder, Names(folder))
        self._classes = tuple(classes)
        self._seal_points = seal_points
        self._writing = threading.Lock()
        self._state = threading.Lock()
        self._files = threading.RLock()
        self._keeping = threading.Lock()
        self._sealer = ThreadPoolExecutor(1, "historian-seal")
        self._keeper = ThreadPoolExecutor(1, "historian-merge")
        self._trouble: Refusal | None = None
        self._sealed_at: list[float] = []
        self._closing = threading.Event()
        self._torn = False
        self._names.open_for_writing()
        self._recover()

    def _recover(self) -> None:
        folder = self._folder
        try:
            self._manifest = catalog.load(folder) or rebuilt(folder)
        except (ValueError, TypeError, KeyError):
            self._manifest = rebuilt(folder)
        sweep(folder, self._manifest)
        self._segments = {info.file: self._segment(info) for info in self._manifest.segments}
        found = recovered(folder, self._manifest)
        self._newest = found.newest
        self._tails = [found.tail] if len(found.tail) or found.waves else []
        self._wave_tails = [(found.tail.number, table) for table in found.waves]
        self._sequence = found.sequence
        self._open_log(found.tail.number + 1)
        if self._tails:
            self._start_sealing()

    def _segment(self, info: SegmentInfo) -> Segment:
        return Segment(self._folder / catalog.SEGMENTS, info, self._names)

    def _open_log(self, number: int) -> None:
        self._log = LogFile(catalog.log_path(self._folder, number))
        self._active = Tail(number)
        self._wave_bytes = 0
        with self._state:
            self._tails = [*self._tails, self._active]

    # -- writing

    def append(self, samples: pa.Table) -> Acknowledged:
        """Store a batch; returns once it is on disk."""
        with self._writing:
            rows = encoded(samples, self._names)
            for first in range(0, len(rows), _RECORD_POINTS):
                part = rows.take(slice(first, first + _RECORD_POINTS))
                self._write(POINTS, points_payload(part))
                with self._state:
                    self._active.add(part)
                    self._newest.add(part)
            return Acknowledged(len(rows), self._sequence)

    def append_waves(self, table: pa.Table) -> Acknowledged:
        """Store wave-forms; returns once they are on disk."""
        checked = waves.checked(table)
        with self._writing:
            payload = waves.packed(checked)
            self._write(WAVES, [payload])
            with self._state:
                self._wave_tails.append((self._active.number, checked))
            self._wave_bytes += len(payload)
            return Acknowledged(len(checked), self._sequence)

    def _write(self, kind: int, parts: list[object]) -> None:
        full = len(self._active) >= self._seal_points or self._wave_bytes >= SEAL_WAVE_BYTES
        if full or self._torn:
            self._rotate()
        try:
            self._log.write(kind, self._sequence + 1, parts)
        except Refusal:
            self._torn = True
            raise
        self._sequence += 1

    def _rotate(self) -> None:
        """Go on in a new log; what the old one holds is sealed in the background."""
        self._make_room()
        old = self._log
        try:
            self._open_log(self._active.number + 1)
        except OSError as error:
            raise refused(error, old.path) from error
        old.close()
        self._torn = False
        self._start_sealing()

    def _make_room(self) -> None:
        """Wait for the sealing when it lags behind; refuse when it cannot go on."""
        if len(self._tails) <= _MOST_UNSEALED:
            return
        self._start_sealing().result()
        if len(self._tails) > _MOST_UNSEALED:
            raise self._trouble or HistorianFull(problem="sealing lags behind")

    def bulk(self, samples: pa.Table) -> Acknowledged:
        """Store a large piece of history straight into segments."""
        with self._writing:
            rows = encoded(samples, self._names)
        rank = self._names.rank()
        for first in range(0, len(rows), _BULK_POINTS):
            part = rows.take(slice(first, first + _BULK_POINTS))
            info = self._told(self._written, settled(part, rank))
            with self._state:
                self._newest.add(part)
            self._publish([info] if info else [])
        return Acknowledged(len(rows), self._sequence)

    # -- sealing and merging

    def _start_sealing(self) -> "Future[None]":
        """Seal once more, also while a sealing runs: it may have looked before this log ended."""
        return self._sealer.submit(self._seal_closed)

    def _seal_closed(self) -> None:
        """Seal all logs but the active one, in order; trouble is kept for the next append."""
        self._trouble = None
        try:
            while len(self._tails) > 1:
                self._told(self._seal, self._tails[0])
        except Refusal as refusal:
            self._trouble = refusal
            return
        if not self._hot():
            self._keeper.submit(self._merge_due)

    def _hot(self) -> bool:
        """Whether points pour in: merging then waits for ``maintain``, or for a calmer seal."""
        now = time.monotonic()
        self._sealed_at = [*self._sealed_at[-_HOT_SEALS + 1 :], now]
        return len(self._sealed_at) == _HOT_SEALS and now - self._sealed_at[0] < _HOT_S

    def _seal(self, tail: Tail) -> None:
        info = self._written(settled(tail.rows(), self._names.rank()))
        held = [table for number, table in self._wave_tails if number <= tail.number]
        wave = waves.write(self._place(self._next("waves")), held) if held else None
        with self._files:
            kept = (*self._manifest.waves, wave) if wave else self._manifest.waves
            self._publish([info] if info else [], sealed=tail, others={"waves": kept})
        for path in catalog.logs_after(self._folder, 0):
            if catalog.log_number(path) <= tail.number:
                path.unlink(missing_ok=True)

    def _written(self, rows: Columns) -> SegmentInfo | None:
        writer = SegmentWriter(self._place(self._next("points")), self._names)
        try:
            writer.add(rows)
            return writer.finish()
        except BaseException:
            writer.abandon()
            raise

    def _next(self, kind: str) -> str:
        with self._files:
            number = self._manifest.next_file
            self._manifest = replace(self._manifest, next_file=number + 1)
        return f"{kind}-{number:010d}.parquet"

    def _place(self, name: str) -> Path:
        return self._folder / catalog.SEGMENTS / name

    def _told(self, work: Callable[..., SegmentInfo | None], *given: object) -> SegmentInfo | None:
        """Run a piece of file work; what the disk answers is told as a refusal."""
        try:
            return work(*given)
        except OSError as error:
            raise refused(error, self._folder) from error
        except pa.ArrowException as error:
            raise HistorianUnavailable(problem=str(error)[:200]) from error

    def _publish(
        self,
        added: Sequence[SegmentInfo],
        gone: Sequence[SegmentInfo] = (),
        *,
        sealed: Tail | None = None,
        others: dict[str, Any] | None = None,
    ) -> None:
        """Replace the manifest, then what queries see, then remove the files nobody needs.

        ``others`` replaces the manifest's ``waves`` or ``rollups``.
        """
        with self._files:
            newest = self._next("newest").replace(".parquet", ".bin")
            with self._state:
                rows = self._newest.all()
            write_newest(self._place(newest), rows)
            old = self._manifest
            lost = {info.file for info in gone}
            stay = [info for info in old.segments if info.file not in lost]
            new = replace(
                old.with_segments([*stay, *added]),
                sealed=sealed.number if sealed else old.sealed,
                sequence=self._sequence,
                newest=newest,
                **(others or {}),
            )
            catalog.save(self._folder, new)
            with self._state:
                self._show(new, sealed)
        for name in old.files() - new.files():
            self._place(name).unlink(missing_ok=True)

    def _show(self, new: Manifest, sealed: Tail | None) -> None:
        known = self._segments
        self._manifest = new
        self._segments = {
            info.file: known.get(info.file) or self._segment(info) for info in new.segments
        }
        if sealed is not None:
            self._tails = [tail for tail in self._tails if tail.number > sealed.number]
            self._wave_tails = [each for each in self._wave_tails if each[0] > sealed.number]

    def _merge_due(self) -> None:
        with self._keeping:
            while chosen := merging.due(self._manifest.segments):
                try:
                    self._told(self._merge, chosen)
                except merging.MergeStopped:
                    return
                except Refusal as refusal:
                    self._trouble = refusal
                    return

    def _merge(self, chosen: list[SegmentInfo]) -> None:
        segments = [self._segments[info.file] for info in chosen]
        writer = SegmentWriter(self._place(self._next("points")), self._names)
        stop = self._closing.is_set
        info = merging.merge(segments, writer, self._names.rank(), stop=stop)
        self._publish([info] if info else [], chosen)

    def maintain(self) -> None:
        """Seal what lies in the write-ahead file and merge small segments; waits for both."""
        with self._writing:
            if len(self._active) or self._wave_bytes:
                self._rotate()
        self._start_sealing().result()
        self._keeper.submit(self._merge_due).result()
        if self._trouble is not None:
            raise self._trouble

    # -- retention

    def retain(self, now: datetime) -> Retained:
        """Roll up and remove what the tag classes no longer keep."""
        self.maintain()
        with self._keeping, self._files:
            return retention.run(self._as_store(), self._classes, microseconds(now))

    def _as_store(self) -> retention.Store:
        return retention.Store(
            segments=[self._segments[info.file] for info in self._manifest.segments],
            rollups=self._manifest.rollups,
            waves=self._manifest.waves,
            folder=self._folder / catalog.SEGMENTS,
            names=self._names,
            write_without=self._rewritten,
            write_rollups=lambda rows: rollups.write(self._place(self._next("rollup")), rows),
            publish=lambda added, gone, others: self._publish(added, gone, others=others),
        )

    def _rewritten(self, segment: Segment, gone: Codes) -> SegmentInfo | None:
        writer = SegmentWriter(self._place(self._next("points")), self._names)
        return merging.merge(
            [segment], writer, self._names.rank(), lambda _, codes: np.setdiff1d(codes, gone)
        )

    # -- reading

    def _snapshot(self) -> Snapshot:
        folder = self._folder / catalog.SEGMENTS
        with self._state:
            return Snapshot(
                tuple(self._segments.values()),
                tuple(self._tails),
                self._newest,
                tuple(folder / info.file for info in self._manifest.waves),
                tuple(table for _, table in self._wave_tails),
                tuple(folder / info.file for info in self._manifest.rollups),
            )

    def unsealed(self) -> int:
        """How many points lie in write-ahead files."""
        return sum(len(tail) for tail in self._tails)

    def trouble(self) -> Refusal | None:
        """Why sealing or merging last stopped; None when all is well."""
        return self._trouble

    def close(self) -> None:
        """Finish what runs in the background and let go of the folder."""
        with self._writing:
            self._closing.set()
            self._sealer.shutdown()
            self._keeper.shutdown(cancel_futures=True)
            self._log.close()
            self._names.close()
            os.close(self._guard)


def _take(path: Path) -> int:
    """Hold the writer's lock of a folder; the system lets go of it when the process ends."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(file)
        raise HistorianBusy(folder=path.parent.name) from error
    return file
