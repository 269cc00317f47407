"""Retention: samples older than their tag class keeps are rolled up, then removed.

A tag's rows leave a segment when the whole segment is older than the tag is kept, so files are
rewritten seldom; a tag may stay somewhat longer than its class says, never shorter.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from lineside.telemetry.adapters.parquet_historian.columns import Codes, joined, readable, settled
from lineside.telemetry.adapters.parquet_historian.names import Names
from lineside.telemetry.adapters.parquet_historian.segments import Segment, SegmentInfo
from lineside.telemetry.figures import Figures, Ints, figures, stepped_edges
from lineside.telemetry.model import Retained, TagClass

_DAY_US = 86_400_000_000
_EVER = np.iinfo(np.int64).min
Infos = Sequence[SegmentInfo]
Rolled = list[tuple[str, Figures]]


@dataclass(frozen=True, slots=True)
class Store:
    """What retention reads and how it changes the store."""

    segments: Sequence[Segment]
    rollups: tuple[SegmentInfo, ...]
    waves: tuple[SegmentInfo, ...]
    folder: Path
    names: Names
    write_without: Callable[[Segment, Codes], SegmentInfo | None]
    write_rollups: Callable[[Rolled], SegmentInfo | None]
    publish: Callable[[Infos, Infos, dict[str, tuple[SegmentInfo, ...]]], None]


def run(store: Store, classes: Sequence[TagClass], now: int) -> Retained:
    """Remove what is too old at ``now`` (microseconds); one publication, so all or nothing."""
    kept = [_class_of(name, classes) for name in store.names.of]
    oldest = np.array([_oldest(each, now) for each in kept], np.int64)
    leaving = [(each, _leaving(each, oldest)) for each in store.segments]
    leaving = [(each, codes) for each, codes in leaving if len(codes)]
    rolled = _rolled_up(store, leaving, kept)
    added = [store.write_without(segment, codes) for segment, codes in leaving]
    stay = [info for info in added if info is not None]
    fresh = store.write_rollups(rolled)
    still = tuple(info for info in store.rollups if info.end >= _oldest_rollup(classes, now))
    waves = tuple(info for info in store.waves if _wave_stays(store, info, classes, now))
    if leaving or len(still) < len(store.rollups) or len(waves) < len(store.waves):
        gone = [segment.info for segment, _ in leaving]
        rollups = (*still, fresh) if fresh else still
        store.publish(stay, gone, {"rollups": rollups, "waves": waves})
    removed = sum(segment.info.rows for segment, _ in leaving) - sum(info.rows for info in stay)
    points = sum(int(each.count.sum()) for _, each in rolled)
    return Retained(len(leaving) - len(stay), len(stay), points, removed)


def _wave_stays(store: Store, info: SegmentInfo, classes: Sequence[TagClass], now: int) -> bool:
    """A file of wave-forms goes when it is older than all its tags are kept."""
    if all(info.end >= _oldest(each, now) for each in classes):
        return True
    tags = pq.read_table(store.folder / info.file, columns=["tag"], partitioning=None)
    names = tags.column("tag").unique().to_pylist()
    return any(info.end >= _oldest(_class_of(name, classes), now) for name in names)


def _class_of(name: str, classes: Sequence[TagClass]) -> TagClass | None:
    return next((each for each in classes if each.holds(name)), None)


def _oldest(tag_class: TagClass | None, now: int) -> int:
    if tag_class is None or tag_class.keep_days is None:
        return _EVER
    return now - round(tag_class.keep_days * _DAY_US)


def _oldest_rollup(classes: Sequence[TagClass], now: int) -> int:
    """A file of roll-ups holds all classes, so it goes when the most patient one lets it go."""
    days = [each.rollup_keep_days for each in classes if each.rollup_s is not None]
    if not days or None in days:
        return _EVER
    return now - round(max(each for each in days if each is not None) * _DAY_US)


def _leaving(segment: Segment, oldest: Ints) -> Codes:
    if not len(oldest) or segment.info.end >= oldest.max():
        return np.empty(0, np.int32)
    codes = segment.tags()
    return codes[segment.info.end < oldest[codes]]


def _rolled_up(
    store: Store, leaving: Sequence[tuple[Segment, Codes]], kept: Sequence[TagClass | None]
) -> Rolled:
    """The roll-ups of all rows that leave, repetitions collapsed over all segments."""
    rolled: Rolled = []
    for code in sorted({code for _, codes in leaving for code in codes.tolist()}):
        tag_class = kept[code]
        if tag_class is None or tag_class.rollup_s is None:
            continue
        every = round(tag_class.rollup_s * 1_000_000)
        holders = [segment for segment, codes in leaving if code in codes]
        rolled.append((store.names.of[code], _figures(store, holders, code, every)))
    return rolled


def _figures(store: Store, holders: Sequence[Segment], code: int, every: int) -> Figures:
    parts = [each.of_tag(code, each.info.start, each.info.end + 1) for each in holders]
    rows = readable(settled(joined(parts), store.names.rank()))
    start = int(rows.time[0]) // every * every if len(rows) else 0
    end = (int(rows.time[-1]) // every + 1) * every if len(rows) else every
    return figures(rows.time, rows.value, rows.quality, stepped_edges(start, end, every))
