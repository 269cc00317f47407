"""Who may decide on what: by right, by area, by policy, as a second person, and once only."""

import contextlib
import threading

import pytest

from lineside.app.wiring import build_door
from lineside.guidance import store
from lineside.guidance.errors import (
    AlreadyDecided,
    NotDecided,
    OwnProposal,
    ReasonMissing,
    RecommendationUnknown,
)
from lineside.identity.model import ROLES
from lineside.kernel.actors import Actor, ActorKind
from lineside.kernel.door import NotAllowed, OutsideScope
from lineside.kernel.errors import Refusal

GR04 = "halden/machining/GR-04"


def person(name, role="supervisor", scope=()):
    return Actor(f"user:{name}", name, permissions=frozenset(ROLES[role]), scope=scope)


@pytest.fixture
def lot(supervisor):
    supervisor.run("tracing.create_lot", lot="PG-9", material="PG200", quantity=12)
    return lambda: supervisor.ask("tracing.lot", lot="PG-9").state


@pytest.fixture
def asked(lot, machine):
    """A hold that a machine asked for; it awaits a person."""
    return machine.run("tracing.hold_lot", lot="PG-9", reason="vibration").recommendation


def decide(door, actor, recommendation, verdict="approve", **more):
    given = {"recommendation": recommendation, "verdict": verdict} | more
    return door.run("guidance.decide", given, actor)


def test_an_approval_does_the_act_and_the_trail_names_who_and_why(
    asked, lot, door, supervisor, administrator
):
    assert lot() == "available"
    decide(door, supervisor.actor, asked)
    assert lot() == "held"
    kept = supervisor.ask("guidance.recommendation", recommendation=asked)
    assert (kept.state, kept.decided_by) == ("approved", "user:supervisor")
    act = next(
        line
        for line in administrator.ask("identity.audit_trail", entry="tracing.hold_lot")
        if line.outcome == "done"
    )
    assert (act.approved_by, act.recommendation) == ("user:supervisor", asked)


def test_whoever_may_not_hold_a_lot_cannot_approve_that_it_is_held(asked, lot, door):
    with pytest.raises(NotAllowed):
        decide(door, person("max", "manager"), asked)
    assert lot() == "available"


def test_whoever_may_not_decide_cannot_even_reject(asked, operator, door):
    with pytest.raises(NotAllowed):
        decide(door, operator.actor, asked, "reject", reason="no")


def test_nobody_approves_the_own_proposal_and_nothing_happens(lot, door, supervisor):
    own = supervisor.run("guidance.recommend", code="hold", title="Hold it",
                         action="tracing.hold_lot",
                         call={"lot": "PG-9", "reason": "mine"}).result  # fmt: skip
    with pytest.raises(OwnProposal):
        decide(door, supervisor.actor, own)
    assert lot() == "available"
    assert supervisor.ask("guidance.recommendation", recommendation=own).state == "open"
    decide(door, person("second"), own)
    assert lot() == "held"


def test_a_machine_never_decides(asked, lot, door, machine):
    agent = Actor("agent:a", "A", ActorKind.AGENT, permissions=frozenset({"*"}))
    for actor in (machine.actor, agent):
        assert decide(door, actor, asked).state == "awaiting_decision"
    assert lot() == "available"


def test_a_machine_s_approval_that_a_person_approves_is_still_that_person_s(
    asked, lot, door, machine, supervisor
):
    """The decision on a decision: what it runs is judged by the person's own right."""
    second = decide(door, machine.actor, asked).recommendation
    with pytest.raises(NotAllowed):
        decide(door, person("max", "manager"), second)
    assert lot() == "available"
    decide(door, supervisor.actor, second)
    assert lot() == "held"
    kept = supervisor.ask("guidance.recommendation", recommendation=asked)
    assert kept.decided_by == "user:supervisor"


@pytest.mark.parametrize("verdict", ["reject", "defer"])
@pytest.mark.parametrize("reason", ["", "   "])
def test_no_without_a_reason_is_refused(asked, door, supervisor, verdict, reason):
    with pytest.raises(ReasonMissing):
        decide(door, supervisor.actor, asked, verdict, reason=reason)


def test_what_is_deferred_can_be_approved_later(asked, lot, door, supervisor):
    decide(door, supervisor.actor, asked, "defer", reason="after the shift")
    assert lot() == "available"
    waiting = supervisor.ask("guidance.inbox")
    assert [(each.id, each.state) for each in waiting] == [(asked, "deferred")]
    decide(door, person("second"), asked)
    assert lot() == "held"
    assert supervisor.ask("guidance.inbox") == []


