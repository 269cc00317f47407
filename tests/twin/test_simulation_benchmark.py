"""The benchmark's reader of cases: by parameters, with unknown systems left out."""

import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks._simulation.cases import study_of
from benchmarks._simulation.peers import PEERS, ours_line, ours_queue
from benchmarks.simulation import find_cases, judge

CASES: list[tuple[str, dict[str, Any], dict[str, float]]] = [
    ("M/M/1 FCFS", {"lam": 0.5, "mu": 1}, {"L": 1.0, "Wq": 1.0, "P_wait": 0.5}),
    ("M/M/2 FCFS", {"lam": 1.0, "mu": 1, "servers": 2}, {"W": 4 / 3}),
    ("saturated serial line", {"mu": [1, 1], "buffers": [2]}, {"TH": 0.8}),
    ("closed CONWIP", {"mu": [1, 1, 1], "wip": 4}, {"TH": 4 / 6, "CT": 6.0}),
    ("assembly of two", {"mu": [1, 1, 1e6], "buffers": [1, 1]}, {"TH": 0.8}),
    ("station with rework", {"ps": 0.7, "pr": 0.2, "pscrap": 0.1}, {"yield_": 0.875}),
]


@pytest.mark.parametrize(("system", "params", "expected"), CASES)
def test_known_systems_come_out_right(
    system: str, params: dict[str, Any], expected: dict[str, float]
) -> None:
    case = {"system": system, "params": params, "expected": expected}
    study = study_of(case)
    assert study is not None
    told = judge(case, study, 11, 1, 5.0)
    assert set(told["quantities"]) == set(expected)
    assert all(q["inside"] for q in told["quantities"].values()), told


def test_unknown_systems_and_strange_files_are_skipped(tmp_path: Path) -> None:
    assert study_of({"system": "a bank", "params": {"tellers": 3}, "expected": {}}) is None
    case = {"id": "x", "system": "M/M/1", "params": {"lam": 0.5, "mu": 1}, "expected": {"L": 1.0}}
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "cases.json").write_text(json.dumps([case, {"id": "no case"}]))
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert find_cases(tmp_path) == [case]


@pytest.mark.parametrize("model", ["mm1", "five_stations"])
def test_the_peers_do_the_same_work(model: str) -> None:
    ours = {"mm1": ours_queue, "five_stations": ours_line}[model](2000, 1)
    theirs = PEERS["simpy"][model][0](2000, 1)
    assert ours == pytest.approx(theirs, rel=0.08)
