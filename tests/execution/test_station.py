"""The station: sequence, checks, quantities, lots and stock in one entry, rivals."""

import threading
from decimal import Decimal

import pytest

from lineside.execution.errors import (
    AlreadyDone,
    AlreadyRunning,
    CheckMissing,
    CheckUnknown,
    EquipmentUnsuitable,
    LotForeign,
    NotRunning,
    OperationUnknown,
    QuantityInvalid,
    QuantityOpen,
    SequenceBroken,
    TooMany,
    WrongMaterial,
)
from lineside.kernel.errors import Conflict
from lineside.tracing.errors import LotOnHold

LATHE = "halden/machining/LA-01"


def start(operator, order="O-1", seq=10, **more):
    return operator.run("execution.start_operation", order=order, seq=seq, **more)


def report(operator, order="O-1", seq=10, **more):
    return operator.run("execution.report_quantity", order=order, seq=seq, **more).result


def test_skipping_a_step_is_refused_and_leaves_its_line_in_the_trail(
    gears, operator, administrator
):
    with pytest.raises(SequenceBroken):
        start(operator, seq=20)
    line = administrator.ask("identity.audit_trail", limit=1)[0]
    assert (line.entry, line.outcome) == ("execution.start_operation", "refused")


def test_one_entry_makes_the_lot_the_stock_and_the_genealogy(gears, operator):
    start(operator, equipment="LA-01")
    answer = report(operator, good=10, scrap=2, reason="Q10", parameters={"feed_mm_rev": 0.25})
    assert (answer["good"], answer["scrap"], answer["waiting"]) == (10, 2, 12)
    lot = operator.ask("tracing.lot", lot=answer["lot"])
    assert (lot.quantity, lot.scrapped, lot.remaining, lot.made_on) == (12, 2, 10, LATHE)
    back = operator.ask("tracing.backward", lot=lot.id)
    assert [(edge.lot, edge.quantity) for edge in back.edges] == [
        ("STEEL-18CRNIMO-90-1", Decimal("50.28")),
    ]
    steel = operator.ask("inventory.balances", material="STEEL-18CRNIMO-90")[0]
    assert steel.available == Decimal("2400") - Decimal("50.28")
    assert operator.ask("inventory.balances", material="PG200")[0].in_work == 10
    assert operator.ask("inventory.differences") == []
    done = operator.ask("tracing.processes", lot=lot.id)[0]
    assert (done.equipment, done.good, done.scrap) == (LATHE, 10, 2)
    assert done.parameters == {"feed_mm_rev": 0.25}


def test_more_than_arrived_is_refused(gears, operator):
    start(operator)
    with pytest.raises(TooMany):
        report(operator, good=25)
    report(operator, good=24)
    start(operator, seq=20)
    with pytest.raises(TooMany):
        report(operator, seq=20, good=20, scrap=5, reason="Q10")


@pytest.mark.parametrize("entry", [{"good": 0}, {"good": -1}, {"good": 1, "scrap": 1}])
def test_an_entry_needs_pieces_and_scrap_needs_a_reason(gears, operator, entry):
    start(operator)
    with pytest.raises(QuantityInvalid):
        report(operator, **entry)


def test_a_step_completes_only_when_everything_is_told_and_checked(gears, operator):
    start(operator)
    report(operator, good=20)
    complete = {"order": "O-1", "seq": 10}
    with pytest.raises(QuantityOpen) as caught:
        operator.run("execution.complete_operation", **complete)
    assert caught.value.facts["open"] == 4
    with pytest.raises(CheckMissing) as caught:
        operator.run("execution.complete_operation", good=4, **complete)
    assert caught.value.facts["checks"] == ["bore_diameter_mm"]
    assert report_state(operator)[0].good == 20, "the refused entry booked nothing"
    assert not operator.run("execution.record_check", check="bore_diameter_mm", value=60.1,
                            **complete).result  # fmt: skip
    operator.run("execution.complete_operation", good=4, **complete)
    assert [each.state for each in report_state(operator)][:2] == ["done", "pending"]
    with pytest.raises(CheckUnknown):
        operator.run("execution.record_check", order="O-1", seq=20, check="colour")


def report_state(operator, order="O-1"):
    return operator.ask("execution.order", order=order).operations


def test_a_later_step_may_begin_with_the_first_pieces_but_not_end_before(gears, operator):
    start(operator)
    report(operator, good=8)
    start(operator, seq=20)
    report(operator, seq=20, good=8)
    operator.run("execution.record_check", order="O-1", seq=20, check="span_width_mm", value=37.6)
    with pytest.raises(SequenceBroken):
        operator.run("execution.complete_operation", order="O-1", seq=20)


