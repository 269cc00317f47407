"""What a historian finds when it opens: logs that were not sealed, files that were left behind."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lineside.telemetry.adapters.parquet_historian import manifest as catalog
from lineside.telemetry.adapters.parquet_historian import waves
from lineside.telemetry.adapters.parquet_historian.columns import Columns
from lineside.telemetry.adapters.parquet_historian.log import (
    POINTS,
    WAVES,
    LogFile,
    points_of,
    points_payload,
    read_records,
)
from lineside.telemetry.adapters.parquet_historian.manifest import Manifest
from lineside.telemetry.adapters.parquet_historian.segments import SegmentInfo
from lineside.telemetry.adapters.parquet_historian.tail import Newest, Tail


@dataclass(slots=True)
class Recovered:
    """What the logs hold beyond the manifest, in one tail under the last log's number."""

    tail: Tail
    newest: Newest
    sequence: int
    waves: list[pa.Table] = field(default_factory=list)


def recovered(folder: Path, manifest: Manifest) -> Recovered:
    """Read the unsealed logs; damaged places are skipped, whole records all count."""
    logs = catalog.logs_after(folder, manifest.sealed)
    number = catalog.log_number(logs[-1]) if logs else manifest.sealed
    found = Recovered(Tail(number), read_newest(folder, manifest), manifest.sequence)
    for path in logs:
        for record in read_records(path.read_bytes(), final=True):
            found.sequence = max(found.sequence, record.sequence)
            if record.kind == POINTS:
                rows = points_of(record.payload)
                found.tail.add(rows)
                found.newest.add(rows)
            elif record.kind == WAVES:
                found.waves.append(waves.unpacked(record.payload))
    return found


def write_newest(path: Path, rows: Columns) -> None:
    """Keep the newest sample of each tag, so that opening need not look for it."""
    log = LogFile(path)
    try:
        log.write(POINTS, 0, points_payload(rows))
    finally:
        log.close()


def read_newest(folder: Path, manifest: Manifest) -> Newest:
    """The newest samples at the time of the manifest; empty when the file is damaged."""
    newest = Newest()
    path = folder / catalog.SEGMENTS / manifest.newest
    if manifest.newest and path.exists():
        for record in read_records(path.read_bytes(), final=True):
            newest.add(points_of(record.payload))
    return newest


def sweep(folder: Path, manifest: Manifest) -> None:
    """Remove files that a killed writer left behind and the manifest does not name."""
    known = manifest.files()
    for path in (folder / catalog.SEGMENTS).iterdir():
        if path.name not in known:
            path.unlink()
    for path in catalog.logs_after(folder, 0):
        if catalog.log_number(path) <= manifest.sealed:
            path.unlink()


def rebuilt(folder: Path) -> Manifest:
    """A manifest from the files themselves, for when its own file is damaged.

    Files that a merge had replaced may come back; their rows are the same and collapse.
    """
    place = folder / catalog.SEGMENTS
    kinds = {kind: tuple(_infos(place, kind)) for kind in ("points", "waves", "rollup")}
    newest = sorted(path.name for path in place.glob("newest-*.bin"))
    numbers = [int(path.stem.split("-")[1]) for path in place.glob("*-*.*")]
    return Manifest(
        kinds["points"],
        kinds["waves"],
        kinds["rollup"],
        next_file=max(numbers, default=0) + 1,
        newest=newest[-1] if newest else "",
    )


def _infos(place: Path, kind: str) -> Iterator[SegmentInfo]:
    for path in sorted(place.glob(f"{kind}-*.parquet")):
        time = pq.read_table(path, columns=["time"], partitioning=None).column("time")
        values = time.combine_chunks().view(pa.int64()).to_numpy()
        yield SegmentInfo(path.name, len(values), int(np.min(values)), int(np.max(values)))
