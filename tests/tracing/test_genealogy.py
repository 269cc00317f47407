"""Genealogy both ways, impact lists, process records and the bulk import."""

import threading
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from lineside.kernel.errors import Conflict
from lineside.tracing import actions, queries
from lineside.tracing.actions import Link, Process
from lineside.tracing.errors import GenealogyCircle, LotExists, LotOnHold, LotShort, LotUnknown
from lineside.tracing.model import Lot

GRINDER = "halden/machining/GR-04"
START = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture
def chain(supervisor):
    """One heat of steel, two lots of gears, three gearboxes of which one is shipped."""
    make = supervisor.run
    make("tracing.create_lot", lot="HEAT-1", material="STEEL", quantity="500.5", unit="kg",
         supplier="nordstal")  # fmt: skip
    for gear in ("PG-1", "PG-2"):
        make("tracing.create_lot", lot=gear, material="PG200", quantity=24, made_on=GRINDER,
             order=f"O-{gear}")  # fmt: skip
        make("tracing.consume", lot="HEAT-1", into=gear, quantity="100.56", order=f"O-{gear}")
    for number, gear in ((1, "PG-1"), (2, "PG-1"), (3, "PG-2")):
        make("tracing.create_lot", lot=f"YG-{number}", material="YG200", quantity=1, serial=True,
             order="O-YG", customer="vindkraft")  # fmt: skip
        make("tracing.consume", lot=gear, into=f"YG-{number}", quantity=3, order="O-YG")
    make("tracing.ship_lot", lot="YG-2", customer="vindkraft")


def test_forward_reaches_the_serials_and_backward_the_heat(chain, operator):
    onward = operator.ask("tracing.forward", lot="HEAT-1")
    assert {node.id for node in onward.nodes} == {"HEAT-1", "PG-1", "PG-2", "YG-1", "YG-2", "YG-3"}
    assert onward.nodes[0].id == "HEAT-1"
    assert len(onward.edges) == 5
    assert onward.complete
    back = operator.ask("tracing.backward", lot="YG-3")
    assert [node.id for node in back.nodes] == ["YG-3", "PG-2", "HEAT-1"]


def test_impact_lists_serials_orders_and_customers(chain, operator):
    impact = operator.ask("tracing.impact", lots=["PG-1"])
    assert impact.lots == ["PG-1"]
    assert sorted(impact.serials) == ["YG-1", "YG-2"]
    assert impact.orders == ["O-PG-1", "O-YG"]
    assert impact.customers == ["vindkraft"]
    assert impact.shipped == ["YG-2"]


def test_a_large_genealogy_is_cut_off_and_says_so(chain, operator):
    part = operator.ask("tracing.forward", lot="HEAT-1", limit=3)
    assert len(part.nodes) == 3
    assert not part.complete


def test_a_lot_cannot_go_into_what_it_was_made_from(chain, operator):
    with pytest.raises(GenealogyCircle):
        operator.run("tracing.consume", lot="YG-1", into="HEAT-1", quantity=1)


def test_more_than_there_is_is_refused(chain, operator):
    with pytest.raises(LotShort) as caught:
        operator.run("tracing.consume", lot="PG-2", into="YG-3", quantity=22)
    assert caught.value.facts["remaining"] == Decimal(21)


def test_a_number_is_given_once_and_unknown_ones_are_said(chain, supervisor):
    with pytest.raises(LotExists):
        supervisor.run("tracing.create_lot", lot="PG-1", material="PG200", quantity=1)
    for entry in ("lot", "forward", "backward"):
        with pytest.raises(LotUnknown):
            supervisor.ask(f"tracing.{entry}", lot="nobody")
    with pytest.raises(LotUnknown):
        supervisor.ask("tracing.impact", lots=["PG-1", "nobody"])


def test_a_machine_only_proposes_a_hold_and_release_is_recorded(
    chain, machine, supervisor, door, signature
):
    assert machine.run("tracing.hold_lot", lot="PG-1", reason="vibration").state == (
        "awaiting_decision"
    )
    supervisor.run("tracing.hold_lot", lot="PG-1", reason="vibration")
    supervisor.run("tracing.hold_lot", lot="PG-1", reason="teeth")
    with pytest.raises(LotOnHold):
        supervisor.run("tracing.consume", lot="PG-1", into="YG-3", quantity=1)
    supervisor.run("tracing.release_lot", lot="PG-1", reason="measured, fine", password=signature)
    holds = supervisor.ask("tracing.holds", lot="PG-1")
    assert {hold.reason for hold in holds} == {"vibration", "teeth"}
    assert {hold.release_reason for hold in holds} == {"measured, fine"}
    assert supervisor.ask("tracing.lot", lot="PG-1").state == "available"


