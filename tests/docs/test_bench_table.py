"""The table of all benchmarks: every program exists, and what is missing is said."""

import importlib.util
from pathlib import Path

from benchmarks._report.programs import PROGRAMS
from benchmarks._report.table import Line, page


def test_every_program_is_a_module_and_is_named_once() -> None:
    names = [each.name for each in PROGRAMS]
    assert len(set(names)) == len(names)
    for name in names:
        assert importlib.util.find_spec(f"benchmarks.{name.partition('/')[0]}")


def test_what_data_is_missing_is_said(tmp_path: Path) -> None:
    (cisi,) = [each for each in PROGRAMS if each.name == "retrieval/cisi"]
    assert cisi.missing(None) == "needs --data"
    assert cisi.missing(tmp_path) == "no text/cisi in the data"
    (tmp_path / "text/cisi").mkdir(parents=True)
    assert cisi.missing(tmp_path) == ""
    assert cisi.command(tmp_path, Path("out"))[0] == "benchmarks.retrieval"


def test_the_shapes_of_answers_become_lines() -> None:
    by_name = {each.name: each.read for each in PROGRAMS}
    entry = {
        "data": "d", "metric": "f1", "protocol": "p", "ours": 0.9, "baseline": 0.6,
        "baseline_name": "b", "higher_is_better": True,
    }  # fmt: skip
    assert list(by_name["maintenance"]({"entries": [entry]})) == [
        ("d", 0.9, 0.6, "f1, p; peer: b; more")
    ]
    series = {
        "data": "m", "series": 3, "ours": 0.8, "peers": {"a": 1.0, "c": 0.9},
        "protocol": "owa", "coverage": {"80": 79.0},
    }  # fmt: skip
    lines = list(by_name["forecasting"]({"entries": [series]}))
    assert lines[0][:3] == ("m (3)", 0.8, 0.9)
    assert lines[1][1:3] == (79.0, 80.0)


def test_the_page_tells_ratio_and_reason() -> None:
    told = page({"date": "today"}, [Line("x", "a|b", 3.0, 2.0, "less"), Line("y", "skipped: why")])
    assert "| x | a/b | 3 | 2 | 1.5 | less |" in told
    assert "| y | skipped: why |  |  |  |  |" in told
