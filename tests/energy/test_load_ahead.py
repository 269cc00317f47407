"""Tomorrow's load from the meters: hours of the plant's clock, gaps, and a back-test beside it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineside.energy.curves import HOURS, hour_edges, last_whole_days, mean_power
from lineside.energy.errors import HistoryShort
from lineside.energy.model import Reading

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
GRINDER = "halden/machining/GR-04"
FURNACE = "halden/heat-treatment/FU-01"
# The simulated clock shows Monday, 5 October 2026, 8:00 in Oslo.
TODAY = date(2026, 10, 5)
MIDNIGHT = datetime(2026, 10, 4, 22, tzinfo=UTC)


@pytest.fixture
def meter(administrator, machine):
    """Lets a meter count by the hour on the days before today; ``power`` gives kW by day, hour."""
    administrator.run("plant.load_plant", folder=str(HALDEN))

    def call(days, power, equipment=GRINDER, leave_out=()):
        count, at = 100.0, MIDNIGHT - timedelta(days=days)
        rows = [Reading(equipment, at, count)]
        for step in range(days * HOURS):
            count += power(step // HOURS, step % HOURS)
            at += timedelta(hours=1)
            if step not in leave_out:
                rows.append(Reading(equipment, at, count))
        machine.run("energy.record_readings", readings=rows)

    return call


def shift_load(day, hour):
    return 60.0 if 6 <= hour < 22 else 20.0


def test_tomorrow_follows_the_usual_day(meter, operator):
    meter(28, shift_load)
    found = operator.ask("energy.load_forecast", equipment=GRINDER)
    assert (found.day, found.unit, found.meters, found.history_days) == (
        TODAY + timedelta(days=1), "kW", 1, 28,
    )  # fmt: skip
    assert found.history_from == TODAY - timedelta(days=28)
    assert [hour.start for hour in found.hours] == [
        MIDNIGHT + timedelta(hours=n) for n in range(48)
    ]
    assert [round(hour.expected_kw) for hour in found.hours[24:]] == [20] * 6 + [60] * 16 + [20] * 2
    assert found.kwh == pytest.approx(60 * 16 + 20 * 8)
    assert found.peak_kw == pytest.approx(60)
    assert found.peak_at == MIDNIGHT + timedelta(hours=30)
    assert found.back_test.mae_kw == pytest.approx(0, abs=1e-9)
    peak = operator.ask("energy.peak_load", equipment=GRINDER)
    assert (peak.value, peak.at) == (found.peak_kw, found.peak_at)


def test_the_back_test_tells_when_last_week_was_as_good(meter, operator):
    chance = np.random.default_rng(3)
    noise = chance.normal(0, 8, (35, HOURS))
    meter(35, lambda day, hour: shift_load(day, hour) + abs(noise[day, hour]))
    test = operator.ask("energy.load_forecast", equipment=GRINDER).back_test
    assert test.days == 7
    assert 0 < test.mae_kw < test.naive_mae_kw
    assert 0.5 < test.within_80 <= 1
    assert test.peak_mae_kw >= 0


def test_each_hour_lies_within_its_interval(meter, operator):
    chance = np.random.default_rng(5)
    noise = chance.exponential(9, (30, HOURS))
    meter(30, lambda day, hour: noise[day, hour])
    hours = operator.ask("energy.load_forecast", equipment=GRINDER).hours
    assert all(0 <= each.low_kw <= each.expected_kw <= each.high_kw for each in hours)


def test_a_node_is_the_load_of_its_meters_together(meter, operator):
    meter(20, shift_load)
    meter(20, shift_load, FURNACE)
    found = operator.ask("energy.load_forecast")
    assert found.meters == 2
    assert found.peak_kw == pytest.approx(120)


@pytest.mark.parametrize("days", [0, 1, 13])
def test_a_short_history_is_refused_with_what_is_there(meter, operator, days):
    meter(days, shift_load)
    with pytest.raises(HistoryShort) as caught:
        operator.ask("energy.load_forecast", equipment=GRINDER)
    assert caught.value.facts["days"] == days
    assert caught.value.facts["least"] == 14


def test_a_plant_without_meters_is_refused(meter, operator):
    with pytest.raises(HistoryShort) as caught:
        operator.ask("energy.load_forecast", equipment=FURNACE)
    assert caught.value.facts["metered"] == 0


def test_a_silent_meter_ends_the_history(meter, operator):
    silent = range(10 * HOURS, 10 * HOURS + 5)
    meter(28, shift_load, leave_out=silent)
    assert operator.ask("energy.load_forecast", equipment=GRINDER).history_days == 17
    meter(28, shift_load, FURNACE, leave_out=range(20 * HOURS, 20 * HOURS + 5))
    with pytest.raises(HistoryShort) as caught:
        operator.ask("energy.load_forecast")
    assert (caught.value.facts["days"], caught.value.facts["metered"]) == (7, 2)


def test_the_days_on_which_the_clock_changes_have_24_hours():
    spring = hour_edges(date(2026, 3, 29), 1, "Europe/Oslo")
    autumn = hour_edges(date(2026, 10, 25), 1, "Europe/Oslo")
    assert len(spring) == len(autumn) == HOURS + 1
    assert sorted(np.diff(spring) / 3600) == [0] + [1] * 23
    assert sorted(np.diff(autumn) / 3600) == [1] * 23 + [2]
    for edges in (spring, autumn):
        steady = (edges - edges[0]) / 3600 * 50
        assert mean_power(edges, steady, edges) == pytest.approx(50)


def test_a_meter_that_begins_again_counts_on():
    power = mean_power([0, 3600, 7200], [900, 950, 30], np.array([0.0, 3600, 7200]))
    assert power == pytest.approx([50, 30])


def test_what_no_reading_covers_is_unknown_and_not_zero():
    edges = np.arange(0, 6) * 3600.0
    power = mean_power([3600, 7200, 10800], [10, 10, 14], edges)
    assert power[1:3] == pytest.approx([0, 4])
    assert np.isnan(power[[0, 3, 4]]).all()
    assert np.isnan(mean_power([0], [5], edges)).all()
    assert np.isnan(mean_power([], [], edges)).all()


@given(st.lists(st.floats(0, 500), min_size=2, max_size=80), st.integers(1, 6))
def test_the_energy_of_the_hours_is_what_the_meter_counted(rises, quarters):
    """Whatever the meter's rhythm, hours share out what it counted between them."""
    at = np.arange(len(rises) + 1) * 900.0 * quarters
    counts = np.concatenate([[7.0], 7.0 + np.cumsum(rises)])
    edges = np.linspace(0, at[-1], 9)
    power = mean_power(at, counts, edges)
    assert (power * np.diff(edges) / 3600).sum() == pytest.approx(sum(rises), abs=1e-6)


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_whole_days_are_counted_back_to_the_last_gap(known):
    days = np.ones((len(known), HOURS))
    for place, is_known in enumerate(known):
        if not is_known:
            days[place, place % HOURS] = np.nan
    expected = len(known) if all(known) else known[::-1].index(False)
    assert last_whole_days(days) == expected
