"""What one may ask of the twin."""

from datetime import timedelta

from lineside.kernel.catalogue import query
from lineside.kernel.work import Work
from lineside.twin import store
from lineside.twin.model import Fit, LineView, ProductView, Result, StationView, StepView
from lineside.twin.plant_line import PlantFacts, plant_line
from lineside.twin.situation import situation_now

WEEK = timedelta(days=7)


@query(permission="twin.read")
def line(work: Work) -> LineView:
    """The plant's line as data: stations, routes, failures as seen, and what waits in it now."""
    situation = situation_now(work, WEEK)
    built = plant_line(situation.facts)
    sizes = situation.lot_sizes
    return LineView(
        name=built.name,
        stations=[_station(situation.facts, each.name) for each in built.stations],
        products=[
            ProductView(
                each.name,
                sizes[each.name],
                [
                    StepView(
                        step.station, list(step.machines), round(step.time_s.mean, 3),
                        step.family, dict(step.kit),
                    )
                    for step in each.route
                ],
            )
            for each in built.products
        ],
        lots_in_line=len(situation.releases),
        opening_stock=dict(situation.facts.opening),
    )  # fmt: skip


def _station(facts: PlantFacts, kind: str) -> StationView:
    failures = facts.failures.get(kind, ())
    charges = [
        step.charge.maximum_lots
        for made in facts.products
        for step in made.routing
        if step.charge is not None and facts.kinds[step.machines[0]] == kind
    ]
    return StationView(
        name=kind,
        machines=[name for name, of in facts.kinds.items() if of == kind],
        batch_lots=charges[0] if charges else 1,
        manned_by_shift=kind in facts.manned,
        mean_time_between_failures_h=failures[0].to_failure_s.mean / 3600 if failures else None,
        mean_repair_h=failures[0].to_repair_s.mean / 3600 if failures else None,
    )


@query(permission="twin.read")
def result(work: Work, *, result: str) -> Result:
    """What a what-if found."""
    return store.load(work, result)


@query(permission="twin.read")
def results(work: Work, *, limit: int = 50) -> list[Result]:
    """What-ifs, newest first."""
    return store.newest(work, min(limit, 200))


@query(permission="twin.read")
def fit_error(work: Work, *, days: int = 7, replications: int = 5, seed: int = 1) -> list[Fit]:
    """Simulated beside actual output per work centre over the last days, by replaying them."""
    from lineside.twin.fitting import fit

    return fit(
        work,
        window=timedelta(days=min(max(days, 1), 31)),
        replications=min(max(replications, 2), 50),
        seed=seed,
    )
