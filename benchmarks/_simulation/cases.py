"""Reference cases as lines: recognised by their parameters and wording, never by their names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lineside.twin.distributions import Distribution as D
from lineside.twin.line import Failure, Line, Machine, Product, Source, Station, Step

Figures = Mapping[str, float]
Measure = Callable[[Figures], float]


@dataclass(frozen=True)
class Study:
    """A line, how long to watch it, and how each expected quantity is read from a run."""

    line: Line
    measures: dict[str, Measure]
    horizon: float = 2e5
    warm_up: float = 1e4
    replications: int = 20
    sojourns: int = 0
    variance_of: str | None = None
    against: Line | None = field(default=None)


def _figure(name: str) -> Measure:
    """The measure that is a run's own figure."""
    return lambda figures: figures[name]


def _queue(arrivals: D, service: D, servers: int = 1, **source: Any) -> Line:
    step = Step("S", service)
    return Line(
        "queue",
        (Station.single("S", servers=servers),),
        (Product("P", (step,)),),
        (Source("P", arrivals, **source),),
    )


def _queue_measures() -> dict[str, Measure]:
    return {
        "L": lambda f: f["station.S.here"],
        "Lq": lambda f: f["station.S.queue"],
        "W": lambda f: f["product.P.sojourn_s"],
        "Wq": lambda f: f["step.P.0.wait_s"],
        "P_wait": lambda f: f["step.P.0.delayed"],
        "sigma": lambda f: f["step.P.0.delayed"],
        "W_p95": lambda f: f["p95"],
        "TH": lambda f: f["product.P.throughput"],
    }


def _single(p: dict[str, Any], system: str) -> Study:
    """One station, one class, any of the usual arrivals and services."""
    mean = p.get("mean_service", 1.0 / p.get("mu", 1.0))
    service = D.balanced(mean, p.get("scv_service", 1.0))
    servers = int(p.get("servers", p.get("c", 1)))
    if "interarrival" in p:
        arrivals = D.constant(p["interarrival"])
    elif "lam_batches" in p:
        arrivals = D.exponential(1.0 / p["lam_batches"])
    elif system.startswith("E") and system[1 : system.find("/")].isdigit():
        arrivals = D.erlang(int(system[1 : system.find("/")]), 1.0 / p["lam"])
    else:
        arrivals = D.exponential(1.0 / p["lam"])
    line = _queue(arrivals, service, servers, batch=int(p.get("batch", 1)))
    return Study(line, _queue_measures(), horizon=4e5 * mean, sojourns=200_000)


def _priorities(p: dict[str, Any]) -> Study:
    names = sorted(k.removeprefix("lam") for k in p if k.startswith("lam"))
    service = D.exponential(1.0 / p["mu"])
    products = tuple(
        Product(f"P{i}", (Step("S", service),), priority=k) for k, i in enumerate(names)
    )
    sources = tuple(Source(f"P{i}", D.exponential(1.0 / p[f"lam{i}"])) for i in names)
    station = Station("S", (Machine("M"),), rule="priority")
    measures: dict[str, Measure] = {}
    for i in names:
        measures[f"Wq{i}"] = _figure(f"step.P{i}.0.wait_s")
    return Study(Line("priorities", (station,), products, sources), measures)


def _breakdowns(p: dict[str, Any]) -> Study:
    failure = Failure(
        D.exponential(1.0 / p["fail_rate_busy"]), D.exponential(1.0 / p["repair_rate"])
    )
    station = Station("S", (Machine("M", failures=(failure,)),))
    line = Line(
        "breakdowns",
        (station,),
        (Product("P", (Step("S", D.exponential(1.0 / p["mu"])),)),),
        (Source("P", D.exponential(1.0 / p["lam"])),),
    )

    def busy(f: Figures) -> float:
        return f["machine.M.running"] + f["machine.M.down"]

    measures = _queue_measures() | {
        "utilization_incl_repair": busy,
        "mean_completion": lambda f: busy(f) * f["span"] / f["machine.M.done"],
    }
    return Study(line, measures)


def _visits(i: int) -> Measure:
    """Visits to a station per finished part."""
    return lambda f: f[f"step.P.{i}.visits"] / f["product.P.finished"]


def _jackson(p: dict[str, Any]) -> Study:
    count = len(p["mu"])
    steps = [Step(f"S{i}", D.exponential(1.0 / mu)) for i, mu in enumerate(p["mu"])]
    last = steps[-1]
    steps[-1] = Step(last.station, last.time_s, rework=p.get("rework", 0.0), rework_to=0)
    stations = tuple(
        Station.single(f"S{i}", servers=int(n)) for i, n in enumerate(p.get("servers", [1] * count))
    )
    line = Line(
        "jackson",
        stations,
        (Product("P", tuple(steps)),),
        (Source("P", D.exponential(1.0 / p["lam"])),),
    )
    measures: dict[str, Measure] = {"W": lambda f: f["product.P.sojourn_s"]}
    for i in range(count):
        measures[f"L{i + 1}"] = _figure(f"station.S{i}.here")
        measures[f"v{i + 1}"] = _visits(i)
    return Study(line, measures)


def _serial(
    times: list[D], buffers: list[int | None], machines: list[Machine] | None = None, **how: Any
) -> Line:
    """A saturated line in series; `buffers[i]` lies before station i + 1."""
    stations = tuple(
        Station(
            f"S{i}",
            ((machines[i] if machines else Machine(f"M{i}")),),
            None if i == 0 else buffers[i - 1],
            **how,
        )
        for i in range(len(times))
    )
    route = tuple(Step(f"S{i}", d) for i, d in enumerate(times))
    return Line("serial", stations, (Product("P", route, endless=True),))


