"""Kinds of flaws: named by people, learned from a few, proposed on others, counted."""

from datetime import UTC, datetime, timedelta

import cv2
import numpy as np
import pytest

from lineside.learning import actions as learning
from lineside.quality.errors import FlawKindInvalid, InspectorInvalid
from lineside.quality.inspection.few import fit_rows, load_kinds, save_kinds, summary, tried
from lineside.quality.model import PictureIn

AT = datetime(2026, 10, 5, 5, tzinfo=UTC)
STATIONS = ("halden/inspection/VI-01", "halden/inspection/VI-02")
_BLUR = {"pit": (0.6, 0.6), "burn": (4.0, 4.0), "scratch": (8.0, 0.7)}


def texture(kind: str, rng: np.random.Generator) -> np.ndarray:
    noise = rng.normal(128, 40, (96, 96)).astype(np.float32)
    soft = cv2.GaussianBlur(noise, (0, 0), _BLUR[kind][0], sigmaY=_BLUR[kind][1])
    return np.clip(128 + (soft - soft.mean()) / soft.std() * 30, 0, 255).astype(np.uint8)


@pytest.fixture
def flawed(world, supervisor):
    """Load flawed pictures of a kind at a station, named or not."""
    rng = np.random.default_rng(4)
    count = iter(range(1000))

    def load(station: str, kind: str, pictures: int, *, named: bool = True) -> None:
        rows = [
            PictureIn(
                station, f"L-{kind}", n, "", AT + timedelta(seconds=n),
                world.files.put(cv2.imencode(".png", texture(kind, rng))[1].tobytes()),
                judged="flawed", kind=kind if named else "",
            )
            for n in (next(count) for _ in range(pictures))
        ]  # fmt: skip
        supervisor.run("quality.import_pictures", pictures=rows)

    return load


def models(supervisor):
    found = supervisor.ask("learning.models", name="flaw_kinds")
    return {each.scope: each for each in found}


def test_too_few_names_teach_nothing(flawed, supervisor) -> None:
    flawed(STATIONS[0], "pit", 9)
    flawed(STATIONS[0], "burn", 4)
    assert supervisor.run("quality.learn_kinds").result == []


def test_names_teach_a_model_that_proposes_them(flawed, supervisor) -> None:
    for kind in _BLUR:
        flawed(STATIONS[0], kind, 6)
        flawed(STATIONS[1], kind, 2, named=False)
    assert len(supervisor.run("quality.learn_kinds").result) == 2
    found = models(supervisor)
    assert set(found) == {"", STATIONS[0]}
    assert found[""].state == "champion"
    assert found[""].figures[0].model > found[""].figures[0].baseline
    others = supervisor.ask("quality.pictures", station=STATIONS[1])
    assert [each.proposed_kind for each in others] == [
        each.lot.removeprefix("L-") for each in others
    ]
    assert all(each.kind_share > 0.5 and each.kind == "" for each in others)


def test_a_rare_kind_is_not_taken_for_a_known_one(flawed, supervisor, operator) -> None:
    flawed(STATIONS[0], "pit", 8)
    flawed(STATIONS[0], "burn", 8)
    flawed(STATIONS[0], "scratch", 4)
    flawed(STATIONS[1], "scratch", 4, named=False)
    flawed(STATIONS[1], "pit", 4, named=False)
    supervisor.run("quality.learn_kinds")
    assert models(supervisor)[""].notes["kinds"] == "burn, pit"
    rows = operator.ask("quality.pictures", station=STATIONS[1])
    assert {row.proposed_kind for row in rows if row.lot == "L-scratch"} == {""}
    assert {row.proposed_kind for row in rows if row.lot == "L-pit"} == {"pit"}
    most = models(supervisor)[""].notes["reliability"]
    assert all(row.kind_share <= most < 1 for row in rows if row.proposed_kind)


def test_it_learns_again_only_when_more_was_named(flawed, supervisor) -> None:
    for kind in _BLUR:
        flawed(STATIONS[0], kind, 6)
    supervisor.run("quality.learn_kinds")
    flawed(STATIONS[0], "pit", 4)
    assert supervisor.run("quality.learn_kinds").result == []
    flawed(STATIONS[0], "pit", 1)
    assert len(supervisor.run("quality.learn_kinds").result) == 2


def test_flaws_are_counted_by_kind_a_persons_name_first(flawed, supervisor, operator) -> None:
    for kind in _BLUR:
        flawed(STATIONS[0], kind, 6)
    flawed(STATIONS[0], "pit", 3, named=False)
    supervisor.run("quality.learn_kinds")
    counts = {row.kind: row for row in operator.ask("quality.flaw_kinds")}
    assert (counts["pit"].judged, counts["pit"].proposed) == (6, 3)
    one = next(each for each in operator.ask("quality.pictures") if not each.kind)
    operator.run("quality.judge_picture", picture=one.id, judged="flawed", kind=" tool  mark ")
    counts = {row.kind: row for row in operator.ask("quality.flaw_kinds", station=STATIONS[0])}
    assert counts["tool mark"].judged == 1
    assert counts["pit"].proposed == 2
    operator.run("quality.judge_picture", picture=one.id, judged="good")
    assert "tool mark" not in {row.kind for row in operator.ask("quality.flaw_kinds")}
    assert operator.ask("quality.flaw_kinds", station="halden/none") == []


def test_a_good_picture_has_no_kind_and_a_kind_is_no_story(flawed, operator) -> None:
    flawed(STATIONS[0], "pit", 1)
    (one,) = operator.ask("quality.pictures")
    for given in ({"judged": "good", "kind": "pit"}, {"judged": "flawed", "kind": "x" * 61}):
        with pytest.raises(FlawKindInvalid):
            operator.run("quality.judge_picture", picture=one.id, **given)
    assert operator.ask("quality.picture", picture=one.id).kind == "pit"


def test_a_worse_model_waits_as_a_candidate(flawed, supervisor, door, machine) -> None:
    for kind in _BLUR:
        flawed(STATIONS[0], kind, 6)
    supervisor.run("quality.learn_kinds")
    first = models(supervisor)[""]
    flawed(STATIONS[0], "pit", 1)
    with door.world.work(machine.actor) as work:
        better = learning.register_model(
            work, name="flaw_kinds", scope="", kind="kind_finder", file=first.file,
            data_hash=first.data_hash, figures=[learning.Figure("accuracy", 1.1, 0.3)],
        )  # fmt: skip
        learning.promote_model(work, model=better)
    flawed(STATIONS[0], "burn", 5)
    supervisor.run("quality.learn_kinds")
    assert supervisor.ask("learning.champion", name="flaw_kinds").id == better


def test_a_finder_is_kept_in_a_file_and_tried_on_what_it_has_not_seen() -> None:
    rng = np.random.default_rng(1)
    kinds = [kind for kind in _BLUR for _ in range(6)]
    rows = [summary(texture(kind, rng)) for kind in kinds]
    finder = fit_rows(rows, kinds, 4.0)
    again = load_kinds(save_kinds(finder))
    assert again.chances_of(rows[0]) == pytest.approx(finder.chances_of(rows[0]))
    right, softness = tried(rows, kinds)
    assert right > 0.9
    shuffled = [kinds[k] for k in rng.permutation(len(kinds))]
    guessed, unsure = tried(rows, shuffled)
    assert guessed < 0.7
    assert unsure > softness
    for wrong in (b"", b"PK", save_kinds(finder)[:100]):
        with pytest.raises(InspectorInvalid):
            load_kinds(wrong)
