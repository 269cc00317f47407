"""Logging in: no guessing, no telling who exists, no session that outlives its end."""

from base64 import b32decode
from datetime import timedelta

from fitting_arguments import PASSWORD

LOGIN = "/api/v1/login"
ME = "/api/v1/identity/me"


def log_in(client, login, password=PASSWORD):
    return client.post(LOGIN, json={"login": login, "password": password})


def test_five_failures_lock_and_the_right_password_waits_too(site):
    site.add_user("guessed", roles=["operator"])
    client = site.stranger()
    for _ in range(5):
        assert log_in(client, "guessed", "wrong wrong wrong").status_code == 401
    locked = log_in(client, "guessed")
    assert locked.status_code == 401
    assert client.get(ME).status_code == 401
    site.world.clock.advance(timedelta(minutes=2))
    assert log_in(client, "guessed").status_code == 200


def test_a_wrong_password_and_an_unknown_login_answer_alike(site):
    site.add_user("exists", roles=["operator"])
    client = site.stranger()
    known, unknown = (log_in(client, name, "wrong wrong wrong") for name in ("exists", "nobody"))
    assert known.status_code == unknown.status_code == 401
    for answer in (known, unknown):
        body = answer.json()
        body["facts"].pop("login")
        answer.told = body
    assert known.told == unknown.told


def test_locking_does_not_tell_who_exists(site):
    """Whoever fails often enough reads the same text for a known and for an unknown login."""
    site.add_user("hammered", roles=["operator"])
    client = site.stranger()

    def told(login):
        answers = [log_in(client, login, "wrong wrong wrong").json() for _ in range(7)]
        return [a["facts"].get("locked_minutes") for a in answers]

    assert told("hammered") == told("never.there")


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(site):
    site.add_user("cookie", roles=["operator"])
    told = log_in(site.stranger(), "cookie").headers["set-cookie"].lower()
    assert "httponly" in told
    assert "samesite=strict" in told


def test_an_old_cookie_is_worth_nothing_after_logging_out(site):
    site.add_user("leaver", roles=["operator"])
    client = site.stranger()
    assert log_in(client, "leaver").status_code == 200
    cookie = dict(client.cookies)
    assert client.get(ME).status_code == 200
    assert client.post("/api/v1/logout").status_code == 204
    thief = site.stranger()
    thief.cookies.update(cookie)
    assert thief.get(ME).status_code == 401


def test_logging_in_takes_no_session_from_outside(site):
    """Session fixation: the token after a login is a new one, whatever came before."""
    site.add_user("fixed", roles=["operator"])
    client = site.stranger()
    client.cookies.set("lineside_session", "chosen-by-the-attacker")
    assert log_in(client, "fixed").status_code == 200
    thief = site.stranger()
    thief.cookies.set("lineside_session", "chosen-by-the-attacker")
    assert thief.get(ME).status_code == 401


def test_a_switched_off_user_is_out_at_once(site):
    site.add_user("fired", roles=["operator"])
    client = site.stranger()
    log_in(client, "fired")
    given = {"user": "user:fired", "active": False}
    done = site.browser("administrator").post("/api/v1/identity/switch_user", json=given)
    assert done.status_code == 200
    assert client.get(ME).status_code == 401


def test_a_given_password_must_be_changed_before_anything_else(site):
    site.add_user("fresh", roles=["operator"], demo=False)
    client = site.stranger()
    log_in(client, "fresh")
    assert client.get("/api/v1/execution/orders").status_code == 403
    given = {"old_password": PASSWORD, "new_password": "another long secret"}
    assert client.post("/api/v1/identity/change_password", json=given).status_code == 200


def test_the_trail_holds_no_password(site):
    client = site.stranger()
    log_in(client, "operator", "canary-71-secret")
    with site.world.engine.connect() as link:
        from sqlalchemy import text

        found = link.execute(
            text("SELECT count(*) FROM identity_audit WHERE call::text LIKE '%canary-71%'")
        ).scalar_one()
    assert found == 0


TERMINAL = "/api/v1/terminal"
STATION = "halden/assembly/AS-01"


def at_terminal(site, name):
    """A browser that a supervisor made a terminal and then left, and somebody with a PIN."""
    site.add_user(name, roles=["operator"], pin="2750")
    client = site.browser("supervisor")
    assert client.post(f"{TERMINAL}/enrol", json={"station": STATION}).status_code == 200
    assert client.post("/api/v1/logout").status_code == 204
    return client


