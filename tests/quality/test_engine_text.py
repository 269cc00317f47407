"""Text on drawn part marks: read where it stands, or refused without the networks."""

import cv2
import numpy as np
import pytest
from benchmarks._inspection.marks import Mark, marks

from lineside.quality.errors import TextReaderMissing
from lineside.quality.inspection import text, text_reader

installed = pytest.mark.skipif(
    text.importlib.util.find_spec(text.PACKAGE) is None, reason="the networks are not installed"
)


@pytest.fixture(scope="module")
def some() -> list[Mark]:
    return list(marks(np.random.default_rng(5)))


def said(picture: np.ndarray) -> str:
    return "".join(line.text for line in text_reader().read(picture)).replace(" ", "")


@installed
@pytest.mark.parametrize("way", ["printed", "struck"])
@pytest.mark.parametrize("turn_deg", [0.0, 7.0, 30.0, 90.0, 180.0])
def test_marks_are_read_at_any_turn(some: list[Mark], way: str, turn_deg: float) -> None:
    for mark in some:
        if (mark.way, mark.turn_deg, mark.height, mark.contrast) == (way, turn_deg, 20, 0.4):
            assert said(mark.picture) == mark.text.replace(" ", "")


@installed
def test_dots_are_read_by_most_of_their_letters(some: list[Mark]) -> None:
    """Dot-peened marks are the hard ones; half of them whole is what can be promised when clear."""
    clear = [m for m in some if m.way == "dot_peened" and m.height == 32 and m.contrast == 1.0]
    assert sum(said(m.picture) == m.text.replace(" ", "") for m in clear) >= len(clear) / 2


@installed
def test_places_and_order_are_those_of_the_picture() -> None:
    picture = np.full((300, 640), 215, np.uint8)
    for row, words in enumerate(["HEAT 88231", "LOT 4711"]):
        cv2.putText(picture, words, (200, 80 + 120 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 40, 2)
    first, second = text_reader().read(picture)
    assert (first.text, second.text) == ("HEAT 88231", "LOT 4711")
    assert np.mean(first.corners, axis=0)[1] == pytest.approx(68, abs=12)
    assert np.mean(second.corners, axis=0)[1] == pytest.approx(188, abs=12)
    assert first.corners[0][0] == pytest.approx(200, abs=12)
    assert first.confidence > 0.9


@installed
def test_what_stands_upside_down_has_its_top_left_at_its_own_beginning() -> None:
    picture = np.full((200, 640), 215, np.uint8)
    cv2.putText(picture, "SN 4711-0815", (40, 100), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 40, 2)
    (line,) = text_reader().read(np.ascontiguousarray(picture[::-1, ::-1]))
    assert line.text == "SN 4711-0815"
    assert line.corners[0][0] > line.corners[1][0]


@installed
def test_a_plain_ground_says_nothing() -> None:
    noise = np.random.default_rng(2).normal(150, 6, (240, 320))
    assert text_reader().read(noise.astype(np.uint8)) == ()


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "PACKAGE", "no_such_package")
    with pytest.raises(TextReaderMissing) as told:
        text_reader()
    assert told.value.status == 503
    assert "requirements/reading.txt" in told.value.advice


def test_networks_that_are_not_the_released_ones_are_not_run(tmp_path) -> None:
    for name in text._MODELS:
        (tmp_path / name).write_bytes(b"another")
    with pytest.raises(TextReaderMissing) as told:
        text._loaded(tmp_path)
    assert told.value.facts["problem"] == "not the released model"
