"""Charts that remember: exponentially weighted average and cumulative sums.

EWMA: Lucas and Saccucci, Technometrics 32 (1990) 1-12. CUSUM: Page, Biometrika 41 (1954) 100-115,
in the tabular form of Montgomery (2013), chapter 9.
"""

from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter

from lineside.kernel.compiled import njit
from lineside.quality.charts.chart import Chart, Floats, Standard, Violations, finite_column
from lineside.quality.errors import ChartInvalid

LIMITS = "limits"


def ewma(
    values: npt.ArrayLike,
    standard: Standard,
    *,
    weight: float = 0.2,
    width: float = 3.0,
    size: int = 1,
    exact: bool = True,
) -> Chart:
    """Weighted average of all values so far; ``values`` are averages of ``size`` single values.

    ``weight`` is that of the newest value, ``width`` the limits' distance in sigma of the average.
    ``exact`` widens the limits with time from the start; otherwise they are the final ones.
    """
    x = finite_column(values, "values")
    if not 0 < weight <= 1 or width <= 0 or size < 1:
        raise ChartInvalid(problem="weight in (0, 1], width above 0, size from 1", weight=weight)
    points = lfilter([weight], [1.0, weight - 1.0], x, zi=[(1 - weight) * standard.mean])[0]
    grown = 1 - (1 - weight) ** (2.0 * np.arange(1, len(x) + 1)) if exact else np.ones(len(x))
    sigma = standard.sigma / sqrt(size) * np.sqrt(weight / (2 - weight) * grown)
    centre = np.full(len(x), standard.mean)
    ucl, lcl = centre + width * sigma, centre - width * sigma
    out = np.flatnonzero((points > ucl) | (points < lcl))
    return Chart("ewma", points, centre, sigma, ucl, lcl, _first_rule(out), LIMITS)


def cusum(
    values: npt.ArrayLike,
    standard: Standard,
    *,
    slack: float = 0.5,
    limit: float = 5.0,
    size: int = 1,
    head_start: float = 0.0,
) -> tuple[Chart, Chart]:
    """Cumulative sums upward and downward, in standard errors of the plotted averages.

    A side signals strictly beyond ``limit``. The lower sum is zero or negative. ``head_start`` is
    where both sums begin (half the limit is the usual fast initial response).
    """
    x = finite_column(values, "values")
    if slack < 0 or limit <= 0 or size < 1 or not 0 <= head_start < limit:
        raise ChartInvalid(problem="slack from 0, limit above 0, head start below it", limit=limit)
    z = (x - standard.mean) * (sqrt(size) / standard.sigma)
    up, down = _sums(z, slack, head_start)
    return _sum_chart("cusum up", up, limit), _sum_chart("cusum down", down, limit)


@njit()
def _sums(z: Floats, slack: float, head_start: float) -> tuple[Floats, Floats]:
    up, down = np.empty_like(z), np.empty_like(z)
    high, low = head_start, -head_start
    for i in range(len(z)):
        high = max(0.0, high + z[i] - slack)
        low = min(0.0, low + z[i] + slack)
        up[i], down[i] = high, low
    return up, down


def _sum_chart(name: str, points: Floats, limit: float) -> Chart:
    zero = np.zeros(len(points))
    out = np.flatnonzero(np.abs(points) > limit)
    ucl, lcl = np.full(len(points), limit), np.full(len(points), -limit)
    return Chart(name, points, zero, np.ones(len(points)), ucl, lcl, _first_rule(out), LIMITS)


def _first_rule(out: npt.NDArray[np.int64]) -> Violations:
    return Violations(out, np.ones(len(out), dtype=np.int64))
