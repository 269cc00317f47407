"""The program that measures forecasts tells shapes apart and scores as it says."""

import argparse
import importlib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

ARGUMENTS = argparse.Namespace(sample=None, seed=1, peer="SeasonalNaive", spread="here")


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The program, from the repository's root."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    return importlib.import_module("benchmarks.forecasting")


def test_the_reference_has_owa_one_by_definition(program: Any) -> None:
    chance = np.random.default_rng(0)
    series = [50 + chance.normal(0, 5, 48) for _ in range(3)]
    task = program.Task("x", 12, "owa", [y[:36] for y in series], [y[36:] for y in series])
    assert program.owa(task, [program.naive2(y, 12, 12) for y in task.train]) == pytest.approx(1.0)
    assert program.rmsse(task, task.test) == 0.0


def test_competition_files_are_split_by_their_periods(program: Any, tmp_path: Path) -> None:
    pd.DataFrame({"unique_id": ["a", "b"], "period": ["YEARLY", "MONTHLY"]}).to_csv(
        tmp_path / "meta.csv"
    )
    rows = [(name, "train" if t < 20 else "test", t, 10.0 + t) for name in "ab" for t in range(24)]
    frame = pd.DataFrame(rows, columns=["unique_id", "part", "t", "y"])
    tasks = program.competition_tasks(frame, tmp_path, "toy")
    assert [(task.name, task.period) for task in tasks] == [("toy monthly", 12), ("toy yearly", 1)]
    assert len(tasks[0].test[0]) == 4


def test_items_with_gaps_or_no_demand_are_left_out(program: Any) -> None:
    columns = [f"m{at:02d}" for at in range(40)]
    values = np.tile(np.arange(40.0) % 3, (4, 1))
    values[1, 20] = np.nan
    values[2, :2] = np.nan
    values[3] = 0.0
    task = program.table_task(pd.DataFrame(values, columns=columns), columns, "toy")
    assert [len(y) for y in task.train] == [28, 26]


def test_a_file_is_measured_by_its_shape_or_skipped(program: Any, tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    columns = [f"m{at}" for at in range(40)]
    demand = pd.DataFrame(chance.poisson(0.4, (5, 40)).astype(float), columns=columns)
    demand.to_parquet(tmp_path / "parts.parquet")
    (row,) = program.rows_of(tmp_path / "parts.parquet", ARGUMENTS)
    assert row["measure"] == "rmsse"
    assert set(row["peers"]) == {"SeasonalNaive"}
    pd.DataFrame({"a": ["x"]}).to_parquet(tmp_path / "other.parquet")
    assert program.rows_of(tmp_path / "other.parquet", ARGUMENTS) == []
