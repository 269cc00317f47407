"""Whether a series left its level: the early-shift detector with a stated false-alarm rate.

By chance the evidence exceeds its level once in ``FALSE_ALARM_EVERY`` values at most. That holds
for a known level; here it is estimated, so the detector stands on the edge of what the quiet values
leave possible, as the watch on the defect rate does.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from lineside.quality.charts import Standard, cusum, early_shift

Floats = npt.NDArray[np.float64]
# The quiet past that tells the usual level, and how much of it is needed.
QUIET_SHARE, LEAST_QUIET = 0.4, 50
# As rare as a false alarm of the watch on defect rates.
FALSE_ALARM_EVERY = 1_000_000.0
# How sure the edges of the usual mean and deviation are, each.
SURE = 0.95
# A single value counts as no more than this many sigma: a slip of the gauge is no drift.
FARTHEST = 3.0
SLACK = 0.25


@dataclass(frozen=True)
class Shift:
    """Where a series left its level: from value ``since`` on, seen at value ``seen``.

    ``now`` is the mean of the values between; ``weight`` how far all values since, to the newest,
    stand from the usual level, in errors of their mean.
    """

    since: int
    seen: int
    usual: float
    sigma: float
    now: float
    weight: float

    @property
    def sigmas(self) -> float:
        return (self.now - self.usual) / self.sigma


def find_shift(values: Floats) -> Shift | None:
    """The first lasting shift after the quiet first part; None while chance explains the values."""
    quiet = int(len(values) * QUIET_SHARE)
    if quiet < LEAST_QUIET:
        return None
    past, later = values[:quiet], values[quiet:]
    mean, sigma = float(past.mean()), float(past.std(ddof=1)) * _wider(past)
    if sigma <= 0:
        return None
    # A known deviation is at most this much larger than the one that was found.
    wide = sigma * float(np.sqrt((quiet - 1) / stats.chi2.ppf(1 - SURE, quiet - 1)))
    edge = float(stats.norm.ppf(SURE)) * sigma / float(np.sqrt(quiet))
    for side in (1, 2):
        level = Standard(mean + edge if side == 1 else mean - edge, wide)
        found = _first(later, level, side)
        if found is not None:
            since = _beginning(later[: found + 1], level, side)
            now = float(later[since : found + 1].mean())
            off = abs(float(later[since:].mean()) - mean) * float(np.sqrt(len(later) - since))
            return Shift(quiet + since, quiet + found, mean, sigma, now, off / sigma)
    return None


def _wider(past: Floats) -> float:
    """How much more the mean of values that follow each other swings than that of strangers."""
    off = past - past.mean()
    squares = float(off @ off)
    follows = float(off[1:] @ off[:-1]) / squares if squares > 0 else 0.0
    # Below this, chance explains it.
    if follows < 2 / np.sqrt(len(past)):
        return 1.0
    return float(np.sqrt((1 + follows) / (1 - follows)))


def _first(values: Floats, level: Standard, side: int) -> int | None:
    reach = FARTHEST * level.sigma
    kept = np.clip(values, level.mean - reach, level.mean + reach)
    chart = early_shift(kept, level, false_alarm_every=FALSE_ALARM_EVERY, exact=False)
    found = chart.violations.index[chart.violations.rule == side]
    return int(found[0]) if len(found) else None


def _beginning(values: Floats, level: Standard, side: int) -> int:
    """Where the sum of what exceeds the level last stood at zero."""
    zero = np.flatnonzero(cusum(values, level, slack=SLACK)[side - 1].points == 0)
    return min(int(zero[-1]) + 1, len(values) - 1) if len(zero) else 0
