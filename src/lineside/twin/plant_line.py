"""A plant's master data as a line: one station per kind of machine, one route per product.

Takes plain values, so that both the twin of a real plant and the demonstration's simulated plant
are built by the same hand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lineside.twin.distributions import Distribution
from lineside.twin.line import Batch, Calendar, Failure, Line, Machine, Product, Station, Step


@dataclass(frozen=True, slots=True)
class Charge:
    """A batch operation: a charge of whole lots, whatever their size."""

    time_s: float
    maximum_lots: int
    minimum_lots: int = 1
    wait_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a routing. `cycle_time_s` is per piece; `needs` are components per item."""

    machines: tuple[str, ...]
    cycle_time_s: float
    setup_family: str = ""
    needs: Mapping[str, int] = field(default_factory=dict)
    charge: Charge | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A product: made in lots of `lot_size` or singly, put into store if others need it."""

    name: str
    lot_size: int
    routing: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class PlantFacts:
    """What a line is made of. `kinds[machine]` groups machines into stations, in that order.

    `spread` is the relative deviation of an operation's time (single pieces, lots); moves between
    operations take a uniform time between two bounds (single pieces, lots).
    """

    name: str
    kinds: Mapping[str, str]
    products: Sequence[Made]
    setup_s: Mapping[str, Mapping[str, Mapping[str, float]]] = field(default_factory=dict)
    failures: Mapping[str, tuple[Failure, ...]] = field(default_factory=dict)
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    manned: Mapping[str, str] = field(default_factory=dict)
    """Calendar by kind of machine; none for those that always work."""
    opening: Mapping[str, int] = field(default_factory=dict)
    spread: tuple[float, float] = (0.08, 0.02)
    move_s: tuple[tuple[float, float], tuple[float, float]] = ((40.0, 180.0), (240.0, 900.0))
    rule: str = "fifo"


def components(facts: PlantFacts) -> tuple[str, ...]:
    """Products that other products need, in order."""
    needed = {n for p in facts.products for op in p.routing for n in op.needs}
    return tuple(p.name for p in facts.products if p.name in needed)


def plant_line(facts: PlantFacts) -> Line:
    """The line; refuses as `Line` does."""
    stored = components(facts)
    products = tuple(
        Product(
            name=made.name,
            route=tuple(_step(facts, made, op) for op in made.routing),
            store=made.name if made.name in stored else None,
            store_units=made.lot_size,
        )
        for made in facts.products
    )
    return Line(
        name=facts.name,
        stations=tuple(_station(facts, kind) for kind in dict.fromkeys(facts.kinds.values())),
        products=products,
        calendars=facts.calendars,
        stores=dict.fromkeys(stored, 0),
        opening=facts.opening,
    )


def _station(facts: PlantFacts, kind: str) -> Station:
    names = [name for name, of in facts.kinds.items() if of == kind]
    failures, calendar = facts.failures.get(kind, ()), facts.manned.get(kind)
    charges = [
        op.charge
        for made in facts.products
        for op in made.routing
        if op.charge is not None and op.machines[0] in names
    ]
    batch = None
    if charges:
        batch = Batch(charges[0].maximum_lots, charges[0].minimum_lots, charges[0].wait_s)
    return Station(
        name=kind,
        machines=tuple(Machine(n, failures=failures, calendar=calendar) for n in names),
        rule=facts.rule,  # type: ignore[arg-type]
        setup_s=facts.setup_s.get(kind, {}),
        batch=batch,
    )


def _step(facts: PlantFacts, made: Made, op: Operation) -> Step:
    lots = made.lot_size > 1
    seconds, spread = made.lot_size * op.cycle_time_s * 1.01, facts.spread[lots]
    if op.charge is not None:
        seconds, spread = op.charge.time_s, 0.01
    return Step(
        station=facts.kinds[op.machines[0]],
        time_s=Distribution.lognormal(seconds, seconds * spread),
        family=op.setup_family,
        machines=op.machines,
        kit=op.needs,
        transport_s=Distribution.uniform(*facts.move_s[lots]),
    )
