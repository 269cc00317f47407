"""What a repair before the failure was worth: the stop that a breakdown would have made.

The hours of a breakdown are taken from the plant's own past breakdowns of the same component; the
interval is the 5 to 95 % range of their mean under Student's t. A wrong prediction books the hours
of its needless stop as a loss.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import mean, stdev

# Two-sided 90 % points of Student's t for 1 to 10 degrees of freedom, then the normal's.
_T90 = (6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812)
_NORMAL90 = 1.645
# With one case or none nothing is known of the spread: half the mean to twice the mean.
_ONE_CASE = (0.5, 2.0)


@dataclass(frozen=True)
class Hours:
    """Hours with the 5 and 95 % points of their mean, from so many cases."""

    mean: float
    low: float
    high: float
    cases: int


def breakdown_hours(past_h: Sequence[float], fallback_h: float) -> Hours:
    """What a breakdown takes, from past ones; ``fallback_h`` where there is none on record."""
    if len(past_h) < 2:
        middle = past_h[0] if past_h else fallback_h
        return Hours(middle, middle * _ONE_CASE[0], middle * _ONE_CASE[1], len(past_h))
    freedom = len(past_h) - 1
    t = _T90[freedom - 1] if freedom <= len(_T90) else _NORMAL90
    reach = t * stdev(past_h) / sqrt(len(past_h))
    middle = mean(past_h)
    return Hours(middle, max(0.0, middle - reach), middle + reach, len(past_h))


def avoided(breakdown: Hours, actual_h: float, *, right: bool, chance: float) -> Hours:
    """Hours of stop avoided. ``chance`` is the share of such predictions that turn out right.

    A confirmed finding would have failed with that chance at least; a false one cost its own stop.
    """
    if not right:
        return Hours(-actual_h, -actual_h, -actual_h, breakdown.cases)
    return Hours(
        breakdown.mean - actual_h,
        chance * breakdown.low - actual_h,
        breakdown.high - actual_h,
        breakdown.cases,
    )
