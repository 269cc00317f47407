"""Detectors of unusual rows: each is fitted on normal rows and tells score and contributions.

Rows are standardised robustly before they come here. A score is larger the less usual a row is; its
contributions are not negative and say which columns make it so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree
from sklearn.ensemble import IsolationForest

Array = npt.NDArray[np.float64]

KEPT_VARIANCE = 0.9
NEIGHBOURS = 5
MOST_NEIGHBOUR_ROWS = 4000
TREES = 100


class Detector(Protocol):
    """What all detectors answer, for rows of shape (n, n_columns)."""

    def score(self, rows: Array) -> Array:
        """Distance from normal, shape (n,)."""
        ...

    def contributions(self, rows: Array) -> Array:
        """Each column's part in it, shape (n, n_columns), not negative."""
        ...


FitDetector = Callable[[Array, int], Detector]


@dataclass(frozen=True, slots=True)
class Quadratic:
    """A squared distance x' M x: T-squared, SPE and Mahalanobis differ in M alone."""

    metric: Array

    def score(self, rows: Array) -> Array:
        """The squared distance."""
        found: Array = np.einsum("ij,ij->i", rows @ self.metric, rows)
        return np.maximum(found, 0.0)

    def contributions(self, rows: Array) -> Array:
        """Reconstruction-based contributions (Alcala and Qin, Automatica 45, 2009)."""
        pulled = rows @ self.metric
        found: Array = pulled**2 / np.maximum(np.diag(self.metric), 1e-12)
        return found


def fit_t_squared(rows: Array, seed: int) -> Detector:
    """Hotelling's T-squared within the main components (90 % of the variance)."""
    values, vectors, kept = _components(rows)
    main = vectors[:, :kept]
    return Quadratic((main / values[:kept]) @ main.T)


def fit_residual(rows: Array, seed: int) -> Detector:
    """SPE, also called Q: what the main components do not explain (Jackson and Mudholkar 1979)."""
    _, vectors, kept = _components(rows)
    main = vectors[:, : min(kept, rows.shape[1] - 1)]
    return Quadratic(np.eye(rows.shape[1]) - main @ main.T)


def fit_mahalanobis(rows: Array, seed: int) -> Detector:
    """Mahalanobis's distance with a covariance shrunk towards its diagonal."""
    covariance = np.cov(rows, rowvar=False, ddof=0).reshape(rows.shape[1], -1)
    share = min(0.5, rows.shape[1] / (2.0 * len(rows)) + 1e-3)
    shrunk = (1 - share) * covariance + share * np.diag(np.diag(covariance))
    return Quadratic(np.linalg.inv(shrunk + 1e-3 * np.eye(rows.shape[1])))


def _components(rows: Array) -> tuple[Array, Array, int]:
    covariance = np.cov(rows, rowvar=False, ddof=0).reshape(rows.shape[1], -1)
    values, vectors = np.linalg.eigh(covariance)
    values, vectors = np.maximum(values[::-1], 1e-6), vectors[:, ::-1]
    share = np.cumsum(values) / values.sum()
    return values, vectors, int(np.searchsorted(share, KEPT_VARIANCE)) + 1


class Neighbours:
    """Distance to the fifth nearest normal row (Ramaswamy et al., SIGMOD 2000)."""

    def __init__(self, rows: Array) -> None:
        self.rows = rows
        self._tree = cKDTree(rows)
        self._count = min(NEIGHBOURS, len(rows))

    def score(self, rows: Array) -> Array:
        """The distance."""
        away, _ = self._tree.query(rows, k=[self._count])
        return np.asarray(away, dtype=np.float64)[:, 0]

    def contributions(self, rows: Array) -> Array:
        """Squared difference from the mean of the nearest normal rows, by column."""
        _, place = self._tree.query(rows, k=list(range(1, self._count + 1)))
        found: Array = (rows - self.rows[place].mean(axis=1)) ** 2
        return found


def fit_neighbours(rows: Array, seed: int) -> Detector:
    """Nearest neighbours among at most 4,000 of the normal rows."""
    if len(rows) > MOST_NEIGHBOUR_ROWS:
        picked = np.random.default_rng(seed).choice(len(rows), MOST_NEIGHBOUR_ROWS, replace=False)
        rows = rows[np.sort(picked)]
    return Neighbours(rows)


class Forest:
    """Isolation forest (Liu et al., ICDM 2008)."""

    def __init__(self, rows: Array, seed: int) -> None:
        self._forest: Any = IsolationForest(n_estimators=TREES, random_state=seed).fit(rows)

    def score(self, rows: Array) -> Array:
        """The forest's score, near 0.5 for ordinary rows and near 1 for isolated ones."""
        return np.asarray(-self._forest.score_samples(rows), dtype=np.float64)

    def contributions(self, rows: Array) -> Array:
        """How much the score falls when one column alone is put back to the centre."""
        whole = self.score(rows)
        found = np.empty(rows.shape)
        for column in range(rows.shape[1]):
            mended = rows.copy()
            mended[:, column] = 0.0
            found[:, column] = np.maximum(whole - self.score(mended), 0.0)
        return found


def fit_forest(rows: Array, seed: int) -> Detector:
    """An isolation forest of 100 trees."""
    return Forest(rows, seed)


DETECTORS: dict[str, FitDetector] = {
    "t_squared": fit_t_squared,
    "residual": fit_residual,
    "mahalanobis": fit_mahalanobis,
    "neighbours": fit_neighbours,
    "forest": fit_forest,
}
