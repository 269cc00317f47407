"""Servers and brokers of others are attached with ``lineside connect`` and drive machine states.

node-opcua's server, Mosquitto, MQTT.js and Eclipse Tahu's Sparkplug client; `make peers` installs
them.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from foreign import free_port, mosquitto, needs, needs_mosquitto, program

from lineside.app.cli.opening import acting
from lineside.app.house import open_house, working
from lineside.app.ingest import Ingest
from lineside.kernel.settings import load_settings

pytestmark = pytest.mark.peers
UNIT = "GR-05"
PATH = f"halden/machining/{UNIT}"
STATES = "state=0:off,1:idle,3:running,5:down"


class Listening:
    """The house while it listens."""

    def __init__(self, house: Any) -> None:
        self.house = house
        self.owner = acting(house, "")

    def ask(self, entry: str, **given: Any) -> Any:
        return self.house.door.ask(entry, given, self.owner)

    def live(self, signal: str) -> Any:
        """The newest value of a signal of the machine."""
        rows = self.ask("telemetry.live", equipment=PATH)
        return next((row for row in rows if row.signal == signal), None)

    def state(self) -> str:
        """The state in which execution has the machine now."""
        now = self.house.world.clock.now()
        window = {"start": now - timedelta(hours=1), "end": now}
        rows = self.ask("execution.losses", equipment=PATH, **window)
        return max(rows, key=lambda row: row.start).state if rows else ""

    def connection(self) -> str:
        (row,) = self.ask("telemetry.connections")
        return str(row.state)


@contextmanager
def listening(folder: Path) -> Iterator[Listening]:
    with (
        open_house(load_settings(folder), writer=True) as house,
        Ingest(house.world, house.door).running(),
        working(house.worker),
    ):
        yield Listening(house)


def until(holds: Callable[[], Any], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.1)


def drives_states(plant: Listening, send: Callable[[int], None]) -> None:
    """The machine's figures become spans of its timeline."""
    for figure, state in ((3, "running"), (5, "down"), (1, "idle"), (3, "running")):
        send(figure)
        until(lambda wanted=state: plant.state() == wanted)


@needs("node-opcua")
def test_a_foreign_opcua_server_is_trusted_browsed_mapped_and_written(
    plant: Any, tmp_path: Path
) -> None:
    port = free_port()
    address = f"opc.tcp://127.0.0.1:{port}/peer"
    with program("opcua_peer.cjs", port, tmp_path / "peer") as peer:
        code, _, told = plant("connect", "opcua", address, "--name", "press")
        print_ = json.loads(told)["facts"]["thumbprint"]
        assert (code, json.loads(told)["code"]) == (6, "app.ServerUntrusted")
        code, answer, told = plant(
            "connect", "opcua", address, "--name", "press", "--trust", print_, "--browse",
            "--writable",
        )  # fmt: skip
        assert code == 0, told
        folder = next(each for each in answer["found"] if each["name"] == "Press")
        code, answer, told = plant(
            "connect", "opcua", address, "--name", "press", "--browse", folder["address"],
            "--states", STATES, "--unit", "temperature_c=degC:degC",
            "--map", f"{UNIT}.state=nsu=urn:peer:press;s=State",
            "--map", f"{UNIT}.oil_temperature_c=nsu=urn:peer:press;s=Temperature",
            "--map", f"{UNIT}.feed_setpoint_mm_min=nsu=urn:peer:press;s=FeedSetpoint",
        )  # fmt: skip
        assert (code, answer["mapped"]) == (0, 3), told
        found = {each["name"]: each for each in answer["found"]}
        assert found["FeedSetpoint"]["writable"]
        assert not found["State"]["writable"]
        with listening(tmp_path / "data") as house:
            drives_states(house, lambda figure: peer.say(f"State {figure}"))
            value = house.live("oil_temperature_c")
            assert value.quality == "good"
            assert 0 <= value.age_s < 5
            done = house.house.door.run(
                "control.write_setpoint",
                {
                    "equipment": PATH,
                    "parameter": "feed_setpoint_mm_min",
                    "value": 600,
                    "reason": "t",
                },
                house.owner,
            ).result
            assert (done["previous"], done["read_back"]) == (620, 600)
            until(lambda: house.live("feed_setpoint_mm_min").value == 600)
            peer.kill()
            until(lambda: house.connection() == "lost")
            until(lambda: house.live("oil_temperature_c").quality == "uncertain")
            until(lambda: house.state() == "no_data")


@needs_mosquitto
@needs("sparkplug-client")
def test_a_foreign_edge_node_behind_a_foreign_broker_speaks_sparkplug(
    plant: Any, tmp_path: Path
) -> None:
    with (
        mosquitto(tmp_path / "broker") as broker,
        program("sparkplug_peer.cjs", broker.port) as peer,
    ):
        code, answer, told = plant(
            "connect", "sparkplug", broker.address, "--name", "cell", "--browse",
            "cell/edge",
            "--states", STATES,
            "--map", f"{UNIT}.state=cell/edge/GR-05:state",
            "--map", f"{UNIT}.oil_temperature_c=cell/edge/GR-05:temperature_c",
        )  # fmt: skip
        assert code == 0, told
        assert "cell/edge/GR-05:temperature_c" in {e["address"] for e in answer["found"]}
        with listening(tmp_path / "data") as house:
            drives_states(house, lambda figure: peer.say(f"state {figure}"))
            peer.say("temperature_c 41.5")
            until(lambda: house.live("oil_temperature_c").value == 41.5)
            assert house.live("oil_temperature_c").quality == "good"
            peer.kill()
            until(lambda: house.live("oil_temperature_c").quality == "uncertain")
            until(lambda: house.state() == "no_data")
            until(lambda: house.connection() == "live")


@needs_mosquitto
@needs("mqtt")
def test_a_foreign_machine_sends_json_over_a_foreign_broker(plant: Any, tmp_path: Path) -> None:
    with (
        mosquitto(tmp_path / "broker") as broker,
        program("mqtt_peer.cjs", broker.port, "shop/press/status") as peer,
    ):
        mapping = tmp_path / "press.yaml"
        options = {"time": "$.at", "time_unit": "ms"}
        mapping.write_text(json.dumps({"tags": [
            {"equipment": UNIT, "signal": "state", "address": "shop/press/status|$.state",
             "states": {"0": "off", "1": "idle", "3": "running", "5": "down"}, "options": options},
            {"equipment": UNIT, "signal": "oil_temperature_c", "options": options,
             "address": "shop/press/status|$.oil", "source_unit": "degF", "unit": "degC"},
        ]}))  # fmt: skip
        code, answer, told = plant(
            "connect", "mqtt", broker.address, "--name", "shop", "--map-file", mapping
        )
        assert (code, answer["mapped"]) == (0, 2), told
        with listening(tmp_path / "data") as house:

            def send(figure: int) -> None:
                at = round(house.house.world.clock.now().timestamp() * 1000)
                peer.say(json.dumps({"state": figure, "oil": 212.0, "at": at}))
                peer.hears("sent")

            until(lambda: house.connection() == "live")
            drives_states(house, send)
            value = house.live("oil_temperature_c")
            assert value.value == pytest.approx(100.0)
            assert value.quality == "good"
            assert 0 <= value.age_s < 10
            code, answer, told = plant("connect", "mqtt", broker.address, "--name", "shop")
            assert code == 0, told
