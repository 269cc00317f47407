"""Control charts as a screen shows them, from recorded checks."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lineside.quality.charts import ChartPair, capability, imr, xbar_r, xbar_s
from lineside.quality.charts.chart import Chart
from lineside.quality.errors import CapabilityInvalid, ChartInvalid
from lineside.quality.model import CapabilityView, ChartPoint, ChartView, CheckView

Floats = npt.NDArray[np.float64]

SUBGROUP = 5
KINDS = {"xbar_r": xbar_r, "xbar_s": xbar_s}


def draw(
    rows: Sequence[CheckView], nominal: float | None, kind: str, product: str = ""
) -> ChartView:
    """The chart of values in time order; limits from the first half."""
    if kind not in ("imr", *KINDS):
        raise ChartInvalid(kind=kind, known=["imr", *KINDS])
    values = np.array([row.value for row in rows])
    size = 1 if kind == "imr" else SUBGROUP
    count = len(values) // size
    grouped = values[: count * size].reshape(count, size)
    reference = np.arange(count) < max(count // 2, 2)
    pair: ChartPair = (
        imr(values, reference=reference)
        if kind == "imr"
        else KINDS[kind](grouped, reference=reference)
    )
    ends = list(rows)[size - 1 :: size][:count]
    last = rows[-1]
    return ChartView(
        characteristic=last.characteristic,
        equipment=last.equipment,
        product=product,
        kind=kind,
        unit=last.unit,
        lower=last.lower,
        upper=last.upper,
        nominal=nominal,
        points=_points(pair.location, ends),
        spread=_points(pair.spread, ends[-len(pair.spread.points) :]),
        capability=_capability(values, last),
    )


def _points(chart: Chart, rows: Sequence[CheckView]) -> list[ChartPoint]:
    broken: dict[int, list[int]] = {}
    for index, rule in chart.violations:
        broken.setdefault(index, []).append(rule)
    columns = zip(rows, chart.points, chart.centre, chart.ucl, chart.lcl, strict=True)
    return [
        ChartPoint(row.at, float(v), float(c), float(u), float(low), broken.get(place, []), row.lot)
        for place, (row, v, c, u, low) in enumerate(columns)
    ]


def _capability(values: Floats, row: CheckView) -> CapabilityView | None:
    if row.lower is None and row.upper is None:
        return None
    try:
        found = capability(values, lower=row.lower, upper=row.upper)
    except CapabilityInvalid:
        return None
    within, overall = found.within, found.overall
    return CapabilityView(
        cp=_finite(within.potential),
        cpk=_finite(within.actual),
        cpk_low=_finite(within.actual_interval[0]),
        cpk_high=_finite(within.actual_interval[1]),
        pp=_finite(overall.potential),
        ppk=_finite(overall.actual),
        expected_out=found.expected_out,
    )


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
