"""A lot's own rules: what is used, scrapped and left always adds up; nothing gone comes back."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineside.kernel.errors import Refusal
from lineside.tracing.errors import LotGone, LotNotHeld, LotOnHold, QuantityInvalid, ReasonMissing
from lineside.tracing.model import Lot, LotState, exact

AT = datetime(2026, 10, 5, 6, tzinfo=UTC)


def lot(quantity="10"):
    return Lot("L", "PG200", Decimal(quantity), "pcs", AT)


def test_a_held_lot_is_neither_used_nor_shipped_but_may_be_moved_and_scrapped():
    held = lot()
    held.hold("vibration", "user:q")
    with pytest.raises(LotOnHold):
        held.consume("S", Decimal(1), "", "")
    with pytest.raises(LotOnHold):
        held.ship("customer")
    with pytest.raises(LotOnHold):
        held.grow(Decimal(1))
    assert held.move("blocked").previous == ""
    held.scrap(Decimal(10), "burnt", "user:q")
    assert held.state is LotState.SCRAPPED


def test_release_needs_a_hold_and_a_reason():
    free = lot()
    with pytest.raises(LotNotHeld):
        free.release("checked", "user:q")
    free.hold("vibration", "user:q")
    with pytest.raises(ReasonMissing):
        free.release(" ", "user:q")
    assert free.release("checked", "user:q").reason == "checked"
    assert free.state is LotState.AVAILABLE


def test_what_is_used_up_stays_used_up():
    used = lot()
    used.consume("S", Decimal(10), "", "")
    assert used.state is LotState.CONSUMED
    for verb in (lambda: used.hold("x", "u"), lambda: used.ship("c"), lambda: used.move("y")):
        with pytest.raises(LotGone):
            verb()


@pytest.mark.parametrize("wrong", ["0", "-1", "0.0000001", "NaN", "Infinity"])
def test_quantities_are_above_zero_and_finite(wrong):
    with pytest.raises(QuantityInvalid):
        exact(Decimal(wrong))


AMOUNTS = st.decimals("0.000001", "20", places=6)
VERBS = st.lists(st.tuples(st.sampled_from(["consume", "scrap", "grow", "hold", "free"]), AMOUNTS))


@given(AMOUNTS, VERBS)
def test_in_is_always_used_and_scrapped_and_left(start, verbs):
    known = lot(start)
    come, gone = start, Decimal(0)
    for verb, amount in verbs:
        try:
            if verb == "consume":
                known.consume("S", amount, "", "")
            elif verb == "scrap":
                known.scrap(amount, "why", "u")
            elif verb == "grow":
                known.grow(amount)
            elif verb == "hold":
                known.hold("why", "u")
            else:
                known.release("why", "u")
        except Refusal:
            continue
        come += amount if verb == "grow" else 0
        gone += amount if verb in {"consume", "scrap"} else 0
        assert known.quantity == come == known.remaining + gone
        assert known.remaining >= 0