def test_wrong_machines_and_repeated_starts_are_refused(gears, operator):
    with pytest.raises(EquipmentUnsuitable):
        start(operator, equipment="GR-04")
    start(operator, equipment="LA-02")
    with pytest.raises(AlreadyRunning):
        start(operator)
    with pytest.raises(OperationUnknown):
        start(operator, seq=99)
    operator.run("execution.pause_operation", order="O-1", seq=10, reason="break")
    assert operator.ask("execution.orders")[0].state == "paused"
    with pytest.raises(NotRunning):
        report(operator, good=1)
    start(operator)
    assert operator.ask("execution.orders")[0].state == "running"


def test_two_who_complete_the_same_step_one_wins_the_other_gets_a_conflict(gears, door, operator):
    start(operator)
    answers = []

    def complete():
        given = {"order": "O-1", "seq": 10, "good": 24, "checks": {"bore_diameter_mm": 60.0}}
        try:
            answers.append(door.run("execution.complete_operation", given, operator.actor).state)
        except Conflict as refusal:
            answers.append(refusal.code)

    rivals = [threading.Thread(target=complete) for _ in range(2)]
    for each in rivals:
        each.start()
    for each in rivals:
        each.join()
    assert sorted(answers) == ["done", AlreadyDone.code]
    assert operator.ask("tracing.lots", order="O-1")[0].quantity == 24


def test_the_whole_route_ends_in_the_store_and_balances(gears, operator, make, clock):
    from datetime import timedelta

    for seq, good, scrap in ((10, 23, 1), (20, 23, 0), (30, 23, 0), (40, 20, 3), (50, 19, 1)):
        make("O-1", seq, good, scrap)
        clock.advance(timedelta(hours=1))
        view = operator.ask("execution.order", order="O-1")
        finished = view.operations[-1].good
        assert view.begun == finished + view.in_work + view.order.scrap
    assert (view.order.state, view.order.good, view.order.scrap) == ("done", 19, 5)
    stock = operator.ask("inventory.stock", lot="O-1-L1")
    assert [(row.location, row.quantity) for row in stock] == [("FG", 19)]
    assert operator.ask("inventory.differences") == []
    assert operator.ask("execution.wip") == []
    assert view.labour_minutes == 0


def test_a_held_lot_is_not_worked_on(gears, operator, supervisor, make, signature):
    make("O-1", 10, 24)
    supervisor.run("tracing.hold_lot", lot="O-1-L1", reason="vibration")
    start(operator, seq=20)
    with pytest.raises(LotOnHold):
        report(operator, seq=20, good=1)
    supervisor.run("tracing.release_lot", lot="O-1-L1", reason="measured", password=signature)
    report(operator, seq=20, good=1)


def test_gearboxes_go_by_serial_number(gearbox, operator, supervisor, make):
    make("O-9", 10, 3)
    serials = [lot.id for lot in operator.ask("tracing.lots", order="O-9", serial=True)]
    assert sorted(serials) == ["O-9-001", "O-9-002", "O-9-003"]
    start(operator, "O-9", 20)
    report(operator, "O-9", 20, good=1, lot="O-9-002")
    supervisor.run("tracing.hold_lot", lot="O-9-001", reason="suspect gear")
    with pytest.raises(LotOnHold):
        report(operator, "O-9", 20, good=1, lot="O-9-001")
    with pytest.raises(LotForeign):
        report(operator, "O-9", 20, good=1, lot="O-9-002")
    assert report(operator, "O-9", 20, good=0, scrap=1, reason="Q11")["lot"] == "O-9-003"
    edges = operator.ask("tracing.backward", lot="O-9-002").edges
    into = {edge.lot: edge.quantity for edge in edges if edge.into == "O-9-002"}
    assert into["PG200-1"] == 3
    assert into["HS200-1"] == 1
    assert operator.ask("tracing.lot", lot="O-9-003").state == "scrapped"
    reached = operator.ask("tracing.impact", lots=["PG200-1"])
    assert reached.customers == ["havkraft"]


def test_pieces_of_one_step_may_run_on_several_machines(gearbox, operator, make):
    make("O-9", 10, 3)
    start(operator, "O-9", 20, equipment="AS-01")
    for unit in ("AS-01", "AS-02"):
        report(operator, "O-9", 20, good=1, equipment=unit)
    with pytest.raises(EquipmentUnsuitable):
        report(operator, "O-9", 20, good=1, equipment="PR-01")
    rows = operator.ask("execution.output", equipment="halden/assembly/AS-02")
    assert [(row.lot, row.good) for row in rows] == [("O-9-002", 1)]
    done = operator.ask("tracing.processes", lot="O-9-002")
    assert "halden/assembly/AS-02" in {row.equipment for row in done}


