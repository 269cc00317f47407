"""An order that another system began goes on here where it stood, piece by piece."""

from datetime import timedelta
from decimal import Decimal

import pytest

from lineside.execution.actions import PastOperation, PastOrder, PastPiece, import_history
from lineside.execution.errors import LotForeign
from lineside.execution.model import OperationState, OrderState
from lineside.tracing.actions import import_genealogy
from lineside.tracing.model import Lot

ORDER = "H-1"


@pytest.fixture
def half_done(halden, world, supervisor, clock):
    """Of three gearboxes one has passed the first operation, one is in it, one has not begun."""
    began = clock.now() - timedelta(hours=5)
    order = PastOrder(ORDER, "YG200", 3, clock.now() + timedelta(days=3), began,
                      state=OrderState.RUNNING, started_at=began)  # fmt: skip
    first = PastOperation(ORDER, 10, "halden/assembly/PR-01", OperationState.RUNNING, began, good=1)
    lots = [Lot(name, "YG200", Decimal(1), "pcs", began, serial=True, order=ORDER,
                location=f"wip/{ORDER}") for name in ("Y-1", "Y-2")]  # fmt: skip
    with world.work(supervisor.actor) as work:
        import_genealogy(work, lots=lots)
        import_history(work, orders=[order], operations=[first],
                       pieces=[PastPiece(ORDER, "Y-1", 10), PastPiece(ORDER, "Y-2")])  # fmt: skip
    return ORDER


def report(person, seq, lot):
    return person.run("execution.report_quantity", order=ORDER, seq=seq, good=1, lot=lot)


def test_each_piece_goes_on_where_it_stood(half_done, operator):
    for lot in ("Y-2", "Y-3"):
        report(operator, 10, lot)
    operator.run("execution.complete_operation", order=ORDER, seq=10,
                 checks={"press_force_kn": 62.0})  # fmt: skip
    operator.run("execution.start_operation", order=ORDER, seq=20)
    for lot in ("Y-2", "Y-1", "Y-3"):
        report(operator, 20, lot)
    serials = [lot.id for lot in operator.ask("tracing.lots", order=ORDER, serial=True)]
    assert sorted(serials) == ["Y-1", "Y-2", "Y-3"]
    view = operator.ask("execution.order", order=ORDER)
    assert [each.good for each in view.operations][:2] == [3, 3]
    assert view.begun == 3


def test_a_piece_that_passed_the_operation_is_not_reported_there_again(half_done, operator):
    for lot in ("Y-2", "Y-3"):
        report(operator, 10, lot)
    operator.run("execution.complete_operation", order=ORDER, seq=10,
                 checks={"press_force_kn": 62.0})  # fmt: skip
    operator.run("execution.start_operation", order=ORDER, seq=20)
    report(operator, 20, "Y-1")
    with pytest.raises(LotForeign):
        report(operator, 20, "Y-1")
