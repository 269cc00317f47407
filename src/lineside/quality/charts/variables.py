"""Charts of measured values: individuals with moving range, averages with range or deviation.

Formulas: Montgomery, Introduction to Statistical Quality Control (2013), chapter 6.
"""

from math import sqrt

import numpy as np
import numpy.typing as npt

from lineside.quality.charts.chart import (
    Chart,
    ChartPair,
    Floats,
    Standard,
    finite_column,
    finite_table,
    reference_rows,
)
from lineside.quality.charts.constants import c4, d2, d3
from lineside.quality.charts.rules import NELSON, SKEWED, RuleSet, find_violations
from lineside.quality.errors import ChartInvalid


def imr(
    values: npt.ArrayLike,
    *,
    reference: npt.ArrayLike | None = None,
    standard: Standard | None = None,
    rules: RuleSet = NELSON,
    sigma_from: str = "moving_range",
) -> ChartPair:
    """Individuals and moving range of two.

    Limits come from the rows that ``reference`` marks (all by default) or from ``standard``.
    ``sigma_from`` is ``moving_range`` (mean moving range / d2) or ``deviation`` (s / c4(n)).
    The moving-range chart is one point shorter: its point i lies between values i and i + 1.
    """
    x = finite_column(values, "values", least=2)
    moving = np.abs(np.diff(x))
    level = standard or _individual_level(x, moving, reference_rows(reference, len(x)), sigma_from)
    return ChartPair(
        location=level_chart("individuals", x, level.mean, level.sigma, rules),
        spread=spread_chart("moving range", moving, d2(2) * level.sigma, d3(2) * level.sigma),
        standard=level,
    )


def xbar_r(
    subgroups: npt.ArrayLike,
    *,
    reference: npt.ArrayLike | None = None,
    standard: Standard | None = None,
    rules: RuleSet = NELSON,
) -> ChartPair:
    """Averages and ranges of subgroups, one per row; sigma is the mean range / d2."""
    table = finite_table(subgroups, "subgroups", least_columns=2)
    size = table.shape[1]
    spread = np.ptp(table, axis=1)
    level = standard or _level(table, spread, d2(size), reference)
    return ChartPair(
        location=_averages(table, level, rules),
        spread=spread_chart("range", spread, d2(size) * level.sigma, d3(size) * level.sigma),
        standard=level,
    )


def xbar_s(
    subgroups: npt.ArrayLike,
    *,
    reference: npt.ArrayLike | None = None,
    standard: Standard | None = None,
    rules: RuleSet = NELSON,
) -> ChartPair:
    """Averages and standard deviations of subgroups, one per row; sigma is the mean s / c4."""
    table = finite_table(subgroups, "subgroups", least_columns=2)
    factor = c4(table.shape[1])
    spread = table.std(axis=1, ddof=1)
    level = standard or _level(table, spread, factor, reference)
    noise = level.sigma * sqrt(1 - factor**2)
    return ChartPair(
        location=_averages(table, level, rules),
        spread=spread_chart("standard deviation", spread, factor * level.sigma, noise),
        standard=level,
    )


def _averages(table: Floats, level: Standard, rules: RuleSet) -> Chart:
    sigma = level.sigma / sqrt(table.shape[1])
    return level_chart("average", table.mean(axis=1), level.mean, sigma, rules)


def _individual_level(
    x: Floats, moving: Floats, rows: npt.NDArray[np.bool_], sigma_from: str
) -> Standard:
    if rows.sum() < 2:
        raise ChartInvalid(problem="two reference rows or more are needed", sent=int(rows.sum()))
    within = x[rows]
    if sigma_from == "moving_range":
        # neighbours among the reference rows, as if the rows left out had not been there
        steps = moving if rows.all() else np.abs(np.diff(within))
        sigma = float(steps.mean()) / d2(2)
    elif sigma_from == "deviation":
        sigma = float(within.std(ddof=1)) / c4(len(within))
    else:
        raise ChartInvalid(problem="no such estimate of sigma", sigma_from=sigma_from)
    return varying(float(within.mean()), sigma)


def _level(
    table: Floats, spread: Floats, factor: float, reference: npt.ArrayLike | None
) -> Standard:
    rows = reference_rows(reference, len(table))
    return varying(float(table[rows].mean()), float(spread[rows].mean()) / factor)


def varying(mean: float, sigma: float) -> Standard:
    """A level found in data, refused where nothing varies and limits would mean nothing."""
    if sigma <= 0:
        raise ChartInvalid(problem="the reference values do not vary", mean=mean)
    return Standard(mean, sigma)


def level_chart(name: str, points: Floats, centre: float, sigma: float, rules: RuleSet) -> Chart:
    """A chart with symmetric limits three sigma from the centre."""
    one_centre, one_sigma = np.array([centre]), np.array([sigma])
    return Chart(
        name=name,
        points=points,
        centre=np.broadcast_to(one_centre, points.shape),
        sigma=np.broadcast_to(one_sigma, points.shape),
        ucl=np.broadcast_to(one_centre + 3 * sigma, points.shape),
        lcl=np.broadcast_to(one_centre - 3 * sigma, points.shape),
        violations=find_violations(points, one_centre, one_sigma, rules),
        rules=rules.name,
    )


def spread_chart(name: str, points: Floats, centre: float, sigma: float) -> Chart:
    """A chart of something that cannot be negative: its lower limit stops at zero."""
    one_centre, one_sigma = np.array([centre]), np.array([sigma])
    return Chart(
        name=name,
        points=points,
        centre=np.broadcast_to(one_centre, points.shape),
        sigma=np.broadcast_to(one_sigma, points.shape),
        ucl=np.broadcast_to(one_centre + 3 * sigma, points.shape),
        lcl=np.broadcast_to(np.maximum(one_centre - 3 * sigma, 0.0), points.shape),
        violations=find_violations(points, one_centre, one_sigma, SKEWED),
        rules=SKEWED.name,
    )
