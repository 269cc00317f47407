"""The trail: whole after whatever was done, and each way to tamper with it is found."""

import contextlib
import random
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from lineside.app.wiring import build_door
from lineside.identity.store import GENESIS, audit_lines
from lineside.kernel.actors import service
from lineside.kernel.clock import SimulatedClock
from lineside.kernel.errors import Refusal
from lineside.kernel.ids import Ids
from lineside.kernel.work import World

LINES = 6


@pytest.fixture
def trail(supervisor, administrator):
    """A trail of six lines, one of them a refusal; returns its verdict."""
    for number in range(LINES - 1):
        supervisor.run("tracing.create_lot", lot=f"L-{number}", material="PG200", quantity=1)
    with pytest.raises(Refusal):
        supervisor.run("tracing.hold_lot", lot="none", reason="x")
    assert administrator.ask("identity.verify_audit").lines == LINES
    return lambda: administrator.ask("identity.verify_audit")


@pytest.fixture
def owner(world):
    """The database's owner, who takes the trigger away first."""

    def run(*statements):
        with world.engine.begin() as link:
            link.execute(text("SET session_replication_role = replica"))
            for each in statements:
                link.execute(text(each))

    return run


def digest_of(world, seq):
    """What the hash of a line would have to be for its present content."""
    with world.work(service("tests")) as work:
        return next(line.digest() for line, _ in audit_lines(work) if line.seq == seq)


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'user:nobody'",
        "entry = 'tracing.scrap_lot'",
        "outcome = 'allowed'",
        "call = '{}'",
        "call = jsonb_set(call, '{quantity}', '2')",
        "detail = '{}'",
        "approved_by = 'user:boss'",
        "recommendation = 'x'",
        "at = at + interval '1 microsecond'",
        "at = at - interval '3 days'",
        "hash = repeat('0', 64)",
        "previous = repeat('1', 64)",
    ],
)
@pytest.mark.parametrize("seq", [1, 3, LINES])
def test_an_edited_line_is_named(trail, owner, change, seq):
    owner(f"UPDATE identity_audit SET {change} WHERE seq = {seq}")
    verdict = trail()
    assert not verdict.ok
    assert verdict.first_bad == seq


def test_an_edit_with_a_hash_made_anew_breaks_the_next_line(trail, owner, world):
    owner("UPDATE identity_audit SET actor = 'user:nobody' WHERE seq = 3")
    owner(f"UPDATE identity_audit SET hash = '{digest_of(world, 3)}' WHERE seq = 3")
    assert (trail().first_bad, trail().problem) == (4, "chain_broken")


def test_the_last_line_with_a_hash_made_anew_does_not_fit_the_head(trail, owner, world):
    owner(f"UPDATE identity_audit SET actor = 'user:nobody' WHERE seq = {LINES}")
    owner(f"UPDATE identity_audit SET hash = '{digest_of(world, LINES)}' WHERE seq = {LINES}")
    assert not trail().ok
    assert trail().problem == "tail_missing"


@pytest.mark.parametrize("seq", range(1, LINES))
def test_a_removed_line_is_missed(trail, owner, seq):
    owner(f"DELETE FROM identity_audit WHERE seq = {seq}")
    assert (trail().first_bad, trail().problem) == (seq, "line_missing")


@pytest.mark.parametrize("seq", range(2, LINES))
def test_a_removed_line_is_missed_though_the_others_move_up(trail, owner, seq):
    owner(
        f"DELETE FROM identity_audit WHERE seq = {seq}",
        f"UPDATE identity_audit SET seq = seq - 1 WHERE seq > {seq}",
    )
    assert trail().first_bad == seq


def test_lines_that_changed_places_are_found(trail, owner):
    owner(
        "UPDATE identity_audit SET seq = 100 WHERE seq = 2",
        "UPDATE identity_audit SET seq = 2 WHERE seq = 3",
        "UPDATE identity_audit SET seq = 3 WHERE seq = 100",
    )
    assert trail().first_bad == 2


@pytest.mark.parametrize("kept", [0, 1, LINES - 1])
def test_a_cut_tail_is_found(trail, owner, kept):
    owner(f"DELETE FROM identity_audit WHERE seq > {kept}")
    assert (trail().ok, trail().first_bad, trail().problem) == (False, kept + 1, "tail_missing")


def test_a_line_put_at_the_end_is_found(trail, owner):
    owner(
        "INSERT INTO identity_audit SELECT seq + 1, at, actor, entry, call, outcome, detail, "
        "approved_by, recommendation, hash, repeat('2', 64) FROM identity_audit "
        f"WHERE seq = {LINES}"
    )
    assert (trail().ok, trail().first_bad) == (False, LINES + 1)


