"""The programs in their short form: how each is called, and which of its figures make a line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Told = dict[str, Any]
# line, ours, peer, protocol
Figures = tuple[str, float | None, float | None, str]


@dataclass(frozen=True)
class Program:
    """One run: ``name`` is a module of this package, and after a slash what it is run for.

    ``data`` names the sub-folder that it reads; None when it needs no data.
    """

    name: str
    words: tuple[str, ...]
    limit_s: float
    read: Callable[[Told], Iterable[Figures]]
    data: str | None = None

    def missing(self, data: Path | None) -> str:
        """Why it cannot run, in a few words; nothing when it can."""
        if self.data is None:
            return ""
        if data is None:
            return "needs --data"
        return "" if (data / self.data).exists() else f"no {self.data} in the data"

    def command(self, data: Path | None, out: Path) -> list[str]:
        """The words after ``python -m``."""
        words = [f"benchmarks.{self.name.partition('/')[0]}", *self.words, "--json", str(out)]
        if self.data is not None and data is not None:
            words += ["--data", str(data / self.data)]
        return words


def _entries(entries: Iterable[Told]) -> Iterable[Figures]:
    """The shape that most programs share: one entry per data set and protocol."""
    for each in entries:
        name = each.get("dataset") or each.get("data") or ""
        peer = each.get("baseline")
        measure = each.get("metric") or each.get("measure")
        against = f"peer: {each['baseline_name']}" if each.get("baseline_name") else ""
        wish = {True: "more", False: "less"}.get(each.get("higher_is_better"), "")
        first = ", ".join(filter(None, (measure, each.get("protocol"))))
        yield name, each["ours"], peer, "; ".join(filter(None, (first, against, wish)))


def _scheduling(told: Told) -> Iterable[Figures]:
    gap = told["mean_gap_percent"]
    size = f"{len(told['instances'])} instances, {told['seconds']:g} s each"
    yield "mean gap to the best known, %", gap["ours"], gap["peer"], f"{size}, {told['peer']}; less"


def _simulation(told: Told) -> Iterable[Figures]:
    yield "reference cases inside 99 %", told["inside"], told["of"], "peer: all cases"
    for name, model in told["speed"]["models"].items():
        for peer in (each for each in model if f"ratio_{each}" in model):
            yield f"{name} beside {peer}", model["ours"], model[peer], "events per CPU second; more"


def _forecasting(told: Told) -> Iterable[Figures]:
    for each in told["entries"]:
        peers = {name: value for name, value in each["peers"].items() if value is not None}
        best = min(peers, key=peers.__getitem__, default=None)
        protocol = f"{each['protocol']}; peer: {best}, the best single one; less"
        name = f"{each['data']} ({each['series']})"
        yield name, each["ours"], peers[best] if best else None, protocol
        for level, inside in each["coverage"].items():
            yield f"{name}, coverage, %", inside, float(level), "peer: what was promised"


def _retrieval(told: Told) -> Iterable[Figures]:
    for each in told["collections"]:
        found, size = each["ndcg10"], f"{each['documents']} documents, {each['queries']} queries"
        name = f"{each['name']}, nDCG at 10"
        yield name, found["ours"], found.get("fusion"), f"{size}; peer: rank fusion; more"
    if speed := told.get("speed"):
        what = f"{speed['passages']:,} passages, a whole search; peer: the goal; less"
        yield "search, ms", speed["all"]["median_ms"], speed["goal_ms"], what
        yield "search, processor ms", speed["all"]["median_processor_ms"], None, what


def _historian(told: Told) -> Iterable[Figures]:
    ours, peer = told["lineside"], told.get("duckdb_file", {})
    size = f"{told['points']:,} points, peer: DuckDB file"
    ingest = [part.get("ingest", {}).get("points_per_s") for part in (ours, peer)]
    yield "durable points a second", *ingest, f"{size}; more"
    for name in ("last", "tag_day", "tag_30_days_1000"):
        times = [_find(part, name).get("ms") for part in (ours, peer)]
        yield f"{name}, ms", *times, f"{size}; less"


def _find(told: Told, name: str) -> Told:
    """The figures of that name, on whichever level they stand."""
    for key, value in told.items():
        if isinstance(value, dict):
            if key == name:
                return value
            if inside := _find(value, name):
                return inside
    return {}


def _ingest(told: Told) -> Iterable[Figures]:
    for way in ("mqtt", "opcua"):
        yield f"{way}, values a second", told[way]["values_per_s"], None, "durable; more"
        yield f"{way}, values lost", told[way].get("lost"), None, "goal 0"
        yield f"{way}, delay p95, s", told[way]["delay_p95_s"], None, "machine to disk; less"


def _pages(told: Told) -> Iterable[Figures]:
    what = f"{told['clients']} clients, times at the client; peer: the goal; less"
    yield "median, ms", told["all"]["median_ms"], told["goal_ms"], what
    yield "p95, ms", told["all"]["p95_ms"], None, what
    yield "failed answers", told["failed"], None, f"of {told['answers']}"


def _board(told: Told) -> Iterable[Figures]:
    what = f"{told['clients']} open pages, {told['rate_per_s']:g} news a second; less"
    yield "delay median, ms", told["median_ms"], None, what
    yield "delay p95, ms", told["p95_ms"], None, what
    yield "news lost", told["lost"], None, f"of {told['clients'] * told['news']}"


def _only(*names: str) -> list[str]:
    return [word for name in names for word in ("--only", name)]


PROGRAMS = (
    Program("board", ("--news", "30"), 120, _board),
    Program("pages", ("--seconds", "15"), 90, _pages),
    Program("historian", ("--points", "1000000", "--sample", "10"), 90, _historian),
    Program("ingest", ("--seconds", "5"), 90, _ingest),
    Program("spc", ("--sample", "1000000", "--runs", "300"), 120, lambda t: _entries(t["spc"]),
            "spc"),
    Program("simulation", ("--seconds", "2", "--sample", "8", "--peer", "simpy"), 120, _simulation,
            "simulation"),
    Program("scheduling", ("--seconds", "2", "--sample", "6", "--peer", "pyjobshop"), 120,
            _scheduling, "scheduling/jsp"),
    Program("forecasting", ("--sample", "40"), 150, _forecasting, "demand"),
    Program("forecasting/load", ("--sample", "7"), 60, _forecasting, "process/steel_energy"),
    Program("retrieval", ("--sample", "40", "--documents", "300", "--passages", "10000"), 150,
            _retrieval, "text/cranfield"),
    Program("retrieval/cisi", ("--sample", "10", "--documents", "300", "--passages", "0"), 90,
            _retrieval, "text/cisi"),
    Program("maintenance", ("--sample", "20", *_only("speed", "skab", "nab", "bearings", "mill",
            "azure", "ai4i")), 150, lambda t: _entries(t["entries"]), "condition"),
    Program("maintenance/life", ("--sample", "15", *_only("cmapss")), 120,
            lambda t: _entries(t["entries"]), "condition/cmapss"),
    # The longest comes last, so that on a busy machine it alone is cut.
    Program("inspection", ("--sample", "24"), 360,
            lambda t: _entries(t["inspection"]), "pictures"),
)  # fmt: skip
