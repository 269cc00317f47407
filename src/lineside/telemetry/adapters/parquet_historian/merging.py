"""Merging segments: a streaming merge, some tags at a time, so that memory stays small."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from lineside.telemetry.adapters.parquet_historian.columns import Codes, Columns, joined, settled
from lineside.telemetry.adapters.parquet_historian.segments import (
    Segment,
    SegmentInfo,
    SegmentWriter,
)

FAN = 8
MOST_ROWS = 64_000_000
_SMALLEST_LEVEL_ROWS = 250_000
_ROWS_AT_ONCE = 500_000


class MergeStopped(Exception):
    """A merge was given up because the historian closes; it is done again another time."""


def due(segments: Sequence[SegmentInfo]) -> list[SegmentInfo]:
    """The eight oldest segments of about one size, when there are that many; else nothing."""
    levels: dict[int, list[SegmentInfo]] = {}
    for info in sorted(segments, key=lambda each: each.start):
        levels.setdefault(_level(info.rows), []).append(info)
    for level in sorted(levels):
        chosen = levels[level][:FAN]
        if len(chosen) == FAN and sum(each.rows for each in chosen) <= MOST_ROWS:
            return chosen
    return []


def _level(rows: int) -> int:
    """Each level holds segments eight times larger than the one before."""
    level, limit = 0, _SMALLEST_LEVEL_ROWS * 2
    while rows >= limit:
        level, limit = level + 1, limit * FAN
    return level


def merge(
    segments: Sequence[Segment],
    writer: SegmentWriter,
    rank: Codes,
    keep: Callable[[Segment, Codes], Codes] = lambda _, codes: codes,
    stop: Callable[[], bool] = lambda: False,
) -> SegmentInfo | None:
    """Write the rows of all segments into one; ``keep`` names the tags that stay of a segment.

    When ``stop`` says so in between, MergeStopped is raised and nothing is left behind.
    """
    try:
        for part in _blocks(segments, rank, keep):
            if stop():
                raise MergeStopped
            writer.add(settled(part, rank))
        return writer.finish()
    except BaseException:
        writer.abandon()
        raise


def _blocks(
    segments: Sequence[Segment], rank: Codes, keep: Callable[[Segment, Codes], Codes]
) -> Iterator[Columns]:
    kept = [set(keep(segment, segment.tags()).tolist()) for segment in segments]
    ranks = [rank[segment.tags()] for segment in segments]
    for low, high in _borders(segments, ranks, len(rank)):
        parts = []
        for segment, positions, stays in zip(segments, ranks, kept, strict=True):
            first, last = np.searchsorted(positions, [low, high])
            rows = segment.of_tags(int(first), int(last))
            if len(stays) < len(positions):
                rows = rows.take(np.isin(rows.tag, list(stays)))
            parts.append(rows)
        yield joined(parts)


def _borders(
    segments: Sequence[Segment], ranks: Sequence[Codes], tags: int
) -> list[tuple[int, int]]:
    """Ranges of tag ranks that hold about as many rows as fit comfortably in memory."""
    rows = np.zeros(tags, np.int64)
    for segment, positions in zip(segments, ranks, strict=True):
        rows[positions] += segment.counts()
    steps = np.flatnonzero(np.diff(np.cumsum(rows) // _ROWS_AT_ONCE)) + 1
    borders = [0, *steps.tolist(), tags]
    return list(pairwise(borders))
