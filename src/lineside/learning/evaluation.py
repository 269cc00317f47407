"""Is a model better than its baseline, and how sure is that?"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.learning.arrays import checked_pair, checked_series
from lineside.learning.errors import DataInvalid

Array = npt.NDArray[np.float64]
Metric = Callable[[Array, Array], float]


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the interval that holds it at the stated confidence."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A model beside its baseline on the same rows.

    ``gain`` is positive where the model is better, in the metric's unit; ``better`` only where its
    whole interval is. ``n_groups`` is the number of independent things that were resampled.
    """

    model: Interval
    baseline: Interval
    gain: Interval
    better: bool
    n_groups: int


def compare(
    truth: npt.NDArray[Any],
    model: npt.NDArray[Any],
    baseline: npt.NDArray[Any],
    metric: Metric,
    *,
    higher_is_better: bool,
    groups: npt.NDArray[Any] | None = None,
    confidence: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> Comparison:
    """Compare predictions by a paired bootstrap (Efron and Tibshirani 1993, percentile interval).

    ``groups`` names what each row belongs to (an asset, a day): whole groups are resampled, since
    rows of one group are not independent. Resamples for which the metric cannot be had (one class
    only) are left out. Raises ``DataInvalid``.
    """
    expected, ours = checked_pair(truth, model, 2)
    theirs = checked_pair(truth, baseline)[1]
    if not 0.5 <= confidence < 1:
        raise DataInvalid(problem="confidence", confidence=confidence)
    members = _members(groups, len(expected))
    sign = 1.0 if higher_is_better else -1.0
    drawn = _resampled(expected, ours, theirs, metric, members, resamples, seed)
    value, reference = metric(expected, ours), metric(expected, theirs)
    gain = _interval(sign * (value - reference), sign * (drawn[:, 0] - drawn[:, 1]), confidence)
    return Comparison(
        _interval(value, drawn[:, 0], confidence),
        _interval(reference, drawn[:, 1], confidence),
        gain,
        gain.low > 0,
        len(members),
    )


def _members(groups: npt.NDArray[Any] | None, n_rows: int) -> list[npt.NDArray[np.intp]]:
    if groups is None:
        return [np.array([row]) for row in range(n_rows)]
    if len(groups) != n_rows:
        raise DataInvalid(problem="one group per row", groups=len(groups), rows=n_rows)
    _, place = np.unique(groups, return_inverse=True)
    order = np.argsort(place, kind="stable")
    found = np.split(order, np.flatnonzero(np.diff(place[order])) + 1)
    if len(found) < 2:
        raise DataInvalid(problem="needs two groups", groups=len(found))
    return found


def _resampled(
    truth: Array,
    ours: Array,
    theirs: Array,
    metric: Metric,
    members: list[npt.NDArray[np.intp]],
    resamples: int,
    seed: int,
) -> Array:
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(resamples):
        rows = np.concatenate(
            [members[each] for each in rng.integers(0, len(members), len(members))]
        )
        try:
            found.append((metric(truth[rows], ours[rows]), metric(truth[rows], theirs[rows])))
        except DataInvalid:
            continue
    if len(found) < resamples / 2:
        raise DataInvalid(problem="too few resamples have the metric", had=len(found))
    return np.array(found)


def _interval(value: float, drawn: Array, confidence: float) -> Interval:
    tail = (1 - confidence) / 2
    low, high = (float(each) for each in np.quantile(drawn, (tail, 1 - tail)))
    return Interval(value, low, high)


def share_interval(hits: int, trials: int, confidence: float = 0.95) -> Interval:
    """Wilson's interval for a share (JASA 22, 1927): right even for few trials and extreme shares.

    This is how a model's precision is told from confirmed and false outcomes.
    """
    if trials <= 0 or not 0 <= hits <= trials:
        raise DataInvalid(problem="hits within trials", hits=hits, trials=trials)
    tail = checked_series(np.array([confidence]), "confidence")[0]
    z_squared = _normal_quantile(0.5 + tail / 2) ** 2
    share = hits / trials
    middle = (share + z_squared / (2 * trials)) / (1 + z_squared / trials)
    spread = np.sqrt(z_squared * (share * (1 - share) / trials + z_squared / (4 * trials**2)))
    reach = float(spread) / (1 + z_squared / trials)
    return Interval(share, max(0.0, middle - reach), min(1.0, middle + reach))


def _normal_quantile(probability: float) -> float:
    return NormalDist().inv_cdf(probability)