def by_pin(client, who, pin="2750"):
    return client.post(f"{TERMINAL}/login", json={"who": who, "pin": pin})


def test_a_pin_opens_nothing_in_a_browser_that_is_no_terminal(site):
    """Neither without a terminal's token nor with a made-up one."""
    at_terminal(site, "pinned")
    client = site.stranger()
    assert client.get(TERMINAL).json() is None
    assert by_pin(client, "pinned").status_code == 404
    client.cookies.set("lineside_terminal", "made-up")
    assert by_pin(client, "pinned").status_code == 404
    assert client.get(ME).status_code == 401


def test_only_those_who_may_make_a_browser_a_terminal(site):
    assert (
        site.browser("operator").post(f"{TERMINAL}/enrol", json={"station": STATION}).status_code
        == 403
    )
    assert site.stranger().post(f"{TERMINAL}/enrol", json={"station": STATION}).status_code == 401


def test_switching_the_operator_ends_the_session_before(site):
    client = at_terminal(site, "early")
    site.add_user("late", roles=["operator"], pin="2750")
    assert by_pin(client, "early").status_code == 200
    first = client.cookies.get("lineside_session", domain="testserver.local")
    assert by_pin(client, "late").json()["login"] == "late"
    thief = site.stranger()
    thief.cookies.set("lineside_session", first)
    assert thief.get(ME).status_code == 401


def test_a_pin_login_from_another_page_is_refused(site):
    client = at_terminal(site, "crossed")
    client.headers.pop("X-Lineside")
    assert by_pin(client, "crossed").status_code == 403


def test_guessing_pins_locks(site):
    client = at_terminal(site, "guessed.pin")
    answers = [by_pin(client, "guessed.pin", f"90{n}1") for n in range(5)]
    assert {each.status_code for each in answers} == {401}
    assert by_pin(client, "guessed.pin").status_code == 401


def test_a_pin_session_cannot_manage_decide_or_sign(site):
    site.add_user("root.pin", roles=["administrator"], pin="2750")
    client = at_terminal(site, "somebody.pin")
    assert by_pin(client, "root.pin").status_code == 200
    assert client.get("/api/v1/identity/users").status_code == 403
    given = {"user": "user:operator", "roles": ["administrator"]}
    assert client.post("/api/v1/identity/assign_roles", json=given).status_code == 403


def test_an_authenticator_is_asked_for_and_its_code_serves_once(site):
    site.add_user("phone", roles=["operator"])
    client = site.stranger()
    assert log_in(client, "phone").status_code == 200
    offer = client.post("/api/v1/identity/begin_second_factor", json={"password": PASSWORD})
    secret = offer.json()["result"]["secret"]
    code = _code(secret, site.world.clock.now())
    done = client.post("/api/v1/identity/confirm_second_factor", json={"code": code})
    assert done.status_code == 200
    site.world.clock.advance(timedelta(minutes=1))
    thief = site.stranger()
    assert log_in(thief, "phone").json()["code"] == "identity.CodeNeeded"
    given = {"login": "phone", "password": PASSWORD}
    fresh = given | {"code": _code(secret, site.world.clock.now())}
    assert client.post(LOGIN, json=fresh).status_code == 200
    assert thief.post(LOGIN, json=fresh).json()["code"] == "identity.CodeWrong"


def _code(secret, at):
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    return TOTP(b32decode(secret), 6, SHA1(), 30).generate(at.timestamp()).decode()


def test_an_open_live_page_is_known_to_have_ended(site):
    """By logging out, and by roles that hold elsewhere from now on."""
    from starlette.requests import Request

    from lineside.app.http.live import _as_it_was
    from lineside.app.http.security import actor_for

    def looking(client):
        cookie = "; ".join(f"{each.name}={each.value}" for each in client.cookies.jar)
        scope = {"type": "http", "method": "GET", "path": "/api/v1/live", "app": site.app}
        return Request(scope | {"headers": [(b"cookie", cookie.encode())], "query_string": b""})

    site.add_user("watcher", roles=["operator"])
    client = site.stranger()
    log_in(client, "watcher")
    page = looking(client)
    actor = actor_for(page)
    assert _as_it_was(page, actor)
    moved = {"user": "user:watcher", "roles": ["operator"], "scope": ["halden/assembly"]}
    site.browser("administrator").post("/api/v1/identity/assign_roles", json=moved)
    assert not _as_it_was(page, actor)
    again = actor_for(page)
    client.post("/api/v1/logout")
    assert not _as_it_was(page, again)
