"""A table from the command line: stored, learnt from, asked; and what is no table."""

import json
from pathlib import Path
from typing import Any

import numpy as np


def fleet(file: Path, pumps: int) -> None:
    chance = np.random.default_rng(0)
    lines = ["pump,cycle,wear"]
    for pump in range(pumps):
        life = int(chance.integers(40, 70))
        wear = np.exp((np.arange(life) - life) / 15) + 0.05 * chance.standard_normal(life)
        lines += [f"P{pump},{n + 1},{value:.4f}" for n, value in enumerate(wear)]
    file.write_text("\n".join(lines), encoding="utf-8")


def test_a_table_is_stored_learnt_from_and_asked(plant: Any, tmp_path: Path) -> None:
    file = tmp_path / "pumps.csv"
    fleet(file, 10)
    code, told, _ = plant("table", file)
    assert (code, told["name"]) == (0, "pumps.csv")
    assert [each["name"] for each in told["columns"]] == ["pump", "cycle", "wear"]
    given = {"fleet": "pumps", "file": told["file"], "asset": "pump", "age": "cycle"}
    code, outcome, _ = plant("run", "maintenance.fit_life_model", json.dumps(given))
    assert (code, outcome["state"]) == (0, "done")
    asked = {"fleet": "pumps", "file": told["file"], "horizon": 10}
    code, lives, _ = plant("run", "maintenance.predict_life", json.dumps(asked))
    assert code == 0
    assert len(lives) == 10
    assert all(each["life"] < 15 for each in lives), "each stands at its end"


def test_what_is_no_table_is_refused(plant: Any, tmp_path: Path) -> None:
    file = tmp_path / "empty.csv"
    file.write_text("pump,cycle\n", encoding="utf-8")
    code, told, error = plant("table", file)
    assert (code, told) == (3, None)
    assert json.loads(error)["code"] == "learning.TableInvalid"
