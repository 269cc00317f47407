"""The measuring program: several peers in one run, and breakdowns of two undisturbed plans."""

import json
from pathlib import Path

import pytest
from benchmarks import scheduling
from benchmarks._scheduling import breakdowns

SHOP = "3 3\n0 3 1 2 2 2\n0 2 2 1 1 4\n1 4 2 3 0 1\n"


def report(tmp_path: Path, name: str, text: str, *words: str) -> dict:  # type: ignore[type-arg]
    file = tmp_path / name
    file.write_text(text)
    out = tmp_path / "out.json"
    words = ("--data", str(file), "--json", str(out), "--workers", "1", *words)
    assert scheduling.main(list(words)) == 0
    told: dict = json.loads(out.read_text())  # type: ignore[type-arg]
    return told


def test_each_peer_is_told_and_the_best_stands_beside_ours(tmp_path: Path) -> None:
    (tmp_path / "best_known.csv").write_text("instance,ub\nshop,10\n")
    peers = ("--peer", "cpsat", "--peer", "dispatch")
    told = report(tmp_path, "shop.txt", SHOP, "--seconds", "0.3", *peers)
    (row,) = told["instances"]
    assert told["peer"] == "cpsat+dispatch"
    assert set(row["peers"]) == {"cpsat", "dispatch"}
    assert row["peer"] == min(each["value"] for each in row["peers"].values())
    assert row["ours"] <= row["peer"]
    assert row["gap_ours"] == pytest.approx(10 * (row["ours"] - 10))
    assert set(told["mean_gap_percent"]) == {"ours", "peer", "cpsat", "dispatch"}


def test_breakdowns_disturb_a_dispatched_and_a_searched_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breakdowns, "SETTLE_S", 0.1)
    monkeypatch.setattr(breakdowns, "PASSES", 2)
    steps = [{"modes": [[k % 3, 20 + k], [(k + 1) % 3, 25]]} for k in range(4)]
    jobs = [
        {"family": j % 2, "weight": 1 + j % 3, "release": 0, "due": 60, "ops": steps}
        for j in range(8)
    ]
    plant = {"machines": 3, "setup": [[0, 5], [4, 0]], "jobs": jobs}
    words = ("--seconds", "0.3", "--breakdowns", "2")
    told = report(tmp_path, "plant.json", json.dumps(plant), *words)
    (row,) = told["instances"]
    assert set(row["undisturbed"]) == {"dispatching", "search"}
    for each in row["undisturbed"].values():
        assert len(each["cases"]) == 2
        assert each["worst"]["tardiness_ratio"] >= each["mean"]["tardiness_ratio"]
        assert each["worst"]["tardiness_ratio"] <= each["worst"]["first_ratio"]
        assert each["violations"] == 0
