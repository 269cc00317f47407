"""Charts of counts: flawed parts (p, np) and flaws (c, u), with samples of any size.

Formulas: Montgomery (2013), chapter 7.
"""

import numpy as np
import numpy.typing as npt

from lineside.quality.charts.chart import Chart, Floats, finite_column, reference_rows
from lineside.quality.charts.rules import SKEWED, RuleSet, find_violations
from lineside.quality.errors import ChartInvalid


def p_chart(
    flawed: npt.ArrayLike,
    sizes: npt.ArrayLike,
    *,
    reference: npt.ArrayLike | None = None,
    standard: float | None = None,
    rules: RuleSet = SKEWED,
) -> Chart:
    """Share of flawed parts in samples of ``sizes``; ``standard`` is a known share."""
    count, size = _sample(flawed, sizes)
    share = _share(count, size, reference, standard)
    points = count / size
    sigma = np.sqrt(share * (1 - share) / size)
    return _chart("p", points, np.full_like(points, share), sigma, rules, top=1.0)


def np_chart(
    flawed: npt.ArrayLike,
    size: int,
    *,
    reference: npt.ArrayLike | None = None,
    standard: float | None = None,
    rules: RuleSet = SKEWED,
) -> Chart:
    """Number of flawed parts in samples of one ``size``; ``standard`` is a known share."""
    count, sizes = _sample(flawed, size)
    share = _share(count, sizes, reference, standard)
    centre = sizes * share
    return _chart("np", count, centre, np.sqrt(centre * (1 - share)), rules, top=float(size))


def c_chart(
    flaws: npt.ArrayLike,
    *,
    reference: npt.ArrayLike | None = None,
    standard: float | None = None,
    rules: RuleSet = SKEWED,
) -> Chart:
    """Number of flaws in units of equal size; ``standard`` is a known mean."""
    count = _counts(flaws, "flaws")
    level = _rate(count, np.ones_like(count), reference, standard)
    centre = np.full_like(count, level)
    return _chart("c", count, centre, np.sqrt(centre), rules, top=np.inf)


def u_chart(
    flaws: npt.ArrayLike,
    sizes: npt.ArrayLike,
    *,
    reference: npt.ArrayLike | None = None,
    standard: float | None = None,
    rules: RuleSet = SKEWED,
) -> Chart:
    """Flaws per unit where ``sizes`` (any positive amount) differ; ``standard`` is a known rate."""
    count = _counts(flaws, "flaws")
    size = _sizes(sizes, len(count))
    level = _rate(count, size, reference, standard)
    points = count / size
    return _chart("u", points, np.full_like(points, level), np.sqrt(level / size), rules, np.inf)


def _chart(
    name: str, points: Floats, centre: Floats, sigma: Floats, rules: RuleSet, top: float
) -> Chart:
    return Chart(
        name=name,
        points=points,
        centre=centre,
        sigma=sigma,
        ucl=np.minimum(centre + 3 * sigma, top),
        lcl=np.maximum(centre - 3 * sigma, 0.0),
        violations=find_violations(points, centre, sigma, rules),
        rules=rules.name,
    )


def _sample(flawed: npt.ArrayLike, sizes: npt.ArrayLike) -> tuple[Floats, Floats]:
    count = _counts(flawed, "flawed")
    size = _sizes(sizes, len(count))
    over = np.flatnonzero(count > size)
    if len(over):
        raise ChartInvalid(problem="more flawed parts than parts", index=int(over[0]))
    return count, size


def _counts(values: npt.ArrayLike, name: str) -> Floats:
    count = finite_column(values, name)
    bad = np.flatnonzero((count < 0) | (count != np.floor(count)))
    if len(bad):
        raise ChartInvalid(problem="not a count", column=name, index=int(bad[0]))
    return count


def _sizes(sizes: npt.ArrayLike, length: int) -> Floats:
    size = np.asarray(sizes)
    column = finite_column(np.full(length, size) if size.ndim == 0 else size, "sizes")
    if len(column) != length or not (column > 0).all():
        raise ChartInvalid(problem="one size above zero is needed per sample", samples=length)
    return column


def _share(
    count: Floats, size: Floats, reference: npt.ArrayLike | None, standard: float | None
) -> float:
    share = _rate(count, size, reference, standard)
    if not 0 < share < 1:
        raise ChartInvalid(problem="the share must lie between none and all", share=share)
    return share


def _rate(
    count: Floats, size: Floats, reference: npt.ArrayLike | None, standard: float | None
) -> float:
    rows = reference_rows(reference, len(count))
    rate = float(count[rows].sum() / size[rows].sum()) if standard is None else float(standard)
    if not (np.isfinite(rate) and rate > 0):
        raise ChartInvalid(problem="no flaws at all: there is no rate to chart", rate=rate)
    return rate
