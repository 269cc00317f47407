"""What holds of a lot whatever is done to it, in whatever order."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lineside.kernel.errors import Refusal
from lineside.tracing.errors import QuantityInvalid
from lineside.tracing.model import GONE, Lot, LotState, exact

START = datetime(2026, 10, 5, tzinfo=UTC)
amounts = some.decimals("0.000001", 40, places=6)
VERBS = {
    "grow": lambda lot, amount: lot.grow(amount),
    "consume": lambda lot, amount: lot.consume("L-2", amount, "", ""),
    "give_back": lambda lot, amount: lot.give_back(amount),
    "hold": lambda lot, _: lot.hold("suspect", "user:q"),
    "release": lambda lot, _: lot.release("checked", "user:q"),
    "scrap": lambda lot, amount: lot.scrap(amount, "crack", "user:q"),
    "ship": lambda lot, _: lot.ship("nordvind"),
    "move": lambda lot, _: lot.move("RACK-1"),
}


def snapshot(lot):
    return (lot.quantity, lot.consumed, lot.scrapped, lot.state, lot.location)


@given(some.lists(some.tuples(some.sampled_from(sorted(VERBS)), amounts), max_size=30))
def test_nothing_is_lost_and_nothing_comes_from_nowhere(deeds):
    lot = Lot("L-1", "PG200", Decimal(100), "pcs", START)
    for verb, amount in deeds:
        before = snapshot(lot)
        try:
            VERBS[verb](lot, amount)
        except Refusal:
            assert snapshot(lot) == before, "what is refused changes nothing"
        assert lot.remaining >= 0
        assert min(lot.consumed, lot.scrapped) >= 0
        assert lot.quantity == lot.consumed + lot.scrapped + lot.remaining
        if lot.state in (LotState.CONSUMED, LotState.SCRAPPED):
            assert lot.remaining == 0
        if before[3] is LotState.HELD and verb in ("consume", "ship", "grow"):
            assert lot.state is LotState.HELD, "nothing gets past a hold"
        if before[3] in GONE:
            assert verb in ("grow", "give_back") or snapshot(lot) == before


@given(some.decimals(allow_nan=True, allow_infinity=True))
def test_any_number_is_an_exact_quantity_or_refused(number):
    try:
        assert exact(number) == number
    except QuantityInvalid:
        return
    assert 0 < number <= 10**15


@pytest.mark.parametrize("wanted", ["1E+22", "9e99", "1e400", "0.0000001"])
def test_a_quantity_beyond_counting_is_refused_at_the_door(supervisor, wanted):
    with pytest.raises(Refusal):
        supervisor.run("tracing.create_lot", lot="L-1", material="M", quantity=wanted)
