"""An early-shift detector: evidence for a shift of any size, with a stated false-alarm rate.

Shiryaev-Roberts statistics for several shift sizes on both sides, averaged (Pollak, Annals of
Statistics 15 (1987); as e-detector: Shin, Ramdas and Rinaldo (2024)). Nearly optimal for each size
at once, where a CUSUM or EWMA is tuned to one. The level is found by simulation so that the mean
number of points between false alarms is the one asked for.
"""

from functools import lru_cache
from math import sqrt

import numpy as np
import numpy.typing as npt

from lineside.kernel.compiled import njit
from lineside.quality.charts.chart import Chart, Floats, Standard, Violations, finite_column
from lineside.quality.errors import ChartInvalid

SHIFTS = np.array([0.3, 0.6, 1.0, 1.6, 2.4, 3.4])
# Large shifts leave little time to gather evidence, so they start with more; half to each side.
WEIGHTS = np.array([1.0, 1.0, 2.0, 3.0, 5.0, 8.0]) / 40.0
_LEVELS = 400
_RUNS = 4000


def early_shift(
    values: npt.ArrayLike,
    standard: Standard,
    *,
    false_alarm_every: float = 370.4,
    size: int = 1,
    exact: bool = True,
) -> Chart:
    """Chart the log of the evidence for a shift; ``values`` are averages of ``size`` single values.

    After a signal the evidence starts anew, so that each violation is an alarm of its own. Rule 1
    is a shift up, rule 2 a shift down. ``ucl`` is the alarm level; ``lcl`` is not used.
    Without ``exact`` the level is the log of ``false_alarm_every`` itself: false alarms are then at
    least that far apart, and nothing is simulated (which takes long for rare alarms).
    """
    x = finite_column(values, "values")
    if not 2 <= false_alarm_every <= 1e6 or size < 1:
        raise ChartInvalid(problem="2 to 1,000,000 points between false alarms", size=size)
    level = alarm_level(float(false_alarm_every)) if exact else float(np.log(false_alarm_every))
    z = (x - standard.mean) * (sqrt(size) / standard.sigma)
    points, sides = _evidence(z, SHIFTS, level)
    found = np.flatnonzero(sides)
    flat = np.zeros(len(x))
    return Chart(
        name="early shift",
        points=points,
        centre=flat,
        sigma=np.ones(len(x)),
        ucl=np.full(len(x), level),
        lcl=np.full(len(x), -np.inf),
        violations=Violations(found, np.where(sides[found] > 0, 1, 2).astype(np.int64)),
        rules="early_shift",
    )


@lru_cache(maxsize=64)
def alarm_level(false_alarm_every: float) -> float:
    """The log evidence that quiet points exceed once in ``false_alarm_every`` on average.

    One simulation gives the run length for every level up to the longest possible one.
    """
    # the run length is never below the evidence that it takes
    top = np.log(false_alarm_every) + 0.5
    levels = np.linspace(-3.0, top, _LEVELS)
    longest = int(40 * false_alarm_every) + 100
    lengths = _passages(SHIFTS, levels, _RUNS, longest, 1)
    return float(np.interp(false_alarm_every, lengths, levels))


def arl_early(
    shift: float,
    false_alarm_every: float,
    *,
    runs: int = 20_000,
    seed: int = 0,
    settled: int = 0,
    longest: int = 100_000,
) -> tuple[float, float]:
    """Simulated run length and its standard error, counted as in ``runlength.arl_rules``."""
    level = alarm_level(float(false_alarm_every))
    length = _runs(SHIFTS, level, shift, runs, seed, settled, longest)
    return float(length.mean()), float(length.std(ddof=1) / sqrt(runs))


@njit()
def _advance(z: float, shifts: Floats, up: Floats, down: Floats) -> tuple[float, float]:
    """Move both sides' statistics by one point; the sum for each side."""
    high, low = 0.0, 0.0
    for k in range(len(shifts)):
        d = shifts[k]
        up[k] = min((1.0 + up[k]) * np.exp(d * z - 0.5 * d * d), 1e200)
        down[k] = min((1.0 + down[k]) * np.exp(-d * z - 0.5 * d * d), 1e200)
        high += WEIGHTS[k] * up[k]
        low += WEIGHTS[k] * down[k]
    return high, low


@njit()
def _evidence(z: Floats, shifts: Floats, level: float) -> tuple[Floats, npt.NDArray[np.int64]]:
    points, sides = np.empty(len(z)), np.zeros(len(z), dtype=np.int64)
    up, down = np.zeros(len(shifts)), np.zeros(len(shifts))
    for i in range(len(z)):
        high, low = _advance(z[i], shifts, up, down)
        points[i] = np.log(high + low)
        if points[i] > level:
            sides[i] = 1 if high > low else -1
            up[:] = 0.0
            down[:] = 0.0
    return points, sides


@njit()
def _passages(shifts: Floats, levels: Floats, runs: int, longest: int, seed: int) -> Floats:
    """Mean number of quiet points until each of the rising ``levels`` is first exceeded."""
    np.random.seed(seed)
    total = np.zeros(len(levels))
    for _ in range(runs):
        up, down = np.zeros(len(shifts)), np.zeros(len(shifts))
        at, point = 0, 0
        while at < len(levels) and point < longest:
            point += 1
            high, low = _advance(np.random.standard_normal(), shifts, up, down)
            reached = np.log(high + low)
            while at < len(levels) and reached > levels[at]:
                total[at] += point
                at += 1
        total[at:] += point
    return total / runs


@njit()
def _runs(
    shifts: Floats, level: float, shift: float, runs: int, seed: int, settled: int, longest: int
) -> Floats:
    np.random.seed(seed)
    length = np.empty(runs)
    done = 0
    while done < runs:
        up, down = np.zeros(len(shifts)), np.zeros(len(shifts))
        point = 0
        while True:
            point += 1
            z = np.random.standard_normal() + (shift if point > settled else 0.0)
            high, low = _advance(z, shifts, up, down)
            if np.log(high + low) > level or point >= longest + settled:
                break
        if point > settled:
            length[done] = point - settled
            done += 1
    return length
