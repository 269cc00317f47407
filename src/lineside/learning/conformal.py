"""Intervals that hold the truth as often as they say, whatever the model.

Split conformal prediction (Vovk et al. 2005; Lei et al., JASA 113, 2018): the residuals of rows
that the model has not seen are ranked, and the interval reaches to the one that the stated share of
them does not exceed, with the finite-sample correction (n + 1). Errors that grow with the
prediction are met by taking the residuals of similar predictions only (Mondrian bins).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.learning.arrays import checked_pair, checked_series
from lineside.learning.errors import DataInvalid

Array = npt.NDArray[np.float64]

FEWEST_PER_BIN = 20


@dataclass(frozen=True, slots=True)
class ConformalInterval:
    """Offsets below and above a prediction, for each bin of predictions.

    ``edges`` of shape (n_bins - 1,) part the bins; ``below`` and ``above`` of shape (n_bins,) are
    added to the prediction. ``share`` is the coverage that exchangeable rows get at the least.
    """

    edges: Array
    below: Array
    above: Array
    share: float

    def around(self, predicted: npt.NDArray[Any]) -> tuple[Array, Array]:
        """Lower and upper ends for new predictions."""
        found = checked_series(predicted, "predicted")
        place = np.searchsorted(self.edges, found, side="right")
        return found + self.below[place], found + self.above[place]


def fit_conformal(
    truth: npt.NDArray[Any], predicted: npt.NDArray[Any], share: float = 0.8, bins: int = 1
) -> ConformalInterval:
    """Fit on rows that the model has not seen. Each tail gets half of what is left.

    Rows of one asset depend on each other, so give one row per asset, or rows of many assets; bins
    with fewer than 20 rows are joined. Raises ``DataInvalid`` when the rows are too few for
    ``share``.
    """
    expected, found = checked_pair(truth, predicted, 2)
    if not 0 < share < 1:
        raise DataInvalid(problem="share", share=share)
    needed = int(np.ceil(2 / (1 - share))) - 1
    if len(found) < needed:
        raise DataInvalid(problem="too few rows for the share", rows=len(found), at_least=needed)
    count = max(1, min(bins, len(found) // max(FEWEST_PER_BIN, needed)))
    cuts = np.unique(np.quantile(found, np.linspace(0, 1, count + 1)[1:-1]))
    place = np.searchsorted(cuts, found, side="right")
    tails = [_tails((expected - found)[place == each], share) for each in range(len(cuts) + 1)]
    below, above = np.array(tails).T
    return ConformalInterval(cuts, below, above, share)


def _tails(residuals: Array, share: float) -> tuple[float, float]:
    ordered = np.sort(residuals)
    n = len(ordered)
    rank = int(np.ceil((n + 1) * (1 + share) / 2))
    rank = min(rank, n)
    return float(ordered[n - rank]), float(ordered[rank - 1])
