"""Features from events (errors, alarms, replacements) at given moments."""

from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.maintenance.errors import HistoryInvalid

Array = npt.NDArray[np.float64]


def events_within(
    moments_h: npt.NDArray[Any], events_h: npt.NDArray[Any], window_h: float
) -> Array:
    """How many events lie in ``(moment - window, moment]``, for each moment; hours on one axis.

    Raises ``HistoryInvalid``.
    """
    moments, events = _checked(moments_h), np.sort(_checked(events_h))
    if not window_h > 0:
        raise HistoryInvalid(problem="the window is not positive", window_h=window_h)
    until = np.searchsorted(events, moments, side="right")
    before = np.searchsorted(events, moments - window_h, side="right")
    return (until - before).astype(np.float64)


def hours_since(moments_h: npt.NDArray[Any], events_h: npt.NDArray[Any], at_most_h: float) -> Array:
    """Hours since the newest event up to each moment; ``at_most_h`` where there is none.

    Raises ``HistoryInvalid``.
    """
    moments, events = _checked(moments_h), np.sort(_checked(events_h))
    if not at_most_h > 0:
        raise HistoryInvalid(problem="the limit is not positive", at_most_h=at_most_h)
    padded = np.append(-np.inf, events)
    newest = padded[np.searchsorted(events, moments, side="right")]
    found: Array = np.minimum(moments - newest, at_most_h)
    return found


def _checked(hours: npt.NDArray[Any]) -> Array:
    found = np.asarray(hours, dtype=np.float64)
    if found.ndim != 1 or not np.isfinite(found).all():
        raise HistoryInvalid(problem="hours are one finite row", shape=list(found.shape))
    return found
