"""Columns made from pairs of columns: what physics is made of, without being told which."""

from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.learning.arrays import checked_rows

Array = npt.NDArray[np.float64]


def pairwise_columns(
    rows: npt.NDArray[Any], names: tuple[str, ...]
) -> tuple[Array, tuple[str, ...]]:
    """The columns (n, p) and for each pair its product, difference and ratio; names likewise.

    Power is torque times speed, load on a tool its wear times torque, a heat flow a difference of
    temperatures: trees cut along axes and find none of these by themselves. A ratio's denominator
    is kept away from zero. Raises ``DataInvalid``.
    """
    checked = checked_rows(rows)
    columns, told = [checked], list(names)
    for first, second in combinations(range(checked.shape[1]), 2):
        a, b = checked[:, first], checked[:, second]
        apart = np.where(np.abs(b) < 1e-9, 1e-9, b)
        columns.append(np.column_stack([a * b, a - b, a / apart]))
        told += [f"{names[first]} {sign} {names[second]}" for sign in ("*", "-", "/")]
    return np.hstack(columns), tuple(told)