def test_a_trail_emptied_together_with_its_head_starts_again_at_one(trail, owner, supervisor):
    """Who owns the database can do that; the number of lines kept elsewhere tells it."""
    owner("TRUNCATE identity_audit", "TRUNCATE identity_audit_head")
    assert (trail().ok, trail().lines) == (True, 0)
    supervisor.run("tracing.create_lot", lot="L-NEW", material="PG200", quantity=1)
    assert (trail().ok, trail().lines) == (True, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE identity_audit SET actor = 'x'",
        "DELETE FROM identity_audit WHERE seq = 1",
        "TRUNCATE identity_audit",
    ],
)
def test_the_product_s_own_connection_cannot_change_a_line(trail, world, statement):
    with pytest.raises(Exception, match="append-only"), world.engine.begin() as link:
        link.execute(text(statement))
    assert trail().ok


def test_a_record_written_under_a_clock_that_was_set_back_is_found(trail, world, supervisor):
    """Back-dating: the house is stopped, the clock set back, and something is booked."""
    earlier = SimulatedClock(world.clock.now() - timedelta(hours=3))
    restarted = World(settings=world.settings, engine=world.engine, clock=earlier, ids=Ids(9))
    build_door(restarted).run(
        "tracing.create_lot", {"lot": "BACK", "material": "PG200", "quantity": 1}, supervisor.actor
    )
    assert (trail().ok, trail().first_bad, trail().problem) == (False, LINES + 1, "clock_set_back")
    supervisor.run("tracing.create_lot", lot="NOW", material="PG200", quantity=1)
    assert trail().first_bad == LINES + 1, "it stays on record after the clock is right again"


def test_a_broken_chain_is_told_before_the_clock(trail, world, owner, supervisor):
    test_a_record_written_under_a_clock_that_was_set_back_is_found(trail, world, supervisor)
    owner("UPDATE identity_audit SET actor = 'x' WHERE seq = 2")
    assert (trail().first_bad, trail().problem) == (2, "line_changed")


def test_clocks_that_differ_by_moments_are_no_alarm(trail, world, supervisor):
    beside = SimulatedClock(world.clock.now() - timedelta(seconds=2))
    other = World(settings=world.settings, engine=world.engine, clock=beside, ids=Ids(9))
    build_door(other).run(
        "tracing.create_lot", {"lot": "B", "material": "PG200", "quantity": 1}, supervisor.actor
    )
    assert trail().ok


def test_a_long_act_that_ends_late_is_no_alarm(trail, world, supervisor, clock):
    """Its work began before that of others who were written first."""
    with world.work(supervisor.actor) as long:
        clock.advance(timedelta(minutes=10))
        supervisor.run("tracing.create_lot", lot="QUICK", material="PG200", quantity=1)
        from lineside.identity.actions import AuditTrail

        AuditTrail().write(long, entry="tests.long", call={}, outcome="done", detail={},
                           approval=None)  # fmt: skip
    assert trail().ok


def test_after_random_acts_of_many_at_once_the_trail_is_whole(door, supervisor, administrator):
    """Each attempt leaves exactly one line, and the chain fits, whoever came first."""
    seed = 20261005
    acts = random.Random(seed)
    names = [f"L-{acts.randrange(12)}" for _ in range(60)]

    def attempt(part):
        chance = random.Random(seed + part)
        for name in names[part::4]:
            entry, more = chance.choice([
                ("create_lot", {"material": "PG200", "quantity": 1}),
                ("hold_lot", {"reason": "x"}),
                ("scrap_lot", {"reason": "y"}),
                ("hold_lot", {}),
            ])  # fmt: skip
            with contextlib.suppress(Refusal):
                door.run(f"tracing.{entry}", {"lot": name} | more, supervisor.actor)

    threads = [threading.Thread(target=attempt, args=(part,)) for part in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    verdict = administrator.ask("identity.verify_audit")
    assert (verdict.ok, verdict.lines) == (True, len(names)), f"seed {seed}"


def test_the_digest_covers_each_field_and_depends_on_no_order(world, trail):
    with world.work(service("tests")) as work:
        line, stored = next(audit_lines(work))
    assert line.digest() == stored
    assert line.previous == GENESIS
    turned = replace(line, call=dict(reversed(list(line.call.items()))))
    assert turned.digest() == stored, "JSON keeps no order of keys"
    names = ("actor", "entry", "outcome", "approved_by", "recommendation", "previous")
    others = {replace(line, **{name: f"{getattr(line, name)}!"}).digest() for name in names}
    assert len(others | {stored}) == 7


def test_pages_of_the_trail_are_complete_and_do_not_overlap(trail, administrator):
    first = administrator.ask("identity.audit_trail", limit=4)
    second = administrator.ask("identity.audit_trail", limit=4, before=first[-1].seq)
    assert [line.seq for line in first + second] == list(range(LINES, 0, -1))
    held = administrator.ask("identity.audit_trail", entry="tracing.hold")
    assert [(line.entry, line.outcome) for line in held] == [("tracing.hold_lot", "refused")]
    assert administrator.ask("identity.audit_trail", entry="tracing_hold") == []
    assert len(administrator.ask("identity.audit_trail", actor="user:supervisor")) == LINES
