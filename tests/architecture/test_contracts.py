"""The house's import rules bite: each is shown a planted violation."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Contract by name, the file that breaks it, and the line that does.
VIOLATIONS = {
    "Calls go down the storeys": (
        "inventory/queries.py",
        "from lineside.scheduling import queries as planted",
    ),
    "Copilot and workflow reach the plant through the catalogue only": (
        "copilot/guiding.py",
        "from lineside.quality import queries as planted",
    ),
    "Nobody but the app sees what the virtual plant hides": (
        "control/__init__.py",
        "def planted() -> None:\n    from lineside.twin.virtual import scenario",
    ),
    "Samples never travel as events": (
        "telemetry/events.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n"
        "    from lineside.telemetry import samples",
    ),
}


def lint(folder: Path) -> str:
    """What the import linter says of the package in a folder."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-cache", "--config", str(folder / ".importlinter")],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The linter's word on a copy of the house with every violation planted."""
    folder = tmp_path_factory.mktemp("house")
    ignore = shutil.ignore_patterns("__pycache__", "web")
    shutil.copytree(ROOT / "src" / "lineside", folder / "lineside", ignore=ignore)
    shutil.copy(ROOT / ".importlinter", folder)
    for path, line in VIOLATIONS.values():
        target = folder / "lineside" / path
        target.write_text(target.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    return lint(folder)


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_planted_violation_breaks_its_contract(verdicts: str, contract: str) -> None:
    assert f"{contract} BROKEN" in verdicts, verdicts[-3000:]
