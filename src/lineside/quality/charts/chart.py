"""What a control chart is: points, centre, limits and the rules they break, as arrays."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineside.quality.errors import ChartInvalid

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Violations:
    """Points that break a rule: ``index[i]`` (from 0) breaks rule ``rule[i]``, in time order."""

    index: npt.NDArray[np.int64]
    rule: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.index)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.index.tolist(), self.rule.tolist(), strict=True)


@dataclass(frozen=True, slots=True)
class Standard:
    """A known level: the mean and the standard deviation of single values, in the values' unit."""

    mean: float
    sigma: float

    def __post_init__(self) -> None:
        if not (np.isfinite(self.mean) and np.isfinite(self.sigma) and self.sigma > 0):
            raise ChartInvalid(problem="a standard needs a finite mean and a sigma above zero")


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart. All arrays have the length of ``points``; ``sigma`` is each point's own deviation.

    ``rules`` names the rule set that ``violations.rule`` numbers refer to.
    """

    name: str
    points: Floats
    centre: Floats
    sigma: Floats
    ucl: Floats
    lcl: Floats
    violations: Violations
    rules: str

    @property
    def in_control(self) -> bool:
        return len(self.violations) == 0


@dataclass(frozen=True, slots=True)
class ChartPair:
    """A chart of the level with the chart of the spread beside it, and the level they stand on."""

    location: Chart
    spread: Chart
    standard: Standard


def finite_column(values: npt.ArrayLike, name: str, least: int = 1) -> Floats:
    """``values`` as one column of finite numbers, refused otherwise."""
    column = as_floats(values, name)
    if column.ndim != 1:
        raise ChartInvalid(problem="expected one column", column=name, shape=list(column.shape))
    if len(column) < least:
        raise ChartInvalid(problem="too few values", column=name, sent=len(column), needed=least)
    return column


def finite_table(values: npt.ArrayLike, name: str, least_columns: int) -> Floats:
    """``values`` as a table of finite numbers with ``least_columns`` or more columns."""
    table = as_floats(values, name)
    if table.ndim != 2 or table.shape[0] < 1 or table.shape[1] < least_columns:
        raise ChartInvalid(
            problem="expected a table", column=name, shape=list(table.shape), columns=least_columns
        )
    return table


def as_floats(values: npt.ArrayLike, name: str) -> Floats:
    try:
        array = np.ascontiguousarray(values, dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise ChartInvalid(problem="not numbers", column=name) from problem
    bad = np.flatnonzero(~np.isfinite(array.ravel()))
    if len(bad):
        raise ChartInvalid(problem="not a finite number", column=name, index=int(bad[0]))
    return array


def reference_rows(reference: npt.ArrayLike | None, length: int) -> npt.NDArray[np.bool_]:
    """The rows that set the limits: all of them, or those that ``reference`` marks."""
    if reference is None:
        return np.ones(length, dtype=np.bool_)
    rows = np.asarray(reference)
    if rows.dtype != np.bool_ or rows.shape != (length,) or not rows.any():
        raise ChartInvalid(problem="reference must mark at least one of the rows", rows=length)
    return rows
