"""Order to shipment: a file from the enterprise system becomes gears and gearboxes, which leave.

Told once through all rooms: nothing is set up behind their backs, every act goes through the door.
"""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
NAMESPACE = "http://www.mesa.org/xml/B2MML-V0600"


def order_file(order, product, quantity):
    return f"""<?xml version="1.0"?><ProductionSchedule xmlns="{NAMESPACE}"><ID>S</ID>
    <ProductionRequest><ID>{order}</ID><EndTime>2026-10-09T12:00:00Z</EndTime>
      <SegmentRequirement>
        <ProductionParameter><Parameter><ID>Customer</ID><Value><ValueString>havkraft</ValueString>
        </Value></Parameter></ProductionParameter>
        <MaterialRequirement><MaterialDefinitionID>{product}</MaterialDefinitionID>
        <MaterialUse>Produced</MaterialUse><Quantity><QuantityString>{quantity}</QuantityString>
        <UnitOfMeasure>pcs</UnitOfMeasure></Quantity></MaterialRequirement>
      </SegmentRequirement></ProductionRequest></ProductionSchedule>"""


@pytest.fixture
def plant(administrator):
    administrator.run("plant.load_plant", folder=str(HALDEN))
    for material, quantity, unit in (
        ("STEEL-18CRNIMO-90", 2400, "kg"), ("STEEL-18CRNIMO-70", 2400, "kg"),
        ("CAST-200", 80, "pcs"), ("BRG-200", 600, "pcs"), ("RING-200", 120, "pcs"),
        ("SEAL-KIT", 500, "pcs"), ("BOLT-M12", 8000, "pcs"), ("OIL-ISO220", 1000, "L"),
        ("CRATE", 200, "pcs"),
    ):  # fmt: skip
        what = {"lot": f"{material}-H1", "material": material, "quantity": quantity, "unit": unit}
        administrator.run("inventory.receive", location="STORE", supplier="skagen-stahl", **what)


@pytest.fixture
def drop(world, worker, clock):
    """Drop an order file and let the house take it in."""
    inbox = Path(world.settings.data) / "exchange" / "in"

    def call(*orders):
        inbox.mkdir(parents=True, exist_ok=True)
        for order, product, quantity in orders:
            (inbox / f"{order}.xml").write_text(order_file(order, product, quantity))
        for _ in range(2):
            worker.settle()
            clock.advance(timedelta(seconds=6))

    return call


@pytest.fixture
def make(operator, clock):
    """Make an order step by step, as operators do: start, then complete with everything told."""

    def call(order, good, scrap_at=0):
        for step in operator.ask("execution.order", order=order).operations:
            operator.run("execution.start_operation", order=order, seq=step.seq)
            clock.advance(timedelta(minutes=20))
            scrap = int(step.seq == scrap_at)
            good -= scrap
            checks = {check.id: check.nominal or 1.0 for check in step.checks}
            operator.run("execution.complete_operation", order=order, seq=step.seq, good=good,
                         scrap=scrap, reason="Q10" if scrap else "", checks=checks)  # fmt: skip

    return call


def test_from_the_order_file_to_the_gearbox_at_the_customer(
    plant, drop, make, operator, supervisor, administrator, worker, clock, world
):
    drop(("4701", "PG200", 8), ("4702", "SG200", 3), ("4703", "HS200", 2), ("4704", "YG200", 2))
    assert {row.id for row in operator.ask("execution.orders")} == {"4701", "4702", "4703", "4704"}

    make("4701", 8, scrap_at=40)
    make("4702", 3)
    make("4703", 2)
    make("4704", 2)
    gearbox = operator.ask("execution.order", order="4704")
    assert (gearbox.order.state, gearbox.order.good, gearbox.in_work) == ("done", 2, 0)

    serial = "4704-001"
    tree = {node.id for node in operator.ask("tracing.backward", lot=serial).nodes}
    assert {"4701-L1", "4702-L1", "4703-L1", "STEEL-18CRNIMO-90-H1", "CAST-200-H1"} <= tree
    supervisor.run("inventory.ship", lot=serial, location="FG", customer="havkraft")
    impact = operator.ask("tracing.impact", lots=["STEEL-18CRNIMO-90-H1"])
    assert serial in impact.shipped
    assert impact.customers == ["havkraft"]

    assert operator.ask("inventory.differences") == []
    gears = operator.ask("inventory.balances", material="PG200")[0]
    assert (gears.available, gears.in_work) == (Decimal(1), 0), "8 made, 1 scrap, 2 times 3 used"
    assert operator.ask("execution.wip") == []

    worker.settle()
    clock.advance(timedelta(seconds=6))
    worker.settle()
    out = sorted(path.name for path in (world.settings.data / "exchange" / "out").glob("*.xml"))
    assert out == [f"performance-470{number}.xml" for number in (1, 2, 3, 4)]
    answer = etree.parse(world.settings.data / "exchange" / "out" / out[3]).getroot()
    texts = {node.text for node in answer.iter()}
    assert {"4704", serial, "4704-002", "Completed", "BRG-200-H1"} <= texts

    record = operator.ask("execution.production_record", order="4704")
    assert {row.lot for row in record.processes} == {"4704-001", "4704-002"}
    assert len(record.checks) == 6
    assert administrator.ask("identity.verify_audit").ok
    assert administrator.ask("kernel.parked") == []
