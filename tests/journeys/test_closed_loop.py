"""The main story: a wearing grinder is found, repaired before it fails, and accounted for.

The story runs as a user would run it, from an empty data folder; nothing writes its results.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lineside.app.demo.telling import STEPS

LONGEST_S = 900


def run_story(folder: Path, *words: str) -> tuple[int, Any, str]:
    """Exit code, the one JSON document on standard output, and the end of standard error."""
    program = Path(sys.executable).with_name("lineside")
    done = subprocess.run(
        [program, "demo", "--story", "closed-loop", "--json", "--data", str(folder), *words],
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    return done.returncode, json.loads(done.stdout or "null"), done.stderr[-2000:]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Any:
    code, told, problem = run_story(tmp_path_factory.mktemp("story") / "data")
    assert code == 0, (told, problem)
    return told


@pytest.mark.slow
@pytest.mark.timeout(LONGEST_S)
def test_every_step_of_the_loop_happens(story: Any) -> None:
    assert {each["step"] for each in story["steps"]} == set(STEPS)
    assert story["closed"]
    assert story["audit_ok"]


@pytest.mark.slow
@pytest.mark.timeout(LONGEST_S)
def test_the_worn_grinder_is_the_one_that_is_found(story: Any) -> None:
    named = {each["step"]: each["equipment"] for each in story["steps"] if each.get("equipment")}
    for step in ("correlation_found", "failure_predicted", "work_order_planned"):
        assert named[step].endswith("/GR-04"), step


@pytest.mark.slow
@pytest.mark.timeout(LONGEST_S)
def test_value_is_booked_with_an_interval(story: Any) -> None:
    booked = next(each for each in story["steps"] if each["step"] == "value_booked")
    assert booked["low"] <= booked["amount"] <= booked["high"]
