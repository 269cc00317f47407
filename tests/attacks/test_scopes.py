"""A person of one area: each entry that takes equipment judges it, and no row slips through."""

from dataclasses import dataclass, field

import pytest
from fitting_arguments import PASSWORD, fitting, is_action, path_of, routed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from lineside.kernel.actors import Actor
from lineside.kernel.catalogue import Kind
from lineside.kernel.door import Gate, OutsideScope
from lineside.kernel.errors import Refusal
from lineside.kernel.places import PLACES

OWN, FOREIGN = "halden/assembly", "halden/machining/GR-04"
# Entries that take equipment without judging it at the gate, and why.
UNJUDGED = {
    "andon.call_help": "whoever sees danger calls for help, wherever it is",
    "andon.raise_alert": "whoever sees trouble may say so, wherever it is",
    "execution.start_operation": "the machine is the operation's, judged where it is known",
    "execution.report_quantity": "the machine is the operation's, judged where it is known",
    "execution.complete_operation": "the machine is the operation's, judged where it is known",
    "plant.equipment": "names and kinds of equipment are common knowledge",
    "plant.working_intervals": "the calendar is common knowledge",
}  # fmt: skip


def placed():
    """The entries that take equipment, with the argument's name."""
    taken = [(each, name) for each in routed() for name in PLACES
             if name in each.arguments.model_fields]  # fmt: skip
    assert len(taken) > 50
    return taken


def person(scope, roles=("administrator",)):
    return Actor("user:one-area", "N", roles=frozenset(roles), permissions=frozenset({"*"}),
                 scope=scope)  # fmt: skip


def test_every_entry_that_takes_equipment_declares_it_as_its_scope():
    undeclared = {each.name for each, name in placed() if each.scope != name}
    assert undeclared == set(UNJUDGED)


def test_each_scope_names_an_argument_that_is_there():
    wrong = [e.name for e in routed() if e.scope and e.scope not in e.arguments.model_fields]
    assert wrong == []


@pytest.fixture(scope="module")
def client(site):
    """The browser of somebody who may do everything in one area."""
    site.add_user("one.area", roles=["administrator"], scope=[OWN])
    return site.browser("one.area")


@pytest.mark.usefixtures("_hollow")
def test_each_entry_refuses_foreign_equipment_and_takes_the_own(client):
    wrong = {}
    for entry, name in placed():
        if entry.name in UNJUDGED or entry.signature:
            continue
        for place, expected in ((FOREIGN, 403), (OWN, 418), (f"{OWN}/X", 418), (f"{OWN}2", 403)):
            values = fitting(entry) | {name: place}
            send = client.post(path_of(entry), json=values) if is_action(entry) else \
                client.get(path_of(entry), params=values)  # fmt: skip
            refused = send.json().get("code") == "kernel.OutsideScope"
            if send.status_code != expected or refused != (expected == 403):
                wrong[entry.name, place] = (send.status_code, send.text[:200])
    assert wrong == {}


def test_foreign_equipment_is_refused_by_each_question_itself(site):
    """The same without hollow functions: nothing of another area is ever told."""
    wrong = {}
    for entry, name in placed():
        if entry.kind is Kind.ACTION or entry.name in UNJUDGED:
            continue
        try:
            wrong[entry.name] = site.door.ask(
                entry.name, fitting(entry) | {name: FOREIGN}, person((OWN,))
            )
        except OutsideScope:
            continue
    assert wrong == {}


@pytest.mark.usefixtures("_hollow")
def test_the_whole_plant_is_a_list_cut_to_the_area_or_refused(site):
    refused = set()
    for entry, name in placed():
        if entry.kind is Kind.ACTION or entry.name in UNJUDGED:
            continue
        try:
            site.door.ask(entry.name, fitting(entry) | {name: ""}, person((OWN,)))
        except OutsideScope:
            refused.add(entry.name)
        except Refusal as answer:
            if answer.code != "tests.Reached":
                raise
    figures = {e.name for e, _ in placed() if e.kind is Kind.METRIC}
    assert figures <= refused, "a figure of the whole plant is never told to one area"
    assert "energy.load_curve" in refused, "rows that name no equipment cannot be cut"
    assert not refused & {"andon.alerts", "guidance.inbox", "telemetry.live", "quality.pictures"}