@pytest.mark.parametrize("first", ["approve", "reject"])
def test_a_decision_stands(asked, lot, door, supervisor, first):
    decide(door, supervisor.actor, asked, first, reason="so")
    for verdict in ("approve", "reject", "defer"):
        with pytest.raises(AlreadyDecided) as caught:
            decide(door, person("second"), asked, verdict, reason="otherwise")
        assert caught.value.facts["by"] == "user:supervisor"
    assert lot() == ("held" if first == "approve" else "available")


def test_two_people_at_once_decide_once(asked, lot, door, administrator, monkeypatch):
    """One approves, one rejects, and neither saves before the other had time to load."""
    both, told, save = threading.Barrier(2), {}, store.save

    def save_late(*given):
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(timeout=1)
        save(*given)

    monkeypatch.setattr(store, "save", save_late)

    def attempt(name, verdict):
        try:
            decide(door, person(name), asked, verdict, reason="so")
            told[name] = verdict
        except Refusal as refusal:
            told[name] = refusal

    pair = [threading.Thread(target=attempt, args=each)
            for each in (("ada", "approve"), ("bo", "reject"))]  # fmt: skip
    for each in pair:
        each.start()
    for each in pair:
        each.join()
    won = [name for name, each in told.items() if not isinstance(each, Refusal)]
    lost = [each for each in told.values() if isinstance(each, Refusal)]
    assert len(won) == 1
    assert [type(each) for each in lost] == [AlreadyDecided]
    kept = administrator.ask("guidance.recommendation", recommendation=asked)
    assert kept.decided_by == f"user:{won[0]}"
    assert lot() == ("held" if told[won[0]] == "approve" else "available")


def test_an_act_that_fails_leaves_the_recommendation_open(asked, door, supervisor):
    supervisor.run("tracing.scrap_lot", lot="PG-9", reason="dropped")
    with pytest.raises(Refusal, match="LotGone"):
        decide(door, supervisor.actor, asked)
    kept = supervisor.ask("guidance.recommendation", recommendation=asked)
    assert (kept.state, kept.decided_by) == ("open", "")


def test_what_lies_in_another_area_is_not_decided_from_here(door, machine):
    there = machine.run("guidance.recommend", code="note", title="Look", equipment=GR04).result
    away = person("away", scope=("halden/assembly",))
    for verdict in ("approve", "reject", "defer"):
        with pytest.raises(OutsideScope):
            decide(door, away, there, verdict, reason="so")
    assert door.ask("guidance.inbox", {}, away) == []
    with pytest.raises(OutsideScope):
        door.ask("guidance.recommendation", {"recommendation": there}, away)
    decide(door, person("here", scope=("halden/machining",)), there)
    with pytest.raises(OutsideScope):
        door.run("guidance.record_outcome", {"recommendation": there, "truth": "confirmed"}, away)


def test_an_approval_reaches_no_further_than_the_approver(door, machine, supervisor):
    """The recommendation names no equipment, but the act behind it does."""
    asked = machine.run(
        "guidance.recommend", code="note", title="Write it down", action="execution.add_note",
        call={"text": "checked", "equipment": GR04},
    ).result  # fmt: skip
    with pytest.raises(OutsideScope):
        decide(door, person("away", scope=("halden/assembly",)), asked)
    assert supervisor.ask("execution.notes") == []
    decide(door, person("here", scope=("halden/machining",)), asked)
    assert [note.text for note in supervisor.ask("execution.notes")] == ["checked"]


def test_what_policy_forbids_to_persons_no_approval_allows(asked, lot, world, supervisor):
    (world.settings.data / "policy.cedar").write_text(
        'forbid (principal, action == Action::"run", resource == Entry::"tracing.hold_lot")'
        ' when { principal.kind == "person" };',
        encoding="utf-8",
    )
    strict = build_door(world)
    with pytest.raises(NotAllowed):
        decide(strict, supervisor.actor, asked)
    assert lot() == "available"


def test_an_outcome_needs_an_approval(asked, door, supervisor):
    given = {"recommendation": asked, "truth": "confirmed"}
    for verdict in ("", "defer", "reject"):
        if verdict:
            decide(door, supervisor.actor, asked, verdict, reason="so")
        with pytest.raises(NotDecided):
            supervisor.run("guidance.record_outcome", **given)


def test_nothing_is_decided_about_what_is_not_there(door, supervisor):
    with pytest.raises(RecommendationUnknown):
        decide(door, supervisor.actor, "0" * 26)


def test_a_recommendation_names_an_act_that_exists(supervisor):
    with pytest.raises(Refusal, match="EntryUnknown"):
        supervisor.run("guidance.recommend", code="x", title="x", action="tracing.melt_lot")
