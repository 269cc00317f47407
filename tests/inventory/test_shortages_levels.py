"""When materials run out, and which levels are proposed: the sums, and the whole way through."""

import math
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineside.inventory.errors import ItemUnknown, LevelInvalid, QuantityInvalid
from lineside.inventory.forecasting.refusals import ClusterUnavailable
from lineside.inventory.foresight import DemandStep, lasts_days, levels, ordered_by, runs_out

KIT = "SEAL-KIT"
# The simulated clock shows Monday, 5 October 2026, 8:00 in Oslo.
TODAY = date(2026, 10, 5)
AMOUNTS = st.floats(0, 1e6, allow_nan=False)
DAYS = st.integers(0, 120)


def steps(*expected, half=0.0):
    return [
        DemandStep(TODAY + timedelta(days=n), e, max(0.0, e - half), e + half, 0.0, e + 2 * half)
        for n, e in enumerate(expected)
    ]


def test_stock_runs_out_on_the_day_on_which_more_is_asked_for_than_is_there():
    assert runs_out(steps(10, 10, 10), 20, []) == TODAY + timedelta(days=2)
    assert runs_out(steps(10, 10, 10), 30, []) is None
    assert runs_out([], 0, []) is None


def test_what_is_on_order_counts_from_the_day_it_is_due():
    late = [(TODAY + timedelta(days=3), 100.0)]
    assert runs_out(steps(10, 10, 10, 10), 15, late) == TODAY + timedelta(days=1)
    assert runs_out(steps(10, 10, 10, 10), 15, [(TODAY, 100.0)]) is None


@given(st.lists(AMOUNTS, min_size=1, max_size=60), AMOUNTS, AMOUNTS)
def test_the_date_lies_between_its_early_and_late_ends(expected, half, free):
    found = [
        runs_out(steps(*expected, half=half), free, [], side) or date.max for side in (1, 0, -1)
    ]
    assert found == sorted(found)


@given(st.lists(AMOUNTS, min_size=1, max_size=60), AMOUNTS, AMOUNTS)
def test_more_stock_never_runs_out_earlier_and_lasts_no_shorter(expected, free, more):
    rows = steps(*expected)
    assert (runs_out(rows, free + more, []) or date.max) >= (runs_out(rows, free, []) or date.max)
    assert lasts_days(rows, free + more) >= lasts_days(rows, free) or more == 0


def test_a_stock_lasts_into_the_day_and_beyond_the_forecast():
    assert lasts_days(steps(10, 10), 15) == pytest.approx(1.5)
    assert lasts_days(steps(10, 20), 60) == pytest.approx(4)
    assert lasts_days(steps(0, 0), 5) == math.inf


def test_levels_follow_the_formula():
    found = levels(20, 5, 9, 7, 0.95)
    z = NormalDist().inv_cdf(0.95)
    assert found.safety_stock == pytest.approx(z * 5 * 3)
    assert found.reorder_point == pytest.approx(180 + z * 15)
    assert found.order_level == pytest.approx(320 + z * 5 * 4)


@given(AMOUNTS, AMOUNTS, DAYS, st.integers(1, 60), st.floats(0.5, 0.999))
def test_levels_are_in_their_order_and_rise_with_the_service(per_day, error, lead, review, service):
    found, safer = (levels(per_day, error, lead, review, s) for s in (service, 0.9991))
    assert 0 <= found.safety_stock <= found.reorder_point + 1e-6
    assert found.reorder_point <= found.order_level + 1e-6
    assert safer.reorder_point >= found.reorder_point - 1e-6


def test_an_order_is_due_a_lead_time_before_the_stock_runs_out():
    assert ordered_by(TODAY, 5) == TODAY - timedelta(days=5)
    assert ordered_by(None, 5) is None
    assert ordered_by(TODAY, None) is None


@pytest.fixture
def kits(use, supervisor):
    """Ten kits a day were used, a hundred are there."""
    use([10] * 40)
    supervisor.run("inventory.receive", lot="K1", material=KIT, quantity=100, location="A")


def shortage(person, material=KIT):
    return next(r for r in person.ask("inventory.shortages") if r.material == material)


def test_a_material_runs_out_by_its_forecast(kits, operator):
    row = shortage(operator)
    assert row.per_day == pytest.approx(10)
    assert row.runs_out == TODAY + timedelta(days=10)
    assert row.early <= row.runs_out <= row.late
    assert row.order_by == row.runs_out - timedelta(days=row.lead_time_days)
    assert operator.ask("inventory.shortages")[0].material == KIT
    reach = operator.ask("inventory.stock_reach", material=KIT)
    assert (reach.value, reach.unit, reach.free) == (pytest.approx(10), "d", 100)


