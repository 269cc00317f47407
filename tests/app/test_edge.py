"""A gateway keeps what it collects until the server has it, in order and once."""

import contextlib
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from collecting import free_port

from lineside.app.cli.opening import acting
from lineside.app.edge.buffer import Buffer
from lineside.app.edge.collecting import columns_of
from lineside.app.edge.upstream import Forwarder, Upstream, UpstreamInsecure
from lineside.app.house import House, open_house
from lineside.app.http.server import create_app
from lineside.kernel.settings import load_settings
from lineside.telemetry.ports import Historian
from lineside.telemetry.samples import samples

POWER, STATE = "GR-04.power_kw", "GR-04.state"
UNIT = "halden/machining/GR-04"


@pytest.fixture
def house(plant: Any, tmp_path: Path) -> Iterator[House]:
    """A writing house with an edge connection and its two tags."""
    with open_house(load_settings(tmp_path / "data"), writer=True) as opened:
        owner = acting(opened, "")
        given = {"connection": "hall", "protocol": "edge", "address": "hall 1"}
        opened.door.run("telemetry.attach_connection", given, owner)
        power = {"equipment": UNIT, "signal": "power_kw", "address": "a", "unit": "kW"}
        state = {"equipment": UNIT, "signal": "state", "address": "b", "tag_class": "state"}
        tags = [power, state | {"states": {"1": "running", "2": "down"}}]
        opened.door.run("telemetry.map_tags", {"connection": "hall", "tags": tags}, owner)
        yield opened


@pytest.fixture
def token(house: House) -> str:
    owner = acting(house, "")
    user = {"login": "hall.gateway", "name": "Gateway", "password": "gateway of the hall"}
    house.door.run("identity.add_user", user | {"roles": ["ot_engineer"], "demo": True}, owner)
    given = {"login": user["login"], "password": user["password"]}
    return str(house.door.run("identity.log_in", given, owner).result["token"])


@contextlib.contextmanager
def serving(house: House, port: int) -> Iterator[None]:
    app = create_app(house.world, house.door)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)


def batch(at: datetime, power: float, state: float) -> dict[str, Any]:
    at_us = int(at.timestamp() * 1e6)
    return columns_of(samples([POWER, STATE], [at_us, at_us], [power, state]))


def test_what_was_kept_while_the_link_was_down_arrives_in_order_and_once(
    house: House, token: str, tmp_path: Path
) -> None:
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
    port = free_port()
    upstream = Upstream(f"http://127.0.0.1:{port}", token, "hall")
    path = tmp_path / "edge.sqlite"
    buffer = Buffer(path, start)
    for minute in range(3):
        buffer.put(batch(start + timedelta(minutes=minute), 5.0 + minute, 1 + minute // 2))
    assert Forwarder(upstream, buffer).step() is False
    buffer.close()

    buffer = Buffer(path, start)
    assert buffer.counts() == (3, 0)
    first = buffer.first()
    assert first is not None
    with serving(house, port):
        assert {each["id"] for each in upstream.tags()} == {POWER, STATE}
        # The server took the batch, but its answer was lost: the gateway sends it again.
        upstream.send(first.body, first.key)
        forwarder = Forwarder(upstream, buffer)
        assert [forwarder.step() for _ in range(4)] == [True, True, True, None]
    rows = house.world.the(Historian).range([POWER], start, start + timedelta(hours=1))
    assert rows.column("value").to_pylist() == [5.0, 6.0, 7.0]
    owner = acting(house, "")
    assert [s.state for s in house.door.ask("telemetry.current_states", {}, owner)] == ["down"]
    trail = house.door.ask("identity.audit_trail", {"entry": "telemetry.take_samples"}, owner)
    assert len(trail) == 3
    buffer.close()


def test_a_batch_that_is_never_taken_is_set_aside_and_the_next_one_goes(
    house: House, token: str, tmp_path: Path
) -> None:
    at, port = datetime.now(UTC), free_port()
    buffer = Buffer(tmp_path / "edge.sqlite", at)
    buffer.put(batch(at, 1.0, 1) | {"names": ["XX-99.power_kw", STATE]})
    buffer.put(batch(at, 2.0, 1))
    with serving(house, port):
        forwarder = Forwarder(Upstream(f"http://127.0.0.1:{port}", token, "hall"), buffer)
        assert [forwarder.step() for _ in range(3)] == [True, True, None]
        strange = Forwarder(Upstream(f"http://127.0.0.1:{port}", "no-token", "hall"), buffer)
        buffer.put(batch(at, 3.0, 1))
        assert strange.step() is False
    assert buffer.counts() == (1, 1)
    buffer.close()


def test_a_token_does_not_go_over_an_open_connection() -> None:
    with pytest.raises(UpstreamInsecure):
        Upstream("http://plant.example:8420", "token", "hall")
