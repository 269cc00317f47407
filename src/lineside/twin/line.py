"""A production line as plain validated data. Times are seconds (or any one unit, used throughout).

A line has stations; a station is a buffer with one or more machines behind it. A product is a route
of steps over stations. Parts come from sources, from a plan of releases, from an endless supply, or
circulate in a fixed number. A store holds finished components for assembly steps.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lineside.twin.distributions import Distribution
from lineside.twin.errors import LineInvalid

Rule = Literal["fifo", "lifo", "priority", "shortest", "due", "setup", "plan"]
RULES: tuple[Rule, ...] = ("fifo", "lifo", "priority", "shortest", "due", "setup", "plan")
SINK = -1
"""The step index that means: the part has left the line."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A way to fail. `working`: its clock runs only while the machine works, else always.

    `effect` on the piece in work: resume it, start it again, or scrap it.
    """

    to_failure_s: Distribution
    to_repair_s: Distribution
    working: bool = True
    effect: Literal["resume", "redo", "scrap"] = "resume"


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine. `speed` divides process times; `calendar` names when it is manned."""

    name: str
    speed: float = 1.0
    failures: tuple[Failure, ...] = ()
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Parts of one family treated together: start at `maximum`, or `minimum` after `wait_s`."""

    maximum: int
    minimum: int = 1
    wait_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Station:
    """A buffer and the machines behind it.

    `buffer`: waiting places, None for no limit. `blocking` after service: a finished part stays on
    its machine until the next buffer has room; before service: work starts only with room ahead.
    `setup_s`: time from a family to a family. `operators`: a pool that gives one person per machine
    during set-up, or during set-up and work.
    """

    name: str
    machines: tuple[Machine, ...]
    buffer: int | None = None
    rule: Rule = "fifo"
    blocking: Literal["after", "before"] = "after"
    setup_s: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    operators: str | None = None
    operators_for: Literal["setup", "all"] = "all"
    batch: Batch | None = None

    @classmethod
    def single(cls, name: str, buffer: int | None = None, servers: int = 1) -> "Station":
        """A station of like machines that never fail."""
        return cls(name, tuple(Machine(f"{name}.{k + 1}") for k in range(servers)), buffer)


@dataclass(frozen=True, slots=True)
class Step:
    """One operation. After it: scrapped, reworked (to step `rework_to`), or on along `then`.

    `then`: pairs of step index and probability; () is the next step of the route, index SINK the
    exit. `machines` restricts the station's machines; `kit` is taken from stores at the start;
    `transport_s` is the way to the next buffer, where a place is kept meanwhile.
    """

    station: str
    time_s: Distribution
    family: str = ""
    scrap: float = 0.0
    rework: float = 0.0
    rework_to: int = 0
    then: tuple[tuple[int, float], ...] = ()
    machines: tuple[str, ...] = ()
    kit: Mapping[str, int] = field(default_factory=dict)
    transport_s: Distribution | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """A route. `endless`: its first station never starves. `population`: parts that circulate.

    `store` receives `store_units` units of a finished part.
    """

    name: str
    route: tuple[Step, ...]
    priority: int = 0
    endless: bool = False
    population: int = 0
    store: str | None = None
    store_units: int = 1


@dataclass(frozen=True, slots=True)
class Source:
    """Arrivals of a product, `batch` parts at a time; `lost` if the first buffer is full."""

    product: str
    every_s: Distribution
    batch: int = 1
    limit: int | None = None
    lost: bool = False
    due_after_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Release:
    """One part let into the line at a time, with an identity of the caller's (0 or more).

    `step`: where in its route it joins the queue, for parts that are on their way already.
    """

    at_s: float
    product: str
    key: int
    due_s: float = 0.0
    priority: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working time: spans from the run's start, repeated every `repeat_s` unless None."""

    spans_s: tuple[tuple[float, float], ...]
    repeat_s: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Everything that a run needs, checked when built."""

    name: str
    stations: tuple[Station, ...]
    products: tuple[Product, ...]
    sources: tuple[Source, ...] = ()
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    operators: Mapping[str, int] = field(default_factory=dict)
    stores: Mapping[str, int] = field(default_factory=dict)
    """Capacity of each store; 0 for no limit."""
    opening: Mapping[str, int] = field(default_factory=dict)
    """Units in the stores at the start."""

    def __post_init__(self) -> None:
        _Check(self).all()

    @property
    def machine_names(self) -> tuple[str, ...]:
        return tuple(m.name for s in self.stations for m in s.machines)


class _Check:
    """Walks a line and refuses the first thing that cannot be simulated."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.stations = {s.name: s for s in line.stations}
        self.products = {p.name for p in line.products}

    def refuse(self, where: str, problem: str) -> None:
        raise LineInvalid(line=self.line.name, where=where, problem=problem)

    def need(self, holds: bool, where: str, problem: str) -> None:
        if not holds:
            self.refuse(where, problem)

    def all(self) -> None:
        self.need(bool(self.line.stations), self.line.name, "a line has at least one station")
        self.need(bool(self.line.products), self.line.name, "a line has at least one product")
        self.unique("station", [s.name for s in self.line.stations])
        self.unique("product", [p.name for p in self.line.products])
        self.unique("machine", list(self.line.machine_names))
        for station in self.line.stations:
            self.station(station)
        for product in self.line.products:
            self.product(product)
        for source in self.line.sources:
            self.source(source)
        for name, calendar in self.line.calendars.items():
            self.calendar(name, calendar)
        for name, people in self.line.operators.items():
            self.need(people > 0, name, "a pool has at least one operator")

    def unique(self, what: str, names: list[str]) -> None:
        twice = {n for n in names if names.count(n) > 1} if len(set(names)) < len(names) else set()
        self.need(not twice, ", ".join(sorted(twice)), f"two of one name: {what}")

    def station(self, s: Station) -> None:
        self.need(0 < len(s.machines) <= 63, s.name, "a station has 1 to 63 machines")
        self.need(s.buffer is None or s.buffer >= 0, s.name, "a buffer is not negative")
        self.need(s.rule in RULES, s.name, f"no such rule: {s.rule}")
        self.need(s.operators is None or s.operators in self.line.operators, s.name, "no such pool")
        times = [t for row in s.setup_s.values() for t in row.values()]
        self.need(all(0 <= t < float("inf") for t in times), s.name, "a set-up is not negative")
        for m in s.machines:
            self.need(0 < m.speed < float("inf"), m.name, "a speed is positive")
            known = m.calendar is None or m.calendar in self.line.calendars
            self.need(known, m.name, f"no such calendar: {m.calendar}")
            lost = [f for f in m.failures if f.effect == "scrap"]
            fits = all(f.working for f in lost) and not (lost and s.blocking == "before")
            self.need(fits, m.name, "a failure that scraps the piece strikes at work only")
        if s.batch:
            fits = 1 <= s.batch.minimum <= s.batch.maximum and s.batch.wait_s >= 0
            self.need(fits, s.name, "1 <= minimum <= maximum and no negative wait")

    def product(self, p: Product) -> None:
        self.need(bool(p.route), p.name, "a route has at least one step")
        self.need(p.population >= 0, p.name, "a population is not negative")
        stored = p.store is None or p.store in self.line.stores
        self.need(stored and p.store_units >= 1, p.name, "no such store, or no unit for it")
        for k, step in enumerate(p.route):
            self.step(f"{p.name}[{k}]", step, len(p.route))

    def step(self, where: str, step: Step, length: int) -> None:
        self.need(step.station in self.stations, where, f"no such station: {step.station}")
        fair = step.scrap >= 0 and step.rework >= 0 and step.scrap + step.rework <= 1
        self.need(fair, where, "scrap and rework are shares that add up to at most one")
        self.need(0 <= step.rework_to < length, where, "rework goes to a step of the route")
        inside = all(SINK <= to < length and share >= 0 for to, share in step.then)
        self.need(inside, where, "the next step is not in the route")
        total = sum(share for _, share in step.then)
        self.need(not step.then or abs(total - 1) < 1e-9, where, "next steps add up to one")
        names = {m.name for m in self.stations[step.station].machines}
        self.need(set(step.machines) <= names, where, "a machine of another station")
        known = all(s in self.line.stores and n >= 1 for s, n in step.kit.items())
        self.need(known, where, "a kit names a store and at least one unit")
        ahead = self.stations[step.station].blocking == "before"
        certain = not (step.scrap or step.rework or len(step.then) > 1)
        self.need(certain or not ahead, where, "blocking before service needs a certain next step")

    def source(self, s: Source) -> None:
        self.need(s.product in self.products, s.product, "a source of an unknown product")
        self.need(s.batch >= 1, s.product, "a source sends at least one part")
        self.need(s.every_s.mean > 0, s.product, "arrivals without any time between them")

    def calendar(self, name: str, c: Calendar) -> None:
        self.need(bool(c.spans_s), name, "a calendar has at least one span")
        edges = [t for span in c.spans_s for t in span]
        self.need(edges == sorted(edges) and edges[0] >= 0, name, "spans in order, none overlaps")
        fits = c.repeat_s is None or edges[-1] <= c.repeat_s
        self.need(fits, name, "the spans are longer than what repeats")
