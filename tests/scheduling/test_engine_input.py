"""What comes from outside and is no problem is refused by name, whatever it is."""

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from engine_shops import shop
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.scheduling.errors import FormatUnknown, ProblemInvalid
from lineside.scheduling.problem import Job, Machine, Mode, Operation, Problem
from lineside.scheduling.readers import from_text, read

MEGABYTE = 1_000_000
NUMBERS = st.one_of(
    st.integers(-3, 40).map(str), st.sampled_from(["nan", "inf", "-inf", "1e400", "x", "9" * 40])
)


@pytest.mark.parametrize(
    "text",
    [
        "x" * MEGABYTE,
        "9" * MEGABYTE,
        "1 " * (MEGABYTE // 2),
        "2 2\n" + "0 3 1 2 " * (MEGABYTE // 8),
        "\n" * MEGABYTE,
        "{" * MEGABYTE,
        '{"operations": ' + "[" * MEGABYTE,
    ],
)
def test_a_megabyte_of_anything_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "large.txt"
    file.write_text(text)
    with pytest.raises(FormatUnknown):
        read(file)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "picture.txt"
    file.write_bytes(bytes(range(256)) * 10)
    with pytest.raises(FormatUnknown):
        read(file)


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e400"])
def test_a_number_that_is_none_is_refused(tmp_path: Path, number: str) -> None:
    with pytest.raises(FormatUnknown) as refused:
        from_text(f"2 2\n0 {number} 1 2\n0 1 1 2\n")
    assert "none" in refused.value.facts["problem"]


@pytest.mark.parametrize("ticks", [float("nan"), float("inf")])
def test_json_with_a_number_that_is_none_is_refused(tmp_path: Path, ticks: float) -> None:
    plant = {
        "machines": 1, "setup": [[0]],
        "jobs": [{"family": 0, "weight": 2, "release": 0, "due": 3,
                  "ops": [{"modes": [[0, ticks]]}]}],
    }  # fmt: skip
    file = tmp_path / "x.json"
    file.write_text(json.dumps(plant))
    with pytest.raises(FormatUnknown):
        read(file)


def test_too_many_machines_are_refused_before_they_are_made(tmp_path: Path) -> None:
    with pytest.raises(FormatUnknown):
        from_text("1 999999999\n1 1 1 5\n")
    file = tmp_path / "x.json"
    file.write_text(json.dumps({"machines": 10**12, "setup": [[0]], "jobs": []}))
    with pytest.raises(FormatUnknown):
        read(file)


@given(st.lists(st.lists(NUMBERS, min_size=1, max_size=9), max_size=6))
@settings(max_examples=200, deadline=None)
def test_any_rows_are_read_or_refused_by_name(rows: list[list[str]]) -> None:
    text = "\n".join(" ".join(row) for row in rows)
    with suppress(FormatUnknown, ProblemInvalid):
        problem = from_text(text)
        assert all(mode.duration >= 0 for each in problem.operations for mode in each.modes)


@pytest.mark.parametrize("ticks", [2**53 + 1, 2**62, 2**70, 1.5, True, float("inf")])
def test_durations_beyond_the_clock_are_refused(ticks: float) -> None:
    with pytest.raises(ProblemInvalid) as refused:
        one_machine(1, ticks)
    assert refused.value.facts["operation"] == "a0"


def test_work_that_would_overflow_together_is_refused() -> None:
    with pytest.raises(ProblemInvalid) as refused:
        one_machine(3000, 2**52)
    assert "horizon" in refused.value.facts["problem"]


def one_machine(count: int, ticks: float) -> Problem:
    steps = tuple(Operation(f"a{i}", "J", (Mode("M", ticks),)) for i in range(count))  # type: ignore[arg-type]
    return Problem((Job("J"),), steps, (Machine("M"),))


@given(st.integers(0, 10**6), st.data())
@settings(max_examples=40, deadline=None)
def test_any_cycle_in_precedence_is_found(seed: int, data: st.DataObject) -> None:
    problem = shop(seed, plain=True)
    chains = [each for each in problem.operations if each.after]
    if not chains:
        return
    last = data.draw(st.sampled_from(chains))
    first = last.after[0]
    steps = tuple(
        replace(each, after=(*each.after, last.id)) if each.id == first else each
        for each in problem.operations
    )
    with pytest.raises(ProblemInvalid) as refused:
        replace(problem, operations=steps)
    assert "cycle" in refused.value.facts["problem"]


@given(st.integers(0, 10**6), st.integers(-5, 0))
@settings(max_examples=20, deadline=None)
def test_a_machine_without_capacity_is_refused(seed: int, capacity: int) -> None:
    problem = shop(seed, plain=True)
    machines = (replace(problem.machines[0], capacity=capacity), *problem.machines[1:])
    with pytest.raises(ProblemInvalid) as refused:
        replace(problem, machines=machines)
    assert refused.value.facts["machine"] == "M0"
