"""A room that is stopped says so and rests; the others go on, and nothing is lost meanwhile."""

from datetime import timedelta
from pathlib import Path

import pytest

from lineside.kernel.door import NotAllowed
from lineside.kernel.rooms import ALWAYS, RoomInvalid, RoomStopped

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
GR04 = "halden/machining/GR-04"


@pytest.fixture
def plant(administrator):
    administrator.run("plant.load_plant", folder=str(HALDEN))


@pytest.fixture
def stop(plant, administrator):
    def call(room):
        administrator.run("kernel.stop_room", room=room, reason="being looked at")

    return call


def stopped(person):
    return [each.room for each in person.ask("kernel.rooms") if each.stopped]


def test_what_is_asked_of_a_stopped_room_is_refused_with_the_reason(stop, operator, supervisor):
    stop("copilot")
    with pytest.raises(RoomStopped) as refused:
        operator.ask("copilot.ask", question="OEE of GR-04 today")
    assert refused.value.facts == {"room": "copilot", "reason": "being looked at"}
    assert stopped(operator) == ["copilot"]
    supervisor.run("execution.receive_order", order="O-1", product="PG200", quantity=24,
                   due="2026-10-09T12:00:00Z")  # fmt: skip
    assert [each.id for each in operator.ask("execution.orders")] == ["O-1"]


def test_a_started_room_answers_again(stop, administrator, operator):
    stop("learning")
    with pytest.raises(RoomStopped):
        operator.ask("learning.models")
    administrator.run("kernel.start_room", room="learning")
    assert operator.ask("learning.models") == []
    assert stopped(operator) == []


def test_news_for_a_stopped_room_waits_until_it_goes_on(
    stop, administrator, machine, worker, operator, clock
):
    stop("execution")
    change = {"equipment": GR04, "state": "down", "at": clock.now()}
    machine.run("telemetry.note_states", changes=[change])
    worker.settle()
    administrator.run("kernel.start_room", room="execution")
    assert operator.ask("execution.downtime") == []
    worker.settle()
    assert [each.equipment for each in operator.ask("execution.downtime")] == [GR04]


def test_the_jobs_of_a_stopped_room_rest(stop, administrator, worker, clock):
    def runs():
        return {each.job: each.runs for each in administrator.ask("kernel.jobs")}

    worker.settle()
    stop("control")
    before = runs()
    clock.advance(timedelta(minutes=10))
    worker.settle()
    after = runs()
    assert after["control.settle_writes"] == before["control.settle_writes"]
    assert after["andon.escalate"] > before["andon.escalate"]


@pytest.mark.parametrize("room", ["kernel", "identity", "guidance", "no-such", "", "app"])
def test_what_everything_stands_on_is_not_stopped(plant, administrator, room):
    with pytest.raises(RoomInvalid):
        administrator.run("kernel.stop_room", room=room, reason="why not")


def test_a_stop_needs_a_reason_and_a_right(plant, administrator, supervisor):
    with pytest.raises(RoomInvalid):
        administrator.run("kernel.stop_room", room="copilot", reason="  ")
    with pytest.raises(NotAllowed):
        supervisor.run("kernel.stop_room", room="copilot", reason="tired of it")
    with pytest.raises(RoomInvalid):
        administrator.run("kernel.start_room", room="copilot")


def test_every_other_room_can_be_stopped_and_the_plant_is_still_read(stop, administrator, operator):
    for each in administrator.ask("kernel.rooms"):
        assert each.stoppable == (each.room not in ALWAYS)
        if each.stoppable:
            stop(each.room)
    assert operator.ask("plant.equipment_tree", kind="unit")
    assert operator.ask("guidance.inbox") == []
