"""How well the twin meets the plant: the last days replayed, simulated beside actual output.

Each order enters where and when its first report of the window says, with the pieces that were
reported there; what the line then makes of it is compared by work centre.
"""

from datetime import timedelta
from typing import Any

import numpy as np

from lineside.kernel.work import Work
from lineside.plant.model import Product
from lineside.twin.comparing import Variant, simulate, span_of
from lineside.twin.line import Release
from lineside.twin.model import Fit
from lineside.twin.plant_line import plant_line
from lineside.twin.situation import facts_now, lots, reported


def fit(work: Work, *, window: timedelta, replications: int, seed: int) -> list[Fit]:
    """Simulated and actual pieces per work centre over the window."""
    facts, products = facts_now(work, window)
    by_id = {each.id: each for each in products}
    rows = [row for row in reported(work, work.at - window) if row.product in by_id]
    actual: dict[str, float] = {}
    for row in rows:
        place = _place(by_id[row.product], row.seq)
        if place is not None:
            centre = by_id[row.product].routing[place].work_centre
            actual[centre] = actual.get(centre, 0.0) + row.good + row.scrap
    releases = _entries(work, rows, by_id, window)
    if not releases:
        return []
    runs = simulate(
        Variant(plant_line(facts), releases, ()),
        horizon_s=window.total_seconds(), replications=replications, seed=seed,
    )  # fmt: skip
    sizes = {made.name: made.lot_size for made in facts.products}
    return [_fit(runs, products, sizes, centre, actual[centre]) for centre in sorted(actual)]


def _place(product: Product, seq: int) -> int | None:
    return next((at for at, step in enumerate(product.routing) if step.seq == seq), None)


def _entries(
    work: Work, rows: list[Any], by_id: dict[str, Product], window: timedelta
) -> tuple[Release, ...]:
    """Where and when each order's pieces came into the window."""
    entries: dict[str, list[Any]] = {}
    for row in rows:
        entries.setdefault(row.order, []).append(row)
    found: list[Release] = []
    for mine in entries.values():
        first = mine[0]
        product = by_id[first.product]
        place = _place(product, first.seq)
        if place is None:
            continue
        here = [each for each in mine if each.seq == first.seq]
        pieces = sum(each.good + each.scrap for each in here)
        begun = (first.at - work.at + window).total_seconds()
        begun -= product.routing[place].standard_time_s * pieces
        found.extend(lots(product, pieces, place, 0.0, len(found), max(0.0, begun)))
    return tuple(found)


def _fit(
    runs: list[dict[str, float]],
    products: list[Product],
    sizes: dict[str, int],
    centre: str,
    actual: float,
) -> Fit:
    pieces = [
        sum(
            run[f"step.{product.id}.{at}.visits"] * sizes[product.id]
            for product in products
            for at, step in enumerate(product.routing)
            if step.work_centre == centre
        )
        for run in runs
    ]
    told = span_of(np.asarray(pieces))
    return Fit(centre, actual, told, told.mean / actual - 1 if actual else None)
