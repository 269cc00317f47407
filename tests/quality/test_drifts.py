"""The watch on measured characteristics: what is told, once, by whom to blame, and what is not."""

from datetime import timedelta

import numpy as np
import pytest

from lineside.quality.charts import arl_shewhart
from lineside.quality.shifts import FALSE_ALARM_EVERY, LEAST_QUIET, find_shift

PRESS = "halden/assembly/PR-01"
LATHE = "halden/machining/LA-02"
CAMERA, GRINDERS = "halden/inspection/VI-01", ["halden/machining/GR-01", "halden/machining/GR-02"]


def quiet(count, seed=1):
    return np.random.default_rng(seed).normal(62, 2, count)


@pytest.fixture
def pressed(supervisor, clock):
    """Load forces of one lot, one a minute until now."""

    def load(values, product="YG200"):
        lot = f"LOT-{product}"
        if not supervisor.ask("quality.checks", lot=lot):
            supervisor.run("tracing.create_lot", lot=lot, material=product, quantity=9, unit="pcs")
        end = clock.now()
        rows = [
            {"lot": lot, "characteristic": "force_kn", "value": float(value), "unit": "kN",
             "equipment": PRESS, "lower": 40.0, "upper": 84.0,
             "at": (end - timedelta(minutes=len(values) - n - 1)).isoformat()}
            for n, value in enumerate(values)
        ]  # fmt: skip
        supervisor.run("quality.import_checks", checks=rows)

    return load


def drifts(who):
    return who.run("quality.find_drifts").result


def test_a_small_shift_raises_an_alert_with_its_reason_long_before_a_limit(pressed, supervisor):
    values = quiet(260)
    values[200:] += 2.4
    assert not (np.abs(values - 62) > 11).any(), "nothing is out of tolerance"
    pressed(values)
    (name,) = drifts(supervisor)
    found = supervisor.ask("quality.drift", drift=name)
    assert (found.direction, found.characteristic, found.product) == ("up", "force_kn", "YG200")
    assert found.shift_sigma == pytest.approx(1.2, abs=0.4)
    assert found.limits_take == pytest.approx(arl_shewhart(found.shift_sigma))
    assert found.values < 45
    assert abs((found.since - found.series[-found.values].at) / timedelta(minutes=1)) < 1
    (alert,) = supervisor.ask("andon.alerts")
    assert alert.kind == "quality.drift.force_kn"
    assert alert.title.startswith("Force of YG200 at PR-01 drifts up since ")
    assert f"by {found.values} values; limits alone take {found.limits_take:.0f})" in alert.title
    assert alert.facts["now_kn"] - alert.facts["usual_kn"] == pytest.approx(2.4, abs=0.8)
    assert alert.facts["values_needed"] == found.values
    assert alert.facts["values_that_limits_take"] == round(found.limits_take)
    assert alert.link == f"/quality/drift/{name}"
    assert supervisor.ask("guidance.inbox") == [], "an alert, no recommendation"


def test_a_drift_is_told_once_and_its_new_level_is_the_usual_one(pressed, supervisor, clock):
    values = quiet(260)
    values[200:] -= 3
    pressed(values)
    assert len(drifts(supervisor)) == 1
    assert drifts(supervisor) == []
    clock.advance(timedelta(hours=9))
    pressed(quiet(500, seed=2) - 3)
    assert drifts(supervisor) == []
    clock.advance(timedelta(hours=9))
    pressed(quiet(60, seed=3) + 3)
    assert len(drifts(supervisor)) == 1
    assert [each.direction for each in supervisor.ask("quality.drifts")] == ["up", "down"]
    assert {len(each.series) for each in supervisor.ask("quality.drifts")} == {0}


def test_quiet_values_another_product_and_a_slip_of_the_gauge_raise_nothing(pressed, supervisor):
    values = quiet(300)
    values[250] += 60
    pressed(values)
    pressed(quiet(300, seed=7) + 20, product="YG300")
    assert drifts(supervisor) == []
    assert supervisor.ask("andon.alerts") == []


def test_too_short_a_past_tells_nothing():
    values = quiet(LEAST_QUIET * 2)
    values[LEAST_QUIET:] += 20
    assert find_shift(values) is None
    assert find_shift(np.full(400, 62.0)) is None


