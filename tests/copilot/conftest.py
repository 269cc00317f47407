"""What the tests of the copilot stand on: the demonstration plant with a day of its life."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from lineside.documents.actions import load_folder
from lineside.inventory.actions import load_parts, receive
from lineside.kernel.actors import service
from lineside.plant.actions import load_plant
from lineside.telemetry.actions import load_tags
from lineside.telemetry.adapters.memory_historian import MemoryHistorian
from lineside.telemetry.ports import Historian, LiveValues

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
GR04 = "halden/machining/GR-04"


class FakeLive:
    """One value for each tag that was set."""

    def __init__(self):
        self.values = {
            "GR-04.vibration_rms_mm_s": (2.4, 0, datetime(2026, 10, 5, 9, 59, tzinfo=UTC))
        }

    def value(self, tag):
        return self.values.get(tag)

    def changed_since(self, version):
        return version, []


@pytest.fixture
def plant(world, door, worker, clock, administrator, supervisor, operator):
    """Master data, documents, parts, one running order, a stop, a lot on hold, an alert."""
    world.provide(LiveValues, FakeLive())
    world.provide(Historian, MemoryHistorian())
    with world.work(administrator.actor) as work:
        load_plant(work, folder=str(HALDEN))
        load_parts(work, folder=str(HALDEN))
        load_folder(work, folder=str(HALDEN / "documents"))
        nowhere = {"opcua": "opc.tcp://127.0.0.1:1", "sparkplug": "mqtt://127.0.0.1:1"}
        load_tags(work, folder=str(HALDEN), addresses=nowhere)
        receive(work, lot="STEEL-1", material="STEEL-18CRNIMO-90", quantity=Decimal(2400),
                unit="kg", location="STORE")  # fmt: skip
    supervisor.run("execution.receive_order", order="PO-9001", product="PG200", quantity=24,
                   due="2026-10-05T09:00:00Z", customer="nordvind")  # fmt: skip
    operator.run("execution.start_operation", order="PO-9001", seq=10)
    clock.advance(timedelta(hours=2))
    operator.run("execution.report_quantity", order="PO-9001", seq=10, good=18, scrap=2,
                 reason="Q20")  # fmt: skip
    at = clock.now()
    door.run("telemetry.note_states", {"changes": [
        {"equipment": GR04, "state": "running", "at": at - timedelta(hours=10)},
        {"equipment": "halden/machining/GR-05", "state": "running", "at": at - timedelta(hours=10)},
    ]}, service("telemetry"))  # fmt: skip
    down = {"equipment": GR04, "state": "down", "at": at - timedelta(hours=1)}
    door.run("telemetry.note_states", {"changes": [down]}, service("telemetry"))
    supervisor.run("tracing.hold_lot", lot="STEEL-1", reason="wrong certificate")
    operator.run("andon.raise_alert", kind="condition", severity="warning", equipment=GR04,
                 title="Spindle vibration high", facts={}, link="")  # fmt: skip
    worker.deliver_all()
    clock.advance(timedelta(hours=2))
    return world


@pytest.fixture
def ask(plant, operator):
    """Ask the copilot as an operator."""

    def call(question, **more):
        return operator.ask("copilot.ask", question=question, **more)

    return call