@dataclass
class Row:
    """A row as rooms answer it."""

    equipment: str = ""
    facts: dict = field(default_factory=dict)


_parts = some.lists(some.sampled_from(["halden", "assembly", "assembly2", "GR-04", "x"]),
                    min_size=1, max_size=4).map("/".join)  # fmt: skip


@pytest.fixture
def shown(site):
    """What the gate shows an actor, as a page would get it."""

    def cut(answer, actor):
        with site.world.work(actor) as work:
            return site.world.the(Gate).shown(work, None, answer, actor)

    return cut


_cut_often = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@_cut_often
@given(rows=some.lists(_parts), scope=some.lists(_parts, min_size=1, max_size=3))
def test_a_cut_list_holds_exactly_the_rows_under_the_scope(shown, rows, scope):
    actor = person(tuple(scope))

    def under(path):
        words = path.split("/")
        return any(words[: len(s.split("/"))] == s.split("/") for s in scope)

    found = shown([Row(each) for each in rows], actor)
    assert [row.equipment for row in found] == [each for each in rows if under(each)]
    told = shown([Row(facts={"equipment": each}) for each in rows], actor)
    assert len(told) == len(found), "a row whose facts name the equipment is cut alike"


@_cut_often
@given(rows=some.lists(_parts))
def test_nothing_is_cut_for_whom_the_roles_hold_everywhere(shown, rows):
    assert shown(rows, person(())) is rows


def test_what_names_no_equipment_is_common_and_one_foreign_thing_is_refused(shown):
    actor = person((OWN,))
    assert shown([Row(), 5, "x"], actor) == [Row(), 5, "x"]
    assert shown(Row(OWN), actor) == Row(OWN)
    with pytest.raises(OutsideScope):
        shown(Row(FOREIGN), actor)


def test_within_the_own_the_names_of_foreign_equipment_are_left_out(shown):
    facts = {"cause": FOREIGN, "text": f"{FOREIGN} shakes, {OWN}/AS-01 waits", FOREIGN: 1}
    facts |= {"link": f"/machines/{FOREIGN.replace('/', '%2F')}", "machines": [FOREIGN, OWN]}
    [row] = shown([Row(OWN, facts)], person((OWN,)))
    assert row.facts == {"cause": "", "text": f"… shakes, {OWN}/AS-01 waits",
                         "link": "/machines/…", "machines": [OWN]}  # fmt: skip


def test_what_the_scope_lies_under_is_common(shown):
    facts = {"site": "halden", "centre": "halden/assembly"}
    assert shown([Row("", facts)], person(("halden/assembly/AS-01",))) == [Row("", facts)]


@pytest.mark.parametrize(("name", "given"), [
    ("identity.add_user", {"login": "all.over", "name": "N", "password": PASSWORD,
                           "roles": ["administrator"]}),
    ("identity.assign_roles", {"user": "user:one.area", "roles": ["administrator"]}),
    ("identity.assign_roles", {"user": "user:operator", "roles": [], "scope": [OWN]}),
    ("identity.set_password", {"login": "administrator", "password": PASSWORD}),
    ("identity.switch_user", {"user": "user:supervisor", "active": False}),
    ("identity.set_badge", {"user": "user:supervisor", "badge": "B-12345"}),
    ("identity.reset_second_factor", {"user": "user:supervisor"}),
])  # fmt: skip
def test_who_manages_people_of_one_area_rises_no_higher(site, client, name, given):
    answer = client.post(f"/api/v1/{name.replace('.', '/')}", json=given)
    assert (answer.status_code, answer.json()["code"]) == (403, "kernel.OutsideScope")
    login = site.world.ids.new(site.world.clock.now())
    own = {"login": login, "name": "N", "password": PASSWORD, "roles": ["operator"],
           "scope": [f"{OWN}/AS-01"]}  # fmt: skip
    assert client.post("/api/v1/identity/add_user", json=own).status_code == 200
