"""A plant's master data as a line."""

import pytest

from lineside.twin.distributions import Distribution as D
from lineside.twin.errors import LineInvalid
from lineside.twin.line import Calendar, Failure, Release
from lineside.twin.plant_line import Charge, Made, Operation, PlantFacts, components, plant_line
from lineside.twin.simulation import Run

GEAR = Made(
    "gear",
    10,
    (Operation(("L1", "L2"), 60.0, "gear"), Operation(("F1",), 0.0, charge=Charge(3600.0, 2))),
)
BOX = Made("box", 1, (Operation(("A1",), 300.0, needs={"gear": 4}),))
KINDS = {"L1": "lathe", "L2": "lathe", "F1": "furnace", "A1": "bench"}


def test_lots_become_stock_that_assembly_uses() -> None:
    line = plant_line(PlantFacts("small", KINDS, [GEAR, BOX]))
    assert [s.name for s in line.stations] == ["lathe", "furnace", "bench"]
    assert components(PlantFacts("small", KINDS, [GEAR, BOX])) == ("gear",)
    lots = [Release(0.0, "gear", k) for k in range(2)]
    boxes = [Release(0.0, "box", 10 + k) for k in range(6)]
    run = Run(line, seed=1, releases=lots + boxes)
    run.advance(12 * 3600.0)
    told = run.figures()
    assert told["product.gear.finished"] == 2.0
    assert told["product.box.finished"] == 5.0, "twenty gears are enough for five boxes"


def test_setups_failures_and_shifts_are_carried_over() -> None:
    facts = PlantFacts(
        "small",
        KINDS,
        [GEAR, BOX],
        setup_s={"lathe": {"gear": {"gear": 0.0}}},
        failures={"lathe": (Failure(D.exponential(100.0), D.constant(1.0)),)},
        calendars={"day": Calendar(((0.0, 8.0),), 24.0)},
        manned={"bench": "day"},
    )
    stations = {s.name: s for s in plant_line(facts).stations}
    assert len(stations["lathe"].machines[1].failures) == 1
    assert stations["bench"].machines[0].calendar == "day"
    assert stations["furnace"].batch is not None


def test_unknown_machines_are_refused() -> None:
    wrong = Made("x", 1, (Operation(("L1", "A1"), 60.0),))
    with pytest.raises(LineInvalid):
        plant_line(PlantFacts("small", KINDS, [wrong]))
