"""Logging in: no guessing, no telling who exists, no session that outlives its end."""

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
