"""The door: authorise, gate, run, audit, commit; exactly once per key; news with the work."""

from dataclasses import dataclass

import pytest
from sqlalchemy import text

from lineside.kernel import catalogue, jobs
from lineside.kernel.catalogue import ArgumentsInvalid, EntryUnknown, Risk, action
from lineside.kernel.door import NotAllowed
from lineside.kernel.errors import Invalid
from lineside.kernel.events import Event
from lineside.kernel.jobs import JobDoor
from lineside.kernel.work import Work, World, listeners


@dataclass(frozen=True)
class Stamped(Event, subject="sheet"):
    """A sheet was stamped."""

    sheet: str
    times: int


class SheetTorn(Invalid):
    """A torn sheet takes no stamp."""

    code = "tests.SheetTorn"


def stamp(work: Work, *, sheet: str, times: int = 1) -> int:
    """Stamp a sheet."""
    if sheet == "torn":
        raise SheetTorn(sheet=sheet)
    work.tell(Stamped(sheet, times))
    return work.next_number("stamps")


def melt(work: Work, *, sheet: str) -> str:
    """Melt a sheet."""
    return f"melted {sheet}"


@pytest.fixture(autouse=True)
def _entries(monkeypatch):
    entries = dict(catalogue._entries)
    monkeypatch.setattr(catalogue, "_entries", entries)
    monkeypatch.setattr(stamp, "__module__", "lineside.execution.actions")
    monkeypatch.setattr(melt, "__module__", "lineside.execution.actions")
    action(permission="execution.work", risk=Risk.INITIATE, everyday=True)(stamp)
    action(permission="execution.melt", risk=Risk.EXECUTE)(melt)


def audit(world: World):
    with world.engine.connect() as link:
        return link.execute(text("SELECT * FROM identity_audit ORDER BY seq")).all()


def test_an_action_runs_is_audited_and_tells(operator, world):
    outcome = operator.run("execution.stamp", sheet="A", times=3)
    assert (outcome.state, outcome.result) == ("done", 1)
    line = audit(world)[-1]
    assert (line.actor, line.entry, line.outcome) == ("user:operator", "execution.stamp", "done")
    assert line.call == {"sheet": "A", "times": 3}
    with world.engine.connect() as link:
        news = link.execute(text("SELECT name, facts FROM kernel_news")).one()
    assert news.facts == {"sheet": "A", "times": 3}


def test_a_refused_action_leaves_no_trace_but_its_line_in_the_trail(operator, world):
    with pytest.raises(SheetTorn):
        operator.run("execution.stamp", sheet="torn")
    assert audit(world)[-1].outcome == "refused"
    with world.engine.connect() as link:
        assert link.execute(text("SELECT count(*) FROM kernel_news")).scalar() == 0


def test_without_the_permission_it_is_forbidden(operator, world):
    with pytest.raises(NotAllowed):
        operator.run("execution.melt", sheet="A")
    assert audit(world)[-1].outcome == "refused"


def test_a_machine_that_would_execute_gets_a_recommendation(machine, supervisor):
    outcome = machine.run("execution.melt", sheet="A")
    assert outcome.state == "awaiting_decision"
    waiting = supervisor.ask("guidance.inbox")
    assert [(each.action, each.call) for each in waiting] == [("execution.melt", {"sheet": "A"})]
    done = supervisor.run("guidance.decide", recommendation=waiting[0].id, verdict="approve")
    assert done.result == "melted A"


def test_wrong_arguments_say_which(operator):
    with pytest.raises(ArgumentsInvalid) as caught:
        operator.run("execution.stamp", sheet="A", times="many", colour="red")
    problems = " ".join(caught.value.facts["problems"])
    assert "times" in problems
    assert "colour" in problems


def test_an_unknown_entry_names_its_neighbours(operator):
    with pytest.raises(EntryUnknown) as caught:
        operator.run("execution.stampp", sheet="A")
    assert "execution.stamp" in caught.value.facts["nearest"]


def test_a_key_makes_a_request_happen_once(door, operator, world):
    first = door.run("execution.stamp", {"sheet": "A"}, operator.actor, key="k1")
    again = door.run("execution.stamp", {"sheet": "A"}, operator.actor, key="k1")
    assert first == again
    assert len([line for line in audit(world) if line.entry == "execution.stamp"]) == 1


def test_the_audit_trail_refuses_change_and_shows_it_where_forced(operator, administrator, world):
    operator.run("execution.stamp", sheet="A")
    operator.run("execution.stamp", sheet="B")
    with world.engine.connect() as link, pytest.raises(Exception, match="append-only"):
        link.execute(text("UPDATE identity_audit SET actor = 'nobody' WHERE seq = 1"))
    assert administrator.ask("identity.verify_audit").ok
    with world.engine.begin() as link:
        link.execute(text("SET session_replication_role = replica"))
        link.execute(text("UPDATE identity_audit SET actor = 'nobody' WHERE seq = 1"))
    verdict = administrator.ask("identity.verify_audit")
    assert (verdict.ok, verdict.first_bad, verdict.problem) == (False, 1, "line_changed")


def test_a_cut_tail_is_found(operator, administrator, world):
    operator.run("execution.stamp", sheet="A")
    operator.run("execution.stamp", sheet="B")
    with world.engine.begin() as link:
        link.execute(text("SET session_replication_role = replica"))
        link.execute(text("DELETE FROM identity_audit WHERE seq = 2"))
    assert administrator.ask("identity.verify_audit").problem == "tail_missing"


@pytest.fixture
def heard(monkeypatch):
    """A listener that fails as often as told, and notes what it heard."""
    notes = {"heard": [], "fail": 0}

    def on_stamped(door: JobDoor, news: Stamped) -> None:
        if notes["fail"]:
            notes["fail"] -= 1
            raise RuntimeError("ink is dry")
        notes["heard"].append((news.sheet, news.times))

    monkeypatch.setattr(jobs, "known_listeners", dict(jobs.known_listeners))
    monkeypatch.setitem(listeners, Stamped.news_name, [])
    on_stamped.__module__ = "lineside.quality.jobs"
    jobs.hears(Stamped)(on_stamped)
    return notes


def test_news_is_heard_in_order_per_subject_and_retried(operator, worker, clock, heard):
    from datetime import timedelta

    heard["fail"] = 1
    operator.run("execution.stamp", sheet="A", times=1)
    operator.run("execution.stamp", sheet="A", times=2)
    operator.run("execution.stamp", sheet="B", times=1)
    worker.deliver_all()
    assert heard["heard"] == [("B", 1)], "news about A waits behind the one that failed"
    clock.advance(timedelta(seconds=10))
    worker.deliver_all()
    assert heard["heard"] == [("B", 1), ("A", 1), ("A", 2)]


def test_news_that_always_fails_is_parked_and_can_be_retried(
    operator, administrator, worker, clock, heard
):
    from datetime import timedelta

    heard["fail"] = 5
    operator.run("execution.stamp", sheet="A")
    for _ in range(6):
        worker.deliver_all()
        clock.advance(timedelta(minutes=2))
    waiting = administrator.ask("kernel.parked")
    assert "ink is dry" in waiting[0].facts["error"]
    administrator.run("kernel.retry_parked", parked=waiting[0].id)
    worker.deliver_all()
    assert heard["heard"] == [("A", 1)]
    assert administrator.ask("kernel.parked") == []


def test_the_trail_keeps_no_secret(operator, world):
    operator.run("execution.stamp", sheet="mqtt://lineside:topsecret@host:1883")
    assert audit(world)[-1].call["sheet"] == "mqtt://lineside:***@host:1883"
