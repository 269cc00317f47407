"""Arrays as they enter the engines: checked once, then trusted."""

from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.learning.errors import DataInvalid

Array = npt.NDArray[np.float64]


def checked_series(values: npt.NDArray[Any], name: str, at_least: int = 1) -> Array:
    """A finite one-dimensional float64 array with enough values. Raises ``DataInvalid``."""
    found = np.asarray(values, dtype=np.float64)
    if found.ndim != 1:
        raise DataInvalid(problem="not one-dimensional", array=name, shape=list(found.shape))
    if len(found) < at_least:
        raise DataInvalid(problem="too short", array=name, length=len(found), at_least=at_least)
    if not np.isfinite(found).all():
        raise DataInvalid(problem="not finite", array=name)
    return found


def checked_pair(
    truth: npt.NDArray[Any], predicted: npt.NDArray[Any], at_least: int = 1
) -> tuple[Array, Array]:
    """Two series of the same length. Raises ``DataInvalid``."""
    first = checked_series(truth, "truth", at_least)
    second = checked_series(predicted, "predicted", at_least)
    if len(first) != len(second):
        raise DataInvalid(problem="lengths differ", truth=len(first), predicted=len(second))
    return first, second


def checked_rows(rows: npt.NDArray[Any], at_least: int = 1) -> Array:
    """A finite float64 matrix of shape (n, n_features). Raises ``DataInvalid``."""
    found = np.asarray(rows, dtype=np.float64)
    if found.ndim != 2 or found.shape[1] == 0:
        raise DataInvalid(problem="not of shape (n, n_features)", shape=list(found.shape))
    if len(found) < at_least:
        raise DataInvalid(problem="too few rows", rows=len(found), at_least=at_least)
    if not np.isfinite(found).all():
        raise DataInvalid(problem="not finite")
    return np.ascontiguousarray(found)


def checked_labels(labels: npt.NDArray[Any]) -> Array:
    """Labels that are 0 or 1, with both present. Raises ``DataInvalid``."""
    found = checked_series(labels, "labels", 2)
    if not np.isin(found, (0.0, 1.0)).all():
        raise DataInvalid(problem="labels are 0 or 1")
    if found.min() == found.max():
        raise DataInvalid(problem="only one class", label=float(found[0]))
    return found
