"""The registry of models through the door: register, promote, retire, feedback, track record."""

import base64

import numpy as np
import pytest

from lineside.kernel.door import NotAllowed
from lineside.learning.errors import ModelUnknown, ReportMissing, TableInvalid, WorseThanBaseline

GOOD = [{"name": "auc", "model": 0.9, "baseline": 0.7}]
BAD = [{"name": "auc", "model": 0.6, "baseline": 0.7}]


def register(person, scope="halden/machining/GR-04", figures=None, name="demo_model"):
    return person.run(
        "learning.register_model", name=name, scope=scope, kind="table", file="0" * 64,
        data_hash="1" * 64, figures=GOOD if figures is None else figures,
    ).result  # fmt: skip


def states(person, **given):
    return {each.version: str(each.state) for each in person.ask("learning.models", **given)}


def test_versions_count_up_for_each_name_and_scope(administrator):
    for _ in range(2):
        register(administrator)
    register(administrator, scope="other")
    assert states(administrator, scope="halden/machining/GR-04") == {
        1: "candidate", 2: "candidate"
    }  # fmt: skip
    assert states(administrator, scope="other") == {1: "candidate"}
    assert administrator.ask("learning.champion", name="demo_model", scope="other") is None


def test_a_promoted_version_retires_the_one_before_and_the_way_back_is_open(administrator):
    first, second = register(administrator), register(administrator)
    administrator.run("learning.promote_model", model=first)
    administrator.run("learning.promote_model", model=second)
    assert states(administrator) == {1: "retired", 2: "champion"}
    administrator.run("learning.promote_model", model=first)
    assert states(administrator) == {1: "champion", 2: "retired"}
    found = administrator.ask(
        "learning.champion", name="demo_model", scope="halden/machining/GR-04"
    )
    assert (found.id, found.promoted_by) == (first, "user:administrator")
    told = [n for n in administrator.ask("kernel.news") if n.name == "learning.ModelPromoted"]
    assert [(n.facts["model"], n.facts["replaced"]) for n in told] == [
        (first, second), (second, first), (first, "")
    ]  # fmt: skip


def test_one_that_is_no_better_than_its_baseline_is_not_promoted(administrator):
    worse = register(administrator, figures=BAD)
    with pytest.raises(WorseThanBaseline) as refused:
        administrator.run("learning.promote_model", model=worse)
    assert refused.value.facts == {
        "model": worse, "figure": "auc", "value": 0.6, "baseline": 0.7
    }  # fmt: skip
    assert states(administrator) == {1: "candidate"}


def test_an_error_that_is_smaller_is_better(administrator):
    lower = [{"name": "rmse", "model": 2.0, "baseline": 3.0, "higher_is_better": False}]
    administrator.run("learning.promote_model", model=register(administrator, figures=lower))
    higher = [{"name": "rmse", "model": 4.0, "baseline": 3.0, "higher_is_better": False}]
    with pytest.raises(WorseThanBaseline):
        administrator.run("learning.promote_model", model=register(administrator, figures=higher))
    assert states(administrator) == {1: "champion", 2: "candidate"}


def test_one_without_an_evaluation_is_not_promoted(administrator):
    with pytest.raises(ReportMissing):
        administrator.run("learning.promote_model", model=register(administrator, figures=[]))


def test_a_retired_champion_leaves_nobody_in_service(administrator):
    model = register(administrator)
    administrator.run("learning.promote_model", model=model)
    administrator.run("learning.retire_model", model=model)
    assert states(administrator) == {1: "retired"}
    assert administrator.ask("learning.drift") == []


@pytest.mark.parametrize("entry", ["promote_model", "retire_model", "check_drift"])
def test_an_unknown_version_is_refused(administrator, entry):
    with pytest.raises(ModelUnknown):
        administrator.run(f"learning.{entry}", model="nothing")


def test_the_track_record_counts_the_outcomes_of_all_versions(administrator):
    first, second = register(administrator), register(administrator)
    empty = administrator.ask("learning.track_record", name="demo_model")
    assert (empty.confirmed, empty.false, empty.precision) == (0, 0, None)
    for model, truth, times in (
        (first, "confirmed", 6),
        (second, "confirmed", 2),
        (second, "false", 2),
    ):
        for n in range(times):
            administrator.run(
                "learning.record_feedback", model=model, prediction=f"{truth}{n}", truth=truth
            )
    other = register(administrator, scope="other")
    administrator.run("learning.record_feedback", model=other, prediction="x", truth="false")
    found = administrator.ask(
        "learning.track_record", name="demo_model", scope="halden/machining/GR-04"
    )
    assert (found.confirmed, found.false) == (8, 2)
    assert found.precision == pytest.approx(0.8)
    assert found.low < 0.8 < found.high
    assert administrator.ask("learning.track_record", name="demo_model").false == 3
    with pytest.raises(ModelUnknown):
        administrator.run("learning.record_feedback", model="no", prediction="x", truth="false")


