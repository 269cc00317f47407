"""The machine's own counter tells how a job goes that nobody has reported yet."""

from datetime import UTC, datetime, timedelta

import pytest

from lineside.execution.actions import (
    PastOperation,
    PastOrder,
    PastQuantity,
    PastState,
    import_history,
)
from lineside.execution.model import OperationState
from lineside.telemetry.adapters.memory_historian import MemoryHistorian
from lineside.telemetry.ports import Historian
from lineside.telemetry.samples import samples

GRINDER = "halden/machining/GR-04"
START = datetime(2026, 10, 1, 4, tzinfo=UTC)
STANDARD_S = 690


def at(minutes):
    return START + timedelta(minutes=minutes)


@pytest.fixture
def counting(halden, administrator, world, supervisor, clock):
    """A grinder that has run for four hours on one job; its counters show what they are given."""
    from pathlib import Path

    folder = Path(__file__).parents[2] / "plants" / "halden"
    administrator.run("telemetry.load_tags", folder=str(folder),
                      addresses={"opcua": "opc.tcp://127.0.0.1:1"})  # fmt: skip
    clock.set(at(240))
    historian = MemoryHistorian()
    world.provide(Historian, historian)

    def call(pieces, rejects=(), reported=()):
        for tag, shown in (("GR-04.part_counter", pieces), ("GR-04.reject_counter", rejects)):
            if shown:
                times = [round(at(m).timestamp() * 1e6) for m, _ in shown]
                historian.append(samples([tag] * len(shown), times, [n for _, n in shown]))
        order = PastOrder("P-3", "PG200", 24, at(720), START, started_at=START)
        running = PastOperation("P-3", 40, GRINDER, started=START, state=OperationState.RUNNING)
        told = [PastQuantity(at(m), "P-3", 40, GRINDER, good, 0) for m, good in reported]
        with world.work(supervisor.actor) as work:
            import_history(work, orders=[order], operations=[running], quantities=told,
                           states=[PastState(GRINDER, "running", START, None)])  # fmt: skip

    return call


def oee(operator, begin=0, finish=240):
    return operator.ask("execution.oee", equipment=GRINDER, start=at(begin), end=at(finish))


def test_counted_pieces_give_a_figure_before_the_first_report(counting, operator):
    counting([(m, 1000 + m // 12) for m in range(0, 229, 12)], [(0, 7), (120, 8)])
    found = oee(operator)
    assert (found.made, found.made_good, found.good) == (19, 18, 0)
    assert found.unreported_s == pytest.approx(12 * 60)
    assert found.performance == pytest.approx(19 * STANDARD_S / (228 * 60))
    assert found.quality_ratio == pytest.approx(18 / 19)
    assert found.oee == pytest.approx(found.performance * 18 / 19)


def test_what_was_reported_is_not_counted_again(counting, operator):
    counting([(m, 1000 + m // 12) for m in range(0, 229, 12)], reported=[(121, 10)])
    assert oee(operator).made == pytest.approx(19)
    assert oee(operator, begin=121).made == pytest.approx(9)


def test_a_counter_that_begins_again_counts_from_zero(counting, operator):
    counting([(0, 65530), (12, 65535), (24, 2)])
    assert oee(operator).made == 7


def test_a_counter_that_was_never_heard_leaves_the_job_unknown(counting, operator):
    counting([])
    found = oee(operator)
    assert (found.performance, found.oee) == (None, None)
    assert found.unreported_s == found.running_s
