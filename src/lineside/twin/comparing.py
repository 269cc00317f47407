"""Runs two variants of the plant under common random numbers and compares them pairwise."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lineside.twin.errors import ChangeInvalid
from lineside.twin.line import RULES, Line, Release
from lineside.twin.model import Change, ChangeKind, Compared, Span
from lineside.twin.plant_line import PlantFacts, plant_line
from lineside.twin.simulation import Run, estimate
from lineside.twin.situation import Situation, Stop

Figures = dict[str, npt.NDArray[np.float64]]


@dataclass(frozen=True)
class Variant:
    """A line with what is let into it and when its machines stand."""

    line: Line
    releases: tuple[Release, ...]
    stops: tuple[Stop, ...]


def variant_of(situation: Situation, changes: list[Change]) -> Variant:
    """The plant as it stands, with changes; refuses one that does not fit the plant."""
    for change in changes:
        _check(situation, change)
    line = _paced(plant_line(_changed_facts(situation, changes)), changes)
    stops = [*situation.stops]
    releases = [*situation.releases]
    for change in changes:
        if change.kind is ChangeKind.STOP:
            stops.append(Stop(change.equipment, change.from_h * 3600, change.to_h * 3600))
        if change.kind is ChangeKind.ORDER:
            count = -(-change.quantity // situation.lot_sizes[change.product])
            due = change.to_h * 3600
            first = len(releases)
            releases += [
                Release(change.from_h * 3600, change.product, first + k, due_s=due)
                for k in range(count)
            ]
    return Variant(line, tuple(releases), tuple(stops))


def _check(situation: Situation, change: Change) -> None:
    facts = situation.facts
    problem = ""
    if change.kind in (ChangeKind.STOP, ChangeKind.SPEED) and change.equipment not in facts.kinds:
        problem = f"no machine {change.equipment!r} in the line"
    elif change.kind is ChangeKind.STOP and not 0 <= change.from_h < change.to_h:
        problem = "a stop ends after it begins, and begins now or later"
    elif change.kind in (ChangeKind.SPEED, ChangeKind.SETUP) and not 0 < change.factor <= 100:
        problem = "a factor lies above 0 and up to 100"
    elif change.kind is ChangeKind.SETUP and change.machine_kind not in facts.setup_s:
        problem = f"no set-up times of {change.machine_kind!r}"
    elif change.kind is ChangeKind.ORDER and change.product not in situation.lot_sizes:
        problem = f"no product {change.product!r}"
    elif change.kind is ChangeKind.ORDER and not 0 < change.quantity <= 100_000:
        problem = "an order has 1 to 100,000 pieces"
    elif change.kind is ChangeKind.RULE and change.rule not in RULES:
        problem = f"no rule {change.rule!r}"
    if problem:
        raise ChangeInvalid(change=str(change.kind), problem=problem)


def _changed_facts(situation: Situation, changes: list[Change]) -> PlantFacts:
    facts = situation.facts
    for change in changes:
        if change.kind is ChangeKind.RULE:
            facts = replace(facts, rule=change.rule)
        if change.kind is ChangeKind.SETUP:
            rows = facts.setup_s[change.machine_kind]
            shorter = {a: {b: t * change.factor for b, t in row.items()} for a, row in rows.items()}
            facts = replace(facts, setup_s={**facts.setup_s, change.machine_kind: shorter})
    return facts


def _paced(line: Line, changes: list[Change]) -> Line:
    pace = {c.equipment: c.factor for c in changes if c.kind is ChangeKind.SPEED}
    if not pace:
        return line
    stations = tuple(
        replace(
            station,
            machines=tuple(
                replace(each, speed=each.speed * pace.get(each.name, 1.0))
                for each in station.machines
            ),
        )
        for station in line.stations
    )
    return replace(line, stations=stations)


def simulate(
    variant: Variant,
    *,
    horizon_s: float,
    replications: int,
    seed: int,
    progress: Callable[[int], None] = lambda done: None,
) -> list[dict[str, float]]:
    """The figures of each replication; number r sees the same random numbers in each variant."""
    found = []
    for r in range(replications):
        run = Run(variant.line, seed=seed, replication=r, releases=variant.releases)
        for at_s, machine, stands in _agenda(variant.stops, horizon_s):
            run.advance(at_s)
            if stands:
                run.stop(machine)
            else:
                run.go(machine)
        run.advance(horizon_s)
        found.append(run.figures())
        progress(r + 1)
    return found


def _agenda(stops: tuple[Stop, ...], horizon_s: float) -> list[tuple[float, str, bool]]:
    """When machines stop and go on; stops of one machine that overlap are one."""
    rows: list[tuple[float, str, bool]] = []
    for machine in sorted({stop.machine for stop in stops}):
        mine = sorted((s.start_s, s.end_s) for s in stops if s.machine == machine)
        start, end = mine[0]
        for begin, finish in mine[1:]:
            if begin <= end:
                end = max(end, finish)
                continue
            rows += [(start, machine, True), (end, machine, False)]
            start, end = begin, finish
        rows += [(start, machine, True), (end, machine, False)]
    return sorted(row for row in rows if row[0] < horizon_s)


def summary(
    runs: list[dict[str, float]], lot_sizes: dict[str, int], horizon_s: float
) -> dict[str, tuple[str, list[float]]]:
    """What people ask of a run: pieces finished, per hour, and lead times, by name with unit."""
    told: dict[str, tuple[str, list[float]]] = {}
    made = {name: [run[f"product.{name}.finished"] * size for run in runs]
            for name, size in lot_sizes.items()}  # fmt: skip
    total = [float(sum(column)) for column in zip(*made.values(), strict=True)]
    told["throughput"] = ("pcs/h", [each / horizon_s * 3600 for each in total])
    for name, pieces in made.items():
        told[f"finished {name}"] = ("pcs", pieces)
        times = [run[f"product.{name}.sojourn_s"] / 3600 for run in runs]
        told[f"lead time {name}"] = ("h", times)
    return told


def compare(
    before: dict[str, tuple[str, list[float]]], after: dict[str, tuple[str, list[float]]]
) -> list[Compared]:
    """Pairwise differences with intervals; figures that some run does not have are left out."""
    found = []
    for name, (unit, old) in before.items():
        one, other = np.asarray(old), np.asarray(after[name][1])
        if not (np.isfinite(one).all() and np.isfinite(other).all()):
            continue
        if name.startswith("finished") and not (one.any() or other.any()):
            continue
        difference = span_of(other - one)
        clear = difference.low > 0 or difference.high < 0
        found.append(Compared(name, unit, span_of(one), span_of(other), difference, clear))
    return found


def span_of(values: npt.NDArray[np.float64]) -> Span:
    """Mean with Student's interval of 95 %."""
    told = estimate(values)
    return Span(round(told.mean, 6), round(told.low, 6), round(told.high, 6))
