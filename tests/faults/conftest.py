"""How far the fault tests go: short in CI, long by ``pytest tests/faults --long``."""

import os
import random
import sys
from pathlib import Path

import pytest

# The OPC UA server that the room's own tests use, and peers that are not ours.
sys.path += [str(Path(__file__).parents[1] / each) for each in ("telemetry", "peers")]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="all moments and trials of each fault")


@pytest.fixture(scope="session")
def long(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--long", default=False))


@pytest.fixture
def chance() -> random.Random:
    """The chance of this test; its seed is printed, and set by LINESIDE_FAULT_SEED to replay."""
    given = os.environ.get("LINESIDE_FAULT_SEED")
    seed = int(given) if given else random.SystemRandom().randrange(10**6)
    print(f"seed {seed}: repeat with LINESIDE_FAULT_SEED={seed}")
    return random.Random(seed)
