"""What waits too long: it is escalated on time, once per level, also over a restart."""

from datetime import timedelta

import pytest

from lineside.app.wiring import build_door
from lineside.kernel.ids import Ids
from lineside.kernel.work import World
from lineside.kernel.worker import Worker


@pytest.fixture
def waiting(supervisor):
    return supervisor.run("guidance.recommend", code="c", title="Look at it").result


def level(person, recommendation):
    return person.ask("guidance.recommendation", recommendation=recommendation).level


def escalations(person):
    return [n.facts["level"] for n in person.ask("kernel.news", name="guidance.Escalated")][::-1]


def pass_time(clock, worker, minutes, step=5):
    for _ in range(0, minutes, step):
        clock.advance(timedelta(minutes=step))
        worker.settle()


def test_nobody_is_called_before_the_deadline(waiting, supervisor, clock, worker):
    pass_time(clock, worker, 240)
    assert escalations(supervisor) == []
    pass_time(clock, worker, 10)
    assert escalations(supervisor) == [1]


def test_each_further_hour_goes_one_level_up_until_somebody_decides(
    waiting, supervisor, clock, worker
):
    pass_time(clock, worker, 240 + 140)
    assert escalations(supervisor) == [1, 2, 3]
    supervisor.run("guidance.decide", recommendation=waiting, verdict="reject", reason="no")
    pass_time(clock, worker, 120)
    assert escalations(supervisor) == [1, 2, 3]


def test_what_is_deferred_is_called_for_again(waiting, supervisor, clock, worker):
    supervisor.run("guidance.decide", recommendation=waiting, verdict="defer", reason="later")
    pass_time(clock, worker, 250)
    assert level(supervisor, waiting) == 1


def test_an_own_deadline_counts(supervisor, clock, worker):
    soon = clock.now() + timedelta(minutes=10)
    given = {"code": "c", "title": "Soon", "deadline": soon}
    hurried = supervisor.run("guidance.recommend", **given).result
    pass_time(clock, worker, 15)
    assert level(supervisor, hurried) == 1


def test_a_restart_in_between_neither_forgets_nor_repeats(
    waiting, supervisor, world, clock, worker
):
    pass_time(clock, worker, 200)
    clock.advance(timedelta(hours=3))
    fresh = World(settings=world.settings, engine=world.engine, clock=clock, ids=Ids(8))
    again = Worker(fresh, build_door(fresh))
    again.settle()
    again.settle()
    worker.settle()
    assert escalations(supervisor) == [1], "seven hours late is one call, not three"
    pass_time(clock, again, 70)
    assert escalations(supervisor) == [1, 2]
