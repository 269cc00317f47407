"""Several characteristics of one part in one chart, and which of them is to blame."""

from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Row, func, select

from lineside.kernel.work import Work
from lineside.quality import store
from lineside.quality.answers import JointCharacteristic, JointChartView, JointPoint
from lineside.quality.charts import MultivariateChart, hotelling_individuals
from lineside.quality.errors import NoValues
from lineside.tracing import queries as tracing

LEAST_PARTS = 20
# A characteristic belongs to the chart if it was measured on this share of the parts.
USUAL = 0.5
Floats = npt.NDArray[np.float64]
Part = dict[str, Row[Any]]


def draw(work: Work, *, equipment: str, product: str, limit: int) -> JointChartView:
    """The chart of the newest parts; level, covariance and limits from the first half of them."""
    chosen = product or _latest_product(work, equipment)
    parts = _parts(work, equipment, chosen, limit)
    names = sorted({name for part in parts for name in part})
    names = [n for n in names if sum(n in part for part in parts) >= USUAL * len(parts)]
    whole = [part for part in parts if all(name in part for name in names)]
    if len(names) < 2 or len(whole) < LEAST_PARTS:
        raise NoValues(equipment=equipment, product=chosen, characteristics=names, parts=len(whole))
    table = np.array([[part[name].value for name in names] for part in whole])
    reference = np.arange(len(whole)) < len(whole) // 2
    chart = hotelling_individuals(table, reference=reference)
    return JointChartView(
        equipment=equipment,
        product=chosen,
        characteristics=_characteristics(chart, names, whole[-1]),
        points=_points(chart, names, whole, table),
        skipped=len(parts) - len(whole),
    )


def _characteristics(
    chart: MultivariateChart, names: list[str], last: Part
) -> list[JointCharacteristic]:
    sigma = np.sqrt(np.diag(chart.covariance))
    correlation = chart.covariance / np.outer(sigma, sigma)
    return [
        JointCharacteristic(
            name, last[name].unit, float(chart.mean[at]), float(sigma[at]), correlation[at].tolist()
        )
        for at, name in enumerate(names)
    ]


def _points(
    chart: MultivariateChart, names: list[str], parts: list[Part], table: Floats
) -> list[JointPoint]:
    broken = set(chart.chart.violations.index.tolist())
    found = []
    for at, part in enumerate(parts):
        shares = chart.contributions[at]
        rows = list(part.values())
        found.append(
            JointPoint(
                at=max(row.at for row in rows),
                lot=rows[0].lot,
                t_squared=float(chart.chart.points[at]),
                ucl=float(chart.chart.ucl[at]),
                broken=at in broken,
                values=table[at].tolist(),
                contributions=shares.tolist(),
                most=names[int(shares.argmax())] if at in broken else "",
            )
        )
    return found


def _latest_product(work: Work, equipment: str) -> str:
    table, lots = store.checks, tracing.LOTS
    wanted = (
        select(func.coalesce(lots.c.material, ""))
        .select_from(table)
        .outerjoin(lots, lots.c.id == table.c.lot)
        .where(table.c.equipment == equipment)
        .order_by(table.c.at.desc())
        .limit(1)
    )
    return str(work.db.execute(wanted).scalar() or "")


def _parts(work: Work, equipment: str, product: str, limit: int) -> list[Part]:
    """The newest parts in time order. The n-th value of each characteristic of a lot at a step is
    taken as that of its n-th measured part."""
    table, lots = store.checks, tracing.LOTS
    key = (table.c.lot, table.c.order, table.c.seq)
    newest = (
        select(*key)
        .outerjoin(lots, lots.c.id == table.c.lot)
        .where(table.c.equipment == equipment, func.coalesce(lots.c.material, "") == product)
        .group_by(*key)
        .order_by(func.max(table.c.at).desc())
        .limit(limit)
        .subquery()
    )
    same = (newest.c.lot == table.c.lot) & (newest.c.order == table.c.order)
    wanted = (
        select(table)
        .join(newest, same & (newest.c.seq == table.c.seq))
        .where(table.c.equipment == equipment)
        .order_by(table.c.at, table.c.id)
    )
    found: dict[tuple[Any, ...], list[Part]] = {}
    for row in work.db.execute(wanted):
        of_lot = found.setdefault((row.lot, row.order, row.seq), [])
        place = next((part for part in of_lot if row.characteristic not in part), None)
        if place is None:
            of_lot.append({row.characteristic: row})
        else:
            place[row.characteristic] = row
    parts = [part for of_lot in found.values() for part in of_lot]
    parts.sort(key=lambda part: max(row.at for row in part.values()))
    return parts[-limit:]
