"""Bad input is refused by name; the checker sees each broken rule; readers read their formats."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lineside.scheduling.checker import check
from lineside.scheduling.errors import FormatUnknown, PlanInvalid, ProblemInvalid
from lineside.scheduling.problem import (
    Bar,
    Job,
    Lock,
    Machine,
    Mode,
    Operation,
    Operator,
    Plan,
    Problem,
    TariffStep,
    Window,
)
from lineside.scheduling.readers import from_text, read
from lineside.scheduling.translate import state_of

M, N = Machine("M"), Machine("N")
STEP = Operation("a", "J", (Mode("M", 5),))
NEXT = Operation("b", "J", (Mode("M", 2), Mode("N", 3)), ("a",))
J = Job("J")


def faulty(**changes: object) -> dict[str, object]:
    return {"jobs": (J,), "operations": (STEP, NEXT), "machines": (M, N), **changes}


@pytest.mark.parametrize(
    ("changes", "fact"),
    [
        ({"operations": (replace(STEP, after=("b",)), NEXT)}, "cycle"),
        ({"operations": (replace(STEP, after=("a",)),)}, "cycle"),
        ({"operations": (replace(STEP, modes=(Mode("M", -1),)),)}, "negative"),
        ({"operations": (replace(STEP, modes=(Mode("M", float("nan")),)),)}, "whole"),  # type: ignore[arg-type]
        ({"operations": (replace(STEP, modes=(Mode("M", 1, float("nan")),)),)}, "finite"),
        ({"operations": (replace(STEP, modes=(Mode("X", 1),)),)}, "unknown machine"),
        ({"operations": (replace(STEP, modes=()),)}, "no machine"),
        ({"operations": (replace(STEP, job="K"),)}, "unknown job"),
        ({"operations": (replace(STEP, skill="weld"),)}, "no operator"),
        ({"operations": (replace(STEP, after=("z",)),)}, "unknown predecessor"),
        ({"operations": (STEP, STEP)}, "twice"),
        ({"machines": (replace(M, capacity=0), N)}, "without capacity"),
        ({"machines": (replace(M, setups="t"), N)}, "unknown set-up"),
        ({"machines": (replace(M, windows=(Window(5, 2),)), N)}, "ends before"),
        ({"jobs": (replace(J, weight=float("inf")),)}, "finite"),
        ({"jobs": (replace(J, release=-3),)}, "negative"),
        ({"setups": {"t": {("x", "y"): -1}}}, "negative"),
        ({"locks": (Lock("z"),)}, "unknown operation"),
        ({"locks": (Lock("a", "N"),)}, "unfit machine"),
        ({"locks": (Lock("a", operator="Ann"),)}, "unfit operator"),
        ({"tariff": (TariffStep(5, 1.0), TariffStep(2, 1.0))}, "order"),
        ({"tick_s": 0.0}, "last"),
        ({"operations": (replace(STEP, batch="B"), replace(NEXT, batch="B", after=()))}, "batch"),
        ({"operations": (replace(STEP, batch="B"), replace(NEXT, batch="B"))}, "cycle"),
    ],
)
def test_a_contradiction_is_refused(changes: dict[str, object], fact: str) -> None:
    with pytest.raises(ProblemInvalid) as refused:
        Problem(**faulty(**changes))  # type: ignore[arg-type]
    assert fact in refused.value.facts["problem"]


GOOD = Plan({"a": Bar("a", "M", 0, 5), "b": Bar("b", "N", 5, 8)})


@pytest.mark.parametrize(
    ("rule", "changes", "bars"),
    [
        ("missing", {}, {"a": Bar("a", "M", 0, 5)}),
        ("unknown", {}, {**GOOD.bars, "z": Bar("z", "M", 9, 9)}),
        ("unfit machine", {}, {**GOOD.bars, "a": Bar("a", "N", 0, 5)}),
        ("precedence", {}, {**GOOD.bars, "b": Bar("b", "N", 4, 7)}),
        ("duration", {}, {**GOOD.bars, "b": Bar("b", "N", 5, 9)}),
        ("overlap", {"operations": (STEP, replace(NEXT, after=()))},
         {**GOOD.bars, "b": Bar("b", "M", 4, 6)}),
        ("release", {"jobs": (replace(J, release=1),)}, GOOD.bars),
        ("material", {"operations": (STEP, replace(NEXT, material_at=6))}, GOOD.bars),
        ("closed", {"machines": (replace(M, windows=(Window(2, 3, True),)), N)}, GOOD.bars),
        ("duration", {"machines": (replace(M, windows=(Window(2, 3),)), N)}, GOOD.bars),
        ("setup", {"machines": (replace(M, setups="t"), N), "setups": {"t": {("", "x"): 2}},
                   "operations": (STEP, replace(NEXT, family="x"))},
         {**GOOD.bars, "b": Bar("b", "M", 6, 8)}),
        ("operator", {"operators": (Operator("Ann", frozenset({"weld"})),),
                      "operations": (replace(STEP, skill="weld"), NEXT)}, GOOD.bars),
        ("lock", {"locks": (Lock("a", start=1),)}, GOOD.bars),
    ],
)  # fmt: skip
def test_the_checker_sees_a_broken_rule(
    rule: str, changes: dict[str, object], bars: dict[str, Bar]
) -> None:
    assert check(Problem(**faulty()), GOOD) == []  # type: ignore[arg-type]
    problem = Problem(**faulty(**changes))  # type: ignore[arg-type]
    assert rule in {each.rule for each in check(problem, Plan(bars))}


def test_two_jobs_of_one_operator_do_not_overlap() -> None:
    ann = Operator("Ann", frozenset({"weld"}))
    steps = (replace(STEP, skill="weld"), replace(NEXT, skill="weld", after=()))
    problem = Problem((J,), steps, (M, N), (ann,))
    plan = Plan({"a": Bar("a", "M", 0, 5, "Ann"), "b": Bar("b", "N", 4, 7, "Ann")})
    assert [each.rule for each in check(problem, plan)] == ["operator overlap"]


def test_a_plan_that_does_not_fit_is_refused() -> None:
    with pytest.raises(PlanInvalid):
        state_of(Problem(**faulty()), Plan({}))  # type: ignore[arg-type]


def test_job_shop_text() -> None:
    problem = from_text("# made up\n2 2\n0 3 1 2\n1 4 0 1\n")
    assert [each.modes[0].machine for each in problem.operations] == ["M0", "M1", "M1", "M0"]
    assert problem.jobs[0].due is None


def test_tardiness_text() -> None:
    plain = from_text("2 2\n0 3 1 2 9\n1 4 0 1 8\n")
    assert [job.due for job in plain.jobs] == [9, 8]
    titled = from_text(
        "2\t3\nProcessing times: \n3 2\n4 1\n5 6\nRoutes of jobs: \n1 2\n2 1\n1 2\n"
        "Due dates: \n9\n8\n7\n"
    )
    assert [job.due for job in titled.jobs] == [9, 8, 7]
    assert titled.operations[2].modes == (Mode("M1", 4),)


def test_flexible_text_with_and_without_setups() -> None:
    text = "2 2 1.5\n1 2 1 3 2 4\n2 1 1 2 1 2 5\n"
    problem = from_text(text)
    assert problem.operations[0].modes == (Mode("M0", 3), Mode("M1", 4))
    assert problem.operations[2].after == ("J1/0",)
    matrix = "0 1 2\n3 0 4\n5 6 0\n"
    setups = from_text(text + "\n" + matrix + matrix).setups
    assert setups["M1"]["1", "2"] == 4


def test_json_formats(tmp_path: Path) -> None:
    graph = {
        "operations": [
            {"operation": 0, "option": 0, "machine": 0, "duration": 4},
            {"operation": 0, "option": 1, "machine": 1, "duration": 5},
            {"operation": 1, "option": 0, "machine": 1, "duration": 2},
        ],
        "precedences": [[0, 1, 0]],
    }
    plant = {
        "machines": 1, "setup": [[0]],
        "jobs": [{"family": 0, "weight": 2, "release": 0, "due": 3, "ops": [{"modes": [[0, 5]]}]}],
    }  # fmt: skip
    file = tmp_path / "x.json"
    file.write_text(json.dumps(graph))
    assert len(read(file).operations[0].modes) == 2
    file.write_text(json.dumps(plant))
    assert read(file).jobs[0].due == 3


@pytest.mark.parametrize("text", ["", "hello", "2 2\n0 3 1 2\n", "{}", "{", "1 2\n0 3 5 2 1\n"])
def test_other_text_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.txt"
    file.write_text(text)
    with pytest.raises(FormatUnknown):
        read(file)
