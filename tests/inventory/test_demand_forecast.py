"""Demand from what was really used: whole days of the plant's zone, with a back-test beside it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert

from lineside.inventory import store
from lineside.inventory.errors import HistoryShort, ItemUnknown, LevelInvalid
from lineside.tracing.actions import Link

KIT, BEARING = "SEAL-KIT", "SP-GRIND-7016"
WEEK = (100, 120, 90, 110, 130, 20, 10)
# The simulated clock shows Monday, 5 October 2026, 8:00 in Oslo.
TODAY = date(2026, 10, 5)


def morning(day):
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


def test_a_forecast_tells_its_method_its_error_and_the_records_it_came_from(use, operator):
    use(WEEK * 6)
    found = operator.ask("inventory.demand_forecast", item=KIT)
    assert (found.kind, found.unit, found.step, found.pattern) == (
        "material", "pcs", "day", "regular",
    )  # fmt: skip
    # The first day on record may have begun before the records: it is left out.
    assert [row.quantity for row in found.history] == list((WEEK * 6)[1:])
    assert {row.records for row in found.history} == {1}
    assert found.steps[0].start == TODAY
    assert len(found.steps) == 28
    assert found.weights
    assert found.back_test.compared == 21
    assert found.back_test.naive_mae == 0
    assert not found.worth_it
    step = found.steps[2]
    assert step.low_95 <= step.low_80 <= step.expected <= step.high_80 <= step.high_95


def test_a_noisy_week_is_forecast_better_than_by_last_week(use, operator):
    use([100 + (n * 37) % 23 for n in range(42)])
    found = operator.ask("inventory.demand_forecast", item=KIT, horizon=7)
    assert found.worth_it
    assert found.back_test.mae < found.back_test.naive_mae
    assert all(90 < step.expected < 130 for step in found.steps)


def test_days_without_use_count_as_zero_and_not_as_missing(use, operator):
    use([10, 0, 0, 0, 12, 0, 0] * 5)
    found = operator.ask("inventory.demand_forecast", item=KIT)
    assert found.pattern == "intermittent"
    assert [row.quantity for row in found.history][-7:] == [10, 0, 0, 0, 12, 0, 0]
    assert found.steps[0].low_95 == 0


def test_a_day_is_a_day_of_the_plant(use, operator, administrator):
    use([5] * 30)
    late = datetime(2026, 10, 3, 22, 30, tzinfo=UTC)
    link = Link(f"lot-{KIT}", f"box-{KIT}", Decimal(7), late, "halden/assembly/PR-01", "O-2")
    administrator.run("tracing.import_genealogy", lots=[], links=[link])
    by_day = {r.start: r for r in operator.ask("inventory.demand_forecast", item=KIT).history}
    assert by_day[date(2026, 10, 4)].quantity == 12
    assert by_day[date(2026, 10, 4)].records == 2


def test_shipped_stock_is_demand_and_an_opening_balance_is_none(use, administrator, clock):
    use([5] * 30)
    administrator.run("inventory.receive", lot="S1", material="YG300", quantity=9, location="A")
    administrator.run("inventory.ship", lot="S1", location="A", customer="nordvind")
    clock.advance(timedelta(seconds=1))
    rows = administrator.ask("inventory.usage", material="YG300")
    assert [(row.quantity, row.into, row.source) for row in rows] == [(9, "nordvind", "ledger")]


def test_the_records_behind_a_day_are_listed(use, operator):
    use([5] * 30)
    day = morning(date(2026, 10, 1))
    rows = operator.ask("inventory.usage", material=KIT, start=day, end=day + timedelta(hours=1))
    assert [(row.quantity, row.into, row.order, row.source) for row in rows] == [
        (5, f"box-{KIT}", "O-1", "link"),
    ]
    assert operator.ask("inventory.usage", material="nothing") == []


@pytest.mark.parametrize("days", [0, 1, 20])
def test_a_short_history_is_refused_with_what_is_there(use, operator, days):
    use([5] * days or [0])
    with pytest.raises(HistoryShort) as caught:
        operator.ask("inventory.demand_forecast", item=KIT)
    facts = caught.value.facts
    assert (facts["item"], facts["step"], facts["least"]) == (KIT, "day", 21)
    assert facts["found"] == max(0, days - 1)


def test_a_material_that_nobody_used_is_refused_and_not_forecast_as_zero(use, operator):
    use([5] * 40)
    with pytest.raises(HistoryShort) as caught:
        operator.ask("inventory.demand_forecast", item="CRATE")
    assert caught.value.facts["with_use"] == 0


def test_spare_parts_are_forecast_by_week_from_what_was_issued(plant, operator, world):
    weeks = [TODAY - timedelta(weeks=n) for n in range(20, 0, -1)]
    rows = [
        {"part": BEARING, "work_order": f"W{n}", "quantity": 0, "issued": 1 + n % 2}
        | {"state": "issued", "by": "x", "at": morning(week + timedelta(days=2))}
        for n, week in enumerate(weeks)
        if n % 3 == 0
    ]
    with world.work(operator.actor) as work:
        work.db.execute(insert(store.reservations), rows)
    found = operator.ask("inventory.demand_forecast", item=BEARING, horizon=4)
    assert (found.kind, found.step, found.pattern) == ("part", "week", "intermittent")
    assert [row.start.weekday() for row in found.history] == [0] * 19
    assert [step.start for step in found.steps] == [TODAY + timedelta(weeks=n) for n in range(4)]
    assert 0.2 < found.steps[0].expected < 1


def test_a_spare_part_without_issues_is_refused(plant, operator, supervisor):
    supervisor.run("inventory.reserve_part", part=BEARING, quantity=1, work_order="W1")
    with pytest.raises(HistoryShort) as caught:
        operator.ask("inventory.demand_forecast", item=BEARING)
    assert caught.value.facts["step"] == "week"


@pytest.mark.parametrize("horizon", [0, -1, 91])
def test_a_horizon_out_of_bounds_is_refused(plant, operator, horizon):
    with pytest.raises(LevelInvalid):
        operator.ask("inventory.demand_forecast", item=KIT, horizon=horizon)
    with pytest.raises(LevelInvalid):
        operator.ask("inventory.shortages", horizon=horizon)


def test_what_is_neither_material_nor_part_is_unknown(plant, operator):
    for entry, given in (
        ("inventory.demand_forecast", {"item": "no-such"}),
        ("inventory.stock_reach", {"material": "no-such"}),
    ):
        with pytest.raises(ItemUnknown):
            operator.ask(entry, **given)
