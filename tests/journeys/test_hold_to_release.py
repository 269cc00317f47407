"""Hold to release: a machine suspects gears, a person holds them, nobody uses them, a person
releases one lot and scraps the other; the record tells it all."""

from pathlib import Path

import pytest

from lineside.inventory.errors import StockUnknown
from lineside.tracing.errors import LotOnHold

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
NEEDS = (("HS200", 8), ("BRG-200", 60), ("SG200", 24), ("RING-200", 20), ("SEAL-KIT", 20),
         ("BOLT-M12", 800))  # fmt: skip


@pytest.fixture
def plant(administrator):
    run = administrator.run
    run("plant.load_plant", folder=str(HALDEN))
    run("inventory.receive", lot="HEAT-7", material="STEEL-18CRNIMO-90", quantity=500, unit="kg",
        location="STORE")  # fmt: skip
    for material, quantity in NEEDS:
        run("inventory.receive", lot=f"{material}-1", material=material, quantity=quantity,
            location="STORE")  # fmt: skip


@pytest.fixture
def gears(plant, supervisor, operator):
    """Two lots of six gears from the same heat, finished and in the store."""
    for order in ("G-1", "G-2"):
        supervisor.run("execution.receive_order", order=order, product="PG200", quantity=6,
                       due="2026-10-09T12:00:00Z")  # fmt: skip
        for step in operator.ask("execution.order", order=order).operations:
            operator.run("execution.start_operation", order=order, seq=step.seq)
            checks = {check.id: check.nominal or 1.0 for check in step.checks}
            operator.run("execution.complete_operation", order=order, seq=step.seq, good=6,
                         checks=checks)  # fmt: skip
    supervisor.run("execution.receive_order", order="Y-1", product="YG200", quantity=2,
                   due="2026-10-12T12:00:00Z", customer="nordvind")  # fmt: skip
    operator.run("execution.start_operation", order="Y-1", seq=10)
    operator.run("execution.complete_operation", order="Y-1", seq=10, good=2,
                 checks={"press_force_kn": 62.0})  # fmt: skip
    return ["G-1-L1", "G-2-L1"]


def test_held_gears_go_nowhere_until_a_person_released_them(
    gears, machine, supervisor, operator, administrator, signature
):
    first, second = gears
    reached = operator.ask("tracing.impact", lots=["HEAT-7"])
    assert set(reached.lots) == {"HEAT-7", first, second}

    asked = [machine.run("tracing.hold_lot", lot=lot, reason="chatter marks") for lot in gears]
    assert {each.state for each in asked} == {"awaiting_decision"}
    assert operator.ask("tracing.lot", lot=first).state == "available", "a machine only proposes"
    for each in asked:
        supervisor.run("guidance.decide", recommendation=each.recommendation, verdict="approve")
    assert operator.ask("tracing.impact", lots=["HEAT-7"]).held == gears
    balance = operator.ask("inventory.balances", material="PG200")[0]
    assert (balance.available, balance.held) == (0, 12)

    operator.run("execution.start_operation", order="Y-1", seq=20)
    with pytest.raises(LotOnHold):
        operator.run("execution.scan_material", order="Y-1", seq=20, lot=first)
    with pytest.raises(LotOnHold):
        supervisor.run("inventory.ship", lot=first, location="FG", customer="nordvind")
    assert "PG200" in {row.material for row in operator.ask("execution.shortages")}

    supervisor.run(
        "tracing.release_lot", lot=first, reason="measured, within limits", password=signature
    )
    supervisor.run("inventory.scrap", lot=second, location="FG", reason="Q10")
    assert operator.ask("tracing.lot", lot=second).state == "scrapped"
    with pytest.raises(StockUnknown):
        supervisor.run("inventory.move", lot=second, from_location="FG", to_location="STORE")

    operator.run("execution.report_quantity", order="Y-1", seq=20, good=2)
    used = {row.lot: row.quantity for row in operator.ask("execution.order", order="Y-1").materials}
    assert used[first] == 3, "the second gearbox's gears came from the same lot"
    assert operator.ask("tracing.lot", lot=first).state == "consumed"
    assert set(operator.ask("tracing.impact", lots=[first]).serials) == {"Y-1-001", "Y-1-002"}
    assert operator.ask("inventory.differences") == []

    hold = operator.ask("tracing.holds", lot=first)[0]
    assert (hold.by, hold.released_by) == ("user:supervisor", "user:supervisor")
    trail = administrator.ask("identity.audit_trail", limit=100)
    approved = [line for line in trail if line.entry == "tracing.hold_lot" and line.approved_by]
    assert {line.approved_by for line in approved} == {"user:supervisor"}
    assert administrator.ask("identity.verify_audit").ok
