"""Rules: written, versioned, switched, tried, fired through the door; a bad one hurts no other."""

from datetime import timedelta

import pytest

from lineside.app.wiring import build_door
from lineside.guidance.model import State
from lineside.kernel.door import NotAllowed
from lineside.kernel.errors import Invalid, Missing
from lineside.kernel.ids import Ids
from lineside.kernel.work import World
from lineside.kernel.worker import Worker
from lineside.workflow.errors import RuleInvalid, RuleUnknown

CALLED = "andon.AlertRaised"
GR04 = "halden/machining/GR-04"


def write(who, rule="r", **more):
    given = {"rule": rule, "title": rule, "on": CALLED, "do": "execution.add_note",
             "given": {"text": "{kind} at {equipment}"}} | more  # fmt: skip
    return who.run("workflow.write_rule", **given).result


def call(who, kind="help.material", equipment=GR04, severity="warning"):
    given = {"kind": kind, "severity": severity, "title": "T", "equipment": equipment}
    return who.run("andon.raise_alert", **given).result


def notes(who):
    return sorted(note.text for note in who.ask("execution.notes"))


def states(who, rule=""):
    return [each.state for each in who.ask("workflow.firings", rule=rule)][::-1]


def test_a_rule_acts_once_on_each_piece_of_news(supervisor, operator, worker):
    write(supervisor)
    call(operator)
    call(operator, kind="help.quality")
    worker.settle()
    worker.settle()
    assert notes(supervisor) == [f"help.material at {GR04}", f"help.quality at {GR04}"]
    assert states(supervisor) == ["done", "done"]


def test_only_who_may_writes_or_switches(supervisor, operator):
    with pytest.raises(NotAllowed):
        write(operator)
    write(supervisor)
    with pytest.raises(NotAllowed):
        operator.run("workflow.switch_rule", rule="r", enabled=False)
    assert operator.ask("workflow.rules")[0].enabled


def test_what_is_switched_off_rests_and_a_new_version_does_not_wake_it(
    supervisor, operator, worker
):
    assert write(supervisor) == 1
    supervisor.run("workflow.switch_rule", rule="r", enabled=False)
    assert write(supervisor, given={"text": "second"}) == 2
    call(operator)
    worker.settle()
    assert notes(supervisor) == []
    supervisor.run("workflow.switch_rule", rule="r", enabled=True)
    call(operator, kind="help.quality")
    worker.settle()
    assert notes(supervisor) == ["second"], "what came while it was off stays undone"
    with pytest.raises(RuleUnknown):
        supervisor.run("workflow.switch_rule", rule="none", enabled=True)


def test_each_version_is_kept_with_who_wrote_it(supervisor, administrator, world):
    from sqlalchemy import select

    from lineside.workflow.store import versions

    write(supervisor, when="news.level > 1" if False else "")
    write(administrator, when='news.severity == "critical"')
    with world.engine.connect() as link:
        kept = link.execute(select(versions).order_by(versions.c.version)).all()
    assert [(v.version, v.by, v.content["when"]) for v in kept] == [
        (1, "user:supervisor", ""),
        (2, "user:administrator", 'news.severity == "critical"'),
    ]
    assert supervisor.ask("workflow.rules")[0].changed_by == "user:administrator"


@pytest.mark.parametrize(
    ("when", "fires"),
    [
        ("", True),
        ("   ", True),
        ('news.severity == "critical"', False),
        ('news.equipment.startsWith("halden/machining/")', True),
        ("news.no_such_field > 1", False),
        ("!(news.no_such_field > 1)", False),
        ('news.severity > 3 || news.kind == "help.material"', True),
        ("news.kind", False),
        ("1 / 0 > 1", False),
    ],
)
def test_a_condition_holds_only_where_it_is_true(supervisor, operator, worker, when, fires):
    write(supervisor, when=when)
    call(operator)
    worker.settle()
    assert bool(notes(supervisor)) == fires
    assert supervisor.ask("kernel.parked") == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"when": "news.kind =="},
        {"when": "import('os')"},
        {"when": "unknown_name > 1"},
        {"when": "1 + " * 1000 + "1 > 0"},
        {"on": "andon.NoSuchNews"},
        {"on": "workflow.RuleFired"},
        {"do": "execution.notes", "given": {}},
        {"given": {"text": "=no_such_field"}},
        {"given": {"text": "about {no_such_field}"}},
        {"given": {}},
        {"given": {"text": "x", "colour": "red"}},
    ],
)
def test_what_could_never_fire_is_refused_when_it_is_written(supervisor, wrong):
    with pytest.raises(RuleInvalid):
        write(supervisor, **wrong)
    assert supervisor.ask("workflow.rules") == []


def test_an_entry_that_is_not_there_is_missing(supervisor):
    with pytest.raises(Missing):
        write(supervisor, do="execution.add_nothing")


def test_a_condition_without_end_is_refused_and_not_a_fault(supervisor, operator, worker):
    digits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0] * 4
    endless = "true"
    for name in "abcde":
        endless = f"{digits}.all({name}, {endless})"
    call(operator)
    with pytest.raises(Invalid):
        supervisor.ask("workflow.try_rule", on=CALLED, when=endless)


def test_trying_names_the_news_that_would_have_met_it_and_does_nothing(supervisor, operator):
    call(operator)
    call(operator, kind="help.safety", severity="critical")
    news = supervisor.ask("kernel.news", name=CALLED)
    met = supervisor.ask("workflow.try_rule", on=CALLED, when='news.severity == "critical"')
    assert met == [news[0].id]
    assert states(supervisor) == notes(supervisor) == []


