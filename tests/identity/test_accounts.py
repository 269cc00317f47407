"""Users: who may make whom, what locks, when sessions end, and that somebody can always manage."""

import threading
from datetime import timedelta

import pytest

from lineside.identity.errors import (
    LastAdministrator,
    LoginRefused,
    PasswordWeak,
    RoleUnknown,
    ScopeInvalid,
    SessionUnknown,
    UserExists,
    UserUnknown,
)
from lineside.identity.model import ROLES
from lineside.identity.queries import actor_of, token_hash
from lineside.kernel.actors import service
from lineside.kernel.door import NotAllowed
from lineside.kernel.errors import Invalid, Refusal

WORD, OTHER = "correct horse battery", "staple of nine lives"


def add(who, login, roles=("operator",), **more):
    given = {"login": login, "name": login.title(), "password": WORD, "roles": list(roles)} | more
    return who.run("identity.add_user", **given).result


@pytest.fixture
def log_in(machine):
    return lambda login, password=WORD: (
        machine.run("identity.log_in", login=login, password=password).result
    )


@pytest.fixture
def behind(world):
    """The actor behind a token, if it still opens anything."""

    def find(token):
        with world.work(service("identity")) as work:
            return actor_of(work, token)

    return find


@pytest.fixture
def ada(administrator, door, behind, log_in):
    """A user who is logged in, as the door sees her; with her token."""
    add(administrator, "ada")
    token = log_in("ada")["token"]
    return behind(token), token


def test_only_who_manages_users_makes_or_changes_them(administrator, supervisor):
    user = add(administrator, "bo")
    for entry, given in (
        ("add_user", {"login": "x", "name": "X", "password": WORD, "roles": ["operator"]}),
        ("assign_roles", {"user": user, "roles": ["administrator"]}),
        ("switch_user", {"user": user, "active": False}),
        ("set_password", {"login": "bo", "password": OTHER}),
    ):
        with pytest.raises(NotAllowed):
            supervisor.run(f"identity.{entry}", **given)
    for entry in ("users", "access_matrix"):
        with pytest.raises(NotAllowed):
            supervisor.ask(f"identity.{entry}")


@pytest.mark.parametrize("roles", [["king"], ["operator", "Operator"], ["*"], [""]])
def test_a_role_that_nobody_knows_is_refused(administrator, roles):
    with pytest.raises(RoleUnknown):
        add(administrator, "bo", roles)
    user = add(administrator, "cy")
    with pytest.raises(RoleUnknown):
        administrator.run("identity.assign_roles", user=user, roles=roles)


@pytest.mark.parametrize("scope", ["", " ", "/", "halden/", "/halden", "halden//x", " halden"])
def test_a_scope_that_names_no_equipment_is_refused(administrator, scope):
    """A blank one would reach the whole plant, one with a slash at its end nothing."""
    with pytest.raises(ScopeInvalid):
        add(administrator, "bo", scope=[scope])
    user = add(administrator, "cy")
    with pytest.raises(ScopeInvalid):
        administrator.run("identity.assign_roles", user=user, roles=["operator"],
                          scope=["halden/assembly", scope])  # fmt: skip


@pytest.mark.parametrize("password", ["", "short", "nine char", "my-ada-secret", "ADAADAADAADA"])
def test_a_weak_password_is_refused_wherever_it_is_set(administrator, password):
    with pytest.raises(PasswordWeak):
        add(administrator, "ada", password=password)
    add(administrator, "ada")
    with pytest.raises(PasswordWeak):
        administrator.run("identity.set_password", login="ada", password=password)


def test_a_login_is_taken_whatever_its_capitals(administrator, log_in):
    add(administrator, "Ada")
    with pytest.raises(UserExists):
        add(administrator, "aDA", ["administrator"], password=OTHER)
    assert log_in("ADA")["user"] == "user:ada"
    assert log_in("ada", OTHER)["token"] == ""


