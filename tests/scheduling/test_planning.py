"""The plan of a plant as it stands: what runs goes on, charges go together, shifts take over."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from lineside.kernel.actors import service
from lineside.kernel.intervals import Interval
from lineside.plant import queries as plant_queries
from lineside.scheduling import store
from lineside.scheduling.charges import charges
from lineside.scheduling.checker import check
from lineside.scheduling.errors import BarUnknown, NoPlan, NothingToPlan
from lineside.scheduling.stating import plan_before, state
from lineside.scheduling.tending import places

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
MINUTE = timedelta(minutes=1)
STEEL = {"material": "STEEL-18CRNIMO-90", "quantity": 2400, "unit": "kg"}


@pytest.fixture
def receive(administrator, supervisor, clock):
    """Orders of planet gears, by name, due so many hours from now."""
    administrator.run("plant.load_plant", folder=str(HALDEN))
    administrator.run("inventory.receive", lot="H-1", location="STORE", supplier="stal", **STEEL)

    def call(*names, hours=90.0, product="PG200", quantity=24):
        due = (clock.now() + timedelta(hours=hours)).isoformat()
        for name in names:
            supervisor.run("execution.receive_order", order=name, product=product,
                           quantity=quantity, due=due, customer="nordvind")  # fmt: skip

    return call


@pytest.fixture
def plan(supervisor):
    def call(**more):
        supervisor.run("scheduling.make_plan", publish=True, seconds=0.5, **more)
        return {(bar.order, bar.seq): bar for bar in supervisor.ask("scheduling.plan").bars}

    return call


@pytest.fixture
def situation(world):
    def call():
        with world.work(service("scheduling")) as work:
            return state(work)

    return call


@pytest.fixture
def start(operator, supervisor, clock):
    """Assign an operation to a machine and start it there."""

    def call(order, seq, machine):
        now = supervisor.ask("execution.order", order=order)
        step = next(each for each in now.operations if each.seq == seq)
        assert machine in step.alternatives
        at = clock.now().isoformat()
        supervisor.run("execution.assign_operations", assignments=[
            {"order": order, "seq": seq, "equipment": machine, "start": at, "end": at}
        ])  # fmt: skip
        operator.run("execution.start_operation", order=order, seq=seq)

    return call


def test_without_orders_there_is_nothing_to_plan_and_without_a_plan_nothing_to_ask(
    administrator, supervisor
):
    administrator.run("plant.load_plant", folder=str(HALDEN))
    with pytest.raises(NothingToPlan):
        supervisor.run("scheduling.make_plan")
    for entry, given in (("plan", {}), ("why", {"order": "A", "seq": 10})):
        with pytest.raises(NoPlan):
            supervisor.ask(f"scheduling.{entry}", **given)
    assert supervisor.ask("scheduling.late_orders") == []


def test_a_plan_holds_for_the_checker_and_each_order_follows_its_routing(
    receive, plan, world, supervisor
):
    receive("A", "B", "C")
    bars = plan()
    for order in "ABC":
        steps = [bar for (name, _), bar in sorted(bars.items()) if name == order]
        assert len(steps) == 5
        assert all(a.end <= b.start for a, b in pairwise(steps))
    with world.work(service("scheduling")) as work:
        now = state(work)
        kept = plan_before(now, store.bars_of(work, supervisor.ask("scheduling.plan").id))
    assert check(now.problem, kept) == []


def test_what_runs_goes_on_where_it_runs_for_what_is_left_of_it(
    receive, plan, start, clock, supervisor
):
    receive("A", "B", hours=60)
    start("A", 10, "halden/machining/LA-02")
    clock.advance(timedelta(hours=2))
    bar = plan()["A", 10]
    assert bar.equipment == "halden/machining/LA-02"
    (step, *_) = supervisor.ask("execution.order", order="A").operations
    assert bar.start == step.started == clock.now() - timedelta(hours=2)
    assert abs(bar.end - bar.start - timedelta(seconds=24 * step.standard_time_s)) <= MINUTE
    assert not bar.locked


def test_what_runs_has_not_moved_when_the_plan_is_made_anew(
    receive, plan, start, clock, supervisor
):
    receive("A", "B")
    start("A", 10, "halden/machining/LA-02")
    plan()
    clock.advance(timedelta(minutes=25))
    supervisor.run("scheduling.replan", reason="progress", seconds=0.3)
    moved = {(each.order, each.seq) for each in supervisor.ask("scheduling.plan").moves}
    assert ("A", 10) not in moved


def test_what_should_be_done_long_since_is_expected_soon(receive, plan, start, clock):
    receive("A")
    start("A", 10, "halden/machining/LA-02")
    clock.advance(timedelta(hours=30))
    bar = plan()["A", 10]
    assert timedelta(0) < bar.end - clock.now() <= timedelta(minutes=30)


def test_lots_of_a_family_share_the_furnace_and_its_seven_hours(receive, plan):
    """Six lots in two furnaces of four: two charges, not six."""
    receive("A", "B", "C", "D", "E", "F", hours=80)
    bars = plan()
    charges_made = {(bars[o, 30].equipment, bars[o, 30].start) for o in "ABCDEF"}
    assert len(charges_made) == 2
    for order in "ABCDEF":
        assert bars[order, 30].end - bars[order, 30].start >= timedelta(hours=7)


def test_no_more_lots_go_into_a_furnace_than_it_holds(receive, situation):
    receive("A", "B", "C", "D", "E", "F", "G", "H", "I", hours=80)
    problem = situation().problem
    together = {}
    for operation in problem.operations:
        if operation.batch:
            together.setdefault(operation.batch, []).append(operation.id)
    assert sorted(map(len, together.values())) == [4, 4]
    assert {m.capacity for m in problem.machines if "heat-treatment" in m.id} == {4}


def test_a_shift_takes_over_from_the_one_before(receive, plan):
    """Nobody's going home pauses an operation in a plant that works around the clock."""
    receive("A", "B", "C", "D")
    longest = max(bar.end - bar.start for (_, seq), bar in plan().items() if seq in (10, 20, 40))
    assert longest < timedelta(hours=8)


