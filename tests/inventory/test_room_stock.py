"""Stock by lot and place: every balance is the sum of its ledger."""

import random
from collections import Counter
from decimal import Decimal

import pytest

from lineside.inventory import queries
from lineside.inventory.errors import MaterialDiffers, StockShort, StockUnknown
from lineside.kernel.errors import Refusal
from lineside.tracing.errors import LotOnHold


@pytest.fixture
def steel(supervisor):
    supervisor.run("inventory.receive", lot="H1", material="STEEL", quantity="100.5", unit="kg",
                   location="RAW-01", supplier="skagen", reference="PO-1")  # fmt: skip


def test_a_receipt_is_a_lot_a_balance_and_a_line_of_the_ledger(steel, operator):
    row = operator.ask("inventory.stock", material="STEEL")[0]
    assert (row.lot, row.location, row.quantity, row.state) == (
        "H1", "RAW-01", Decimal("100.5"), "available",
    )  # fmt: skip
    assert operator.ask("tracing.lot", lot="H1").supplier == "skagen"
    line = operator.ask("inventory.ledger", lot="H1")[0]
    assert (line.kind, line.from_location, line.to_location, line.reference) == (
        "receipt", "", "RAW-01", "PO-1",
    )  # fmt: skip


def test_a_second_delivery_adds_and_a_wrong_label_is_refused(steel, supervisor):
    more = {"lot": "H1", "quantity": "9.5", "unit": "kg", "location": "RAW-02"}
    supervisor.run("inventory.receive", material="STEEL", **more)
    assert supervisor.ask("tracing.lot", lot="H1").quantity == 110
    with pytest.raises(MaterialDiffers):
        supervisor.run("inventory.receive", material="BRASS", **more)


def test_moving_more_than_there_is_leaves_everything_as_it_was(steel, supervisor):
    with pytest.raises(StockShort):
        supervisor.run("inventory.move", lot="H1", from_location="RAW-01", to_location="X",
                       quantity=101)  # fmt: skip
    with pytest.raises(StockUnknown):
        supervisor.run("inventory.move", lot="H1", from_location="X", to_location="Y")
    assert supervisor.ask("tracing.lot", lot="H1").location == "RAW-01"


def test_a_held_lot_counts_as_held_and_does_not_leave(steel, supervisor):
    supervisor.run("tracing.hold_lot", lot="H1", reason="certificate missing")
    balance = supervisor.ask("inventory.balances", material="STEEL")[0]
    assert (balance.available, balance.held) == (0, Decimal("100.5"))
    with pytest.raises(LotOnHold):
        supervisor.run("inventory.ship", lot="H1", location="RAW-01", customer="nordvind")


def test_a_count_corrects_stock_and_history_alike(steel, supervisor):
    for counted in ("99", "99.25"):
        supervisor.run("inventory.count", lot="H1", location="RAW-01", quantity=counted,
                       reason="stocktaking")  # fmt: skip
    assert supervisor.ask("inventory.stock", lot="H1")[0].quantity == Decimal("99.25")
    assert supervisor.ask("inventory.differences") == []
    assert supervisor.ask("tracing.lot", lot="H1").remaining == Decimal("99.25")


def test_the_oldest_usable_lot_comes_first_and_work_in_progress_is_left_alone(
    steel, supervisor, world, clock
):
    from datetime import timedelta

    clock.advance(timedelta(hours=1))
    supervisor.run("inventory.receive", lot="H2", material="STEEL", quantity=5, location="RAW-01")
    supervisor.run("inventory.receive", lot="H3", material="STEEL", quantity=5, location="RAW-01")
    supervisor.run("inventory.move", lot="H2", from_location="RAW-01", to_location="wip/O-1")
    with world.work(supervisor.actor) as work:
        assert [each.lot for each in queries.usable(work, "STEEL")] == ["H1", "H3"]
        assert queries.free_quantity(work, "STEEL") == Decimal("105.5")


def test_after_many_moves_each_balance_is_the_sum_of_its_ledger(supervisor):
    chance = random.Random(5)
    places = ["A", "B", "C"]
    for number in range(4):
        supervisor.run(
            "inventory.receive", lot=f"L{number}", material="M", quantity=10, location="A"
        )
    for _ in range(60):
        lot, start, end = f"L{chance.randrange(4)}", *chance.sample(places, 2)
        amount = str(Decimal(chance.randrange(1, 40)) / 8)
        verb = chance.choice(["move", "move", "scrap", "count", "ship"])
        given = {
            "move": {"from_location": start, "to_location": end, "quantity": amount},
            "scrap": {"location": start, "quantity": amount, "reason": "x"},
            "count": {"location": start, "quantity": amount, "reason": "x"},
            "ship": {"location": start, "customer": "c"},
        }[verb]
        try:
            supervisor.run(f"inventory.{verb}", lot=lot, **given)
        except Refusal:
            continue
    summed = Counter()
    for line in supervisor.ask("inventory.ledger", limit=10_000):
        summed[line.lot, line.from_location] -= line.quantity
        summed[line.lot, line.to_location] += line.quantity
    by_ledger = {key: value for key, value in summed.items() if key[1] and value}
    found = {(row.lot, row.location): row.quantity for row in supervisor.ask("inventory.stock")}
    assert found == by_ledger
    assert supervisor.ask("inventory.differences") == []
