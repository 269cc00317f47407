"""A recording goes through a real broker into the same path as a machine's samples."""

import json
from pathlib import Path
from typing import Any

from test_connect import until

from lineside.app.cli.opening import acting
from lineside.app.house import open_house
from lineside.app.ingest import Ingest
from lineside.kernel.settings import load_settings
from lineside.telemetry.adapters.broker import BrokerAddress

MAP = """
time: {column: t, format: s}
columns:
  temp: {tag: GR-04.spindle_temperature_c, unit: degC}
  mode: {tag: GR-04.state, codes: {RUN: 3, STOP: 1}}
states:
  GR-04.state: {3: running, 1: down}
"""
ROWS = "t,temp,mode\n0,20.5,RUN\n60,21.5,RUN\n120,22.5,STOP\n"


def test_a_recording_is_played_into_live_values_and_states(
    plant: Any, broker: tuple[Path, BrokerAddress], tmp_path: Path
) -> None:
    (tmp_path / "rows.csv").write_text(ROWS)
    (tmp_path / "map.yaml").write_text(MAP)
    address = broker[1]
    url = f"mqtt://{address.user}:{address.password}@{address.host}:{address.mqtt_port}"
    words = ("replay", tmp_path / "rows.csv", "--map", tmp_path / "map.yaml", "--speed", 120)
    with open_house(load_settings(tmp_path / "data"), writer=True) as house:
        owner = acting(house, "")
        with Ingest(house.world, house.door).running():
            code, answer, told = plant(*words, "--broker", url, "--attach")
            assert (code, answer["samples"], answer["mapped"]) == (0, 6, 2), told
            ask = house.door.ask
            until(lambda: live(ask("telemetry.live", {}, owner)) == 22.5)
            until(lambda: {s.state for s in ask("telemetry.current_states", {}, owner)} == {"down"})


def live(values: Any) -> float | None:
    return next((v.value for v in values if v.signal == "spindle_temperature_c"), None)


def test_without_a_broker_it_says_how_to_name_one(lineside: Any, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(ROWS)
    (tmp_path / "map.yaml").write_text(MAP)
    code, _, told = lineside("replay", tmp_path / "rows.csv", "--map", tmp_path / "map.yaml")
    assert (code, json.loads(told)["code"]) == (7, "telemetry.BrokerUnavailable")
    assert "--broker" in told
