"""Orders: received once, changed before the start, queued, planned, cancelled, kept on record."""

from datetime import UTC, datetime, timedelta

import pytest

from lineside.execution.actions import Assignment
from lineside.execution.errors import OrderClosed, OrderDiffers, OrderInvalid, OrderUnknown
from lineside.plant.errors import ProductUnknown

LATHE = "halden/machining/LA-01"
AGAIN = {
    "order": "O-1", "product": "PG200", "quantity": 24, "due": "2026-10-09T12:00:00Z",
    "customer": "nordvind", "source": "erp", "source_id": "4711",
}  # fmt: skip


def test_an_order_shows_its_source_and_its_route(gears, operator):
    row = operator.ask("execution.orders")[0]
    assert (row.source, row.source_id, row.state, row.late) == ("erp", "4711", "pending", False)
    steps = operator.ask("execution.order", order="O-1").operations
    assert [step.seq for step in steps] == [10, 20, 30, 40, 50]
    assert (steps[0].document, steps[0].standard_time_s) == ("SOP-110", 500)
    assert steps[0].materials[0].material == "STEEL-18CRNIMO-90"


def test_the_same_order_again_changes_nothing(gears, supervisor, administrator):
    assert supervisor.run("execution.receive_order", **AGAIN).result == "O-1"
    assert len(administrator.ask("kernel.news", name="execution.OrderReceived")) == 1


def test_an_order_changes_until_it_is_started(gears, supervisor, operator):
    supervisor.run("execution.receive_order", **AGAIN | {"quantity": 30})
    assert operator.ask("execution.orders")[0].quantity == 30
    operator.run("execution.start_operation", order="O-1", seq=10)
    with pytest.raises(OrderDiffers):
        supervisor.run("execution.receive_order", **AGAIN | {"quantity": 31})


@pytest.mark.parametrize(
    ("change", "refusal"),
    [({"quantity": 0}, OrderInvalid), ({"product": "PG999"}, ProductUnknown)],
)
def test_what_cannot_be_made_is_refused(gears, supervisor, change, refusal):
    with pytest.raises(refusal):
        supervisor.run(
            "execution.receive_order", **AGAIN | {"order": "X", "source_id": ""} | change
        )


def test_a_running_order_keeps_its_revision_and_new_ones_get_the_next(
    gears, supervisor, administrator, operator
):
    from dataclasses import replace

    product = operator.ask("plant.product", product="PG200")
    changed = replace(product, revision="C", routing=product.routing[:2])
    administrator.run("plant.release_product", product=changed)
    supervisor.run("execution.receive_order", **AGAIN | {"order": "O-2", "source_id": "4712"})
    old, new = (operator.ask("execution.order", order=name) for name in ("O-1", "O-2"))
    assert (old.order.revision, len(old.operations)) == ("B", 5)
    assert (new.order.revision, len(new.operations)) == ("C", 2)


def test_the_queue_follows_priority_and_plan(gears, supervisor, operator):
    for number, day in ((2, 7), (3, 8)):
        supervisor.run("execution.receive_order", order=f"O-{number}", product="PG200",
                       quantity=5, due=f"2026-10-0{day}T12:00:00Z")  # fmt: skip
    queue = [row.order for row in operator.ask("execution.dispatch_list", equipment="LA-01")]
    assert queue == ["O-2", "O-3", "O-1"]
    supervisor.run("execution.set_priority", order="O-1", priority=1)
    queue = [row.order for row in operator.ask("execution.dispatch_list", equipment="LA-01")]
    assert queue == ["O-1", "O-2", "O-3"]
    begin = datetime(2026, 10, 5, 7, tzinfo=UTC)
    placed = [Assignment("O-3", 10, LATHE, begin, begin + timedelta(hours=1))]
    assert supervisor.run("execution.assign_operations", assignments=placed).result == 1
    queue = operator.ask("execution.dispatch_list", equipment="LA-01")
    assert [row.order for row in queue] == ["O-3", "O-1", "O-2"]
    assert "O-3" not in [
        r.order for r in operator.ask("execution.dispatch_list", equipment="LA-02")
    ]
    assert operator.ask("execution.order", order="O-3").order.state == "accepted"


def test_the_queue_says_what_is_not_ready_and_why(gears, operator):
    row = operator.ask("execution.dispatch_list", equipment="HB-01")[0]
    assert (row.ready, row.blocked_by) == (False, "step_before_open")


def test_what_runs_stands_first_and_stays_where_it_is(gears, supervisor, operator):
    operator.run("execution.start_operation", order="O-1", seq=10, equipment=LATHE)
    begin = datetime(2026, 10, 5, 7, tzinfo=UTC)
    moved = [Assignment("O-1", 10, "halden/machining/LA-02", begin, begin)]
    assert supervisor.run("execution.assign_operations", assignments=moved).result == 0
    assert operator.ask("execution.dispatch_list", equipment=LATHE)[0].operation.state == "running"


def test_a_cancelled_order_leaves_the_queue(gears, supervisor, operator):
    supervisor.run("execution.cancel_order", order="O-1", reason="customer withdrew")
    assert operator.ask("execution.dispatch_list", equipment=LATHE) == []
    with pytest.raises(OrderClosed):
        supervisor.run("execution.set_priority", order="O-1", priority=1)
    with pytest.raises(OrderUnknown):
        operator.ask("execution.order", order="O-404")


def test_work_in_progress_is_what_reached_a_step_and_has_not_left_it(gears, operator, make):
    operator.run("execution.start_operation", order="O-1", seq=10)
    operator.run("execution.report_quantity", order="O-1", seq=10, good=10, scrap=1, reason="Q10")
    rows = operator.ask("execution.wip")
    assert [(row.seq, row.waiting) for row in rows] == [(10, 13), (20, 10)]


def test_the_record_of_an_order_is_one_document(gears, operator, make):
    from lineside.kernel.catalogue import find

    make("O-1", 10, 23, 1)
    operator.run("execution.add_note", order="O-1", seq=10, text="Chip jam at the third piece")
    record = operator.ask("execution.production_record", order="O-1")
    assert [(row.good, row.scrap) for row in record.quantities] == [(23, 1)]
    assert [row.check for row in record.checks] == ["bore_diameter_mm"]
    assert record.made_from[0].lot == "STEEL-18CRNIMO-90-1"
    assert record.processes[0].people == ["user:operator"]
    plain = find("execution.production_record").dump(record)
    assert plain["made_from"][0]["quantity"] == 100.56
    assert operator.ask("execution.notes", search="third chip")[0].by == "user:operator"