def test_a_scanned_lot_is_used_first_and_a_wrong_one_refused(gears, operator, supervisor):
    supervisor.run("inventory.receive", lot="HEAT-2", material="STEEL-18CRNIMO-90", quantity=100,
                   unit="kg", location="STORE")  # fmt: skip
    with pytest.raises(WrongMaterial):
        operator.run("execution.scan_material", order="O-1", seq=10, lot="BRG-200-1")
    operator.run("execution.scan_material", order="O-1", seq=10, lot="HEAT-2")
    start(operator)
    report(operator, good=24)
    used = operator.ask("execution.order", order="O-1").materials
    assert [(row.lot, row.quantity) for row in used] == [
        ("HEAT-2", Decimal(100)), ("STEEL-18CRNIMO-90-1", Decimal("0.56")),
    ]  # fmt: skip


def test_consumption_by_hand_counts_and_can_be_taken_back(gears, operator):
    start(operator)
    report(operator, good=1)
    hand = {"order": "O-1", "seq": 10, "lot": "STEEL-18CRNIMO-90-1", "into": "O-1-L1"}
    operator.run("execution.consume_material", quantity="10", **hand)
    report(operator, good=2)
    lot = "STEEL-18CRNIMO-90-1"
    assert operator.ask("tracing.lot", lot=lot).consumed == Decimal("14.19")
    operator.run("execution.return_material", quantity="1.62", location="STORE", **hand)
    assert operator.ask("tracing.lot", lot=lot).consumed == Decimal("12.57")
    assert operator.ask("inventory.differences") == []
    report(operator, good=1)
    assert operator.ask("tracing.lot", lot=lot).consumed == Decimal("16.76")


def test_material_that_the_stock_does_not_know_of_is_told_as_short(gears, operator, supervisor,
                                                                  administrator):  # fmt: skip
    supervisor.run("inventory.count", lot="STEEL-18CRNIMO-90-1", location="STORE", quantity=50,
                   reason="stocktaking")  # fmt: skip
    start(operator)
    report(operator, good=24)
    told = administrator.ask("kernel.news", name="execution.MaterialShort")[0]
    assert told.facts["missing"] == 50.56
    assert operator.ask("execution.shortages") == []
    supervisor.run("execution.receive_order", order="O-2", product="PG200", quantity=10,
                   due="2026-10-10T12:00:00Z")  # fmt: skip
    short = operator.ask("execution.shortages")
    assert [(row.material, row.order, row.short) for row in short] == [
        ("STEEL-18CRNIMO-90", "O-2", Decimal("41.90")),
    ]


def test_an_operator_without_the_skill_is_warned(gears, door, operator):
    from lineside.kernel.actors import Actor

    anton = Actor("anton.demo", "Anton", permissions=operator.actor.permissions)
    answer = door.run("execution.start_operation", {"order": "O-1", "seq": 10}, anton).result
    assert "skill_missing:turning" in answer["warnings"]


def test_a_person_works_only_where_the_role_holds(gears, door, operator):
    from lineside.execution.errors import OutOfScope
    from lineside.kernel.actors import Actor
    from lineside.kernel.door import OutsideScope

    def person(scope):
        return Actor("x", "X", permissions=operator.actor.permissions, scope=scope)

    given = {"order": "O-1", "seq": 10}
    with pytest.raises(OutOfScope):
        door.run("execution.start_operation", given, person(("halden/assembly",)))
    answer = door.run("execution.start_operation", given, person(("halden",)))
    assert answer.state == "done"
    with pytest.raises(OutsideScope):
        door.run("execution.report_quantity", given | {"good": 1}, person(("halden/assembly",)))


def test_labour_runs_from_start_to_completion(gears, operator, clock):
    from datetime import timedelta

    start(operator)
    clock.advance(timedelta(minutes=30))
    operator.run("execution.pause_operation", order="O-1", seq=10)
    clock.advance(timedelta(minutes=30))
    operator.run("execution.clock_in", order="O-1", seq=10)
    clock.advance(timedelta(minutes=10))
    operator.run("execution.clock_out")
    assert operator.ask("execution.order", order="O-1").labour_minutes == 40
    assert [row.minutes for row in operator.ask("execution.labour", order="O-1")] == [10, 30]
