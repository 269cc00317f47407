"""Gauge studies: how much of the measured variation is the measuring itself.

Crossed studies after the AIAG manual Measurement Systems Analysis, 4th edition, chapter III: by
analysis of variance, and by averages and ranges.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy import stats

from lineside.quality.charts.chart import Floats
from lineside.quality.charts.constants import d2, d3
from lineside.quality.errors import GaugeStudyInvalid

# An interaction less sure than this is pooled with the repeatability (AIAG).
POOLING_P = 0.25


@dataclass(frozen=True, slots=True)
class GaugeStudy:
    """Standard deviations of the sources of variation, in the values' unit.

    ``percent_gauge`` is 100 times gauge over total; ``distinct_categories`` how many groups of
    parts the gauge can tell apart (five or more are wanted). ``interaction`` is zero where pooled,
    and ``p_interaction`` None where the method does not test for it.
    """

    method: str
    repeatability: float
    reproducibility: float
    interaction: float
    gauge: float
    parts: float
    total: float
    percent_gauge: float
    distinct_categories: int
    p_interaction: float | None

    def percent_of_tolerance(self, lower: float, upper: float) -> float:
        """Six gauge deviations as percent of the specification's width."""
        if not lower < upper:
            raise GaugeStudyInvalid(problem="lower limit not below upper")
        return 600.0 * self.gauge / (upper - lower)


@dataclass(frozen=True, slots=True)
class AnovaRow:
    """One source of variation: sum of squares, degrees of freedom, and the test against ``error``.

    ``f`` and ``p`` are None for the repeatability and the total, which nothing is tested against.
    """

    source: str
    squares: float
    free: int
    f: float | None
    p: float | None

    @property
    def mean_square(self) -> float:
        return self.squares / self.free


def anova_table(
    values: npt.ArrayLike, parts: npt.ArrayLike, operators: npt.ArrayLike
) -> list[AnovaRow]:
    """Parts, operators, their interaction, repeatability and total, before any pooling.

    Parts and operators are tested against the interaction, and that against the repeatability.
    """
    cube = _cube(values, parts, operators)
    p, o, r = cube.shape
    mean = cube.mean()
    of_part, of_operator, of_cell = cube.mean((1, 2)), cube.mean((0, 2)), cube.mean(2)
    crossed = of_cell - of_part[:, None] - of_operator[None, :] + mean
    error = _row("repeatability", float(((cube - of_cell[:, :, None]) ** 2).sum()), p * o * (r - 1))
    both = _row("interaction", r * float((crossed**2).sum()), (p - 1) * (o - 1), error)
    part = _row("parts", o * r * float(((of_part - mean) ** 2).sum()), p - 1, both)
    operator = _row("operators", p * r * float(((of_operator - mean) ** 2).sum()), o - 1, both)
    total = _row("total", float(((cube - mean) ** 2).sum()), p * o * r - 1)
    return [part, operator, both, error, total]


def _row(source: str, squares: float, free: int, against: AnovaRow | None = None) -> AnovaRow:
    if against is None or against.squares <= 0:
        return AnovaRow(source, squares, free, None, None if against is None else 0.0)
    f = squares / free / against.mean_square
    return AnovaRow(source, squares, free, f, float(stats.f.sf(f, free, against.free)))


def gauge_anova(
    values: npt.ArrayLike, parts: npt.ArrayLike, operators: npt.ArrayLike
) -> GaugeStudy:
    """By two-way analysis of variance with interaction; one entry per measurement."""
    part, operator, crossed, repeated, _ = anova_table(values, parts, operators)
    p, o = part.free + 1, operator.free + 1
    r = repeated.free // (p * o) + 1
    both, error = crossed.mean_square, repeated.mean_square
    p_both = crossed.p or 0.0
    if p_both > POOLING_P:
        error = (crossed.squares + repeated.squares) / (crossed.free + repeated.free)
        both = error
    return _study(
        "anova",
        repeatability=error,
        operator=(operator.mean_square - both) / (p * r),
        interaction=(both - error) / r,
        part=(part.mean_square - both) / (o * r),
        p_interaction=p_both,
    )


def gauge_average_range(
    values: npt.ArrayLike, parts: npt.ArrayLike, operators: npt.ArrayLike
) -> GaugeStudy:
    """By averages and ranges, with the manual's constants computed instead of rounded."""
    cube = _cube(values, parts, operators)
    p, o, r = cube.shape
    repeatability = float(np.ptp(cube, axis=2).mean()) / d2(r)
    between = float(np.ptp(cube.mean((0, 2)))) / _one_range(o)
    of_parts = float(np.ptp(cube.mean((1, 2)))) / _one_range(p)
    return _study(
        "average_range",
        repeatability=repeatability**2,
        operator=between**2 - repeatability**2 / (p * r),
        interaction=0.0,
        part=of_parts**2,
        p_interaction=None,
    )


def _one_range(size: int) -> float:
    """Root mean square of a single range (Duncan's d2* for one sample)."""
    return sqrt(d2(size) ** 2 + d3(size) ** 2)


def _study(
    method: str,
    *,
    repeatability: float,
    operator: float,
    interaction: float,
    part: float,
    p_interaction: float | None,
) -> GaugeStudy:
    """From variances; a negative estimate of a variance is taken as none."""
    operator, interaction, part = max(operator, 0.0), max(interaction, 0.0), max(part, 0.0)
    gauge = repeatability + operator + interaction
    total = gauge + part
    if total <= 0:
        raise GaugeStudyInvalid(problem="the values do not vary")
    categories = int(sqrt(2 * part / gauge)) if gauge > 0 else 0
    return GaugeStudy(
        method=method,
        repeatability=sqrt(repeatability),
        reproducibility=sqrt(operator + interaction),
        interaction=sqrt(interaction),
        gauge=sqrt(gauge),
        parts=sqrt(part),
        total=sqrt(total),
        percent_gauge=100 * sqrt(gauge / total),
        distinct_categories=max(categories, 1),
        p_interaction=p_interaction,
    )


def _cube(values: npt.ArrayLike, parts: npt.ArrayLike, operators: npt.ArrayLike) -> Floats:
    """(part, operator, repeat), refused unless every part was measured equally often by all."""
    x = np.asarray(values, dtype=np.float64)
    part_names, part = np.unique(np.asarray(parts), return_inverse=True)
    operator_names, operator = np.unique(np.asarray(operators), return_inverse=True)
    if x.ndim != 1 or not len(x) == len(part) == len(operator):
        raise GaugeStudyInvalid(problem="columns of equal length are needed", values=x.size)
    if not np.isfinite(x).all():
        raise GaugeStudyInvalid(problem="not a finite number")
    p, o = len(part_names), len(operator_names)
    counts = np.bincount(part * o + operator, minlength=p * o)
    repeats = int(counts.min()) if len(counts) else 0
    if p < 2 or o < 2 or repeats < 2 or counts.max() != repeats:
        raise GaugeStudyInvalid(
            problem="two parts, operators and repeats or more, all crossed equally often",
            parts=p,
            operators=o,
            fewest_repeats=repeats,
        )
    order = np.argsort(part * o + operator, kind="stable")
    return x[order].reshape(p, o, repeats)
