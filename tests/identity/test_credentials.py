"""What people have beside the password: authenticators, PINs and badges, and shared terminals."""

import base64
import hmac
import struct
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from lineside.identity.errors import (
    BadgeInvalid,
    BadgeTaken,
    CodeWrong,
    FactorMissing,
    LoginRefused,
    PinWeak,
    TerminalUnknown,
)
from lineside.identity.model import check_pin
from lineside.identity.one_time import matching_step, new_secret
from lineside.identity.queries import actor_of, terminal_of
from lineside.kernel.actors import service
from lineside.kernel.door import NotAllowed, OutsideScope

WORD, PIN = "correct horse battery", "2750"
# RFC 6238, appendix B: the last six of the eight digits that it gives for SHA-1.
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC_CODES = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}


def code_at(secret, at):
    """A code by the letter of RFC 4226, written apart from the product's library."""
    counter = struct.pack(">Q", int(at.timestamp()) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, sha1)
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


@pytest.fixture
def log_in(machine):
    return lambda login="ada", password=WORD, code="": (
        machine.run("identity.log_in", login=login, password=password, code=code).result
    )


@pytest.fixture
def behind(world):
    def find(token):
        with world.work(service("identity")) as work:
            return actor_of(work, token)

    return find


@pytest.fixture
def person(administrator, door, behind, log_in):
    """Make a user who is logged in; what the user may run goes through the door."""

    class Person:
        def __init__(self, login, **more):
            add = {"login": login, "name": login.title(), "password": WORD} | more
            administrator.run("identity.add_user", **({"roles": ["operator"]} | add))
            self.actor = behind(log_in(login)["token"])

        def run(self, entry, **values):
            return door.run(f"identity.{entry}", values, self.actor).result

        def ask(self, entry, **values):
            return door.ask(f"identity.{entry}", values, self.actor)

    return Person


@pytest.fixture
def ada(person):
    return person("ada")


@pytest.fixture
def secret(ada, world):
    """Ada's authenticator, in use."""
    offer = ada.run("begin_second_factor", password=WORD)
    ada.run("confirm_second_factor", code=code_at(offer["secret"], world.clock.now()))
    world.clock.advance(timedelta(minutes=5))
    return offer["secret"]


@pytest.mark.parametrize(("second", "code"), RFC_CODES.items())
def test_codes_are_those_of_the_standard(second, code):
    at = datetime.fromtimestamp(second, UTC)
    assert matching_step(RFC_SECRET, code, at, after=-1) == second // 30


@given(st.text(max_size=8))
def test_only_six_plain_digits_are_a_code(code):
    """Digits of other scripts count as digits in Python; none of them may pass."""
    at = datetime(2026, 10, 5, tzinfo=UTC)
    if matching_step(RFC_SECRET, code, at, after=0) is not None:
        assert code in {code_at(RFC_SECRET, at + timedelta(seconds=s)) for s in (-30, 0, 30)}


@given(st.integers(0, 2**31), st.integers(-90, 90))
def test_a_phone_half_a_minute_off_still_fits_and_a_minute_and_more_does_not(second, away):
    at, secret = datetime.fromtimestamp(second + 1000, UTC), new_secret()
    code = code_at(secret, at + timedelta(seconds=away))
    steps = (second + 1000 + away) // 30 - (second + 1000) // 30
    fits = matching_step(secret, code, at, after=0) is not None
    assert fits or abs(steps) > 1


def test_the_login_asks_for_the_code_and_takes_each_one_once(secret, log_in, world):
    assert log_in()["code_needed"]
    assert not log_in()["token"]
    code = code_at(secret, world.clock.now())
    assert log_in(code=code)["token"]
    again = log_in(code=code)
    assert not again["token"]
    assert again["code_needed"]


def test_a_right_code_does_not_make_up_for_a_wrong_password(secret, log_in, world):
    found = log_in(password="wrong wrong wrong", code=code_at(secret, world.clock.now()))
    assert not found["token"]
    assert not found["code_needed"]


