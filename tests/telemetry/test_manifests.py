"""Each connector has a manifest that tells the truth: its class exists, and so do its tests."""

import importlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from lineside.telemetry import adapters, ports

FOLDER = Path(adapters.__file__).parent if adapters.__file__ else Path()
MANIFESTS = sorted((FOLDER / "manifests").glob("*.yaml"))
ENTRIES = {
    "name",
    "protocol",
    "adapter",
    "port",
    "library",
    "can",
    "cannot",
    "security",
    "addresses",
    "limits",
    "exercised",
    "quality",
}
ROOT = Path(__file__).parents[2]


def read(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(path.read_text())
    return told


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_a_manifest_is_whole_and_names_tests_that_exist(path: Path) -> None:
    told = read(path)
    assert set(told) >= ENTRIES
    assert all(set(each) == {"peer", "what", "how"} for each in told["exercised"])
    for claim, test in told["quality"].items():
        file, _, name = test.partition("::")
        assert f"def {name}(" in (ROOT / file).read_text(), claim


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_a_manifests_adapter_keeps_the_port_it_names(path: Path) -> None:
    told = read(path)
    module, _, name = told["adapter"].rpartition(".")
    made = getattr(importlib.import_module(module), name)
    wanted = vars(getattr(ports, told["port"]))
    verbs = [verb for verb in wanted if not verb.startswith("_") and callable(wanted[verb])]
    assert verbs
    assert all(callable(getattr(made, verb, None)) for verb in verbs)


def test_every_source_has_a_manifest() -> None:
    sources = {
        path.stem for path in FOLDER.glob("*.py") if "async def subscribe(" in path.read_text()
    }
    assert sources <= {path.stem for path in MANIFESTS}
