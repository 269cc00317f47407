"""The twin of the plant as it stands: its line, what-ifs beside it, and how well it fits."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from lineside.inventory.actions import receive
from lineside.twin.errors import ChangeInvalid, NothingToSimulate, ResultUnknown, RunInvalid

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
GRINDERS = [f"halden/machining/GR-0{k}" for k in range(1, 7)]


@pytest.fixture
def plant(world, administrator):
    administrator.run("plant.load_plant", folder=str(HALDEN))
    with world.work(administrator.actor) as work:
        receive(work, lot="STEEL-1", material="STEEL-18CRNIMO-90", quantity=Decimal(9000),
                unit="kg", location="STORE")  # fmt: skip


@pytest.fixture
def orders(plant, supervisor):
    """Twelve orders of 48 gears."""
    for k in range(12):
        supervisor.run("execution.receive_order", order=f"O-{k}", product="PG200", quantity=48,
                       due="2026-10-09T12:00:00Z")  # fmt: skip


def what_if(person, *changes, **more):
    given = {"changes": list(changes), "replications": 8, "horizon_h": 72.0} | more
    found = person.run("twin.what_if", **given)
    result = person.ask("twin.result", result=found.result)
    return {each.name: each for each in result.figures}


def test_the_line_is_the_plants_own(orders, supervisor):
    line = supervisor.ask("twin.line")
    stations = {each.name: each for each in line.stations}
    assert stations["grinder"].machines == GRINDERS
    assert stations["furnace"].batch_lots == 4
    assert stations["assembly"].manned_by_shift
    assert not stations["grinder"].manned_by_shift
    routes = {each.name: each for each in line.products}
    assert [step.station for step in routes["PG200"].steps] == [
        "lathe", "hobber", "furnace", "grinder", "vision",
    ]  # fmt: skip
    assert routes["PG200"].lot_size == 24
    assert line.lots_in_line == 24


def test_no_change_makes_no_difference_at_all(orders, supervisor):
    for each in what_if(supervisor).values():
        assert each.baseline == each.changed
        assert (each.difference.low, each.difference.high, each.clear) == (0, 0, False)


def test_standing_grinders_cost_output_and_lead_time(orders, supervisor):
    stops = [{"kind": "stop", "equipment": name, "from_h": 0, "to_h": 60} for name in GRINDERS]
    told = what_if(supervisor, *stops)
    assert told["finished PG200"].clear
    assert told["finished PG200"].difference.high < 0
    assert told["throughput"].changed.mean < told["throughput"].baseline.mean


def test_faster_lathes_and_shorter_setups_never_hurt(orders, supervisor):
    lathes = [{"kind": "speed", "equipment": f"halden/machining/LA-0{k}", "factor": 2.0}
              for k in range(1, 5)]  # fmt: skip
    told = what_if(supervisor, *lathes, {"kind": "setup", "machine_kind": "lathe", "factor": 0.5})
    assert told["lead time PG200"].difference.high < 0


def test_one_more_order_is_made(plant, supervisor):
    order = {"kind": "order", "product": "PG200", "quantity": 48, "to_h": 72}
    told = what_if(supervisor, order)
    assert told["finished PG200"].baseline.mean == 0
    assert told["finished PG200"].changed.mean == 48


def test_common_random_numbers_make_the_difference_sharper(orders, supervisor):
    stop = {"kind": "stop", "equipment": "halden/machining/LA-01", "from_h": 0, "to_h": 12}
    told = what_if(supervisor, stop)["lead time PG200"]
    apart = (told.baseline.high - told.baseline.low) + (told.changed.high - told.changed.low)
    assert told.difference.high - told.difference.low <= apart


def test_results_are_kept_and_equal_seeds_give_equal_results(orders, supervisor):
    stop = {"kind": "stop", "equipment": GRINDERS[3], "from_h": 1, "to_h": 9}
    assert what_if(supervisor, stop) == what_if(supervisor, stop)
    assert len(supervisor.ask("twin.results")) == 2
    with pytest.raises(ResultUnknown):
        supervisor.ask("twin.result", result="none")


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "stop", "equipment": "nowhere", "to_h": 1},
        {"kind": "stop", "equipment": GRINDERS[0], "from_h": 5, "to_h": 5},
        {"kind": "speed", "equipment": GRINDERS[0], "factor": 0},
        {"kind": "setup", "machine_kind": "kettle", "factor": 0.5},
        {"kind": "order", "product": "XX", "quantity": 1},
        {"kind": "order", "product": "PG200", "quantity": 0},
        {"kind": "rule", "rule": "whim"},
    ],
)
def test_a_change_that_does_not_fit_is_refused(orders, supervisor, change):
    with pytest.raises(ChangeInvalid):
        what_if(supervisor, change)


def test_an_empty_plant_and_an_endless_run_are_refused(plant, supervisor):
    with pytest.raises(NothingToSimulate):
        what_if(supervisor)
    with pytest.raises(RunInvalid):
        what_if(supervisor, horizon_h=1e9)


def test_the_fit_compares_the_last_days_with_what_was_made(orders, supervisor, operator, clock):
    operator.run("execution.start_operation", order="O-1", seq=10)
    clock.advance(timedelta(hours=8))
    operator.run("execution.report_quantity", order="O-1", seq=10, good=48, scrap=0)
    clock.advance(timedelta(hours=1))
    told = supervisor.ask("twin.fit_error", days=1)
    assert [each.work_centre for each in told] == ["halden/machining"]
    assert told[0].actual == 48
    assert told[0].simulated.mean >= 48
    assert told[0].error is not None


def test_no_reports_no_fit(plant, supervisor):
    assert supervisor.ask("twin.fit_error") == []