def test_wrong_codes_lock_like_wrong_passwords_and_a_missing_one_does_not(secret, log_in, world):
    for _ in range(10):
        log_in()
    assert log_in(code=code_at(secret, world.clock.now()))["token"]
    wrong = [log_in(code="000000")["locked_minutes"] for _ in range(5)]
    assert wrong[-1] > 0
    world.clock.advance(timedelta(seconds=30))
    assert not log_in(code=code_at(secret, world.clock.now()))["token"]


def test_nothing_changes_before_the_first_code_fits(ada, log_in):
    ada.run("begin_second_factor", password=WORD)
    with pytest.raises(CodeWrong):
        ada.run("confirm_second_factor", code="000000")
    assert log_in()["token"]
    assert not ada.ask("my_credentials").second_factor


def test_a_first_code_without_an_offer_and_an_offer_without_the_password_are_refused(ada):
    with pytest.raises(FactorMissing):
        ada.run("confirm_second_factor", code="123456")
    for entry in ("begin_second_factor", "remove_second_factor"):
        with pytest.raises(LoginRefused):
            ada.run(entry, password="wrong wrong wrong")


def test_who_lost_the_phone_is_helped_by_an_administrator(secret, administrator, log_in, person):
    with pytest.raises(NotAllowed):
        person("bo").run("reset_second_factor", user="user:ada")
    administrator.run("identity.reset_second_factor", user="user:ada")
    assert log_in()["token"]


def test_the_secret_lies_sealed_in_the_database(secret, world):
    with world.engine.connect() as link:
        row = link.execute(text("SELECT * FROM identity_credential")).one()
    assert secret not in str(row)
    assert secret.lower() not in str(row).lower()


def test_an_offer_that_is_kept_to_be_repeated_is_sealed_as_well(ada, door, world):
    entry, given = "identity.begin_second_factor", {"password": WORD}
    first = door.run(entry, given, ada.actor, key="k-1").result
    assert door.run(entry, given, ada.actor, key="k-1").result == first
    with world.engine.connect() as link:
        kept = str(link.execute(text("SELECT outcome FROM kernel_done")).all())
    assert first["secret"] not in kept


@given(st.text(alphabet="0123456789", max_size=10))
def test_a_pin_is_four_to_eight_digits_and_no_run(pin):
    numbers = [int(each) for each in pin]
    steps = {b - a for a, b in pairwise(numbers)}
    good = 4 <= len(pin) <= 8 and steps not in ({0}, {1}, {-1})
    try:
        check_pin(pin)
    except PinWeak:
        assert not good
    else:
        assert good


@pytest.mark.parametrize("pin", ["12a4", "²²²²", "١٢٣٤", " 2750", "27-50"])
def test_a_pin_of_other_signs_is_refused(ada, pin):
    with pytest.raises(PinWeak):
        ada.run("set_pin", password=WORD, pin=pin)


@pytest.mark.parametrize("badge", ["abc", "a b c d", "x" * 65, "karte\x1d12", "karteß"])
def test_a_badge_that_no_scanner_types_is_refused(administrator, ada, badge):
    with pytest.raises(BadgeInvalid):
        administrator.run("identity.set_badge", user="user:ada", badge=badge)


def test_a_badge_belongs_to_one_person_at_a_time(administrator, ada, person):
    person("bo")

    def give(user, badge):
        administrator.run("identity.set_badge", user=user, badge=badge)

    give("user:ada", "HG-1001")
    give("user:ada", "HG-1001")
    with pytest.raises(BadgeTaken):
        give("user:bo", "HG-1001")
    give("user:ada", "")
    give("user:bo", "HG-1001")


@pytest.fixture
def terminal(supervisor):
    """The token of a terminal at a station of the assembly."""
    return supervisor.run(
        "identity.enrol_terminal", name="Bench 1", station="halden/assembly/AS-01"
    ).result