def test_what_policy_keeps_from_a_machine_awaits_a_person(supervisor, operator, worker):
    supervisor.run("tracing.create_lot", lot="PG-9", material="PG200", quantity=1)
    write(supervisor, do="tracing.hold_lot", given={"lot": "PG-9", "reason": "{kind}"})
    call(operator)
    worker.settle()
    assert supervisor.ask("tracing.lot", lot="PG-9").state == "available"
    (waiting,) = supervisor.ask("guidance.inbox")
    (fired,) = supervisor.ask("workflow.firings")
    assert (fired.state, fired.detail) == ("awaiting_decision", waiting.id)
    supervisor.run("guidance.decide", recommendation=waiting.id, verdict="approve")
    assert supervisor.ask("tracing.lot", lot="PG-9").state == "held"
    assert waiting.by == "service:workflow"
    assert waiting.state is State.OPEN


def test_a_rule_that_is_refused_stops_no_other_and_is_parked_by_name(
    supervisor, administrator, operator, worker, clock
):
    """The bad one comes first by name; those behind it act, each once."""
    write(
        supervisor, "a-bad", do="workflow.switch_rule", given={"rule": "no {kind}", "enabled": True}
    )
    write(supervisor, "b-good", given={"text": "good"})
    call(operator)
    for _ in range(7):
        worker.deliver_all()
        clock.advance(timedelta(minutes=2))
    assert notes(supervisor) == ["good"]
    assert states(supervisor, "b-good") == ["done"]
    (parked,) = administrator.ask("kernel.parked")
    assert parked.source == "workflow.fire_rules"
    assert "a-bad" in parked.facts["error"]
    supervisor.run("workflow.switch_rule", rule="a-bad", enabled=False)
    administrator.run("kernel.retry_parked", parked=parked.id)
    worker.settle()
    assert administrator.ask("kernel.parked") == []
    assert notes(supervisor) == ["good"], "delivered again, done once"


def test_rules_that_change_between_tries_do_not_take_each_other_s_place(
    supervisor, operator, worker, clock
):
    """The first is switched off after it acted: the second must still act for itself."""
    write(supervisor, "a-first", given={"text": "first"})
    write(supervisor, "b-second", do="tracing.hold_lot",
          given={"lot": "LATER", "reason": "x"})  # fmt: skip
    write(
        supervisor, "c-bad", do="workflow.switch_rule", given={"rule": "no {kind}", "enabled": True}
    )
    supervisor.run("workflow.switch_rule", rule="b-second", enabled=False)
    call(operator)
    worker.deliver_all()
    assert notes(supervisor) == ["first"]
    supervisor.run("workflow.switch_rule", rule="a-first", enabled=False)
    write(supervisor, "b-second", do="execution.add_note", given={"text": "second"})
    supervisor.run("workflow.switch_rule", rule="b-second", enabled=True)
    clock.advance(timedelta(minutes=1))
    worker.deliver_all()
    assert notes(supervisor) == ["first", "second"]


def test_a_restart_in_between_neither_loses_nor_repeats_a_firing(
    supervisor, operator, world, clock, worker
):
    write(supervisor)
    call(operator)
    fresh = World(settings=world.settings, engine=world.engine, clock=clock, ids=Ids(8))
    again = Worker(fresh, build_door(fresh))
    again.settle()
    worker.settle()
    assert notes(supervisor) == [f"help.material at {GR04}"]
    assert states(supervisor) == ["done"]


def test_an_overdue_decision_calls_somebody_over_a_restart(supervisor, world, clock, worker):
    """The plant's own rule: what nobody decides becomes one alert that names it."""
    write(supervisor, "overdue", on="guidance.Escalated", do="andon.raise_alert",
          given={"kind": "decision.overdue", "severity": "warning",
                 "title": "Waits (level {level})",
                 "facts": {"recommendation": "=recommendation"}})  # fmt: skip
    asked = supervisor.run("guidance.recommend", code="c", title="Look").result
    clock.advance(timedelta(hours=5))
    for number in range(2):
        fresh = World(settings=world.settings, engine=world.engine, clock=clock, ids=Ids(number))
        Worker(fresh, build_door(fresh)).settle()
    alerts = [a for a in supervisor.ask("andon.alerts") if a.kind == "decision.overdue"]
    assert [(a.facts["recommendation"], a.count, a.title) for a in alerts] == [
        (asked, 1, "Waits (level 1)")
    ]


def test_rules_of_a_plant_are_loaded_once_and_leave_the_changed_ones(supervisor, tmp_path):
    lines = ["rules:"]
    for name in ("one", "two"):
        lines += [f"  - rule: {name}", f"    title: {name}", f'    "on": {CALLED}',
                  "    do: execution.add_note", "    given: {text: from the plant}"]  # fmt: skip
    (tmp_path / "rules.yaml").write_text("\n".join(lines), encoding="utf-8")
    write(supervisor, "one", given={"text": "mine"})
    loaded = supervisor.run("workflow.load_rules", folder=str(tmp_path)).result
    assert loaded == 1
    assert supervisor.run("workflow.load_rules", folder=str(tmp_path)).result == 0
    kept = {
        rule.id: (rule.given["text"], rule.version) for rule in supervisor.ask("workflow.rules")
    }
    assert kept == {"one": ("mine", 1), "two": ("from the plant", 1)}
    assert supervisor.run("workflow.load_rules", folder=str(tmp_path / "none")).result == 0