def test_a_held_lot_does_not_count_as_free(kits, operator, supervisor):
    supervisor.run("tracing.hold_lot", lot="K1", reason="torn")
    row = shortage(operator)
    assert (row.free, row.held, row.runs_out) == (0, 100, TODAY)


def test_an_unrecorded_purchase_is_unknown_and_a_recorded_one_moves_the_date(kits, supervisor):
    assert shortage(supervisor).on_order is None
    due = TODAY + timedelta(days=4)
    supervisor.run("inventory.order_material", material=KIT, quantity=50, due=due)
    row = shortage(supervisor)
    assert (row.on_order, row.runs_out) == (50, TODAY + timedelta(days=15))
    supervisor.run("inventory.receive", lot="K2", material=KIT, quantity=50, location="A")
    row = shortage(supervisor)
    assert (row.on_order, row.free, row.runs_out) == (0, 150, TODAY + timedelta(days=15))


def test_a_delivery_is_booked_on_the_purchase_that_is_due_first(kits, supervisor):
    for days, quantity in ((20, 30), (5, 20)):
        supervisor.run(
            "inventory.order_material", material=KIT, quantity=quantity,
            due=TODAY + timedelta(days=days),
        )  # fmt: skip
    supervisor.run("inventory.receive", lot="K2", material=KIT, quantity="25.5", location="A")
    assert shortage(supervisor).on_order == Decimal("24.5")


def test_what_is_on_order_is_listed_until_it_has_come(kits, supervisor):
    due = TODAY + timedelta(days=4)
    made = supervisor.run("inventory.order_material", material=KIT, quantity=50, due=due)
    row = supervisor.ask("inventory.purchases", material=KIT)[0]
    assert (row.id, row.quantity, row.received, row.due) == (made.result, 50, 0, due)
    assert supervisor.ask("inventory.purchases", material="FELT-SEAL") == []
    supervisor.run("inventory.receive", lot="K2", material=KIT, quantity=50, location="A")
    assert supervisor.ask("inventory.purchases", material=KIT) == []
    assert supervisor.ask("inventory.purchases", open_only=False)[0].received == 50


def test_an_order_needs_a_known_material_and_a_quantity(kits, supervisor):
    with pytest.raises(ItemUnknown):
        supervisor.run("inventory.order_material", material="no-such", quantity=1, due=TODAY)
    for quantity in (0, -1):
        with pytest.raises(QuantityInvalid):
            supervisor.run("inventory.order_material", material=KIT, quantity=quantity, due=TODAY)


def test_a_material_without_history_is_listed_last_with_the_reason(kits, operator):
    last = operator.ask("inventory.shortages")[-1]
    assert last.reason == "inventory.HistoryShort"
    assert (last.runs_out, last.per_day, last.order_by) == (None, None, None)


def test_levels_are_proposed_where_there_is_a_forecast_and_explained_where_not(kits, operator):
    rows = {row.item: row for row in operator.ask("inventory.proposed_levels")}
    kit = rows[KIT]
    expected = levels(kit.per_day, kit.error_per_day, kit.lead_time_days, 7, 0.95)
    assert kit.reorder_point == pytest.approx(expected.reorder_point)
    assert (kit.reorder_point_now, kit.free, kit.kind) == (500, 100, "material")
    part = rows["SP-GRIND-7016"]
    assert (part.reorder_point, part.reason, part.reorder_point_now) == (
        None, "inventory.HistoryShort", 1,
    )  # fmt: skip


def test_levels_of_no_sense_are_refused(kits, operator):
    for wrong in ({"service_level": 0.2}, {"service_level": 1.0}, {"review_days": 0}):
        with pytest.raises(LevelInvalid):
            operator.ask("inventory.proposed_levels", **wrong)


def test_an_empty_plant_has_no_shortages(operator):
    assert operator.ask("inventory.shortages") == []
    assert operator.ask("inventory.proposed_levels") == []


def test_forecasts_are_computed_where_the_installation_says(kits, world, operator):
    here = shortage(operator)
    world.settings = replace(world.settings, forecasts="processes:1")
    assert shortage(operator) == here
    world.settings = replace(world.settings, forecasts="ray://127.0.0.1:1")
    with pytest.raises(ClusterUnavailable):
        operator.ask("inventory.shortages")
