"""The plant's line for the discrete-event engine, from the same files as everything else."""

from datetime import datetime, time, timedelta
from typing import Any

from lineside.twin.distributions import Distribution
from lineside.twin.line import (
    Batch,
    Calendar,
    Failure,
    Line,
    Machine,
    Product,
    Station,
    Step,
)
from lineside.twin.virtual.plant_data import PlantData

KINDS = (
    "mill",
    "lathe",
    "hobber",
    "grinder",
    "furnace",
    "vision",
    "press",
    "assembly",
    "test_bench",
    "packing",
)
MANUAL = ("press", "assembly", "test_bench", "packing")
OPENING_DAYS = 3
"""Days of consumption that lie in the stores when the line starts."""
DAILY = {"YG200": 60, "YG300": 40}
"""Gearboxes started per day."""

_HOURS = {"furnace": (900.0, 7200.0), "vision": (400.0, 1500.0)}
_STOPS = {"furnace": 300.0, "vision": 20.0, "packing": 60.0}


def _failures(kind: str) -> tuple[Failure, ...]:
    """Breakdowns, rare and long, and minor stops, frequent and short; both while working."""
    between, repair = _HOURS.get(kind, (110.0, 2700.0))
    minor = _STOPS.get(kind, 9.0)
    return (
        Failure(
            Distribution.weibull(1.3, between * 3600.0),
            Distribution.lognormal(repair, repair * 0.6),
        ),
        Failure(Distribution.exponential(minor * 3600.0), Distribution.lognormal(260.0, 170.0)),
    )


def _calendar(data: PlantData, start: datetime, days: int) -> Calendar:
    """Working time of the manual places as spans in seconds since the start: all but the breaks."""
    closed: list[tuple[float, float]] = []
    first = start.astimezone(data.zone).date() - timedelta(days=1)
    for k in range(days + 2):
        day = first + timedelta(days=k)
        for rest in data.calendar["breaks"]:
            begin = datetime.combine(day, time.fromisoformat(rest["start"]), data.zone)
            end = datetime.combine(day, time.fromisoformat(rest["end"]), data.zone)
            closed.append(((begin - start).total_seconds(), (end - start).total_seconds()))
    spans, since = [], 0.0
    for begin_s, end_s in sorted(closed):
        if begin_s > since:
            spans.append((since, begin_s))
        since = max(since, end_s)
    return Calendar((*spans, (since, since + 86400.0)))


def _station(data: PlantData, kind: str) -> Station:
    manual = kind in MANUAL
    machines = tuple(
        Machine(name, failures=_failures(kind), calendar="manual" if manual else None)
        for name in data.of_kind(kind)
    )
    setups = data.product_file["setup_matrix"].get(kind, {})
    times = {a: {b: m * 60.0 for b, m in row.items()} for a, row in setups.items()}
    batch = Batch(4, 2, 7200.0) if kind == "furnace" else None
    return Station(kind, machines, setup_s=times, batch=batch)


def _step(data: PlantData, product: dict[str, Any], operation: dict[str, Any]) -> Step:
    pieces = int(product.get("lot_size", 1))
    kind = data.machines[operation["machines"][0]]["kind"]
    seconds = pieces * float(operation["cycle_time_s"])
    spread = 0.02 if pieces > 1 else 0.08
    span = Distribution.lognormal(seconds * 1.01, seconds * spread) if seconds else None
    if "batch" in operation:
        charge = float(operation["batch"]["charge_time_s"])
        span = Distribution.lognormal(charge, charge * 0.01)
    assert span is not None, (product["id"], operation["op"])
    family = str(operation["setup_family"])
    kit = {
        str(need["material"]): int(need["quantity"])
        for need in operation["materials"]
        if need["material"] in data.products
    }
    move = Distribution.uniform(240.0, 900.0) if pieces > 1 else Distribution.uniform(40.0, 180.0)
    return Step(
        station=kind,
        time_s=span,
        family="" if family == "any" else family,
        machines=tuple(operation["machines"]),
        kit=kit,
        transport_s=move,
    )


def stored(data: PlantData) -> dict[str, int]:
    """Components made to stock, with the units used per day."""
    used: dict[str, int] = {}
    for product, daily in DAILY.items():
        for operation in data.products[product]["routing"]:
            for need in operation["materials"]:
                if need["material"] in data.products:
                    name = str(need["material"])
                    used[name] = used.get(name, 0) + daily * int(need["quantity"])
    return used


def shop(data: PlantData, start: datetime, days: int) -> Line:
    """The line, with working time from `start` for so many days."""
    used = stored(data)
    products = [
        Product(
            name=str(row["id"]),
            route=tuple(_step(data, row, operation) for operation in row["routing"]),
            store=str(row["id"]) if row["id"] in used else None,
            store_units=int(row.get("lot_size", 1)),
        )
        for row in data.products.values()
    ]
    return Line(
        name="halden",
        stations=tuple(_station(data, kind) for kind in KINDS),
        products=tuple(products),
        calendars={"manual": _calendar(data, start, days)},
        stores=dict.fromkeys(used, 0),
        opening={name: units * OPENING_DAYS for name, units in used.items()},
    )
