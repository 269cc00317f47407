"""Control charts as a screen shows them, from recorded checks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import numpy as np
import numpy.typing as npt

from lineside.quality import charts
from lineside.quality.charts import ChartPair, capability, capability_fitted, normal_p
from lineside.quality.charts.chart import Chart
from lineside.quality.errors import CapabilityInvalid, ChartInvalid
from lineside.quality.model import (
    CapabilityView,
    ChartPoint,
    ChartView,
    CheckView,
    FittedView,
    RunLengthView,
)

Floats = npt.NDArray[np.float64]

SUBGROUP = 5
# Mean number of quiet values between false alarms of the early-shift chart, as of 3-sigma limits.
EVERY = 370.4
# The weight of an EWMA, and a CUSUM's slack and limit in sigma: the usual ones for a shift of one.
WEIGHT, SLACK, LIMIT = 0.2, 0.5, 5.0
# Below this, chance does not explain how far the values lie from a normal distribution.
NOT_NORMAL = 0.005


@dataclass(frozen=True)
class Drawn:
    """The charts of one kind; a point stands for ``size`` values."""

    location: Chart
    spread: Chart | None = None
    opposite: Chart | None = None
    size: int = 1


def _reference(count: int) -> npt.NDArray[np.bool_]:
    return np.arange(count) < max(count // 2, 2)


def _singles(values: Floats) -> Drawn:
    pair = charts.imr(values, reference=_reference(len(values)))
    return Drawn(pair.location, pair.spread)


def _subgroups(make: Callable[..., ChartPair]) -> Callable[[Floats], Drawn]:
    def draw(values: Floats) -> Drawn:
        count = len(values) // SUBGROUP
        grouped = values[: count * SUBGROUP].reshape(count, SUBGROUP)
        pair = make(grouped, reference=_reference(count))
        return Drawn(pair.location, pair.spread, size=SUBGROUP)

    return draw


def _ewma(values: Floats) -> Drawn:
    return Drawn(charts.ewma(values, _standard(values), weight=WEIGHT))


def _cusum(values: Floats) -> Drawn:
    up, down = charts.cusum(values, _standard(values), slack=SLACK, limit=LIMIT)
    return Drawn(up, opposite=down)


def _early(values: Floats) -> Drawn:
    return Drawn(charts.early_shift(values, _standard(values), false_alarm_every=EVERY))


def _standard(values: Floats) -> charts.Standard:
    return charts.imr(values, reference=_reference(len(values))).standard


KINDS: dict[str, Callable[[Floats], Drawn]] = {
    "imr": _singles,
    "xbar_r": _subgroups(charts.xbar_r),
    "xbar_s": _subgroups(charts.xbar_s),
    "ewma": _ewma,
    "cusum": _cusum,
    "early": _early,
}
REMEMBER = ("ewma", "cusum", "early")


def draw(
    rows: Sequence[CheckView], nominal: float | None, kind: str, product: str = ""
) -> ChartView:
    """The chart of values in time order; limits from the first half."""
    if kind not in KINDS:
        raise ChartInvalid(kind=kind, known=list(KINDS))
    values = np.array([row.value for row in rows])
    drawn = KINDS[kind](values)
    count = len(drawn.location.points)
    ends = list(rows)[drawn.size - 1 :: drawn.size][:count]
    last, remembers = rows[-1], kind in REMEMBER
    spread = drawn.spread
    return ChartView(
        characteristic=last.characteristic,
        equipment=last.equipment,
        product=product,
        kind=kind,
        unit=last.unit,
        lower=last.lower,
        upper=last.upper,
        nominal=nominal,
        points=_points(drawn.location, ends, remembers),
        spread=_points(spread, ends[-len(spread.points) :], False) if spread else [],
        capability=_capability(values, last),
        opposite=_points(drawn.opposite, ends, remembers) if drawn.opposite else [],
        run_length=run_length(kind),
    )


def _points(chart: Chart, rows: Sequence[CheckView], remembers: bool) -> list[ChartPoint]:
    broken = rules_at(chart)
    columns = zip(rows, chart.points, chart.centre, chart.ucl, chart.lcl, strict=True)
    return [
        ChartPoint(
            row.at, float(v), float(c), float(u), _finite(low), broken.get(place, []), row.lot,
            row.value if remembers else None,
        )
        for place, (row, v, c, u, low) in enumerate(columns)
    ]  # fmt: skip


def rules_at(chart: Chart) -> dict[int, list[int]]:
    """The numbers of the rules that each point breaks, where it breaks any."""
    broken: dict[int, list[int]] = {}
    for index, rule in chart.violations:
        broken.setdefault(index, []).append(rule)
    return broken


@lru_cache(maxsize=16)
def run_length(kind: str) -> RunLengthView:
    """How long a chart of this kind takes; simulated or computed once."""
    return RunLengthView(quiet=_run_length(kind, 0.0), one_sigma=_run_length(kind, 1.0))


def _run_length(kind: str, shift: float) -> float:
    if kind == "ewma":
        return charts.arl_ewma(shift, weight=WEIGHT)
    if kind == "cusum":
        return charts.arl_cusum(shift, slack=SLACK, limit=LIMIT)
    if kind == "early":
        return charts.arl_early(shift, EVERY)[0] if shift else EVERY
    size = SUBGROUP if kind.startswith("xbar") else 1
    return size * charts.arl_rules(shift * sqrt(size))[0]


def _capability(values: Floats, row: CheckView) -> CapabilityView | None:
    if row.lower is None and row.upper is None:
        return None
    try:
        found = capability(values, lower=row.lower, upper=row.upper)
    except CapabilityInvalid:
        return None
    within, overall = found.within, found.overall
    p = normal_p(values)
    return CapabilityView(
        cp=_finite(within.potential),
        cpk=_finite(within.actual),
        cpk_low=_finite(within.actual_interval[0]),
        cpk_high=_finite(within.actual_interval[1]),
        pp=_finite(overall.potential),
        ppk=_finite(overall.actual),
        expected_out=found.expected_out,
        normal_p=p,
        fitted=_fitted(values, row) if p < NOT_NORMAL else None,
    )


def _fitted(values: Floats, row: CheckView) -> FittedView:
    found = capability_fitted(values, lower=row.lower, upper=row.upper)
    return FittedView(
        family=found.family,
        pp=_finite(found.pp),
        ppk=_finite(found.ppk),
        ppk_low=_finite(found.ppk_interval[0]),
        ppk_high=_finite(found.ppk_interval[1]),
        expected_out=found.expected_out,
    )


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
