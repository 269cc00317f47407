"""What the tests of control stand on: the demonstration plant and a machine that takes values."""

from datetime import timedelta
from pathlib import Path

import pytest

from lineside.control.adapters.fake import FakeWriter
from lineside.control.ports import SetpointWriter
from lineside.maintenance import store as maintenance_store
from lineside.maintenance.model import Prediction

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
GR04 = "halden/machining/GR-04"
FEED = "feed_setpoint_mm_min"


@pytest.fixture
def writer(world, administrator):
    administrator.run("plant.load_plant", folder=str(HALDEN))
    fake = FakeWriter({(GR04, FEED): 620.0})
    world.provide(SetpointWriter, fake)
    return fake


@pytest.fixture
def wearing(world, writer, administrator, clock):
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
