"""A server that is not ours is attached, trusted by a person's act, looked into and mapped."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from collecting import free_port
from opcua_server import TEMP, Machine, made

from lineside.app.cli.opening import acting
from lineside.app.house import open_house
from lineside.app.ingest import Ingest
from lineside.kernel.settings import load_settings
from lineside.telemetry.adapters.opcua_trust import own_certificate, thumbprint

UNIT = "GR-04"


class Secured(Machine):
    """The same server with a certificate, offering Basic256Sha256 alone."""

    def __init__(self, port: int, keys: Path) -> None:
        self.port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.server, self.variables = self.wait(made(port, keys=keys))
        self.wait(self.server.start())


@pytest.fixture
def secured(tmp_path: Path) -> Iterator[tuple[str, str, Machine]]:
    keys = tmp_path / "server"
    own = own_certificate(keys, datetime.now(UTC), application_uri="urn:test:server")
    port = free_port()
    running = Secured(port, keys)
    yield (
        f"opc.tcp://127.0.0.1:{port}/test", thumbprint(own.certificate.read_bytes()), running,
    )  # fmt: skip
    running.stop()


def test_an_untrusted_server_is_shown_then_trusted_then_drives_a_state(
    plant: Any, secured: tuple[str, str, Machine], tmp_path: Path
) -> None:
    address, print_, machine = secured
    code, _, told = plant("connect", "opcua", address, "--name", "press")
    refused = json.loads(told)
    assert (code, refused["code"]) == (6, "app.ServerUntrusted")
    assert refused["facts"]["thumbprint"] == print_

    code, _, told = plant("connect", "opcua", address, "--name", "press", "--trust", "00" * 32)
    assert (code, json.loads(told)["code"]) == (5, "app.ThumbprintDiffers")

    code, answer, told = plant(
        "connect", "opcua", address, "--name", "press", "--trust", print_, "--browse",
        "--map", f"{UNIT}.spindle_temperature_c={TEMP}",
        "--map", f"{UNIT}.state=nsu=urn:test:machine;s=State",
        "--unit", "spindle_temperature_c=degC:degF", "--states", "state=RUNNING:running,STOP:down",
    )  # fmt: skip
    assert code == 0, told
    assert answer["mapped"] == 2
    assert "Machine" in {each["name"] for each in answer["found"]}

    with open_house(load_settings(tmp_path / "data"), writer=True) as house:
        owner = acting(house, "")
        with Ingest(house.world, house.door).running():
            machine.wait(machine.variables["Temp"].write_value(212.0))
            until(lambda: "running" in states(house, owner))
            until(lambda: temperature(house, owner) == pytest.approx(100.0))


def states(house: Any, owner: Any) -> set[str]:
    return {each.state for each in house.door.ask("telemetry.current_states", {}, owner)}


def temperature(house: Any, owner: Any) -> float | None:
    live = house.door.ask("telemetry.live", {}, owner)
    return next((v.value for v in live if v.tag == f"{UNIT}.spindle_temperature_c"), None)


def until(holds: Any, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_what_cannot_be_meant_is_refused_in_one_line(plant: Any) -> None:
    code, _, told = plant("connect", "opcua", "opc.tcp://127.0.0.1:9", "--map", "GR-04.x")
    assert (code, json.loads(told)["code"]) == (3, "telemetry.MappingInvalid")
    code, _, told = plant("connect", "opcua", "opc.tcp://127.0.0.1:9")
    assert (code, json.loads(told)["code"]) == (7, "telemetry.SourceUnavailable")
