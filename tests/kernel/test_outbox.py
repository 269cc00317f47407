"""News under load: each heard in order per subject, whatever fails, by however many workers."""

import random
import threading
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

import pytest

from lineside.kernel import catalogue, jobs
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.events import Event
from lineside.kernel.jobs import JobDoor
from lineside.kernel.work import Work, listeners
from lineside.kernel.worker import ATTEMPTS, Worker


@dataclass(frozen=True)
class Counted(Event, subject="box"):
    """A box was counted."""

    box: str
    number: int


def count(work: Work, *, box: str, number: int) -> None:
    """Count a box."""
    work.tell(Counted(box, number))


class Ear:
    """A listener that fails where it is told to, and notes what it heard."""

    def __init__(self):
        self.heard = defaultdict(list)
        self.fails = lambda news: False
        self.tries = 0

    def __call__(self, door: JobDoor, news: Counted) -> None:
        self.tries += 1
        if self.fails(news):
            raise RuntimeError(f"cannot hear {news.number}")
        self.heard[news.box].append(news.number)


@pytest.fixture
def ear(monkeypatch):
    monkeypatch.setattr(catalogue, "_entries", dict(catalogue._entries))
    monkeypatch.setattr(count, "__module__", "lineside.execution.actions")
    action(permission="execution.work", risk=Risk.INITIATE, everyday=True)(count)
    monkeypatch.setattr(jobs, "known_listeners", dict(jobs.known_listeners))
    monkeypatch.setattr(jobs, "known_timers", {})
    monkeypatch.setitem(listeners, Counted.news_name, [])
    ear = Ear()

    def on_counted(door: JobDoor, news: Counted) -> None:
        ear(door, news)

    on_counted.__module__ = "lineside.quality.jobs"
    jobs.hears(Counted)(on_counted)
    return ear


def tell(person, box, *numbers):
    for number in numbers:
        person.run("execution.count", box=box, number=number)


def test_with_chance_failures_order_holds_per_subject(ear, operator, worker, clock):
    seed = 31
    chance = random.Random(seed)
    for number in range(40):
        tell(operator, f"box-{chance.randrange(5)}", number)
    ear.fails = lambda news: chance.random() < 0.3
    for _ in range(60):
        worker.deliver_all()
        clock.advance(timedelta(seconds=40))
    parked = {int(each.facts["error"].split()[-1]) for each in operator.ask("kernel.parked")}
    for box, numbers in ear.heard.items():
        assert numbers == sorted(numbers), f"{box}, seed {seed}"
    heard = [number for numbers in ear.heard.values() for number in numbers]
    assert sorted(heard + list(parked)) == list(range(40)), f"each once or parked, seed {seed}"


def test_several_workers_beside_each_other_hear_each_once_and_in_order(ear, operator, world, door):
    for number in range(12):
        for box in ("a", "b", "c"):
            tell(operator, box, number)
    workers = [Worker(world, door) for _ in range(3)]
    threads = [threading.Thread(target=each.deliver_all) for each in workers]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    workers[0].deliver_all()
    assert dict(ear.heard) == {box: list(range(12)) for box in ("a", "b", "c")}


def test_a_failing_subject_holds_up_no_other(ear, operator, worker):
    ear.fails = lambda news: news.box == "bad"
    tell(operator, "bad", 1, 2)
    tell(operator, "good", 1, 2)
    worker.deliver_all()
    assert dict(ear.heard) == {"good": [1, 2]}


def test_it_is_tried_so_often_with_growing_pauses_then_parked(ear, operator, worker, clock):
    ear.fails = lambda news: True
    tell(operator, "a", 1)
    tries = []
    for _ in range(ATTEMPTS):
        worker.deliver_all()
        tries.append(ear.tries)
        clock.advance(timedelta(seconds=2 ** len(tries) - 1))
        worker.deliver_all()
        assert ear.tries == tries[-1], "not before its time"
        clock.advance(timedelta(seconds=1))
    worker.deliver_all()
    assert tries == list(range(1, ATTEMPTS + 1))
    (parked,) = operator.ask("kernel.parked")
    assert parked.facts["attempts"] == ATTEMPTS
    assert "cannot hear 1" in parked.facts["error"]


def test_what_comes_after_a_parked_one_is_heard(ear, operator, worker, clock):
    ear.fails = lambda news: news.number == 1
    tell(operator, "a", 1, 2)
    for _ in range(ATTEMPTS):
        worker.deliver_all()
        clock.advance(timedelta(minutes=2))
    worker.deliver_all()
    assert dict(ear.heard) == {"a": [2]}


def test_a_parked_one_can_be_dismissed_with_a_reason_and_not_twice(
    ear, operator, administrator, worker, clock
):
    ear.fails = lambda news: True
    tell(operator, "a", 1)
    for _ in range(ATTEMPTS):
        worker.deliver_all()
        clock.advance(timedelta(minutes=2))
    (parked,) = operator.ask("kernel.parked")
    administrator.run("kernel.dismiss_parked", parked=parked.id, reason="known")
    assert operator.ask("kernel.parked") == []
    for verb, more in (("retry", {}), ("dismiss", {"reason": "again"})):
        with pytest.raises(Exception, match="ParkedUnknown"):
            administrator.run(f"kernel.{verb}_parked", parked=parked.id, **more)
    ear.fails = lambda news: False
    worker.deliver_all()
    assert ear.heard == {}


def test_nothing_that_still_waits_or_was_heard_can_be_dismissed(
    ear, operator, administrator, worker
):
    """Only what is parked is closed: a delivery under way is not lost by a slip."""
    tell(operator, "a", 1)
    (news,) = operator.ask("kernel.news", name=Counted.news_name)
    name = f"quality.on_counted@{news.id}"
    with pytest.raises(Exception, match="ParkedUnknown"):
        administrator.run("kernel.dismiss_parked", parked=name, reason="slip")
    worker.deliver_all()
    assert dict(ear.heard) == {"a": [1]}
    with pytest.raises(Exception, match="ParkedUnknown"):
        administrator.run("kernel.dismiss_parked", parked=name, reason="slip")


@pytest.mark.parametrize(
    "name", ["", "x", "x@", "x@y", "@1", "quality.on_counted@99999", "x@²", "x@" + "9" * 30]
)
def test_a_parked_name_that_means_nothing_is_missing(administrator, name):
    with pytest.raises(Exception, match="ParkedUnknown"):
        administrator.run("kernel.retry_parked", parked=name)
    with pytest.raises(Exception, match="ParkedUnknown"):
        administrator.run("kernel.dismiss_parked", parked=name, reason="x")


def test_only_who_manages_the_house_retries_or_dismisses(supervisor):
    for verb, more in (("retry", {}), ("dismiss", {"reason": "x"})):
        with pytest.raises(Exception, match="NotAllowed"):
            supervisor.run(f"kernel.{verb}_parked", parked="x@1", **more)
