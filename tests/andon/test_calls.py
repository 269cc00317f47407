"""Calls for help: raised once and counted, taken on, escalated in time, closed; who may, where."""

from datetime import timedelta

import pytest

from lineside.andon.actions import close_kind
from lineside.andon.errors import AlertClosed, AlertUnknown
from lineside.andon.model import LEVELS, PATIENCE, Severity
from lineside.identity.model import ROLES
from lineside.kernel.actors import Actor
from lineside.kernel.door import NotAllowed, OutsideScope
from lineside.kernel.errors import Invalid

GR04 = "halden/machining/GR-04"


def person(name, role="operator", scope=()):
    return Actor(f"user:{name}", name, permissions=frozenset(ROLES[role]), scope=scope)


def call(who, kind="material", equipment=GR04, **more):
    return who.run("andon.call_help", equipment=equipment, kind=kind, **more).result


def told(who, name):
    return who.ask("kernel.news", name=f"andon.{name}")[::-1]


def only(who, **more):
    (found,) = who.ask("andon.alerts", **more)
    return found


def test_a_call_is_seen_by_all_with_who_called_and_where(operator, supervisor):
    call(operator, note="no bolts")
    found = only(supervisor)
    assert (found.kind, found.title, found.equipment) == ("help.material", "no bolts", GR04)
    assert (found.by, found.state, found.severity) == ("user:operator", "open", "warning")


def test_the_same_call_again_is_counted_and_not_a_second_alert(operator, supervisor):
    first = call(operator)
    assert call(operator) == first
    assert only(supervisor).count == 2
    assert len(told(supervisor, "AlertRaised")) == 1
    others = {call(operator, kind="quality"), call(operator, equipment="halden/machining/GR-05")}
    assert first not in others
    assert len(others) == 2


def test_what_somebody_took_on_already_is_counted_there(operator, supervisor):
    first = call(operator)
    supervisor.run("andon.acknowledge", alert=first)
    assert call(operator) == first
    assert (only(supervisor).state, only(supervisor).count) == ("acknowledged", 2)


def test_after_closing_the_same_trouble_is_a_new_alert(operator, supervisor):
    first = call(operator)
    supervisor.run("andon.close", alert=first)
    second = call(operator)
    assert second != first
    assert only(supervisor).id == second
    assert {each.id for each in supervisor.ask("andon.alerts", state="all")} == {first, second}


def test_taking_on_names_who_and_stops_the_escalation(operator, supervisor, clock, worker):
    alert = call(operator)
    supervisor.run("andon.acknowledge", alert=alert, note="on my way")
    found = only(supervisor, state="acknowledged")
    assert (found.acknowledged_by, found.note) == ("user:supervisor", "on my way")
    clock.advance(timedelta(hours=2))
    worker.settle()
    assert told(supervisor, "AlertEscalated") == []


@pytest.mark.parametrize("severity", list(Severity))
def test_each_severity_waits_its_own_time(operator, supervisor, clock, worker, severity):
    operator.run("andon.raise_alert", kind="x", severity=severity, title="x", equipment=GR04)
    worker.settle()
    clock.advance(PATIENCE[severity] - timedelta(seconds=1))
    worker.settle()
    assert told(supervisor, "AlertEscalated") == []
    clock.advance(timedelta(minutes=1, seconds=2))
    worker.settle()
    assert [each.facts["level"] for each in told(supervisor, "AlertEscalated")] == [1]


def test_the_levels_end(operator, supervisor, clock, worker):
    call(operator, kind="safety")
    for _ in range(40):
        clock.advance(timedelta(minutes=2))
        worker.settle()
    levels = [each.facts["level"] for each in told(supervisor, "AlertEscalated")]
    assert levels == list(range(1, LEVELS + 1))
    assert only(supervisor).level == LEVELS


def test_a_call_for_safety_is_critical(operator, supervisor):
    call(operator, kind="safety")
    assert only(supervisor).severity == "critical"


