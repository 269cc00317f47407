"""Several people do the same at the same moment: exactly one wins, the others read why not."""

import threading
from collections import Counter

import pytest
from serving import PART, furnish

from lineside.kernel.errors import Conflict, Refusal

RIVALS = 6


@pytest.fixture
def plant(door):
    furnish(door)


def at_once(call, rivals=RIVALS):
    """Run the call in many threads that start together; returns results and refusals."""
    start, results = threading.Barrier(rivals), []

    def attempt(number):
        start.wait()
        try:
            results.append(call(number))
        except Refusal as refusal:
            results.append(refusal)
        except Exception as error:
            results.append(AssertionError(repr(error)))

    threads = [threading.Thread(target=attempt, args=(n,)) for n in range(rivals)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wrong = [each for each in results if isinstance(each, AssertionError)]
    assert wrong == []
    return results


def test_two_operators_complete_the_same_thing(plant, operator, supervisor, long):
    for trial in range(1000 if long else 8):
        order = f"R-{trial}"
        supervisor.run("execution.receive_order", order=order, product="PG200", quantity=2,
                       due="2027-01-01T00:00:00Z")  # fmt: skip
        operator.run("execution.start_operation", order=order, seq=10)
        view = operator.ask("execution.order", order=order).operations[0]
        checks = {check.id: check.nominal or 1.0 for check in view.checks}

        def complete(_, order=order, checks=checks):
            return operator.run("execution.complete_operation", order=order, seq=10, good=2,
                                checks=checks)  # fmt: skip

        results = at_once(complete)
        assert sum(not isinstance(each, Refusal) for each in results) == 1
        assert all(isinstance(each, Conflict) for each in results if isinstance(each, Refusal))
        assert operator.ask("execution.order", order=order).operations[0].good == 2


def test_more_is_never_reserved_than_lies_there(plant, supervisor, long):
    there = supervisor.ask("inventory.availability", part=PART).free
    for trial in range(100 if long else 5):
        results = at_once(
            lambda n, trial=trial: supervisor.run(
                "inventory.reserve_part", part=PART, quantity=1, work_order=f"W-{trial}-{n}"
            ),
            rivals=there + 4,
        )
        taken = [n for n, each in enumerate(results) if not isinstance(each, Refusal)]
        assert len(taken) == there
        assert supervisor.ask("inventory.availability", part=PART).free == 0
        for row in supervisor.ask("inventory.reservations", part=PART):
            if row.quantity:
                supervisor.run(
                    "inventory.release_reservation", part=PART, work_order=row.work_order
                )


def test_stock_never_falls_below_zero(plant, supervisor):
    supervisor.run("inventory.receive", lot="B", material="BOLT-M12", quantity=3, location="STORE")
    results = at_once(
        lambda _: supervisor.run("inventory.move", lot="B", from_location="STORE",
                                 to_location="LINE", quantity=1)
    )  # fmt: skip
    assert sum(not isinstance(each, Refusal) for each in results) == 3
    balances = {row.location: row.quantity for row in supervisor.ask("inventory.stock", lot="B")}
    assert {place: n for place, n in balances.items() if n} == {"LINE": 3}


def test_the_same_new_order_from_several_hands_is_one_order(plant, supervisor):
    results = at_once(
        lambda n: supervisor.run("execution.receive_order", order="SAME", product="PG200",
                                 quantity=2 + n, due="2027-01-01T00:00:00Z", source_id=str(n))
    )  # fmt: skip
    won = [each for each in results if not isinstance(each, Refusal)]
    assert len(won) == 1, results
    assert all(isinstance(each, Conflict) for each in results if isinstance(each, Refusal))


def test_the_same_key_from_several_hands_acts_once(plant, door, supervisor):
    results = at_once(
        lambda _: door.run("execution.add_note", {"text": "once"}, supervisor.actor, key="one")
    )
    assert len(Counter(str(each.result) for each in results)) == 1
    assert [note.text for note in supervisor.ask("execution.notes")] == ["once"]