def test_two_who_take_the_last_piece_at_once_do_not_both_get_it(chain, door, supervisor):
    supervisor.run("tracing.create_lot", lot="LAST", material="RING-200", quantity=1)
    answers = []

    def take(into):
        try:
            door.run("tracing.consume", {"lot": "LAST", "into": into, "quantity": 1},
                     supervisor.actor)  # fmt: skip
            answers.append("got it")
        except Conflict as refusal:
            answers.append(refusal.code)

    rivals = [threading.Thread(target=take, args=(name,)) for name in ("YG-1", "YG-3")]
    for each in rivals:
        each.start()
    for each in rivals:
        each.join()
    assert sorted(answers) == ["got it", "tracing.LotGone"]


def report(supervisor, hours, good, scrap, **more):
    end = START + timedelta(hours=hours)
    supervisor.run("tracing.record_process", lot="PG-1", equipment=GRINDER, operation="40",
                   order="O-PG-1", start=START, end=end, good=good, scrap=scrap,
                   **more)  # fmt: skip


def test_reports_on_one_run_add_up(chain, supervisor):
    report(supervisor, 1, 10, 1, people=["arne"], parameters={"feed_mm_min": 620})
    report(supervisor, 2, 12, 1, people=["astrid", "arne"], parameters={"wheel": "CBN"})
    within = {"start": START + timedelta(hours=1), "end": START + timedelta(hours=9)}
    rows = supervisor.ask("tracing.lots_processed_on", equipment="halden/machining", **within)
    assert [(row.good, row.scrap, row.people) for row in rows] == [(22, 2, ["arne", "astrid"])]
    assert rows[0].parameters == {"feed_mm_min": 620, "wheel": "CBN"}
    later = {"start": START + timedelta(hours=3), "end": START + timedelta(hours=9)}
    assert supervisor.ask("tracing.lots_processed_on", equipment=GRINDER, **later) == []
    assert supervisor.ask("tracing.lots_processed_on", equipment="halden/mach", **within) == []


def history(count):
    lots = [Lot("HEAT-X", "STEEL", Decimal(9000), "kg", START)]
    lots += [Lot(f"G-{n}", "PG200", Decimal(24), "pcs", START) for n in range(count)]
    links = [Link("HEAT-X", f"G-{n}", Decimal("4.19"), START) for n in range(count)]
    done = [
        Process(f"G-{n}", GRINDER, str(op), f"O-{n}", START, START + timedelta(hours=1), 24)
        for n in range(count)
        for op in (10, 20, 40)
    ]
    return {"lots": lots, "links": links, "processes": done}


def test_a_month_of_history_is_taken_over_quickly_and_once(world, supervisor):
    facts = history(2000)
    began = time.process_time()
    with world.work(supervisor.actor) as work:
        counted = actions.import_genealogy(work, **facts)
    assert time.process_time() - began < 10
    assert (counted.lots, counted.links, counted.processes) == (2001, 2000, 6000)
    with world.work(supervisor.actor) as work:
        actions.import_genealogy(work, **facts)
    with world.engine.connect() as link:
        assert link.execute(text("SELECT count(*) FROM tracing_process")).scalar() == 6000
        assert link.execute(text("SELECT count(*) FROM kernel_news")).scalar() == 0
    began = time.process_time()
    with world.work(supervisor.actor) as work:
        assert len(queries.forward(work, lot="HEAT-X", limit=5000).nodes) == 2001
    assert time.process_time() - began < 5


def test_a_circle_in_imported_links_does_not_trap_the_walk(world, supervisor):
    lots = [Lot(name, "X", Decimal(1), "pcs", START) for name in "AB"]
    links = [Link("A", "B", Decimal(1), START), Link("B", "A", Decimal(1), START)]
    with world.work(supervisor.actor) as work:
        actions.import_genealogy(work, lots=lots, links=links)
        assert len(queries.forward(work, lot="A").nodes) == 2
        assert queries.holdable(work, ["A", "B", "C"]) == ["A", "B"]