def test_an_operator_may_look_and_not_act(administrator, operator):
    model = register(administrator)
    assert states(operator) == {1: "candidate"}
    for entry in ("promote_model", "retire_model", "check_drift"):
        with pytest.raises(NotAllowed):
            operator.run(f"learning.{entry}", model=model)
    with pytest.raises(NotAllowed):
        register(operator)
    assert states(administrator) == {1: "candidate"}


def sent(content):
    return {"content": base64.b64encode(content).decode()}


def test_a_table_is_stored_once_and_told_by_its_columns(administrator):
    content = b"pump,cycle,temp_c\nA,1,20.5\nA,2,\nB,1,30\n"
    found = administrator.run("learning.store_table", name="t.csv", **sent(content)).result
    assert found["rows"] == 3
    told = {each["name"]: each for each in found["columns"]}
    assert told["pump"]["kind"] == "text"
    assert told["pump"]["distinct"] == 2
    assert (told["temp_c"]["low"], told["temp_c"]["high"]) == (20.5, 30.0)
    assert told["temp_c"]["missing"] == 1
    again = administrator.run("learning.store_table", **sent(content)).result
    assert again["file"] == found["file"]


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (b"a;b\n1;2\n3;4\n", ["a", "b"]),
        (b"a\tb\n1\t2\n", ["a", "b"]),
        (b"1 1 -0.0007  \n1 2 0.0019  \n", ["c1", "c2", "c3"]),
    ],
)
def test_other_separators_and_tables_without_names_are_read(administrator, content, names):
    found = administrator.run("learning.store_table", **sent(content)).result
    assert [each["name"] for each in found["columns"]] == names
    assert {each["kind"] for each in found["columns"]} == {"number"}


@pytest.mark.parametrize(
    "content",
    [b"", b"a,b\n", b"a,a\n1,2\n", b"a,b\n1,2,3\n4\n", b"PAR1 no parquet", b"\xff\xfe\x00"],
)
def test_what_is_no_table_is_refused(administrator, content):
    with pytest.raises(TableInvalid):
        administrator.run("learning.store_table", **sent(content))


def test_what_is_not_base64_is_refused(administrator):
    with pytest.raises(TableInvalid):
        administrator.run("learning.store_table", content="not base64!")


def test_a_model_whose_inputs_nobody_tells_has_no_drift(administrator):
    from lineside.learning.errors import InputsUnknown

    with pytest.raises(InputsUnknown):
        administrator.run("learning.check_drift", model=register(administrator))


@pytest.fixture
def seen(monkeypatch, clock):
    """What a made-up model sees: tests change the recent rows."""
    from datetime import timedelta

    from lineside.learning import ports

    start = clock.now()
    chance = np.random.default_rng(0)
    rows = {"reference": chance.standard_normal((400, 2)), "recent": None}

    def read(work, model):
        if rows["recent"] is None:
            return None
        times = [start + timedelta(minutes=n) for n in range(len(rows["recent"]))]
        return ports.Inputs(("load", "temp"), rows["reference"], rows["recent"], times)

    monkeypatch.setitem(ports._readers, "demo_model", read)
    return rows


def test_moved_inputs_raise_one_alert_that_ends_when_they_are_back(administrator, clock, seen):
    from datetime import timedelta

    model = register(administrator)
    administrator.run("learning.promote_model", model=model)
    assert administrator.run("learning.check_all_drift").result == [], "nothing seen yet"
    chance = np.random.default_rng(1)
    usual, moved = chance.standard_normal((300, 2)), chance.standard_normal((300, 2))
    moved[150:, 1] += 1.5
    for rows, state, alerts in ((usual, "stable", 0), (moved, "moved", 1), (usual, "stable", 0)):
        seen["recent"] = rows
        clock.set(clock.now() + timedelta(days=1))
        (found,) = administrator.run("learning.check_all_drift").result
        assert (found["model"], found["state"]) == (model, state)
        assert len(administrator.ask("andon.alerts")) == alerts
        if state == "moved":
            assert found["index"] > 0.25
            assert found["inputs"][0]["name"] == "temp"
            assert found["inputs"][1]["state"] == "stable"
            assert len(found["changes"]) == 1
    assert [str(each.state) for each in administrator.ask("learning.drift", model=model)] == [
        "stable", "moved", "stable"
    ]  # fmt: skip
    (newest,) = administrator.ask("learning.drift")
    assert newest.state == "stable"


def test_a_machine_with_an_alert_of_its_own_has_moved_itself(administrator, seen):
    model = register(administrator)
    administrator.run("learning.promote_model", model=model)
    administrator.run(
        "andon.raise_alert", kind="condition", severity="warning", title="wearing",
        equipment="halden/machining/GR-04",
    )  # fmt: skip
    seen["recent"] = np.random.default_rng(2).standard_normal((300, 2)) + 2
    assert administrator.run("learning.check_drift", model=model).result["state"] == "moved"
    assert [each.kind for each in administrator.ask("andon.alerts")] == ["condition"]


def test_too_few_rows_say_nothing(administrator, seen):
    from lineside.learning.errors import RowsTooFew

    seen["recent"] = np.zeros((10, 2))
    with pytest.raises(RowsTooFew):
        administrator.run("learning.check_drift", model=register(administrator))