def test_the_same_login_made_by_two_at_once_is_one_user(administrator, log_in):
    """The loser must not overwrite the winner's password and roles."""
    start, told = threading.Barrier(4), []

    def attempt(number):
        start.wait()
        try:
            add(administrator, "twin", ["operator" if number else "manager"],
                password=f"{WORD} {number}")  # fmt: skip
            told.append(number)
        except Refusal as refusal:
            told.append(refusal)

    threads = [threading.Thread(target=attempt, args=(n,)) for n in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    won = [each for each in told if not isinstance(each, Refusal)]
    assert len(won) == 1, told
    assert all(isinstance(each, UserExists) for each in told if isinstance(each, Refusal))
    assert log_in("twin", f"{WORD} {won[0]}")["token"]


def test_failures_lock_for_a_growing_time_and_tell_it(administrator, log_in, clock, supervisor):
    add(administrator, "ada")
    for wait in (1, 2, 4, 8):
        failures = 5 if wait == 1 else 1
        for _ in range(failures):
            assert log_in("ada", "wrong wrong wrong")["token"] == ""
        assert log_in("ada")["token"] == "", "locked, though the password is right"
        clock.advance(timedelta(minutes=wait, seconds=-1))
        assert log_in("ada")["token"] == ""
        clock.advance(timedelta(seconds=2))
    assert log_in("ada")["token"]
    told = supervisor.ask("kernel.news", name="identity.AccountLocked")
    assert [each.facts["minutes"] for each in told][::-1] == [1, 2, 4, 8]


def test_a_success_forgets_the_failures(administrator, log_in):
    add(administrator, "ada")
    for _ in range(3):
        for _ in range(4):
            log_in("ada", "wrong wrong wrong")
        assert log_in("ada")["token"]


def test_a_lock_never_lasts_longer_than_an_hour(administrator, log_in, clock):
    add(administrator, "ada")
    for _ in range(20):
        log_in("ada", "wrong wrong wrong")
        clock.advance(timedelta(minutes=61))
    assert log_in("ada")["token"]


def test_changing_the_password_ends_every_session(ada, door, behind, log_in):
    actor, token = ada
    other = log_in("ada")["token"]
    given = {"old_password": WORD, "new_password": OTHER}
    door.run("identity.change_password", given, actor)
    assert (behind(token), behind(other)) == (None, None)
    assert log_in("ada")["token"] == ""
    assert log_in("ada", OTHER)["must_change"] is False


def test_a_stolen_session_cannot_try_out_passwords(ada, door, log_in):
    """The old password is guessed no more often than at the login."""
    actor, _ = ada
    for guess in ("a", "b", "c", "d", "e"):
        with pytest.raises(LoginRefused):
            door.run("identity.change_password",
                     {"old_password": guess, "new_password": OTHER}, actor)  # fmt: skip
    with pytest.raises(LoginRefused):
        door.run("identity.change_password",
                 {"old_password": WORD, "new_password": OTHER}, actor)  # fmt: skip
    assert log_in("ada")["locked_minutes"] > 0


def test_a_password_that_somebody_set_ends_sessions_opens_the_lock_and_must_be_changed(
    ada, administrator, behind, log_in
):
    _, token = ada
    for _ in range(5):
        log_in("ada", "wrong wrong wrong")
    administrator.run("identity.set_password", login="ADA", password=OTHER)
    assert behind(token) is None
    told = log_in("ada", OTHER)
    assert (bool(told["token"]), told["must_change"]) == (True, True)
    with pytest.raises(UserUnknown):
        administrator.run("identity.set_password", login="nobody", password=OTHER)


def test_who_is_switched_off_is_out_and_comes_back_without_the_old_session(
    ada, administrator, behind, log_in
):
    actor, token = ada
    administrator.run("identity.switch_user", user=actor.id, active=False)
    assert behind(token) is None
    assert log_in("ada")["token"] == ""
    administrator.run("identity.switch_user", user=actor.id, active=True)
    assert behind(token) is None
    assert log_in("ada")["token"]


def test_a_session_ends_by_itself_and_by_logging_out(ada, door, behind, clock, world, log_in):
    actor, token = ada
    second = log_in("ada")["token"]
    door.run("identity.log_out", {"token": second}, actor)
    assert behind(second) is None
    assert behind(token) is not None
    clock.advance(timedelta(hours=world.settings.session_hours))
    assert behind(token) is None


def test_one_sees_where_one_is_logged_in_and_ends_what_one_does_not_know(ada, door, behind, log_in):
    actor, token = ada
    other = log_in("ada")["token"]
    rows = door.ask("identity.my_sessions", {}, actor)
    assert len(rows) == 2
    strange = next(each.id for each in rows if token_hash(other).startswith(each.id))
    door.run("identity.end_session", {"session": strange}, actor)
    assert behind(other) is None
    assert behind(token) is not None
    assert [each.id for each in door.ask("identity.my_sessions", {}, actor)] != []
    with pytest.raises(SessionUnknown):
        door.run("identity.end_session", {"session": strange}, actor)


def test_nobody_ends_a_session_of_somebody_else(ada, door, behind, supervisor, operator):
    actor, token = ada
    (mine,) = door.ask("identity.my_sessions", {}, actor)
    for wanted in (mine.id, "", "%", mine.id[:4]):
        with pytest.raises(SessionUnknown):
            operator.run("identity.end_session", session=wanted)
    with pytest.raises(NotAllowed):
        supervisor.run("identity.end_sessions", user=actor.id)
    assert behind(token) is not None


def test_an_administrator_ends_all_sessions_of_somebody(ada, administrator, behind, log_in):
    actor, token = ada
    other = log_in("ada")["token"]
    assert len(administrator.ask("identity.sessions", user=actor.id)) == 2
    assert administrator.run("identity.end_sessions", user=actor.id).result == 2
    assert (behind(token), behind(other)) == (None, None)
    assert administrator.ask("identity.sessions", user=actor.id) == []


def test_new_roles_and_areas_hold_at_once_for_an_open_session(ada, administrator, behind):
    actor, token = ada
    administrator.run("identity.assign_roles", user=actor.id, roles=["planner"],
                      scope=["halden/assembly"])  # fmt: skip
    now = behind(token)
    assert (now.roles, now.scope) == ({"planner"}, ("halden/assembly",))
    assert now.may("scheduling.publish")
    assert not actor.may("scheduling.publish")
    administrator.run("identity.assign_roles", user=actor.id, roles=[])
    assert not behind(token).may("plant.read")


def test_the_last_administrator_stays(administrator):
    only = add(administrator, "root", ["administrator"])
    for entry, given in (
        ("switch_user", {"active": False}),
        ("assign_roles", {"roles": ["operator"]}),
        ("assign_roles", {"roles": ["administrator"], "scope": ["halden/assembly"]}),
    ):
        with pytest.raises(LastAdministrator):
            administrator.run(f"identity.{entry}", user=only, **given)
    second = add(administrator, "deputy", ["administrator", "operator"])
    administrator.run("identity.switch_user", user=only, active=False)
    with pytest.raises(LastAdministrator):
        administrator.run("identity.switch_user", user=second, active=False)


def test_two_administrators_who_remove_each_other_leave_one(administrator):
    pair = [add(administrator, name, ["administrator"]) for name in ("one", "two")]
    start, told = threading.Barrier(2), []

    def attempt(user):
        start.wait()
        try:
            administrator.run("identity.assign_roles", user=user, roles=["operator"])
        except Refusal as refusal:
            told.append(refusal)

    threads = [threading.Thread(target=attempt, args=(user,)) for user in pair]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [type(each) for each in told] == [LastAdministrator]


def test_no_list_and_no_answer_shows_a_password_or_its_hash(administrator, ada, door):
    shown = str(administrator.ask("identity.users")) + str(door.ask("identity.me", {}, ada[0]))
    assert "argon2" not in shown
    assert WORD not in shown


def test_the_access_matrix_says_what_the_gate_says(administrator):
    rows = {row.entry: row for row in administrator.ask("identity.access_matrix")}
    assert "operator" not in rows["tracing.release_lot"].roles
    assert {"supervisor", "quality_engineer", "administrator"} == set(
        rows["tracing.release_lot"].roles
    )
    assert set(rows["identity.me"].roles) == set(ROLES)


@pytest.mark.parametrize("given", [{"roles": "operator"}, {"roles": None}, {"login": 5}, {}])
def test_a_user_of_the_wrong_shape_is_refused(administrator, given):
    with pytest.raises(Invalid):
        administrator.run("identity.add_user", name="N", password=WORD, **given)


def test_a_language_is_one_s_own(ada, door):
    actor, _ = ada
    door.run("identity.choose_locale", {"locale": "de"}, actor)
    assert door.ask("identity.me", {}, actor).locale == "de"
