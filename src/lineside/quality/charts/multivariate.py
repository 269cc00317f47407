"""Hotelling's T-squared for several characteristics at once, and what each contributes.

Limits: Tracy, Young and Mason, Journal of Quality Technology 24 (1992) 88-95; Montgomery (2013),
chapter 11. Contributions: Runger, Alt and Montgomery, Communications in Statistics 25 (1996).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from lineside.quality.charts.chart import (
    Chart,
    Floats,
    Violations,
    as_floats,
    finite_table,
    reference_rows,
)
from lineside.quality.errors import ChartInvalid


@dataclass(frozen=True, slots=True)
class MultivariateChart:
    """T-squared with its limit for the points that set it and, ``ucl_later``, for other ones.

    ``contributions[i, j]`` is how much T-squared of point i falls when variable j is left out.
    """

    chart: Chart
    mean: Floats
    covariance: Floats
    ucl_later: float
    contributions: Floats


def hotelling_individuals(
    values: npt.ArrayLike,
    *,
    confidence: float = 0.9973,
    reference: npt.ArrayLike | None = None,
) -> MultivariateChart:
    """Rows are parts, columns are characteristics.

    Mean, covariance and limits come from the rows that ``reference`` marks (all by default); the
    other rows stand against the wider limit for later points.
    """
    table = finite_table(values, "values", least_columns=2)
    rows = reference_rows(reference, len(table))
    within = table[rows]
    m, p = within.shape
    _checked(m - p - 1, confidence)
    covariance = np.atleast_2d(np.cov(within, rowvar=False))
    ucl = float((m - 1) ** 2 / m * stats.beta.ppf(confidence, p / 2, (m - p - 1) / 2))
    later = float(p * (m + 1) * (m - 1) / (m * (m - p)) * stats.f.ppf(confidence, p, m - p))
    return _chart(table, within.mean(axis=0), covariance, 1, np.where(rows, ucl, later), later)


def hotelling_subgroups(values: npt.ArrayLike, *, confidence: float = 0.9973) -> MultivariateChart:
    """An array of (subgroups, parts in each, characteristics)."""
    cube = as_floats(values, "values")
    if cube.ndim != 3 or cube.shape[1] < 2 or cube.shape[2] < 2:
        raise ChartInvalid(problem="expected (subgroup, part, variable)", shape=list(cube.shape))
    m, n, p = cube.shape
    free = m * n - m - p + 1
    _checked(free, confidence)
    within = cube - cube.mean(axis=1, keepdims=True)
    covariance = np.einsum("gia,gib->ab", within, within) / (m * (n - 1))
    quantile = float(stats.f.ppf(confidence, p, free)) * p * (n - 1) / free
    averages = cube.mean(axis=1)
    ucl = np.full(m, (m - 1) * quantile)
    return _chart(averages, averages.mean(axis=0), covariance, n, ucl, (m + 1) * quantile)


def _checked(free: int, confidence: float) -> None:
    if free < 1:
        raise ChartInvalid(problem="more points than variables are needed", short_by=1 - free)
    if not 0 < confidence < 1:
        raise ChartInvalid(problem="confidence lies between 0 and 1", confidence=confidence)


def _chart(
    points: Floats, mean: Floats, covariance: Floats, size: int, ucl: Floats, later: float
) -> MultivariateChart:
    off = points - mean
    inverse = _inverse(covariance)
    leaned = off @ inverse
    t_squared = size * np.einsum("ij,ij->i", leaned, off)
    # leaving variable j out lowers T-squared by (S^-1 x)_j^2 / (S^-1)_jj
    contributions = size * leaned**2 / np.diag(inverse)
    chart = Chart(
        name="t-squared",
        points=t_squared,
        centre=np.zeros(len(off)),
        sigma=np.ones(len(off)),
        ucl=ucl,
        lcl=np.zeros(len(off)),
        violations=_beyond(t_squared, ucl),
        rules="limits",
    )
    return MultivariateChart(chart, mean, covariance, later, contributions)


def _inverse(covariance: Floats) -> Floats:
    scale = np.sqrt(np.diag(covariance))
    if not (scale > 0).all():
        raise ChartInvalid(problem="a variable does not vary", variable=int(np.argmin(scale)))
    if np.linalg.cond(covariance / np.outer(scale, scale)) > 1e12:
        raise ChartInvalid(problem="the variables depend on one another exactly")
    return np.asarray(np.linalg.inv(covariance), dtype=np.float64)


def _beyond(points: Floats, limit: Floats) -> Violations:
    out = np.flatnonzero(points > limit)
    return Violations(out, np.ones(len(out), dtype=np.int64))
