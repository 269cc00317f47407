"""One broker and one OPC UA server for all tests of the room."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from collecting import free_port
from opcua_server import Machine

from lineside.telemetry.adapters.broker import Broker, BrokerAddress


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrokerAddress]:
    folder: Path = tmp_path_factory.mktemp("broker")
    running = Broker(folder)
    yield running.start()
    running.stop()


@pytest.fixture(scope="session")
def _machine() -> Iterator[Machine]:
    running = Machine(free_port())
    yield running
    running.stop()


@pytest.fixture
def machine(_machine: Machine) -> Machine:
    _machine.reset()
    return _machine
