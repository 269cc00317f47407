"""What the tests of execution stand on: the demonstration plant with steel and gears in stock."""

from decimal import Decimal
from pathlib import Path

import pytest

from lineside.inventory.actions import receive
from lineside.plant.actions import load_plant

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
STOCK = (
    ("STEEL-18CRNIMO-90", 2400, "kg"), ("HS200", 8, "pcs"), ("BRG-200", 600, "pcs"),
    ("SG200", 24, "pcs"), ("PG200", 48, "pcs"), ("RING-200", 120, "pcs"),
    ("SEAL-KIT", 500, "pcs"), ("BOLT-M12", 8000, "pcs"), ("OIL-ISO220", 1000, "L"),
    ("CRATE", 200, "pcs"),
)  # fmt: skip


@pytest.fixture
def halden(world, administrator):
    """The plant's master data, some steel, and gears for gearboxes."""
    with world.work(administrator.actor) as work:
        load_plant(work, folder=str(HALDEN))
        for material, quantity, unit in STOCK:
            receive(work, lot=f"{material}-1", material=material, quantity=Decimal(quantity),
                    unit=unit, location="STORE")  # fmt: skip


@pytest.fixture
def gears(halden, supervisor):
    """An order of 24 planet gears."""
    supervisor.run("execution.receive_order", order="O-1", product="PG200", quantity=24,
                   due="2026-10-09T12:00:00Z", customer="nordvind", source="erp",
                   source_id="4711")  # fmt: skip
    return "O-1"


@pytest.fixture
def gearbox(halden, supervisor):
    """An order of three gearboxes."""
    supervisor.run("execution.receive_order", order="O-9", product="YG200", quantity=3,
                   due="2026-10-12T12:00:00Z", customer="havkraft")  # fmt: skip
    return "O-9"


@pytest.fixture
def make(operator):
    """Start, report everything that arrived, record the checks and complete an operation."""

    def call(order, seq, good, scrap=0, reason="Q10", **more):
        operator.run("execution.start_operation", order=order, seq=seq)
        view = operator.ask("execution.order", order=order)
        asked = next(each for each in view.operations if each.seq == seq)
        checks = {check.id: check.nominal or 1.0 for check in asked.checks}
        given = {"order": order, "seq": seq, "good": good, "scrap": scrap, "checks": checks}
        given |= {"reason": reason if scrap else ""} | more
        return operator.run("execution.complete_operation", **given)

    return call
