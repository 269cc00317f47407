"""Energy by meters: spread over time, resets, per part, per order, while idle."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineside.energy.errors import ReadingInvalid, StepInvalid
from lineside.energy.model import Reading, Run, share
from lineside.telemetry.actions import StateChange

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
GRINDER = "halden/machining/GR-04"
FURNACE = "halden/heat-treatment/FU-01"
START = datetime(2026, 10, 5, 4, tzinfo=UTC)


def at(minutes):
    return START + timedelta(minutes=minutes)


@pytest.fixture
def meter(administrator, machine):
    administrator.run("plant.load_plant", folder=str(HALDEN))

    def call(counts, equipment=GRINDER):
        rows = [Reading(equipment, at(minutes), count) for minutes, count in counts]
        return machine.run("energy.record_readings", readings=rows).result

    return call


def used(operator, begin, finish, equipment=GRINDER):
    return operator.ask("energy.kwh", equipment=equipment, start=at(begin), end=at(finish)).value


def test_energy_is_the_difference_of_counts_and_spreads_evenly_between(meter, operator):
    assert meter([(0, 100), (60, 110), (120, 140)]) == 3
    assert used(operator, 0, 120) == pytest.approx(40)
    assert used(operator, 30, 60) == pytest.approx(5)
    assert used(operator, 30, 90) == pytest.approx(20)
    assert used(operator, -600, 600) == pytest.approx(40)


def test_no_reading_is_no_data_and_a_standing_meter_is_zero(meter, operator):
    assert used(operator, 0, 60) is None
    meter([(0, 100), (60, 100)])
    assert used(operator, 0, 60) == 0
    cover = operator.ask("energy.kwh", equipment=GRINDER, start=at(0), end=at(120)).units[0]
    assert cover.covered_s == 3600


def test_late_readings_in_any_order_and_twice_change_nothing_but_detail(meter, operator):
    meter([(120, 140)])
    meter([(0, 100)])
    assert used(operator, 0, 60) == pytest.approx(20)
    meter([(60, 110), (60, 110), (0, 100)])
    assert used(operator, 0, 60) == pytest.approx(10)
    assert used(operator, 0, 120) == pytest.approx(40)


def test_a_meter_that_begins_again_is_told_and_counts_on(meter, operator, administrator):
    meter([(0, 900), (60, 950)])
    meter([(120, 30), (180, 50)])
    assert used(operator, 0, 180) == pytest.approx(50 + 30 + 20)
    told = administrator.ask("kernel.news", name="energy.MeterReset")
    assert [(news.facts["before_kwh"], news.facts["after_kwh"]) for news in told] == [(950, 30)]


@pytest.mark.parametrize("wrong", [-1.0, float("inf"), float("nan")])
def test_what_no_meter_shows_is_refused(meter, machine, world, wrong):
    from lineside.energy.actions import record_readings

    with world.work(machine.actor) as work, pytest.raises(ReadingInvalid):
        record_readings(work, readings=[Reading(GRINDER, at(0), wrong)])


def test_a_node_is_the_sum_of_its_machines(meter, operator):
    meter([(0, 0), (60, 10)])
    meter([(0, 0), (60, 70)], FURNACE)
    hall = operator.ask("energy.kwh", equipment="halden/gear-hall", start=at(0), end=at(60))
    assert hall.value == pytest.approx(80)
    assert {unit.equipment for unit in hall.units} == {GRINDER, FURNACE}
    assert operator.ask("energy.energy_kwh", start=at(0), end=at(60)).value == pytest.approx(80)


def test_the_load_curve_keeps_the_energy(meter, operator):
    meter([(0, 0), (90, 30), (240, 60)])
    curve = operator.ask("energy.load_curve", equipment=GRINDER, start=at(0), end=at(240))
    assert [round(point.kwh, 6) for point in curve] == [20, 16, 12, 12]
    assert sum(point.kwh for point in curve) == pytest.approx(60)
    assert curve[0].mean_kw == pytest.approx(20)
    with pytest.raises(StepInvalid):
        operator.ask("energy.load_curve", start=at(0), end=at(60), step_s=0)


def process(supervisor, equipment, lot, order, begin, finish, good, scrap=0):
    times = {"start": at(begin), "end": at(finish)}
    given = {"lot": lot, "equipment": equipment, "operation": "x", "order": order} | times
    supervisor.run("tracing.record_process", good=good, scrap=scrap, **given)


def test_energy_per_good_part(meter, operator, supervisor):
    meter([(0, 0), (480, 240)])
    process(supervisor, GRINDER, "L-1", "O-1", 0, 240, 18, 2)
    process(supervisor, GRINDER, "L-2", "O-2", 240, 470, 22)
    figure = operator.ask("energy.per_part", equipment=GRINDER, start=at(0), end=at(480))
    assert (figure.good, figure.scrap, figure.value) == (40, 2, pytest.approx(6))
    nothing = operator.ask("energy.per_part", equipment=FURNACE, start=at(0), end=at(480))
    assert nothing.value is None


def test_lots_in_the_furnace_together_share_by_pieces(meter, operator, supervisor):
    meter([(0, 0), (420, 840)], FURNACE)
    process(supervisor, FURNACE, "L-1", "O-1", 0, 420, 24)
    process(supervisor, FURNACE, "L-2", "O-2", 0, 420, 8)
    first, second = (operator.ask("energy.order_energy", order=name) for name in ("O-1", "O-2"))
    assert first.kwh == pytest.approx(630)
    assert second.kwh == pytest.approx(210)
    assert first.runs[0].pieces == 24


RUNS = st.lists(st.tuples(st.integers(1, 300), st.integers(1, 50)), min_size=1, max_size=6)


@given(RUNS)
def test_runs_of_the_same_time_share_all_of_the_energy(pieces):
    runs = [Run("F", str(n), at(0), at(400), float(p)) for n, (_, p) in enumerate(pieces)]
    assert sum(share(run, runs) for run in runs) == pytest.approx(1)


def test_what_idle_machines_draw_is_listed_most_first(meter, machine, operator, world, clock):
    clock.set(at(600))
    meter([(0, 0), (60, 30), (180, 42), (240, 72)])
    changes = [StateChange(GRINDER, state, at(minutes), "test")
               for minutes, state in ((0, "running"), (60, "idle"), (180, "running"))]  # fmt: skip
    machine.run("telemetry.import_states", changes=changes)
    rows = operator.ask("energy.idle_draw", equipment="halden/machining", start=at(0), end=at(240))
    assert [(row.equipment, row.idle_hours, row.idle_kwh, row.total_kwh) for row in rows] == [
        (GRINDER, 2, pytest.approx(12), pytest.approx(72)),
    ]
