"""A machine's signals at equal steps while it ran, from the historian and its states."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from lineside.kernel.work import Work
from lineside.maintenance.anomaly.usual import STEP_S, run_up
from lineside.telemetry import queries as telemetry

Array = npt.NDArray[np.float64]

STEP = timedelta(seconds=STEP_S)
# So long before the first reading the running time still explains how warm a machine is.
WARMING = timedelta(hours=8)
# A signal that is sent on change only stays as it was for so many steps.
STAYS = 6
COUNTED = {"", "pcs", "cycles"}
MOST_SIGNALS = 24
RUNNING = "running"
_US = timedelta(microseconds=1)
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


@dataclass(frozen=True)
class Readings:
    """Rows at which a machine had run for a whole step, and every signal was known.

    ``at_us`` (n,) are the ends of the steps, ``values`` (n, p), ``warm`` (n, 3) as ``run_up``.
    """

    signals: tuple[str, ...]
    at_us: npt.NDArray[np.int64]
    values: Array
    warm: Array

    def __len__(self) -> int:
        return len(self.at_us)

    def times(self) -> list[datetime]:
        """The ends of the steps."""
        return [_EPOCH + each * _US for each in self.at_us.tolist()]

    def within(self, start: datetime, end: datetime) -> "Readings":
        """The rows with start < at <= end."""
        kept = (self.at_us > microseconds(start)) & (self.at_us <= microseconds(end))
        return Readings(self.signals, self.at_us[kept], self.values[kept], self.warm[kept])


def microseconds(at: datetime) -> int:
    return (at - _EPOCH) // _US


def process_signals(work: Work, equipment: str) -> dict[str, telemetry.TagView]:
    """The machine's analogue signals that are no counts, by name, with their tag."""
    found = {
        each.signal: each
        for each in telemetry.tags(work, equipment=equipment)
        if each.tag_class == "analog" and each.unit not in COUNTED
    }
    return dict(sorted(found.items())[:MOST_SIGNALS])


def whole_steps(at: datetime) -> datetime:
    """The last whole step up to a time, counted from 1970."""
    return _EPOCH + (at - _EPOCH) // STEP * STEP


def read(
    work: Work, equipment: str, tags: dict[str, telemetry.TagView], start: datetime, end: datetime
) -> Readings:
    """The rows with start < at <= end of the signals whose tags are given by name."""
    first, last = whole_steps(start - WARMING), whole_steps(end)
    count = (last - first) // STEP
    edges = microseconds(first) + np.arange(1, count + 1) * (STEP // _US)
    share = _running(work, equipment, first, last, edges)
    values = _last_values(work, list(tags.values()), first, last, count)
    whole = (share > 0.999) & np.isfinite(values).all(axis=1) & (edges > microseconds(start))
    return Readings(tuple(tags), edges[whole], values[whole], run_up(share)[whole])


def _running(
    work: Work, equipment: str, first: datetime, last: datetime, edges: npt.NDArray[np.int64]
) -> Array:
    """The share of each step that the machine ran; one whose states nobody tells always runs."""
    spans = telemetry.machine_states(work, start=first, end=last, equipment=equipment)
    if not spans:
        return np.ones(len(edges))
    bounds, ran = [float(microseconds(first))], [0.0]
    for each in spans:
        begin = float(max(microseconds(each.start), microseconds(first)))
        end = float(min(microseconds(each.end or last), microseconds(last)))
        if each.state == RUNNING and end > begin:
            bounds += [begin, end]
            ran += [ran[-1], ran[-1] + end - begin]
    step = float(STEP // _US)
    reached = np.interp(edges.astype(np.float64), bounds, ran)
    before = np.interp(edges - step, bounds, ran)
    found: Array = (reached - before) / step
    return found


def _last_values(
    work: Work, tags: list[telemetry.TagView], first: datetime, last: datetime, count: int
) -> Array:
    """The last good value of each tag in each step, one at its very end included.

    What is sent on change only is held for a while; a reading that failed to come is not made up.
    """
    names = [each.id for each in tags]
    table = telemetry.window_mean(work, tags=names, start=first + _US, end=last + _US, every=STEP)
    found = np.full((count, len(tags)), np.nan)
    column = {tag: place for place, tag in enumerate(names)}
    places = np.array([column[each] for each in table["tag"].to_pylist()], dtype=np.intp)
    times = table["time"].to_numpy().astype("datetime64[us]").astype(np.int64)
    rows = (times - microseconds(first)) // (STEP // _US)
    found[rows, places] = table["last"].to_numpy()
    on_change = np.array([each.period_s is None for each in tags], dtype=np.bool_)
    return np.where(on_change, _held(found), found)


def _held(values: Array) -> Array:
    rows = np.arange(len(values))[:, None]
    known = np.maximum.accumulate(np.where(np.isfinite(values), rows, -1), axis=0)
    fresh = (known >= 0) & (rows - known <= STAYS)
    found: Array = np.where(fresh, np.take_along_axis(values, np.maximum(known, 0), axis=0), np.nan)
    return found
