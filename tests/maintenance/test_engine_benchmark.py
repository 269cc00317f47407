"""The maintenance benchmark on made-up files: it reads by content, reports and skips the rest."""

import json
from pathlib import Path

import numpy as np
import pytest
from benchmarks._maintenance import fleets
from benchmarks.maintenance import main

from lineside.learning.boosting import BoostingSettings
from lineside.learning.network import NetworkSettings


def write_fleet(folder: Path, name: str, seed: int, with_lives: bool) -> None:
    """Text files in the form of C-MAPSS: 26 columns, one row per asset and cycle."""
    rng = np.random.default_rng(seed)
    for part in ("train", "test"):
        rows, left = [], []
        for unit in range(1, 15):
            life = int(rng.integers(60, 100))
            seen = life if part == "train" else life - int(rng.integers(3, 40))
            age = np.arange(1.0, seen + 1)
            signals = rng.normal(size=(seen, 21))
            signals[:, 3] += 4 * np.exp((age - life) / 20)
            rows.append(np.column_stack([np.full(seen, unit), age, np.ones((seen, 3)), signals]))
            left.append(life - seen)
        np.savetxt(folder / f"{part}_{name}.txt", np.vstack(rows), fmt="%.4f")
        if part == "test" and with_lives:
            np.savetxt(folder / f"RUL_{name}.txt", left, fmt="%d")


def write_stream(path: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(600, 3))
    rows[500:] += 3.0
    lines = ["datetime;a;b;c;anomaly;changepoint"]
    for at, row in enumerate(rows):
        told = ";".join(f"{each:.4f}" for each in row)
        lines.append(f"2020-01-01 00:00:{at % 60:02d};{told};{float(at >= 500)};0.0")
    path.write_text("\n".join(lines) + "\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    write_fleet(tmp_path / "deep", "X1", 0, with_lives=True)
    write_fleet(tmp_path / "deep", "X2", 1, with_lives=False)
    write_stream(tmp_path / "stream.csv", 0)
    (tmp_path / "notes.txt").write_text("nothing to read here\n")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and then nothing")
    (tmp_path / "empty.csv").write_text("")
    return tmp_path


def test_entries_skips_and_unknown_files_are_told(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fleets, "NETWORK", NetworkSettings(hidden=(8,), members=1, passes=2))
    monkeypatch.setattr(fleets, "BOOSTING", BoostingSettings(trees=20))
    out = tmp_path / "out.json"
    chosen = ["--only", "skab", "--only", "cmapss"]
    assert main(["--data", str(folder), "--sample", "14", "--json", str(out), *chosen]) == 0
    told = json.loads(out.read_text())
    by_data = {(each["data"], each["metric"]): each for each in told["entries"]}
    assert by_data["skab", "auroc"]["ours"] > 0.95
    fleet = by_data["cmapss X1", "rmse"]
    assert {"ours", "baseline", "baseline_name", "seconds", "better", "protocol"} <= set(fleet)
    assert told["skipped"] == [{"data": "cmapss X2", "why": "no file for: rul"}]
    names = {Path(each).name for each in told["unknown_files"]}
    assert names == {"notes.txt", "broken.parquet", "empty.csv"}


def test_a_missing_path_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path / "nowhere")]) == 2
    assert "no data" in capsys.readouterr().err
