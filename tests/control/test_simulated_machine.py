"""The demonstration's grinder runs at the set-point that was approved, and says so."""

import asyncio
import threading
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from lineside.app.ingest.browsing import OtherSources
from lineside.telemetry import actions, queries
from lineside.telemetry.adapters.opcua_trust import thumbprint
from lineside.telemetry.errors import WriteRefused
from lineside.telemetry.ports import Sources
from lineside.twin.virtual.opcua_server import OpcUaPlant
from lineside.twin.virtual.plant import VirtualPlant
from lineside.twin.virtual.process import PlantProcess

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
GR04 = "halden/machining/GR-04"
FEED = "feed_setpoint_mm_min"


class Machines:
    """The virtual plant behind its OPC UA server, in a thread of its own."""

    def __init__(self, folder, plant, port):
        self.plant = plant
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.server = OpcUaPlant(
            plant.data, folder, port=port, write=plant.request, depth=10**6, pause_s=0.0
        )
        self._process = PlantProcess(plant, [self.server])
        self.wait(self.server.start(round(plant.now.timestamp() * 1e6)))
        self.wait(self.server.publish(plant.present()))

    def wait(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(120)

    def mean(self, signal, hours):
        """The mean of a signal while it was not zero, over the next hours."""
        told = self.wait(self._process.step(self.plant.now + timedelta(hours=hours)))
        rows = told.samples.value[told.samples.tag == told.tag_ids.index(f"GR-04.{signal}")]
        return float(np.mean(rows[rows > 0]))

    def stop(self):
        self.wait(self.server.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)


@pytest.fixture
def machines(world, plant, administrator, clock, tmp_path, free_port):
    virtual = VirtualPlant(HALDEN, seed=0, start=clock.now() - timedelta(days=3), healthy=True)
    virtual.sample_period_s, virtual.picture_share = 300.0, 0.0
    virtual.advance(clock.now())
    running = Machines(tmp_path / "plant", virtual, free_port)
    world.provide(Sources, OtherSources(world))
    administrator.run("telemetry.load_tags", folder=str(HALDEN),
                      addresses={"opcua": running.server.endpoint})  # fmt: skip
    print_ = thumbprint((tmp_path / "plant" / "server_cert.der").read_bytes())
    administrator.run("telemetry.trust_certificate", connection="halden-opcua", thumbprint=print_)
    yield running
    running.stop()


def test_an_approved_feed_is_what_the_grinder_runs_at(machines, machine, supervisor):
    before = machines.mean("feed_rate_mm_min", 12)
    assert before == pytest.approx(620, rel=0.01)
    asked = machine.run("control.recommend_setpoint", equipment=GR04, parameter=FEED, value=520,
                        reason="less load")  # fmt: skip
    supervisor.run("guidance.decide", recommendation=asked.result, verdict="approve")
    row = supervisor.ask("control.writes")[0]
    assert (row.previous, row.read_back) == (620, 520)
    assert machines.mean("feed_rate_mm_min", 12) == pytest.approx(520, rel=0.01)


def test_the_machine_has_limits_of_its_own(machines, world, administrator):
    with world.work(administrator.actor) as work:
        tag = queries.setpoint(work, GR04, FEED)
        with pytest.raises(WriteRefused, match="BadOutOfRange"):
            actions.set_value(work, tag=tag, value=9_000.0, unit="mm/min", allowed=lambda _: None)
        assert queries.setpoint(work, GR04, "part_counter") is None
