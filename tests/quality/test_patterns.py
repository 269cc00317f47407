"""A pattern ends with the repair of the machine that it came from, and not before."""

from datetime import timedelta

import pytest

from lineside.kernel.actors import service
from lineside.quality import store
from lineside.quality.errors import PatternUnknown
from lineside.quality.model import Correlation, Pattern

GRINDER = "halden/machining/GR-04"


@pytest.fixture
def pattern(world, clock):
    at = clock.now()
    with world.work(service("tests")) as work:
        store.save_pattern(work, Pattern("P-1", "tooth_flaw", "VI-02", at - timedelta(hours=9), at,
                                         0.1, 0.006, 90, 9, correlation="C-1"))  # fmt: skip
        store.save_correlation(work, Correlation("C-1", "P-1", "tooth_flaw", at, GRINDER, "40",
                                                 "vibration", 2.0, None, 10.0, 0.004, 800, 13,
                                                 [], []))  # fmt: skip
    return "P-1"


def test_the_repair_of_another_machine_ends_nothing(pattern, supervisor):
    done = supervisor.run("quality.conclude_patterns_of", equipment="halden/machining/GR-01")
    assert done.result == []
    assert [each.id for each in supervisor.ask("quality.patterns", state="open")] == [pattern]


def test_the_machine_s_own_repair_ends_it_once(pattern, supervisor, clock):
    clock.advance(timedelta(hours=4))
    assert supervisor.run("quality.conclude_patterns_of", equipment=GRINDER).result == [pattern]
    assert supervisor.ask("quality.patterns", state="open") == []
    ended = supervisor.ask("quality.patterns")[0].concluded
    assert ended == clock.now()
    clock.advance(timedelta(hours=1))
    supervisor.run("quality.conclude_pattern", pattern=pattern)
    assert supervisor.ask("quality.patterns")[0].concluded == ended


def test_an_unknown_pattern_is_refused(supervisor):
    with pytest.raises(PatternUnknown):
        supervisor.run("quality.conclude_pattern", pattern="nobody")
