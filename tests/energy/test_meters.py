"""The machines' own meters are read from the historian, each quarter once."""

from datetime import timedelta
from pathlib import Path

import pytest

from lineside.energy.actions import QUARTER
from lineside.telemetry.adapters.memory_historian import MemoryHistorian
from lineside.telemetry.ports import Historian
from lineside.telemetry.samples import samples

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
GRINDER = "halden/machining/GR-04"
TAG = "GR-04.energy_kwh"


@pytest.fixture
def count(administrator, world):
    """Lets the grinder's meter show counts at times."""
    administrator.run("plant.load_plant", folder=str(HALDEN))
    administrator.run("telemetry.load_tags", folder=str(HALDEN),
                      addresses={"opcua": "opc.tcp://127.0.0.1:1"})  # fmt: skip
    historian = MemoryHistorian()
    world.provide(Historian, historian)

    def call(*shown):
        times = [round(at.timestamp() * 1e6) for at, _ in shown]
        historian.append(samples([TAG] * len(shown), times, [value for _, value in shown]))

    return call


def used(operator, start, end):
    return operator.ask("energy.kwh", equipment=GRINDER, start=start, end=end).value


def test_each_quarter_is_read_once_and_what_comes_later_is_added(count, machine, operator, clock):
    begin = clock.now()
    count(*((begin + timedelta(minutes=m), 100 + m) for m in range(0, 60, 5)))
    clock.advance(timedelta(hours=1, minutes=5))
    assert machine.run("energy.read_meters").result == 4
    assert machine.run("energy.read_meters").result == 0
    assert used(operator, begin + QUARTER, begin + 4 * QUARTER) == pytest.approx(45)
    count((begin + timedelta(minutes=70), 190))
    clock.advance(timedelta(minutes=25))
    assert machine.run("energy.read_meters").result == 1
    assert used(operator, begin + 4 * QUARTER, begin + 5 * QUARTER) == pytest.approx(35)


def test_a_machine_without_readings_stays_without_data(count, machine, operator, clock):
    begin = clock.now()
    clock.advance(timedelta(hours=2))
    assert machine.run("energy.read_meters").result == 0
    assert used(operator, begin, clock.now()) is None


def test_a_meter_that_begins_again_is_told(count, machine, administrator, clock):
    begin = clock.now()
    count((begin + timedelta(minutes=5), 500), (begin + timedelta(minutes=20), 3))
    clock.advance(timedelta(minutes=40))
    machine.run("energy.read_meters")
    resets = administrator.ask("kernel.news", name="energy.MeterReset")
    assert [each.facts["before_kwh"] for each in resets] == [500]
