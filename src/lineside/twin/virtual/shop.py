"""The plant's line for the discrete-event engine, from the same files as everything else."""

from datetime import datetime, time, timedelta
from typing import Any

from lineside.twin.distributions import Distribution
from lineside.twin.line import Calendar, Failure, Line
from lineside.twin.plant_line import Charge, Made, Operation, PlantFacts, plant_line
from lineside.twin.virtual.plant_data import PlantData

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


def _operation(data: PlantData, row: dict[str, Any]) -> Operation:
    charge = row.get("batch")
    family = str(row["setup_family"])
    return Operation(
        machines=tuple(row["machines"]),
        cycle_time_s=float(row["cycle_time_s"]),
        setup_family="" if family == "any" else family,
        needs={
            str(need["material"]): int(need["quantity"])
            for need in row["materials"]
            if need["material"] in data.products
        },
        charge=Charge(
            float(charge["charge_time_s"]),
            int(charge["maximum_lots"]),
            int(charge["minimum_lots"]),
            float(charge["maximum_wait_s"]),
        )
        if charge
        else None,
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
    kinds = {name: str(row["kind"]) for name, row in data.machines.items()}
    matrix = data.product_file["setup_matrix"]
    return plant_line(
        PlantFacts(
            name="halden",
            kinds=kinds,
            products=[
                Made(
                    str(row["id"]),
                    int(row.get("lot_size", 1)),
                    tuple(_operation(data, op) for op in row["routing"]),
                )
                for row in data.products.values()
            ],
            setup_s={
                kind: {a: {b: m * 60.0 for b, m in row.items()} for a, row in rows.items()}
                for kind, rows in matrix.items()
            },
            failures={kind: _failures(kind) for kind in set(kinds.values())},
            calendars={"manual": _calendar(data, start, days)},
            manned=dict.fromkeys(MANUAL, "manual"),
            opening={name: units * OPENING_DAYS for name, units in stored(data).items()},
        )
    )
