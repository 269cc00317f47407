"""Spare parts: reserved for work orders, issued, ordered, received."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineside.inventory.errors import (
    NotReserved,
    PartShort,
    PartsInvalid,
    PartUnknown,
    QuantityInvalid,
)
from lineside.inventory.model import Part
from lineside.kernel.errors import Refusal

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
BEARING = "SP-GRIND-7016"


def test_the_parts_that_fit_a_grinder_are_found_by_its_path(plant, operator):
    fitting = operator.ask("inventory.parts_for", equipment="halden/machining/GR-04")
    assert BEARING in {part.id for part in fitting}
    assert operator.ask("inventory.part", part=BEARING).location == "MRO-A-03"


def test_a_reservation_makes_fewer_free_and_issuing_uses_it(plant, supervisor, world):
    supervisor.run("inventory.reserve_part", part=BEARING, quantity=1, work_order="W1")
    there = supervisor.ask("inventory.availability", part=BEARING)
    assert (there.on_hand, there.reserved, there.free, there.lead_time_days) == (2, 1, 1, 12)
    with pytest.raises(PartShort) as caught:
        supervisor.run("inventory.reserve_part", part=BEARING, quantity=2, work_order="W2")
    assert caught.value.facts["free"] == 1
    supervisor.run("inventory.issue_part", part=BEARING, quantity=1, work_order="W1")
    there = supervisor.ask("inventory.availability", part=BEARING)
    assert (there.on_hand, there.reserved, there.free) == (1, 0, 1)
    kept = supervisor.ask("inventory.reservations", work_order="W1")
    assert [(row.state, row.quantity, row.issued) for row in kept] == [("issued", 0, 1)]


def test_a_released_reservation_is_free_again(plant, supervisor):
    supervisor.run("inventory.reserve_part", part=BEARING, quantity=2, work_order="W1")
    supervisor.run("inventory.release_reservation", part=BEARING, work_order="W1")
    assert supervisor.ask("inventory.part", part=BEARING).free == 2
    with pytest.raises(NotReserved):
        supervisor.run("inventory.release_reservation", part=BEARING, work_order="W1")


def test_an_order_is_coming_until_it_is_received(plant, supervisor, world):
    supervisor.run("inventory.reserve_part", part=BEARING, quantity=2, work_order="W1")
    assert supervisor.ask("inventory.availability", part=BEARING).by.isoformat() == "2026-10-17"
    supervisor.run("inventory.order_part", part=BEARING, quantity=3, due="2026-10-09")
    there = supervisor.ask("inventory.availability", part=BEARING)
    assert (there.on_order, there.by.isoformat()) == (3, "2026-10-09")
    early = datetime(2026, 10, 8, tzinfo=UTC)
    assert supervisor.ask("inventory.availability", part=BEARING, at=early).on_order == 0
    supervisor.run("inventory.receive_part", part=BEARING, quantity=3)
    there = supervisor.ask("inventory.availability", part=BEARING)
    assert (there.on_hand, there.on_order, there.free) == (5, 0, 3)


def test_crossing_the_reorder_point_is_told_once(plant, supervisor, administrator):
    for number in (1, 2):
        supervisor.run("inventory.issue_part", part=BEARING, quantity=1, work_order=f"W{number}")
    told = administrator.ask("kernel.news", name="inventory.PartLow")
    assert [news.facts["part"] for news in told] == [BEARING]
    assert BEARING in {part.id for part in supervisor.ask("inventory.parts", low_only=True)}


def test_loading_again_keeps_the_balances(plant, supervisor, administrator):
    supervisor.run("inventory.issue_part", part=BEARING, quantity=1, work_order="W1")
    administrator.run("inventory.load_parts", folder=str(HALDEN))
    assert supervisor.ask("inventory.part", part=BEARING).on_hand == 1


def test_unknown_parts_and_broken_files_are_said(plant, supervisor, administrator, tmp_path):
    with pytest.raises(PartUnknown):
        supervisor.ask("inventory.availability", part="SP-NONE")
    with pytest.raises(QuantityInvalid):
        supervisor.run("inventory.issue_part", part=BEARING, quantity=0, work_order="W1")
    (tmp_path / "parts.yaml").write_text("parts:\n  - {name: no id}")
    with pytest.raises(PartsInvalid):
        administrator.run("inventory.load_parts", folder=str(tmp_path))


VERBS = st.lists(st.tuples(st.sampled_from("RFIC"), st.integers(-1, 5)), max_size=30)


@given(st.integers(0, 10), VERBS)
def test_what_is_reserved_is_always_on_hand(start, verbs):
    part, kept = Part("P", "Part", on_hand=start), 0
    for verb, quantity in verbs:
        try:
            if verb == "R":
                part.reserve(quantity, "W")
                kept += quantity
            elif verb == "F":
                part.release(kept, "W")
                kept = 0
            elif verb == "I":
                list(part.issue(quantity, kept, "W"))
                kept = max(0, kept - quantity)
            else:
                part.receive(quantity)
        except Refusal:
            pass
        assert 0 <= part.reserved == kept <= part.on_hand