def _behind(count: int) -> Measure:
    return lambda f: sum(f[f"station.S{i}.here"] for i in range(1, count))


def _throughput(f: Figures) -> float:
    return f["product.P.throughput"]


def _conwip(p: dict[str, Any]) -> Study:
    means = p.get("mean_times") or [1.0 / mu for mu in p["mu"]]
    stations = tuple(Station.single(f"S{i}") for i in range(len(means)))
    route = tuple(Step(f"S{i}", D.exponential(m)) for i, m in enumerate(means))
    line = Line("conwip", stations, (Product("P", route, population=int(p["wip"])),))
    measures: dict[str, Measure] = {"TH": _throughput, "CT": lambda f: f["product.P.sojourn_s"]}
    for i in range(len(means)):
        measures[f"L{i + 1}"] = _figure(f"station.S{i}.here")
    return Study(line, measures)


def _hillier_boling(p: dict[str, Any], expected: dict[str, Any]) -> Study:
    if "erlang_k" in p:
        times = [D.erlang(int(p["erlang_k"]), p["mean"])] * (len(p["buffers"]) + 1)
    else:
        times = [D.exponential(1.0 / mu) for mu in p["mu"]]
    line = _serial(times, p["buffers"])
    if "variance_rate" in expected:
        name = "product.P.finished"
        measures: dict[str, Measure] = {"TH": _throughput}
        return Study(line, measures, 1e4, 300.0, 800, variance_of=name)
    return Study(line, {"TH": _throughput, "WIP_after_station1": _behind(len(times))})


def _bowl(p: dict[str, Any]) -> Study:
    x = p["x"]
    bowl = _serial([D.exponential(t) for t in (x, 3 - 2 * x, x)], [0, 0])
    flat = _serial([D.exponential(1.0)] * 3, [0, 0])
    return Study(bowl, {"TH": _throughput}, replications=40, against=flat)


def _transfer(p: dict[str, Any], exponential: bool) -> Study:
    """Gershwin's lines: machines fail while working only and stop when the next buffer is full.

    A buffer of N counts the piece in the machine behind it, so N - 1 places wait.
    """
    count = len(p["r"])
    sizes = p.get("N")
    sizes = [sizes] if isinstance(sizes, int) else sizes
    places = [None] * (count - 1) if sizes is None else [n - 1 for n in sizes]
    make = (lambda q: D.exponential(1.0 / q)) if exponential else D.geometric
    machines = [
        Machine(f"M{i}", failures=(Failure(make(p["p"][i]), make(p["r"][i])),))
        for i in range(count)
    ]
    mu = p.get("mu", [1.0] * count)
    times = [D.exponential(1.0 / m) if exponential else D.constant(1.0) for m in mu]
    line = _serial(times, places, machines, blocking="before")
    measures: dict[str, Measure] = {
        "E": _throughput,
        "E_closed_form": _throughput,
        "TH": _throughput,
        "mean_buffer": lambda f: f["station.S1.here"],
    }
    for i in range(1, count):
        measures[f"mean_buffer{i}"] = _figure(f"station.S{i}.here")
    return Study(line, measures, horizon=4e5, warm_up=4e4 if sizes is None else 1e4)


def _rework(p: dict[str, Any]) -> Study:
    step = Step("S", D.exponential(1.0), scrap=p["pscrap"], rework=p["pr"], rework_to=0)
    line = Line("rework", (Station.single("S"),), (Product("P", (step,), endless=True),))
    measures: dict[str, Measure] = {
        "yield_": lambda f: f["product.P.yield"],
        "mean_passes": lambda f: (
            f["step.P.0.visits"] / (f["product.P.finished"] + f["product.P.scrapped"])
        ),
    }
    return Study(line, measures)


def _assembly(p: dict[str, Any]) -> Study:
    """Feeders, each with a buffer before the last machine, which takes one of each."""
    rates = p["mu"]
    feeders = len(rates) - 1
    buffers = p.get("buffers", [p.get("N", 1)] * feeders)
    stations = [Station.single(f"S{i}") for i in range(feeders + 1)]
    products = [
        Product(
            f"C{i}",
            (Step(f"S{i}", D.exponential(1.0 / rates[i])),),
            endless=True,
            store=f"B{i}",
        )
        for i in range(feeders)
    ]
    kit = {f"B{i}": 1 for i in range(feeders)}
    last = Step(f"S{feeders}", D.exponential(1.0 / rates[-1]), kit=kit)
    products.append(Product("P", (last,), endless=True))
    stores = {f"B{i}": int(b) for i, b in enumerate(buffers)}
    line = Line("assembly", tuple(stations), tuple(products), stores=stores)
    return Study(line, {"TH": _throughput})


def study_of(case: dict[str, Any]) -> Study | None:
    """The study for a case, or None if its system is not known here."""
    p, system, expected = case["params"], str(case["system"]), case["expected"]
    words = system.lower()
    known: list[tuple[bool, Callable[[], Study]]] = [
        ("assembly" in words and "mu" in p, lambda: _assembly(p)),
        ("lam1" in p, lambda: _priorities(p)),
        ("fail_rate_busy" in p, lambda: _breakdowns(p)),
        ("wip" in p, lambda: _conwip(p)),
        ("jackson" in words, lambda: _jackson(p)),
        ("pscrap" in p, lambda: _rework(p)),
        ("bowl" in words, lambda: _bowl(p)),
        ("r" in p and "p" in p, lambda: _transfer(p, "exponential processing" in words)),
        ("buffers" in p, lambda: _hillier_boling(p, expected)),
        (
            bool({"lam", "lam_batches", "interarrival"} & set(p)) and "/" in system,
            lambda: _single(p, system),
        ),
    ]
    return next((make() for fits, make in known if fits), None)
