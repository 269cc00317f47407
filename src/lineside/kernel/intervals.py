"""Half-open stretches of time, and the arithmetic on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, order=True)
class Interval:
    """From ``start`` up to, not including, ``end``; both in UTC."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        assert self.start <= self.end, "an interval does not end before it starts"

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    @property
    def seconds(self) -> float:
        return self.length.total_seconds()

    def holds(self, at: datetime) -> bool:
        return self.start <= at < self.end

    def overlaps(self, other: "Interval") -> bool:
        return self.start < other.end and other.start < self.end

    def cut(self, other: "Interval") -> "Interval | None":
        """The stretch that both share, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Interval(start, end) if start < end else None


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """Join stretches that touch or overlap, in order of time."""
    joined: list[Interval] = []
    for each in sorted(intervals):
        if joined and each.start <= joined[-1].end:
            joined[-1] = Interval(joined[-1].start, max(joined[-1].end, each.end))
        else:
            joined.append(each)
    return joined


def subtract(whole: Interval, holes: Iterable[Interval]) -> list[Interval]:
    """What remains of ``whole`` without the ``holes``."""
    left: list[Interval] = []
    start = whole.start
    for hole in merge(holes):
        if hole.end <= start or hole.start >= whole.end:
            continue
        if hole.start > start:
            left.append(Interval(start, hole.start))
        start = max(start, hole.end)
    if start < whole.end:
        left.append(Interval(start, whole.end))
    return left
