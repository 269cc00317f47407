"""One broker for all tests of the room."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lineside.telemetry.adapters.broker import Broker, BrokerAddress


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrokerAddress]:
    folder: Path = tmp_path_factory.mktemp("broker")
    running = Broker(folder)
    yield running.start()
    running.stop()
