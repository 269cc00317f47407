"""Mean power by hour of the plant's day, from the counts of meters, for whole arrays at once."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

HOURS = 24
# A meter that was silent for longer says nothing about when in that time it counted.
LONGEST_GAP_S = 2 * 3600.0


def hour_edges(first: date, days: int, zone: str) -> Floats:
    """Begins of the local clock's hours and the end of the last, in seconds of UTC.

    Shape (24 days + 1,). An hour that the clock skips has no length; one that it repeats has two.
    """
    place = ZoneInfo(zone)
    begins = [
        datetime.combine(first + timedelta(days=day), time(hour), place).astimezone(UTC).timestamp()
        for day in range(days)
        for hour in range(HOURS)
    ]
    end = datetime.combine(first + timedelta(days=days), time(), place).timestamp()
    return np.maximum.accumulate(np.array([*begins, end]))


def mean_power(times_s: Sequence[float], counts_kwh: Sequence[float], edges_s: Floats) -> Floats:
    """Mean power in kW between edges, shape (len(edges) - 1,); NaN where the meter was silent.

    Energy between two readings spreads evenly. A count below the one before is a meter that began
    again. A step without length takes the value before it.
    """
    at, counted = np.asarray(times_s, np.float64), np.asarray(counts_kwh, np.float64)
    if len(at) < 2:
        return np.full(len(edges_s) - 1, np.nan)
    rise = np.diff(counted)
    total = np.concatenate([[0.0], np.cumsum(np.where(rise >= 0, rise, counted[1:]))])
    known = np.interp(edges_s, at, total, left=np.nan, right=np.nan)
    length_h = np.diff(edges_s) / 3600.0
    power = np.full(len(length_h), np.nan)
    np.divide(np.diff(known), length_h, out=power, where=length_h > 0)
    power[_silent(at, edges_s)] = np.nan
    for place in np.flatnonzero(length_h == 0):
        power[place] = power[place - 1] if place else np.nan
    return power


def _silent(at: Floats, edges_s: Floats) -> npt.NDArray[np.bool_]:
    """Steps that reach into a gap between readings."""
    gaps = np.flatnonzero(np.diff(at) > LONGEST_GAP_S)
    silent = np.zeros(len(edges_s) - 1, bool)
    for gap in gaps:
        silent |= (edges_s[:-1] < at[gap + 1]) & (edges_s[1:] > at[gap])
    return silent


def last_whole_days(load_kw: Floats) -> int:
    """How many days in a row until the last are known in each hour; shape (days, hours)."""
    gaps = np.flatnonzero(np.isnan(load_kw).any(axis=1))
    return len(load_kw) if len(gaps) == 0 else int(len(load_kw) - 1 - gaps[-1])