def test_a_repetition_that_is_worse_is_as_urgent_as_it_is(operator, supervisor, clock, worker):
    """A notice that was raised as information becomes critical: nobody waits eight hours."""
    given = {"kind": "coolant", "title": "Coolant", "equipment": GR04}
    operator.run("andon.raise_alert", severity="info", **given)
    operator.run("andon.raise_alert", severity="critical", **given)
    assert only(supervisor).severity == "critical"
    clock.advance(timedelta(minutes=6))
    worker.settle()
    assert len(told(supervisor, "AlertEscalated")) == 1
    operator.run("andon.raise_alert", severity="info", **given)
    assert only(supervisor).severity == "critical", "a milder repetition calms nobody"


def test_what_is_closed_stays_closed(operator, supervisor, clock, worker):
    alert = call(operator)
    supervisor.run("andon.close", alert=alert)
    for verb in ("close", "acknowledge"):
        with pytest.raises(AlertClosed):
            supervisor.run(f"andon.{verb}", alert=alert)
    clock.advance(timedelta(hours=1))
    worker.settle()
    assert told(supervisor, "AlertEscalated") == []
    assert len(told(supervisor, "AlertClosedNews")) == 1


def test_an_alert_that_is_not_there_is_missing(supervisor):
    for verb in ("close", "acknowledge"):
        with pytest.raises(AlertUnknown):
            supervisor.run(f"andon.{verb}", alert="none")


def test_a_room_closes_what_it_raised_when_the_cause_is_gone(world, operator, supervisor):
    operator.run("andon.raise_alert", kind="signal.lost", severity="warning", title="Lost",
                 equipment=GR04)  # fmt: skip
    with world.work(supervisor.actor) as work:
        close_kind(work, kind="signal.lost", equipment=GR04)
        close_kind(work, kind="signal.lost", equipment=GR04)
        close_kind(work, kind="never", equipment=GR04)
    assert supervisor.ask("andon.alerts") == []
    assert len(told(supervisor, "AlertClosedNews")) == 1


def test_whoever_only_works_elsewhere_neither_sees_takes_nor_closes_it(door, operator):
    alert = call(operator)
    away = person("away", scope=("halden/assembly",))
    assert door.ask("andon.alerts", {}, away) == []
    for verb in ("acknowledge", "close"):
        with pytest.raises(OutsideScope):
            door.run(f"andon.{verb}", {"alert": alert}, away)
    here = person("here", scope=("halden/machining",))
    assert [each.id for each in door.ask("andon.alerts", {}, here)] == [alert]
    door.run("andon.acknowledge", {"alert": alert}, here)


def test_danger_is_called_from_anywhere(door, supervisor):
    away = person("away", scope=("halden/assembly",))
    door.run("andon.call_help", {"equipment": GR04, "kind": "safety"}, away)
    assert only(supervisor).by == "user:away"


def test_a_machine_may_call_but_an_operator_may_not_escalate(machine, operator, supervisor):
    machine.run("andon.raise_alert", kind="condition", severity="warning", title="Warm")
    assert only(supervisor).by == "service:tests"
    with pytest.raises(NotAllowed):
        operator.run("andon.escalate_overdue")


@pytest.mark.parametrize("severity", ["fatal", "", "WARNING"])
def test_a_severity_that_nobody_knows_is_refused(operator, supervisor, severity):
    with pytest.raises(Invalid):
        operator.run("andon.raise_alert", kind="x", severity=severity, title="x")
    assert supervisor.ask("andon.alerts") == []


def test_filters_show_what_they_say(operator, supervisor):
    first, second = call(operator), call(operator, equipment="halden/machining/GR-05")
    supervisor.run("andon.acknowledge", alert=first)
    assert [a.id for a in supervisor.ask("andon.alerts", state="open")] == [second]
    assert [a.id for a in supervisor.ask("andon.alerts", equipment=GR04)] == [first]
    assert [a.id for a in supervisor.ask("andon.alerts", limit=1)] != []
