"""Links that fail, seen from the whole house: frozen, restarted, killed, half-open (F5-7, F16).

What an adapter alone does about a loss stands in tests/telemetry; here it is followed through
preparation, historian, live values and machine states.
"""

import itertools
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import foreign
import opcua_server
import pytest
from linking import MANY, OWNER, Plant, child, free_port, listening, network, until

from lineside.telemetry.adapters.broker import Broker, BrokerAddress
from lineside.telemetry.adapters.mqtt_link import MqttLink
from lineside.telemetry.ports import Historian

TEMP = {"signal": "bearing_temperature_c"}
STATES = {"signal": "state", "tag_class": "state"}
SPACES = ("urn:a", "urn:b", "urn:c")
TOPIC = "plant/gr5/data"
OURS, NODE_OPCUA = "asyncua", "node-opcua"


@contextmanager
def counting_server(kind: str, port: int, folder: Path) -> Iterator[Any]:
    """A server whose temperature counts up ten times a second: its process."""
    if kind == OURS:
        with child(opcua_server.__file__, port) as running:
            yield running
        return
    with foreign.program("opcua_peer.cjs", port, folder) as peer:
        yield peer.process


def attach(plant: Plant, kind: str, port: int) -> None:
    if kind == OURS:
        plant.attach("opcua", f"opc.tcp://127.0.0.1:{port}/test", security="None")
        temp, state, states = opcua_server.TEMP, opcua_server.STATE, {"RUNNING": "running"}
    else:
        plant.attach("opcua", f"opc.tcp://127.0.0.1:{port}/peer")
        given = {"connection": "line"}
        shown = plant.house.door.ask("telemetry.server_certificate", given, OWNER)
        plant.run("telemetry.trust_certificate", **given, thumbprint=shown.thumbprint)
        temp, state = (f"nsu=urn:peer:press;s={name}" for name in ("Temperature", "State"))
        states = {"1": "running"}
    plant.map(TEMP | {"address": temp}, STATES | {"address": state, "states": states})


def good(plant: Plant) -> bool:
    value = plant.live("bearing_temperature_c")
    return bool(value.quality == "good" and value.age_s < 3)


@pytest.mark.timeout(2400)
@pytest.mark.parametrize(
    "kind", [OURS, pytest.param(NODE_OPCUA, marks=[foreign.needs("node-opcua"), pytest.mark.peers])]
)
def test_a_frozen_server_has_no_data_at_once_and_is_back_soon(
    tmp_path: Path, database_url: str, kind: str, long: bool
) -> None:
    port = free_port()
    freezes = [3.0] * 12 + [15.0] * 7 + [120.0] if long else [3.0, 6.0]
    with (
        counting_server(kind, port, tmp_path / "peer") as server,
        listening(tmp_path / "data", database_url) as plant,
    ):
        attach(plant, kind, port)
        until(lambda: good(plant) and plant.state() == "running", 30)
        for frozen_s in freezes:
            os.kill(server.pid, signal.SIGSTOP)
            begun = time.monotonic()
            doubt = until(lambda: plant.live("bearing_temperature_c").quality == "uncertain", 5)
            until(lambda: plant.state() == "no_data", 5)
            time.sleep(max(0.0, frozen_s - (time.monotonic() - begun)))
            os.kill(server.pid, signal.SIGCONT)
            back = until(lambda: good(plant), 8)
            until(lambda: plant.state() == "running", 5)
            print(f"{kind}: frozen {frozen_s} s, in doubt after {doubt:.1f}, back in {back:.1f}")


@pytest.mark.timeout(900)
def test_namespaces_in_another_order_map_no_value_to_a_wrong_tag(
    tmp_path: Path, database_url: str, long: bool
) -> None:
    port, program = free_port(), tmp_path / "many.py"
    program.write_text(MANY)
    numbers = {space: float(n + 1) for n, space in enumerate(SPACES)}
    orders = list(itertools.permutations(SPACES))
    with listening(tmp_path / "data", database_url) as plant:
        plant.attach("opcua", f"opc.tcp://127.0.0.1:{port}/many", security="None")
        plant.map(*({"signal": f"v_{space[-1]}", "address": f"nsu={space};s=Value"}
                    for space in SPACES))  # fmt: skip
        for order in orders if long else (orders[0], orders[-1]):
            words = [f"{space}={numbers[space]}" for space in order]
            with child(program, port, *words):
                until(lambda: all(plant.live(f"v_{s[-1]}").quality == "good" for s in SPACES), 30)
            until(lambda: plant.live("v_a").quality == "uncertain", 10)
        stored = rows_of(plant, [f"GR-05.v_{space[-1]}" for space in SPACES])
    for space, number in numbers.items():
        told = {v for t, v in stored if t == f"GR-05.v_{space[-1]}" and v == v}
        assert told == {number}, space


