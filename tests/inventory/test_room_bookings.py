"""Bookings of stock and spare parts: each leaves its trace, and nonsense is refused whole."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineside.inventory.errors import (
    NotReserved,
    PartShort,
    PartUnknown,
    QuantityInvalid,
    StockShort,
    StockUnknown,
)
from lineside.inventory.model import Part
from lineside.kernel.errors import Refusal

FILTER = "SP-FILTER-CO"


@pytest.fixture
def bolts(supervisor):
    supervisor.run("inventory.receive", lot="B1", material="BOLT", quantity=100, location="A")


def told(person, name):
    return [news.facts for news in person.ask("kernel.news", name=name)]


def test_a_move_of_a_part_of_a_lot_splits_its_balance(bolts, supervisor):
    supervisor.run("inventory.move", lot="B1", from_location="A", to_location="B", quantity=40)
    places = {row.location: row.quantity for row in supervisor.ask("inventory.stock", lot="B1")}
    assert places == {"A": 60, "B": 40}
    line = supervisor.ask("inventory.ledger", lot="B1")[0]
    assert (line.kind, line.from_location, line.to_location, line.quantity) == (
        "move",
        "A",
        "B",
        40,
    )
    assert supervisor.ask("inventory.stock", location="B")[0].lot == "B1"


@pytest.mark.parametrize("quantity", [0, -5, "-0.001"])
def test_a_move_of_nothing_is_refused(bolts, supervisor, quantity):
    with pytest.raises(QuantityInvalid):
        supervisor.run(
            "inventory.move", lot="B1", from_location="A", to_location="B", quantity=quantity
        )


def test_scrap_is_a_line_with_its_reason_and_history_knows(bolts, supervisor):
    supervisor.run("inventory.scrap", lot="B1", location="A", quantity=30, reason="rust")
    line = supervisor.ask("inventory.ledger", lot="B1")[0]
    assert (line.kind, line.reference, line.to_location) == ("scrapped", "rust", "")
    assert supervisor.ask("tracing.lot", lot="B1").scrapped == 30
    with pytest.raises(Refusal):
        supervisor.run("inventory.scrap", lot="B1", location="A", quantity=71, reason="rust")
    assert supervisor.ask("inventory.stock", lot="B1")[0].quantity == 70


def test_what_is_shipped_is_gone_for_good(bolts, supervisor):
    supervisor.run("inventory.ship", lot="B1", location="A", customer="nordvind")
    assert supervisor.ask("inventory.stock", lot="B1") == []
    assert supervisor.ask("tracing.lot", lot="B1").state == "shipped"
    with pytest.raises(StockUnknown):
        supervisor.run("inventory.ship", lot="B1", location="A", customer="nordvind")


def test_a_count_below_zero_is_refused_and_a_count_of_zero_is_not(bolts, supervisor):
    count = {"lot": "B1", "location": "A", "reason": "stocktaking"}
    with pytest.raises(QuantityInvalid):
        supervisor.run("inventory.count", quantity=-1, **count)
    supervisor.run("inventory.count", quantity=100, **count)
    assert [line.kind for line in supervisor.ask("inventory.ledger", lot="B1")] == ["receipt"]
    supervisor.run("inventory.count", quantity=0, **count)
    assert supervisor.ask("inventory.stock", lot="B1") == []


def test_a_lot_that_history_and_store_tell_apart_is_a_difference(bolts, supervisor):
    supervisor.run("tracing.add_to_lot", lot="B1", quantity=5)
    rows = supervisor.ask("inventory.differences")
    assert [(row.lot, row.in_store, row.by_history) for row in rows] == [("B1", 100, 105)]


def test_opening_balances_are_taken_over_as_receipts(administrator):
    administrator.run("tracing.create_lot", lot="O1", material="BOLT", quantity=7)
    row = {"lot": "O1", "location": "A", "material": "BOLT", "unit": "pcs", "quantity": "7"}
    assert administrator.run("inventory.import_stock", rows=[row]).result == 1
    line = administrator.ask("inventory.ledger", lot="O1")[0]
    assert (line.kind, line.reference) == ("receipt", "opening balance")
    assert administrator.ask("inventory.differences") == []


def test_the_ledger_narrows_by_time_material_and_reference(bolts, supervisor, clock):
    from datetime import timedelta

    clock.advance(timedelta(hours=2))
    begin = clock.now()
    supervisor.run("inventory.receive", lot="N1", material="NUT", quantity=1, location="A",
                   reference="PO-9")  # fmt: skip
    for narrowed in ({"material": "NUT"}, {"reference": "PO-9"}, {"start": begin}, {"limit": 1}):
        assert [row.lot for row in supervisor.ask("inventory.ledger", **narrowed)] == ["N1"]
    assert [row.lot for row in supervisor.ask("inventory.ledger", end=begin)] == ["B1"]


def test_a_part_is_reserved_released_and_issued_by_work_order(plant, supervisor):
    supervisor.run("inventory.reserve_part", part=FILTER, quantity=4, work_order="W1")
    supervisor.run("inventory.issue_part", part=FILTER, quantity=1, work_order="W1")
    kept = supervisor.ask("inventory.reservations", work_order="W1")[0]
    assert (kept.quantity, kept.issued, kept.state) == (3, 1, "reserved")
    supervisor.run("inventory.release_reservation", part=FILTER, work_order="W1")
    with pytest.raises(NotReserved):
        supervisor.run("inventory.release_reservation", part=FILTER, work_order="W1")
    there = supervisor.ask("inventory.availability", part=FILTER)
    assert (there.on_hand, there.reserved, there.free) == (23, 0, 23)
    assert told(supervisor, "inventory.PartIssued")[0]["work_order"] == "W1"


def test_what_others_keep_is_not_handed_out(plant, supervisor):
    supervisor.run("inventory.reserve_part", part=FILTER, quantity=20, work_order="W1")
    with pytest.raises(PartShort):
        supervisor.run("inventory.issue_part", part=FILTER, quantity=5, work_order="W2")
    supervisor.run("inventory.issue_part", part=FILTER, quantity=4, work_order="W2")


@pytest.mark.parametrize("verb", ["reserve_part", "issue_part"])
@pytest.mark.parametrize("quantity", [0, -3])
def test_no_pieces_are_no_booking(plant, supervisor, verb, quantity):
    with pytest.raises(QuantityInvalid):
        supervisor.run(f"inventory.{verb}", part=FILTER, quantity=quantity, work_order="W1")
    with pytest.raises(PartUnknown):
        supervisor.run(f"inventory.{verb}", part="no-such", quantity=1, work_order="W1")


def test_taking_more_than_lies_there_changes_nothing(bolts, supervisor, world):
    from lineside.inventory.actions import take
    from lineside.inventory.model import MoveKind

    with world.work(supervisor.actor) as work, pytest.raises(StockShort):
        take(work, lot="B1", location="A", quantity=Decimal(101), kind=MoveKind.CONSUMED,
             reference="O-1")  # fmt: skip
    assert supervisor.ask("inventory.stock", lot="B1")[0].quantity == 100


VERBS = st.lists(
    st.tuples(st.sampled_from(["reserve", "release", "issue", "receive"]), st.integers(-1, 6)),
    max_size=40,
)


@given(st.integers(0, 12), VERBS)
def test_a_part_never_owes_pieces_whatever_is_asked(on_hand, verbs):
    part = Part("P", "P", on_hand=on_hand)
    for verb, quantity in verbs:
        before = (part.on_hand, part.reserved)
        try:
            if verb == "issue":
                list(part.issue(quantity, min(part.reserved, 2), "W"))
            elif verb == "receive":
                part.receive(quantity)
            elif quantity >= 0:
                getattr(part, verb)(quantity, "W")
        except Refusal:
            assert (part.on_hand, part.reserved) == before
        assert 0 <= part.reserved <= part.on_hand
