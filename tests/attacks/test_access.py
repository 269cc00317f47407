"""Who may pass: nobody without a session, nobody across sites, each role what its table says."""

import pytest
from fitting_arguments import PASSWORD, fitting, is_action, path_of, routed

from lineside.app.http.security import COOKIE
from lineside.identity.model import ROLES
from lineside.kernel import catalogue
from lineside.kernel.actors import Actor

OPEN = {
    ("post", "/api/v1/login"),
    # A terminal shows its name before anybody is there, and lets people in by badge and PIN.
    ("get", "/api/v1/terminal"),
    ("post", "/api/v1/terminal/login"),
}  # fmt: skip


def send(client, entry, given=None, **options):
    values = fitting(entry) if given is None else given
    if is_action(entry):
        return client.post(path_of(entry), json=values, **options)
    return client.get(path_of(entry), params=values, **options)


def test_nothing_answers_without_a_session(site):
    document = site.app.openapi()
    asked = {
        (method, path)
        for path, methods in document["paths"].items()
        for method in methods
    }  # fmt: skip
    assert {("get", "/api/v1/live"), ("get", "/api/v1/files/{digest}")} <= asked
    assert len(asked) > 200
    with site.stranger() as client:
        told = {
            (method, path): client.request(method, path, json={} if method == "post" else None)
            for method, path in sorted(asked - OPEN)
        }
    wrong = {route: answer.status_code for route, answer in told.items()
             if answer.status_code != 401}  # fmt: skip
    assert wrong == {}


@pytest.mark.usefixtures("_hollow")
def test_a_made_up_or_broken_token_is_nobody(site):
    entry = catalogue.find("identity.me")
    for token in ("x", "0" * 43, "../../etc/passwd", "' OR 1=1 --"):
        bearer = {"Authorization": f"Bearer {token}"}
        assert send(site.stranger(), entry, headers=bearer).status_code == 401
        assert send(site.stranger(), entry, headers={"Cookie": f"{COOKIE}={token}"}).status_code \
            == 401  # fmt: skip


@pytest.mark.usefixtures("_hollow")
def test_no_write_passes_with_a_cookie_alone(site):
    client = site.browser("administrator")
    del client.headers["X-Lineside"]
    acts = [entry for entry in routed() if is_action(entry)]
    assert len(acts) > 100
    answers = {entry.name: send(client, entry) for entry in acts}
    wrong = {name: a.status_code for name, a in answers.items() if a.status_code != 403}
    assert wrong == {}
    assert {a.json()["code"] for a in answers.values()} == {"app.CrossSite"}
    assert client.post("/api/v1/logout").status_code == 403


@pytest.mark.usefixtures("_hollow")
@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_reaches_what_its_table_says_and_nothing_else(site, role):
    client = site.browser(role)
    actor = Actor(role, role, permissions=frozenset(ROLES[role]))
    wrong = {}
    for entry in routed():
        signed = {"password": PASSWORD} if entry.signature else {}
        answer = send(client, entry, fitting(entry) | signed)
        expected = 418 if actor.may(entry.permission) else 403
        if answer.status_code != expected:
            wrong[entry.name] = (answer.status_code, expected, answer.text[:200])
    assert wrong == {}


@pytest.mark.usefixtures("_hollow")
def test_unknown_fields_are_refused_everywhere(site):
    """Mass assignment: a field that nobody declared never reaches a function."""
    client = site.browser("administrator")
    wrong = {}
    for entry in routed():
        answer = send(client, entry, fitting(entry) | {"roles_of_mine": "administrator"})
        if answer.status_code != 422:
            wrong[entry.name] = answer.status_code
    assert wrong == {}


def test_a_person_cannot_give_himself_a_role(site):
    client = site.browser("operator")
    given = {"user": "user:operator", "roles": ["administrator"]}
    assert client.post("/api/v1/identity/assign_roles", json=given).status_code == 403
    assert client.get("/api/v1/identity/me").json()["roles"] == ["operator"]


def test_scope_holds_over_http(site):
    site.add_user("narrow", roles=["operator"], scope=["halden/machining"])
    client = site.browser("narrow")
    inside = {"equipment": "halden/machining/LA-01"}
    outside = {"equipment": "halden/assembly"}
    listed = "/api/v1/execution/dispatch_list"
    assert client.get(listed, params=inside).status_code == 200
    assert client.get(listed, params=outside).status_code == 403
    assert client.get(listed, params={"equipment": "halden/machining2"}).status_code == 403