class Talker:
    """A machine that counts at ten times a second and keeps what the broker did not take yet."""

    def __init__(self, address: BrokerAddress) -> None:
        self._link = MqttLink(address.machine_mqtt("gr5"), lambda _: None)
        self._link.open()
        self._stop = threading.Event()
        self.said = 0
        self._thread = threading.Thread(target=self._talk, daemon=True)
        self._thread.start()

    def _talk(self) -> None:
        while not self._stop.wait(0.1):
            at = round(time.time() * 1000)
            self._link.publish(TOPIC, b'{"n": %d, "state": 3, "at": %d}' % (self.said, at))
            self.said += 1

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(5)

    def close(self) -> None:
        self.stop()
        self._link.close()


def attach_broker(plant: Plant, address: BrokerAddress, port: int) -> None:
    options = {"time": "$.at", "time_unit": "ms"}
    plant.attach("mqtt", f"mqtt://{address.user}:{address.password}@127.0.0.1:{port}")
    plant.map(TEMP | {"address": f"{TOPIC}|$.n", "options": options},
              STATES | {"address": f"{TOPIC}|$.state", "states": {"3": "running"},
                        "options": options})  # fmt: skip
    until(lambda: plant.connection() == "live", 30)


def rows_of(plant: Plant, tags: list[str]) -> list[tuple[str, float]]:
    """What the historian holds, in the order of time."""
    start = datetime.now(UTC) - timedelta(hours=2)
    table = plant.house.world.the(Historian).range(tags, start, start + timedelta(hours=3))
    return [(row["tag"], row["value"]) for row in table.to_pylist()]


def counted(plant: Plant) -> list[float]:
    """The machine's numbers as they are stored, without the marks of a loss."""
    return [v for _, v in rows_of(plant, ["GR-05.bearing_temperature_c"]) if v == v]


def all_since_the_first(plant: Plant, talker: Talker) -> list[float]:
    """Every number since the first that was heard: what was said before nobody had asked for."""
    first = int(counted(plant)[0])
    assert first < talker.said // 2
    return [float(n) for n in range(first, talker.said)]


@pytest.mark.timeout(900)
def test_a_killed_broker_costs_no_sample_and_the_house_recovers_by_itself(
    tmp_path: Path, database_url: str, long: bool
) -> None:
    broker = Broker(tmp_path / "broker")
    address = broker.start()
    with listening(tmp_path / "data", database_url) as plant:
        attach_broker(plant, address, address.mqtt_port)
        talker = Talker(address)
        until(lambda: plant.state() == "running" and good(plant), 15)
        for away_s in (5.0, 60.0, 120.0) if long else (4.0,):
            assert broker._process is not None
            os.killpg(broker._process.pid, signal.SIGKILL)
            broker.stop()
            until(lambda: plant.state() == "no_data", 5)
            until(lambda: plant.live("bearing_temperature_c").quality == "uncertain", 5)
            time.sleep(away_s)
            broker.start()
            back = until(lambda: good(plant) and plant.state() == "running", 10)
            print(f"away {away_s} s, live again in {back:.1f} s")
        talker.stop()
        last = talker.said - 1
        until(lambda: plant.value("bearing_temperature_c") == last, 20)
        assert counted(plant) == all_since_the_first(plant, talker)
        talker.close()
    broker.stop()


@pytest.mark.timeout(300)
def test_a_half_open_link_to_a_broker_is_noticed_within_two_keep_alives(
    tmp_path: Path, database_url: str
) -> None:
    broker = Broker(tmp_path / "broker")
    address = broker.start()
    with network(address.mqtt_port) as way, listening(tmp_path / "data", database_url) as plant:
        attach_broker(plant, address, way.port)
        talker = Talker(address)
        until(lambda: plant.state() == "running", 15)
        way.swallow()
        until(lambda: plant.state() == "no_data", 11)
        way.heal()
        until(lambda: plant.state() == "running" and good(plant), 20)
        talker.stop()
        # What the dead connection swallowed is sent again once its acknowledgement is overdue.
        whole = until(lambda: counted(plant) == all_since_the_first(plant, talker), 60)
        print(f"whole again after {whole:.1f} s")
        talker.close()
    broker.stop()


@pytest.mark.timeout(300)
def test_a_half_open_link_to_a_server_is_noticed_and_replaced(
    tmp_path: Path, database_url: str
) -> None:
    port = free_port()
    with (
        child(opcua_server.__file__, port),
        network(port) as way,
        listening(tmp_path / "data", database_url) as plant,
    ):
        attach(plant, OURS, way.port)
        until(lambda: plant.state() == "running", 30)
        way.swallow()
        until(lambda: plant.live("bearing_temperature_c").quality == "uncertain", 5)
        until(lambda: plant.state() == "no_data", 5)
        time.sleep(3)
        way.heal()
        until(lambda: good(plant) and plant.state() == "running", 10)
