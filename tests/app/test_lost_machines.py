"""A machine that falls silent behind a connection that lives on: its state is unknown, no more."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lineside.app.ingest.pipeline import Pipeline
from lineside.telemetry import queries
from lineside.telemetry.adapters.memory_historian import MemoryHistorian
from lineside.telemetry.live import LiveState
from lineside.telemetry.model import Quality
from lineside.telemetry.ports import Batch, Historian, LiveValues
from lineside.telemetry.samples import microseconds, samples

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
GONE, STAYS = "halden/machining/GR-05", "halden/machining/GR-06"
NAN = float("nan")


@pytest.fixture
def pipeline(world: Any, door: Any, administrator: Any) -> Pipeline:
    world.provide(Historian, MemoryHistorian())
    world.provide(LiveValues, LiveState())
    administrator.run("plant.load_plant", folder=str(HALDEN))
    administrator.run("telemetry.attach_connection", connection="cell", protocol="sparkplug",
                      address="mqtt://127.0.0.1:1")  # fmt: skip
    administrator.run("telemetry.map_tags", connection="cell", tags=[
        {"equipment": unit, "signal": "state", "address": f"g/n/{unit}:state",
         "tag_class": "state", "states": {"1": "idle", "3": "running"}}
        for unit in (GONE, STAYS)
    ])  # fmt: skip
    with world.work(administrator.actor) as work:
        return Pipeline(world, door, queries.tags(work, connection="cell"), threading.Lock())


def states(person: Any) -> dict[str, str]:
    return {each.equipment: each.state for each in person.ask("telemetry.current_states")}


def test_only_the_lost_machines_state_is_unknown_and_it_comes_back(
    pipeline: Pipeline, administrator: Any, clock: Any
) -> None:
    def send(unit: str, value: float, quality: Quality = Quality.GOOD) -> None:
        clock.advance(timedelta(seconds=2))
        now = microseconds(clock.now())
        rows = samples([f"{unit}.state"], [now], [value], quality=[quality], arrival_us=[now])
        pipeline.take(Batch(rows))

    send("GR-05", 3)
    send("GR-06", 3)
    assert states(administrator) == {GONE: "running", STAYS: "running"}
    send("GR-05", NAN, Quality.UNCERTAIN)
    assert states(administrator) == {GONE: "no_data", STAYS: "running"}
    assert administrator.ask("telemetry.repairs") == []
    live = {each.equipment: each for each in administrator.ask("telemetry.live")}
    assert (live[GONE].value, live[GONE].quality) == (3, "uncertain")
    send("GR-05", 3)
    assert states(administrator) == {GONE: "running", STAYS: "running"}
    send("GR-05", NAN)
    assert states(administrator)[GONE] == "no_data"
    assert [each.rule for each in administrator.ask("telemetry.repairs")] == ["finite"]
