"""Data folders of their own, and the commands as a person gives them."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from lineside.app.cli import main
from lineside.telemetry.adapters.broker import Broker, BrokerAddress

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
# The OPC UA server that the room's own tests use, and peers that are not ours.
sys.path += [str(Path(__file__).parents[1] / each) for each in ("telemetry", "peers")]

Command = Callable[..., tuple[int, Any, str]]


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A command would send the log to the standard error of one test, which ends with it."""
    monkeypatch.setattr("lineside.app.cli.opening.configure", lambda level: None)
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    yield
    structlog.reset_defaults()


@pytest.fixture
def lineside(
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    """Runs a command on a fresh database: its exit code, its JSON answer, and what it told."""
    monkeypatch.setenv("LINESIDE_DATABASE_URL", database_url)
    data = tmp_path / "data"

    def run(*words: object) -> tuple[int, Any, str]:
        code = main([*map(str, words), "--data", str(data), "--json"])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out.strip() else None, told.err

    return run


@pytest.fixture
def plant(lineside: Command) -> Command:
    """The same with the demonstration plant loaded."""
    code, _, told = lineside("run", "plant.load_plant", json.dumps({"folder": str(HALDEN)}))
    assert code == 0, told
    return lineside


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, BrokerAddress]]:
    folder: Path = tmp_path_factory.mktemp("broker")
    running = Broker(folder)
    yield folder, running.start()
    running.stop()
