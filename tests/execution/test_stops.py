"""Machine timelines: in order, late, out of order; stops wait for their reason."""

from datetime import UTC, datetime, timedelta

import pytest

from lineside.execution.errors import StopUnknown
from lineside.plant.errors import ReasonUnknown
from lineside.telemetry.events import MachineStateChanged

GRINDER = "halden/machining/GR-04"
START = datetime(2026, 10, 5, 7, tzinfo=UTC)


def at(minutes):
    return START + timedelta(minutes=minutes)


@pytest.fixture
def note(machine, clock):
    clock.set(at(480))

    def call(minutes, state):
        return machine.run("execution.note_state", equipment=GRINDER, state=state,
                           at=at(minutes).isoformat()).result  # fmt: skip

    return call


def timeline(world):
    from sqlalchemy import text

    with world.engine.connect() as link:
        rows = link.execute(text('SELECT state, start, "end" FROM execution_state_span ORDER BY 2'))
        return [(r.state, (r.start - START) // timedelta(minutes=1),
                 r.end and (r.end - START) // timedelta(minutes=1)) for r in rows]  # fmt: skip


def test_each_state_ends_where_the_next_begins(note, world):
    assert note(0, "running")
    assert not note(5, "running")
    note(10, "down")
    note(25, "running")
    assert timeline(world) == [("running", 0, 10), ("down", 10, 25), ("running", 25, None)]


def test_late_news_splits_the_past(note, world):
    note(0, "running")
    note(60, "idle")
    note(20, "down")
    note(30, "running")
    assert timeline(world) == [
        ("running", 0, 20), ("down", 20, 30), ("running", 30, 60), ("idle", 60, None),
    ]  # fmt: skip


def test_news_from_before_the_beginning_is_put_in_front(note, world):
    note(30, "running")
    note(10, "setup")
    assert timeline(world) == [("setup", 10, 30), ("running", 30, None)]


@pytest.mark.parametrize("late", range(0, 12, 3))
def test_whichever_news_comes_late_the_timeline_is_the_same(note, world, late):
    states = ["running", "down", "idle", "setup"]
    changes = [(5 * n, states[n % 4]) for n in range(12)]
    for minutes, state in [*changes[:late], *changes[late + 1 :], changes[late]]:
        note(minutes, state)
    ends = [*[minutes for minutes, _ in changes[1:]], None]
    assert timeline(world) == [(s, m, e) for (m, s), e in zip(changes, ends, strict=True)]


def test_the_room_hears_the_machines(world, worker, door, halden, clock, operator):
    from lineside.kernel.actors import service

    clock.set(at(30))
    with world.work(service("telemetry")) as work:
        for minutes, state in ((0, "running"), (20, "down")):
            work.tell(MachineStateChanged(GRINDER, state, "idle", at(minutes), "test"))
    worker.deliver_all()
    stop = operator.ask("execution.downtime", equipment="halden/machining")[0]
    assert (stop.state, stop.minutes, stop.unexplained) == ("down", 10, True)


def test_a_stop_is_flagged_until_somebody_says_why(note, halden, operator):
    note(0, "running")
    note(60, "down")
    note(75, "running")
    window = {"equipment": GRINDER, "start": at(0), "end": at(480)}
    stop = operator.ask("execution.downtime", unexplained_only=True, **window)[0]
    given = {"equipment": GRINDER, "start": stop.start}
    with pytest.raises(ReasonUnknown):
        operator.run("execution.classify_downtime", reason="gremlins", **_plain(given))
    with pytest.raises(StopUnknown):
        operator.run("execution.classify_downtime", reason="D12", equipment=GRINDER,
                     start=at(3).isoformat())  # fmt: skip
    operator.run("execution.classify_downtime", reason="D12", note="bearing", **_plain(given))
    assert operator.ask("execution.downtime", unexplained_only=True, **window) == []
    stop = operator.ask("execution.downtime", **window)[0]
    assert (stop.reason, stop.note, stop.by) == ("D12", "bearing", "user:operator")


def _plain(given):
    return given | {"start": given["start"].isoformat()}