@pytest.fixture
def by_pin(machine, terminal):
    return lambda who="ada", pin=PIN, token=terminal: (
        machine.run("identity.log_in_at_terminal", token=token, who=who, pin=pin).result
    )


def test_a_pin_opens_a_session_at_a_terminal_by_login_or_badge(ada, by_pin, behind, administrator):
    assert not by_pin()["token"]
    ada.run("set_pin", password=WORD, pin=PIN)
    administrator.run("identity.set_badge", user="user:ada", badge="HG-1001")
    for who in ("ada", "HG-1001"):
        assert behind(by_pin(who)["token"]).id == "user:ada"
    assert not by_pin(pin="2751")["token"]
    assert not by_pin("HG-9999")["token"]


def test_a_pin_gives_no_more_than_the_work_at_the_machines(person, by_pin, behind):
    chief = person("chief", roles=["administrator"])
    chief.run("set_pin", password=WORD, pin=PIN)
    actor = behind(by_pin("chief")["token"])
    assert actor.may("execution.work")
    assert actor.may("maintenance.work")
    for permission in ("identity.manage", "guidance.decide", "quality.release", "scheduling.plan"):
        assert not actor.may(permission), permission


def test_a_pin_gives_no_right_that_the_roles_do_not_give(person, by_pin, behind):
    boss = person("boss", roles=["manager"])
    boss.run("set_pin", password=WORD, pin=PIN)
    assert not behind(by_pin("boss")["token"]).may("execution.work")


def test_who_works_elsewhere_is_not_let_in_here(person, by_pin, world, terminal):
    bo = person("bo", scope=["halden/machining"])
    bo.run("set_pin", password=WORD, pin=PIN)
    assert not by_pin("bo")["token"]
    with world.work(service("identity")) as work:
        assert terminal_of(work, terminal).people == []


def test_five_wrong_pins_lock_the_account(ada, by_pin, world):
    ada.run("set_pin", password=WORD, pin=PIN)
    for _ in range(5):
        by_pin(pin="9081")
    assert not by_pin()["token"]
    world.clock.advance(timedelta(minutes=2))
    assert by_pin()["token"]


def test_a_pin_is_worth_nothing_where_no_terminal_is(ada, by_pin, supervisor, behind, terminal):
    ada.run("set_pin", password=WORD, pin=PIN)
    with pytest.raises(TerminalUnknown):
        by_pin(token="made up")
    open_one = by_pin()["token"]
    (known,) = supervisor.ask("identity.terminals")
    supervisor.run("identity.revoke_terminal", terminal=known.id)
    with pytest.raises(TerminalUnknown):
        by_pin()
    assert behind(open_one) is None
    with pytest.raises(TerminalUnknown):
        supervisor.run("identity.revoke_terminal", terminal=known.id)


def test_terminals_are_enrolled_by_those_who_may_and_where_they_may(ada, person):
    with pytest.raises(NotAllowed):
        ada.run("enrol_terminal", name="", station="halden/assembly/AS-01")
    lead = person("lead", roles=["supervisor"], scope=["halden/assembly"])
    lead.run("enrol_terminal", name="", station="halden/assembly/AS-01")
    with pytest.raises(OutsideScope):
        lead.run("enrol_terminal", name="", station="halden/machining/GR-04")


def test_a_terminal_elsewhere_is_neither_seen_nor_revoked(supervisor, person):
    for station in ("halden/assembly/AS-01", "halden/machining/GR-04"):
        supervisor.run("identity.enrol_terminal", name=station, station=station)
    foreign = next(t for t in supervisor.ask("identity.terminals") if "GR-04" in t.station)
    lead = person("lead", roles=["supervisor"], scope=["halden/assembly"])
    assert [t.station for t in lead.ask("terminals")] == ["halden/assembly/AS-01"]
    with pytest.raises(OutsideScope):
        lead.run("revoke_terminal", terminal=foreign.id)
    assert len(supervisor.ask("identity.terminals")) == 2
