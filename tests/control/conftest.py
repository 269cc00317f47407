"""What the tests of control stand on: the demonstration plant and a machine that takes values."""

import socket
from datetime import timedelta
from pathlib import Path

import pytest

from lineside.kernel.errors import Refusal
from lineside.maintenance import store as maintenance_store
from lineside.maintenance.model import Prediction
from lineside.telemetry.model import Written
from lineside.telemetry.ports import Sources

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
GR04 = "halden/machining/GR-04"
FEED = "feed_setpoint_mm_min"
TAG = {"equipment": GR04, "signal": FEED, "address": "nsu=urn:test:grinder;s=Feed",
       "tag_class": "setpoint", "unit": "mm/min"}  # fmt: skip


class MachineInMemory:
    """The way to a machine: keeps one value; ``refusal`` is raised when it is to be written."""

    def __init__(self, value: float | None) -> None:
        self.value = value
        self.holds: float | None = None
        """What it keeps whatever is written."""
        self.refusal: Refusal | None = None
        self.asked: list[tuple[str, str, float]] = []

    def set_value(self, protocol, address, options, node, value, allowed):
        before = self.value
        allowed(before)
        if self.refusal is not None:
            raise self.refusal
        self.asked.append((protocol, node, value))
        self.value = value if self.holds is None else self.holds
        return Written(before, self.value)


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def plant(administrator):
    """The demonstration plant's master data."""
    administrator.run("plant.load_plant", folder=str(HALDEN))


@pytest.fixture
def attach(plant, administrator):
    """Attach a connection and map the feed of GR-04."""

    def call(address="opc.tcp://machine:4840", writable="yes", **more):
        options = {"security": "None", "writable": writable} | more.pop("options", {})
        administrator.run(
            "telemetry.attach_connection", connection="grinder", protocol="opcua", address=address,
            options=options,
        )  # fmt: skip
        administrator.run("telemetry.map_tags", connection="grinder", tags=[TAG | more])

    return call


@pytest.fixture
def taker(world, attach):
    """A machine that takes set-points, in memory."""
    attach()
    machine = MachineInMemory(620.0)
    world.provide(Sources, machine)
    return machine


@pytest.fixture
def wearing(world, taker, administrator, clock):
    """GR-04's bearing is wearing, and its failure is predicted."""
    with world.work(administrator.actor) as work:
        maintenance_store.save_condition(
            work, equipment=GR04, component="spindle_bearing", at=clock.now(), level="wearing",
            index=2.4, alarm_index=2.0, threshold=4.0, probability=0.8, horizon_h=168.0,
            life=[60.0, 90.0, 140.0], leading={}, velocity_mm_s=3.9, zone="C", model="",
        )  # fmt: skip
        _predict(work, "P-1", clock)


def _predict(work, name, clock, state="open"):
    maintenance_store.save_prediction(
        work,
        Prediction(
            id=name, equipment=GR04, component="spindle_bearing", at=clock.now(),
            probability=0.8, horizon_h=168.0, life_low_h=60.0, life_h=90.0, life_high_h=140.0,
            index=2.4, threshold=4.0, onset=clock.now() - timedelta(days=3), p_value=1e-6,
            growth="linear", state=state,
        ),
    )  # fmt: skip


@pytest.fixture
def predict(world, administrator, clock):
    """Write a prediction in a state."""

    def call(name, state="open"):
        with world.work(administrator.actor) as work:
            _predict(work, name, clock, state)

    return call
