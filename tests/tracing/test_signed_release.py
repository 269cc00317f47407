"""A release is signed: by the person's own password, at the door, whoever calls and however."""

import pytest
from sqlalchemy import select

from lineside.identity import store as identity
from lineside.kernel.actors import service
from lineside.kernel.door import NotAllowed, SignatureMissing


@pytest.fixture
def held(supervisor):
    supervisor.run("tracing.create_lot", lot="PG-9", material="PG200", quantity=12)
    supervisor.run("tracing.hold_lot", lot="PG-9", reason="vibration")
    return "PG-9"


def state(person, lot):
    return person.ask("tracing.lot", lot=lot).state


@pytest.mark.parametrize("given", [{}, {"password": ""}, {"password": "wrong"}])
def test_without_the_right_password_the_lot_stays_held(held, supervisor, signature, given):
    with pytest.raises(SignatureMissing):
        supervisor.run("tracing.release_lot", lot=held, reason="fine", **given)
    assert state(supervisor, held) == "held"


def test_with_it_the_lot_is_free_and_the_trail_keeps_no_password(
    held, supervisor, signature, world
):
    supervisor.run("tracing.release_lot", lot=held, reason="fine", password=signature)
    assert state(supervisor, held) == "available"
    with world.work(service("tests")) as work:
        kept = [str(row) for row in work.db.execute(select(identity.audit))]
    released = [row for row in kept if "tracing.release_lot" in row]
    assert released
    assert not any(f"'{signature}'" in row for row in released)


def test_guessing_locks_the_signature_as_it_locks_the_login(held, supervisor, machine, signature):
    for _ in range(5):
        with pytest.raises(SignatureMissing):
            supervisor.run("tracing.release_lot", lot=held, reason="fine", password="guess")
    with pytest.raises(SignatureMissing):
        supervisor.run("tracing.release_lot", lot=held, reason="fine", password=signature)
    login = machine.run("identity.log_in", login="supervisor", password=signature).result
    assert login["token"] == ""
    assert login["locked_minutes"] > 0


def test_a_signature_gives_no_right(held, operator, signature):
    with pytest.raises((NotAllowed, SignatureMissing)):
        operator.run("tracing.release_lot", lot=held, reason="fine", password=signature)


def test_what_a_machine_asks_for_its_approver_signs(held, machine, supervisor, signature):
    asked = machine.run("tracing.release_lot", lot=held, reason="measured").recommendation
    with pytest.raises(Exception, match="SignatureMissing"):
        supervisor.run("guidance.decide", recommendation=asked, verdict="approve")
    assert state(supervisor, held) == "held"
    supervisor.run("guidance.decide", recommendation=asked, verdict="approve", password=signature)
    assert state(supervisor, held) == "available"
