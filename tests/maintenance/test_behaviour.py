"""Usual behaviour through the door: learnt, scored as the machine runs, told when it departs."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from machines import HALDEN, MILL, historian, map_signals, run_shifts, write

from lineside.kernel.clock import SimulatedClock
from lineside.kernel.worker import Worker
from lineside.maintenance.anomaly.usual import LASTING, lasting
from lineside.maintenance.errors import ModelFileUnreadable, NothingLearnt, PastShort
from lineside.telemetry.adapters.parquet_historian import ParquetHistorian

WEEKS = timedelta(days=33)


@pytest.fixture
def store(world, door, supervisor) -> Iterator[ParquetHistorian]:
    """A mill with its signals mapped, and nothing recorded yet."""
    door.run("plant.load_plant", {"folder": str(HALDEN)}, supervisor_of(door))
    with historian(world) as found:
        map_signals(door, MILL)
        yield found


def supervisor_of(door: Any) -> Any:
    from lineside.kernel.actors import service

    return service("app")


@pytest.fixture
def past(store, door, world) -> ParquetHistorian:
    """Five weeks of usual running up to now."""
    first = world.clock.now() - WEEKS
    write(store, MILL, first, run_shifts(door, MILL, first, world.clock.now()))
    return store


def go_on(
    store: ParquetHistorian, door: Any, clock: SimulatedClock, hours: int, **how: Any
) -> None:
    """The machine runs on for some hours, and the house looks at it."""
    first = clock.now()
    clock.set(first + timedelta(hours=hours))
    changes = [{"equipment": MILL, "state": "running", "at": first}]
    door.run("telemetry.import_states", {"changes": changes}, supervisor_of(door))
    write(store, MILL, first, [1.0] * (12 * hours), seed=hours, warm_at_first=1.0, **how)


def test_a_machine_is_learnt_with_its_evaluation_and_its_newest_week_scored(past, supervisor):
    model = supervisor.run("maintenance.learn_behaviour", equipment=MILL).result
    version = supervisor.ask("learning.champion", name="usual_behaviour", scope=MILL)
    assert version.id == model
    figure = version.figures[0]
    assert figure.name == "roc_auc_shift"
    assert figure.model > figure.baseline + 0.05
    assert version.notes["share_above_limit_held_out"] < 0.01
    seen = supervisor.ask("maintenance.anomaly", equipment=MILL)
    assert len(seen.times) > 500
    assert not any(seen.alarms)
    assert {each.signal for each in seen.parts} == {
        "power_kw", "spindle_load_pct", "bearing_temperature_c", "vibration_rms_mm_s"
    }  # fmt: skip


def test_too_short_a_past_is_refused_with_the_hours_it_lacks(store, door, world, supervisor):
    first = world.clock.now() - timedelta(days=2)
    write(store, MILL, first, run_shifts(door, MILL, first, world.clock.now()))
    with pytest.raises(PastShort) as refused:
        supervisor.run("maintenance.learn_behaviour", equipment=MILL)
    assert refused.value.facts["running_hours"] < refused.value.facts["needed_hours"]
    with pytest.raises(NothingLearnt):
        supervisor.ask("maintenance.anomaly", equipment=MILL)


def test_a_warm_bearing_raises_one_alert_that_names_it_and_ends_by_itself(
    past, door, clock, supervisor
):
    supervisor.run("maintenance.learn_behaviour", equipment=MILL)
    go_on(past, door, clock, 3, warmer_c=6.0)
    assert supervisor.run("maintenance.watch_behaviour").result == 1
    row = supervisor.ask("maintenance.anomalies")[0]
    assert row.equipment == MILL
    assert row.alarm
    assert row.ratio > 1
    part = supervisor.ask("maintenance.anomaly", equipment=MILL).parts[0]
    assert part.signal == "bearing_temperature_c"
    assert part.away == pytest.approx(6.0, abs=1.0)
    assert part.reading - part.usual == pytest.approx(part.away, abs=0.01)
    go_on(past, door, clock, 1, warmer_c=6.0)
    supervisor.run("maintenance.watch_behaviour")
    (alert,) = supervisor.ask("andon.alerts", equipment=MILL)
    assert alert.kind == "anomaly"
    assert "bearing temperature" in alert.title
    assert alert.count == 1, "it is told once, not at each look"
    go_on(past, door, clock, 8)
    assert supervisor.run("maintenance.watch_behaviour").result == 0
    assert supervisor.ask("andon.alerts", equipment=MILL) == []
    told = [each.name for each in supervisor.ask("kernel.news", limit=50)]
    assert told.count("maintenance.AnomalyBegan") == told.count("maintenance.AnomalyEnded") == 1
    assert supervisor.ask("guidance.inbox") == [], "an alert is not a recommendation"


def test_usual_days_are_quiet(past, door, clock, supervisor):
    supervisor.run("maintenance.learn_behaviour", equipment=MILL)
    for hours in (5, 7, 9, 11):
        go_on(past, door, clock, hours)
        assert supervisor.run("maintenance.watch_behaviour").result == 0
    told = {each.name for each in supervisor.ask("kernel.news", limit=50)}
    assert "maintenance.AnomalyBegan" not in told


def test_looking_twice_scores_nothing_twice(past, door, clock, supervisor):
    supervisor.run("maintenance.learn_behaviour", equipment=MILL)
    go_on(past, door, clock, 2)
    supervisor.run("maintenance.watch_behaviour")
    before = supervisor.ask("maintenance.anomaly", equipment=MILL)
    supervisor.run("maintenance.watch_behaviour")
    assert supervisor.ask("maintenance.anomaly", equipment=MILL) == before


def test_the_jobs_learn_what_nobody_learnt_and_not_at_the_first_moment(
    past, clock, worker: Worker, supervisor
):
    worker.settle()
    assert supervisor.ask("maintenance.unlearnt") == [MILL]
    clock.set(clock.now() + timedelta(minutes=11))
    worker.settle()
    assert supervisor.ask("maintenance.unlearnt") == []
    assert [each.equipment for each in supervisor.ask("maintenance.anomalies")] == [MILL]


def test_the_job_looks_at_what_was_there_at_its_last_look(
    past, door, clock, worker: Worker, supervisor
):
    supervisor.run("maintenance.learn_behaviour", equipment=MILL)
    worker.settle()
    go_on(past, door, clock, 3)
    worker.settle()
    third = clock.now()
    first = supervisor.ask("maintenance.anomaly", equipment=MILL).times[-1]
    assert first <= third - timedelta(hours=3), "what came since may not be whole yet"
    go_on(past, door, clock, 1)
    worker.settle()
    assert supervisor.ask("maintenance.anomaly", equipment=MILL).times[-1] == third


def test_a_damaged_model_is_parked_and_does_not_hold_up_others(past, door, world, supervisor):
    supervisor.run("maintenance.learn_behaviour", equipment=MILL)
    given = {"name": "usual_behaviour", "scope": "halden/machining/ML-02", "kind": "x",
             "file": world.files.put(b"no model"), "data_hash": "x",
             "figures": [{"name": "auc", "model": 0.9, "baseline": 0.5}]}  # fmt: skip
    broken = door.run("learning.register_model", given, supervisor_of(door)).result
    door.run("learning.promote_model", {"model": broken}, supervisor_of(door))
    assert supervisor.run("maintenance.watch_behaviour").result == 0
    (parked,) = supervisor.ask("kernel.parked")
    assert parked.code == ModelFileUnreadable.code
    assert parked.what == "halden/machining/ML-02"


def test_an_alarm_begins_and_ends_after_half_an_hour():
    flags = np.array([0] * 3 + [1] * 5 + [0] + [1] * 8 + [0] * 9, dtype=np.bool_)
    found = lasting(flags, False, np.zeros(0, dtype=np.bool_))
    begins = 3 + 5 + 1 + LASTING - 1
    assert found.tolist() == [begins <= n < 17 + LASTING - 1 for n in range(len(flags))]


def test_an_alarm_goes_on_over_the_border_of_two_looks():
    flags = np.array([1] * 4 + [0] * 2 + [1] * 7 + [0] * 8, dtype=np.bool_)
    whole = lasting(flags, False, np.zeros(0, dtype=np.bool_))
    for cut in range(1, len(flags)):
        first = lasting(flags[:cut], False, np.zeros(0, dtype=np.bool_))
        rest = lasting(flags[cut:], bool(first[-1]), flags[:cut])
        assert np.array_equal(np.concatenate([first, rest]), whole), cut