@pytest.mark.parametrize("length", [130, 600])
def test_chance_raises_no_more_alerts_than_it_may(length):
    """Ten thousand quiet series hold more than half a million watched values."""
    source = np.random.default_rng(12)
    runs = 600_000 // length
    alarms = sum(find_shift(source.normal(0, 1, length)) is not None for _ in range(runs))
    assert alarms <= 1 + 3 * 600_000 / FALSE_ALARM_EVERY


def test_values_that_follow_each_other_are_not_taken_for_shifts():
    source, alarms = np.random.default_rng(5), 0
    for _ in range(300):
        noise, values = source.normal(size=600), np.zeros(600)
        for at in range(1, 600):
            values[at] = 0.5 * values[at - 1] + noise[at]
        alarms += find_shift(values) is not None
    assert alarms <= 1


@pytest.mark.parametrize(("shift", "most"), [(1.0, 60), (2.0, 16), (4.0, 8)])
def test_larger_shifts_are_seen_sooner_and_begin_where_they_began(shift, most):
    seen, began = [], []
    for seed in range(60):
        values = np.random.default_rng(seed).normal(0, 1, 700)
        values[400:] += shift
        found = find_shift(values)
        assert found is not None
        seen.append(found.seen - 399)
        began.append(found.since - 400)
    assert np.mean(seen) < most
    assert abs(np.median(began)) <= 3
    assert np.mean(seen) < arl_shewhart(shift, 4.89), "limits with as few false alarms take longer"


@pytest.fixture
def ground(supervisor, machine, clock):
    """Units seen by one camera, ground by two machines in turn, lot by lot."""

    def load(values, first=0, ground_yet=True):
        lots = [f"L-{first + number}" for number in range(len(values))]
        for number, lot in enumerate(lots):
            supervisor.run("tracing.create_lot", lot=lot, material="PG200", quantity=10, unit="pcs")
            at = clock.now() - timedelta(minutes=30 * (len(values) - number))
            for equipment in (LATHE, GRINDERS[number % 2], CAMERA) if ground_yet else (LATHE,):
                supervisor.run("tracing.import_genealogy", lots=[], links=[], processes=[
                    {"lot": lot, "equipment": equipment, "operation": "op", "order": "WO-1",
                     "start": at.isoformat(), "end": at.isoformat(), "good": 10, "scrap": 0}
                ])  # fmt: skip
        pictures = [
            {"station": CAMERA, "lot": lot, "unit": unit, "order": "WO-1", "file": "",
             "at": (clock.now() - timedelta(minutes=30 * (len(values) - n) - unit)).isoformat(),
             "judged": "good", "measured": {"profile_um": float(value)}}
            for n, lot in enumerate(lots) for unit, value in enumerate(values[n])
        ]  # fmt: skip
        machine.run("quality.import_pictures", pictures=pictures)

    return load


def test_what_cameras_measure_is_blamed_on_the_machine_and_on_it_alone(ground, supervisor):
    values = np.random.default_rng(3).normal(4, 1, (60, 10))
    values[41::2] += 1.5
    ground(values)
    (name,) = drifts(supervisor)
    found = supervisor.ask("quality.drift", drift=name)
    assert (found.equipment, found.product, found.unit) == (GRINDERS[1], "", "um")
    assert found.since >= found.series[0].at
    assert drifts(supervisor) == [], "its parts do not count against the camera afterwards"


def test_a_machine_that_drifts_on_is_told_again_from_its_new_level(ground, supervisor, clock):
    noise = np.random.default_rng(3)
    values = noise.normal(4, 1, (60, 10))
    values[41::2] += 1.5
    ground(values)
    assert len(drifts(supervisor)) == 1
    clock.advance(timedelta(hours=30))
    values = noise.normal(4, 1, (60, 10))
    values[1::2] += 1.5
    ground(values, first=100)
    assert drifts(supervisor) == [], "the new level is the usual one"
    clock.advance(timedelta(hours=30))
    values = noise.normal(4, 1, (40, 10))
    values[1::2] += 4
    ground(values, first=200)
    (name,) = drifts(supervisor)
    assert supervisor.ask("quality.drift", drift=name).equipment == GRINDERS[1]


def test_a_lot_whose_steps_are_not_all_reported_waits(ground, supervisor, clock):
    """The pictures of a lot come before its grinding is reported: nobody else is blamed for it."""
    values = np.random.default_rng(3).normal(4, 1, (60, 10))
    ground(values)
    clock.advance(timedelta(hours=3))
    ground(values[:4] + 6, first=100, ground_yet=False)
    assert drifts(supervisor) == []
