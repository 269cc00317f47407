"""Rules that feed themselves or each other: each fires once on what it causes, and it is shown."""

import pytest
from test_rules import GR04, call, states, write

WORLDWIDE = "help.material"


@pytest.fixture
def looped(administrator):
    """The rules that were stopped, as a person finds them."""

    def find():
        parked = administrator.ask("kernel.parked")
        assert all(each.code == "workflow.RuleLooped" for each in parked)
        return sorted(each.what for each in parked)

    return find


def kinds(who):
    return sorted(alert.kind for alert in who.ask("andon.alerts"))


def again(kind, equipment="=equipment"):
    """Arguments that raise a further alert."""
    return {"do": "andon.raise_alert", "given": {"kind": kind, "severity": "info", "title": "T",
                                                 "equipment": equipment}}  # fmt: skip


def test_a_rule_that_feeds_itself_ends(supervisor, operator, worker, looped):
    write(supervisor, "echo", **again("{kind}+"))
    call(operator)
    assert worker.settle(limit=500) < 100
    assert kinds(supervisor) == [WORLDWIDE, f"{WORLDWIDE}+"]
    assert states(supervisor, "echo") == ["done", "looped"]
    assert looped() == ["echo"]


def test_two_rules_that_feed_each_other_end(supervisor, operator, worker, looped):
    write(supervisor, "ping", when='!news.kind.endsWith("ping")', **again("{kind}.ping"))
    write(supervisor, "pong", when='news.kind.endsWith("ping")', **again("{kind}.pong"))
    call(operator)
    assert worker.settle(limit=500) < 100
    assert kinds(supervisor) == [
        WORLDWIDE,
        f"{WORLDWIDE}.ping",
        f"{WORLDWIDE}.ping.pong",
    ]
    assert looped() == ["ping"]


def test_rules_that_double_do_not_grow_without_end(supervisor, operator, worker):
    for name in ("a", "b", "c"):
        write(supervisor, name, **again("{kind}" + name))
    call(operator)
    worker.settle(limit=2000)
    assert len(kinds(supervisor)) == 1 + 3 + 6 + 6, "each rule at most once on any line of news"


def test_a_chain_of_different_rules_runs_to_its_end(supervisor, operator, worker, looped):
    for step in range(8):
        write(supervisor, f"step-{step}", when=f'news.kind == "k{step}"', **again(f"k{step + 1}"))
    call(operator, kind="k0")
    worker.settle()
    assert kinds(supervisor) == [f"k{step}" for step in range(9)]
    assert looped() == []
    last = supervisor.ask("kernel.news", name="andon.AlertRaised")[0]
    behind = supervisor.ask("workflow.rules_behind", news=last.id)
    assert behind == [f"step-{step}" for step in range(8)]


def test_the_same_rule_fires_again_on_news_of_a_person(supervisor, operator, worker, looped):
    """Only what it caused itself is spared, not what merely looks alike."""
    write(supervisor, "twice", when='news.kind == "k0"', **again("k1"))
    for place in ("GR-04", "GR-05", "GR-06"):
        call(operator, kind="k0", equipment=f"halden/machining/{place}")
        worker.settle()
    assert states(supervisor, "twice") == ["done"] * 3
    assert looped() == []


def test_a_person_in_between_begins_anew(supervisor, operator, worker, looped):
    """A recommendation that was approved is a person's doing: the rule may fire on what follows."""
    supervisor.run("tracing.create_lot", lot="L-1", material="PG200", quantity=1)
    write(supervisor, "hold", do="tracing.hold_lot", given={"lot": "L-1", "reason": "{kind}"})
    write(supervisor, "tell", on="tracing.LotHeld", **again("held", GR04))
    for _ in range(2):
        call(operator)
        worker.settle()
        for waiting in supervisor.ask("guidance.inbox"):
            supervisor.run("guidance.decide", recommendation=waiting.id, verdict="approve")
        worker.settle()
        for alert in supervisor.ask("andon.alerts"):
            supervisor.run("andon.close", alert=alert.id)
    assert set(states(supervisor, "tell")) == {"done"}
    assert looped() == []
