"""Window features over process signals: level, slope and drift of each signal up to each row."""

from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.kernel.compiled import njit
from lineside.maintenance.errors import HistoryInvalid

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

WINDOWS = np.array([5, 15, 30, 60])
SPANS = np.array([10.0, 30.0, 80.0])
FIRST_ROWS = 10
AWAY_ROWS = 30


def window_names(signals: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the columns that ``window_features`` gives."""
    kinds = ["last"]
    for rows in WINDOWS:
        kinds += [f"mean_{rows}", f"slope_{rows}"]
    kinds += [f"smooth_{int(span)}" for span in SPANS] + ["first", "away"]
    return tuple(f"{signal}_{kind}" for kind in kinds for signal in signals)


def asset_starts(assets: npt.NDArray[Any]) -> Places:
    """The first row of each row's asset; rows of one asset must lie together.

    Raises ``HistoryInvalid``.
    """
    if len(assets) == 0:
        raise HistoryInvalid(problem="empty")
    first = np.flatnonzero(np.append(True, assets[1:] != assets[:-1]))
    if len(first) != len(np.unique(assets)):
        raise HistoryInvalid(problem="rows of one asset do not lie together")
    return np.repeat(first, np.diff(np.append(first, len(assets))))


def window_features(
    signals: Array, starts: Places, wanted: npt.NDArray[np.bool_] | None = None
) -> Array:
    """Features of shape (n_wanted, n_signals * 14) at each wanted row (all by default).

    ``signals`` is (n, n_signals), ``starts`` as ``asset_starts`` gives them. Per signal: the last
    value; mean and slope per row over the last 5, 15, 30 and 60 rows; exponential means of span 10,
    30 and 80 that begin as plain means; the mean of the asset's first 10 rows; and the RMS distance
    of the last 30 rows from that. Windows do not reach into another asset.
    """
    if signals.ndim != 2 or len(signals) != len(starts) or not np.isfinite(signals.sum()):
        raise HistoryInvalid(problem="signals", shape=list(signals.shape))
    chosen = np.ones(len(signals), dtype=np.bool_) if wanted is None else wanted
    return _features(np.ascontiguousarray(signals), starts, chosen, WINDOWS, SPANS)


@njit()
def _features(signals: Array, starts: Places, wanted: Any, windows: Any, spans: Array) -> Array:
    n, p = signals.shape
    found = np.zeros((wanted.sum(), p * (3 + 2 * len(windows) + len(spans))))
    smooth = np.zeros((len(spans), p))
    row = 0
    for i in range(n):
        start = starts[i]
        for q in range(len(spans)):
            share = max(2.0 / (spans[q] + 1.0), 1.0 / (i - start + 1))
            for j in range(p):
                smooth[q, j] += share * (signals[i, j] - smooth[q, j])
        if wanted[i]:
            for j in range(p):
                _one(signals, start, i, j, windows, smooth, found[row])
            row += 1
    return found


@njit()
def _one(
    signals: Array, start: int, i: int, j: int, windows: Any, smooth: Array, out: Array
) -> None:
    """Features of signal ``j`` at row ``i``, written at their places in ``out``."""
    p = signals.shape[1]
    out[j] = signals[i, j]
    kind = 1
    for rows in windows:
        first = max(start, i - rows + 1)
        count = i - first + 1
        total, tilted = 0.0, 0.0
        for q in range(first, i + 1):
            total += signals[q, j]
            tilted += (q - first - (count - 1) / 2.0) * signals[q, j]
        out[kind * p + j] = total / count
        # Fewer than four rows do not carry a slope.
        out[(kind + 1) * p + j] = (
            12.0 * tilted / (count * (count * count - 1.0)) if count > 3 else 0.0
        )
        kind += 2
    for q in range(len(smooth)):
        out[kind * p + j] = smooth[q, j]
        kind += 1
    count = min(FIRST_ROWS, i - start + 1)
    base = signals[start : start + count, j].mean()
    out[kind * p + j] = base
    first = max(start, i - AWAY_ROWS + 1)
    out[(kind + 1) * p + j] = np.sqrt(((signals[first : i + 1, j] - base) ** 2).mean())