def test_a_bar_names_who_is_there_when_it_begins(receive, plan, world, situation):
    receive("A", "B")
    bars = plan()
    with world.work(service("scheduling")) as work:
        people = {each.id: each for each in plant_queries.people(work)}
        calendar = plant_queries.calendar_of(work)
    begun = [bar for bar in bars.values() if bar.operator]
    assert begun
    for bar in begun:
        shift = calendar.shift_at(bar.start)
        assert calendar.rota.shift_of(people[bar.operator].crew, shift.date) == shift.id


def test_places_hold_everybody_and_nobody_twice_at_a_time(world, receive):
    with world.work(service("scheduling")) as work:
        people = plant_queries.people(work, role="operator")
        calendar = plant_queries.calendar_of(work)
    start = datetime(2026, 10, 5, 4, 0, tzinfo=UTC)
    whole = Interval(start, start + timedelta(days=4))
    found = places(people, calendar, whole, {"turning", "grinding", "assembly"})
    stays = [stay for place in found for stay in place.stays]
    assert {stay.person for stay in stays} == {
        each.id for each in people if set(each.skills) & {"turning", "grinding", "assembly"}
    }
    for place in found:
        assert all(a.end <= b.start for a, b in pairwise(place.stays))
        assert place.at(place.stays[0].start) == place.stays[0].person
    assert len({(stay.person, stay.start) for stay in stays}) == len(stays)


def test_a_lock_is_kept_and_told(receive, plan, supervisor, clock):
    receive("A", "B")
    plan()
    at = clock.now() + timedelta(hours=9)
    supervisor.run("scheduling.lock_bar", order="A", seq=10, equipment="halden/machining/LA-03",
                   start=at.isoformat())  # fmt: skip
    bars = {(bar.order, bar.seq): bar for bar in supervisor.ask("scheduling.plan").bars}
    assert (bars["A", 10].equipment, bars["A", 10].start) == ("halden/machining/LA-03", at)
    assert bars["A", 10].locked


def test_a_draft_leaves_the_plan_in_force_alone_until_it_is_published(receive, plan, supervisor):
    receive("A")
    plan()
    before = supervisor.ask("scheduling.plan").id
    draft = supervisor.run("scheduling.make_plan", seconds=0.2).result
    assert supervisor.ask("scheduling.plan").id == before
    supervisor.run("scheduling.publish_plan", plan=draft)
    assert supervisor.ask("scheduling.plan").id == draft
    with pytest.raises(NoPlan):
        supervisor.run("scheduling.publish_plan", plan=draft)


def test_an_order_that_cannot_be_in_time_is_told_with_its_hours(receive, plan, supervisor):
    receive("A", hours=90)
    receive("LATE", hours=3)
    plan()
    (late,) = supervisor.ask("scheduling.late_orders")
    assert late.order == "LATE"
    assert late.late_h > 5


def test_why_tells_the_step_before_and_refuses_an_unknown_bar(receive, plan, supervisor):
    receive("A")
    plan()
    kinds = {each.kind for each in supervisor.ask("scheduling.why", order="A", seq=20)}
    assert "job predecessor" in kinds
    with pytest.raises(BarUnknown):
        supervisor.ask("scheduling.why", order="A", seq=99)


class Lot:
    def __init__(self, order, due_h, family="F", runs_on=""):
        self.id, self.order, self.runs_on = f"{order}/30", order, runs_on
        self.due = datetime(2026, 10, 5, tzinfo=UTC) + timedelta(hours=due_h)
        self.alike = (family,)


@pytest.mark.parametrize(
    ("lots", "together"),
    [
        ([("A", 1), ("B", 1), ("C", 1)], [["A", "B", "C"]]),
        ([("A", 1), ("B", 1), ("C", 1), ("D", 1), ("E", 1)], [["A", "B", "C", "D"], ["E"]]),
        ([("A", 1), ("B", 26)], [["A"], ["B"]]),
        ([("A", 1), ("B", 1, "G")], [["A"], ["B"]]),
        ([("A", 1, "F", "FU-1"), ("B", 60, "F", "FU-1")], [["A", "B"]]),
        ([("A", 1, "F", "FU-1"), ("B", 1)], [["A"], ["B"]]),
        ([("A", 1), ("A", 1)], [["A"], ["A"]]),
    ],
)
def test_a_charge_is_put_together_of_what_is_alike_and_due_at_about_one_time(lots, together):
    found = charges([Lot(*lot) for lot in lots], 4)
    assert [[each.split("/")[0] for each in charge] for charge in found] == together
