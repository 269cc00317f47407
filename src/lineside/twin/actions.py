"""What one may do with the twin."""

from datetime import timedelta
from typing import Any

from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work
from lineside.twin import store
from lineside.twin.errors import NothingToSimulate, RunInvalid
from lineside.twin.events import WhatIfAnswered
from lineside.twin.model import Change, LineStudy, Result
from lineside.twin.situation import situation_now

MOST_HOURS = 24.0 * 60
MOST_REPLICATIONS = 200
MOST_STUDY_HOURS = 10_000.0


@action(permission="twin.simulate", risk=Risk.SUPPORT)
def what_if(
    work: Work,
    *,
    changes: list[Change],
    horizon_h: float = 120.0,
    replications: int = 20,
    seed: int = 1,
) -> str:
    """Simulate the plant from now on with and without changes; returns the result's id.

    Open orders start where they are, machines that stand stay so until their usual repair, planned
    maintenance is kept. Both variants see the same random numbers.
    """
    from lineside.twin.comparing import compare, simulate, summary, variant_of

    if not 1 <= horizon_h <= MOST_HOURS or not 2 <= replications <= MOST_REPLICATIONS:
        raise RunInvalid(problem="1 to 1440 hours and 2 to 200 replications")
    situation = situation_now(work, timedelta(hours=horizon_h))
    variants = [variant_of(situation, []), variant_of(situation, changes)]
    if not any(each.releases for each in variants):
        raise NothingToSimulate()
    horizon_s = horizon_h * 3600
    told = [
        summary(
            simulate(each, horizon_s=horizon_s, replications=replications, seed=seed),
            situation.lot_sizes,
            horizon_s,
        )
        for each in variants
    ]
    found = Result(
        id=work.new_id(),
        at=work.at,
        by=work.actor.id,
        changes=changes,
        horizon_h=horizon_h,
        replications=replications,
        seed=seed,
        orders=len(situation.releases),
        figures=compare(*told),
    )
    store.add(work, found)
    work.tell(WhatIfAnswered(found.id, len(changes), replications))
    return found.id


@action(permission="twin.simulate", risk=Risk.SUPPORT)
def study_line(
    work: Work,
    *,
    line: dict[str, Any],
    horizon_h: float = 500.0,
    warm_up_h: float | None = None,
    replications: int = 20,
    seed: int = 1,
) -> LineStudy:
    """Simulate any line given as data, such as one that is only planned, in its steady state.

    ``line`` has stations with machines and buffers, products with their routes, sources,
    calendars, operators and stores, times in seconds; docs/explanation/simulation.md shows one.
    Without ``warm_up_h`` its length is found by MSER-5. Refuses a line that cannot be simulated
    (``twin.LineInvalid``) and one with more than fifty million events (``twin.RunTooLong``).
    """
    from lineside.twin.studying import line_from, study

    if not 0 < horizon_h <= MOST_STUDY_HOURS or not 2 <= replications <= MOST_REPLICATIONS:
        raise RunInvalid(problem="up to 10,000 hours and 2 to 200 replications")
    if warm_up_h is not None and not 0 <= warm_up_h <= MOST_STUDY_HOURS:
        raise RunInvalid(problem="a warm-up of 0 to 10,000 hours")
    return study(
        line_from(line),
        horizon_h=horizon_h,
        warm_up_h=warm_up_h,
        replications=replications,
        seed=seed,
    )
