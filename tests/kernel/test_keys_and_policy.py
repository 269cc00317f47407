"""Keys that make a request happen once, each for its own person and entry; the plant's policy."""

import threading

import pytest

from lineside.app.wiring import build_door
from lineside.kernel.actors import Actor, ActorKind
from lineside.kernel.door import KeyTaken, NotAllowed


def note(door, actor, text, key, entry="execution.add_note"):
    return door.run(entry, {"text": text}, actor, key=key)


def notes(who):
    return sorted(each.text for each in who.ask("execution.notes"))


def test_one_person_s_key_tells_nothing_to_another(door, operator, supervisor):
    """A key that somebody guesses neither shows the first one's outcome nor swallows the act."""
    first = note(door, operator.actor, "mine", "k")
    other = note(door, supervisor.actor, "yours", "k")
    assert other.result != first.result
    assert notes(operator) == ["mine", "yours"]
    assert note(door, operator.actor, "mine", "k") == first
    assert len(notes(operator)) == 2


def test_a_key_belongs_to_the_entry_that_it_was_used_for(door, operator):
    note(door, operator.actor, "mine", "k")
    with pytest.raises(KeyTaken):
        door.run("andon.call_help", {"equipment": "x", "kind": "material"}, operator.actor, key="k")
    assert operator.ask("andon.alerts") == []


def test_a_refused_request_frees_its_key(door, operator):
    with pytest.raises(NotAllowed):
        door.run("tracing.hold_lot", {"lot": "x", "reason": "y"}, operator.actor, key="k")
    assert note(door, operator.actor, "after", "k").state == "done"


def test_rivals_with_one_key_do_it_once_and_read_the_same(door, operator):
    start, told = threading.Barrier(5), []

    def attempt():
        start.wait()
        told.append(note(door, operator.actor, "once", "k").result)

    threads = [threading.Thread(target=attempt) for _ in range(5)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(told) == 5
    assert len(set(told)) == 1
    assert notes(operator) == ["once"]


AGENT = Actor("agent:a", "A", ActorKind.AGENT, permissions=frozenset({"*"}))
FORBIDS = 'forbid (principal, action == Action::"run", resource == Entry::"{}") when {{ {} }};'


@pytest.fixture
def strict(world):
    """The door under the plant's own policy."""

    def build(entry, when):
        own = world.settings.data / "policy.cedar"
        own.write_text(FORBIDS.format(entry, when), encoding="utf-8")
        return build_door(world)

    return build


def test_a_question_that_policy_forbids_is_not_answered_instead_of_awaited(strict, supervisor):
    """A question cannot be approved later: what may not be asked is not told."""
    door = strict("tracing.lots", 'principal.kind == "agent"')
    with pytest.raises(NotAllowed) as caught:
        door.ask("tracing.lots", {}, AGENT)
    assert caught.value.facts["reason"] == "policy"
    with pytest.raises(NotAllowed):
        door.run("tracing.lots", {}, AGENT)
    assert door.ask("guidance.inbox", {}, supervisor.actor) == []
    assert door.ask("tracing.lots", {}, supervisor.actor) == []


def test_a_question_in_words_obeys_the_same_policy(strict, world, operator):
    door = strict("execution.orders", "true")
    answer = door.ask("copilot.ask", {"question": "execution.orders {}"}, operator.actor)
    assert answer.declined
    assert "execution.orders" in answer.text


def test_a_query_takes_an_argument_called_name(operator):
    """The asked entry's own arguments never collide with the door's."""
    assert operator.ask("kernel.news", name="andon.") == []


@pytest.mark.parametrize(
    ("kind", "risk_entry", "state"),
    [
        (ActorKind.SERVICE, "andon.raise_alert", "done"),
        (ActorKind.AGENT, "andon.raise_alert", "awaiting_decision"),
        (ActorKind.PERSON, "andon.raise_alert", "done"),
    ],
)
def test_an_agent_drafts_no_further_than_advice(door, kind, risk_entry, state):
    actor = Actor("x:1", "X", kind, permissions=frozenset({"*"}))
    given = {"kind": "k", "severity": "info", "title": "T"}
    assert door.run(risk_entry, given, actor).state == state
