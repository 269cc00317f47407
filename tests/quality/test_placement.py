"""Placement: fitted with the inspector; a part out of place is no flaw and waits for a person."""

from datetime import UTC, datetime, timedelta

import cv2
import numpy as np
import pytest

from lineside.quality import viewing
from lineside.quality.errors import InspectorInvalid
from lineside.quality.inspection import load_placement, save_placement, usual_placement
from lineside.quality.model import PictureIn

AT = datetime(2026, 10, 5, 5, tzinfo=UTC)
STATION = "halden/inspection/VI-01"
SIDE = 96


def bracket(rng: np.random.Generator, right=0.0, down=0.0, turn_deg=0.0, hole=True) -> np.ndarray:
    """An L-shaped part with a hole before a dark ground; its seat and the light vary a little."""
    grey = np.full((SIDE, SIDE), 60.0, np.float32)
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.rectangle(mask, (25, 20), (45, 75), 255, -1)
    cv2.rectangle(mask, (25, 58), (72, 75), 255, -1)
    if hole:
        cv2.circle(mask, (35, 32), 5, 0, -1)
    way = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), -(turn_deg + rng.normal(0, 0.5)), 1)
    way[:, 2] += right + rng.normal(0, 0.7), down + rng.normal(0, 0.7)
    seen = cv2.warpAffine(mask, way, (SIDE, SIDE)).astype(np.float32) / 255
    grey = (grey + 110 * seen) * rng.normal(1, 0.03) + rng.normal(0, 3, grey.shape)
    return np.clip(cv2.GaussianBlur(grey, (0, 0), 0.7), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def check():
    rng = np.random.default_rng(0)
    fitted = usual_placement([bracket(rng) for _ in range(40)])
    assert fitted is not None
    return load_placement(save_placement(fitted))


def test_plain_texture_is_laid_over_nothing() -> None:
    rng = np.random.default_rng(6)
    textures = [rng.normal(128, 25, (SIDE, SIDE)).astype(np.uint8) for _ in range(12)]
    assert usual_placement(textures) is None


def test_good_parts_lie_where_they_do(check) -> None:
    rng = np.random.default_rng(1)
    found = [check.check(bracket(rng)) for _ in range(100)]
    assert sum(each.in_place for each in found) >= 99
    assert not any(each.elsewhere for each in found)


@pytest.mark.parametrize(
    ("right", "down", "turn_deg"), [(9, 0, 0), (0, -9, 0), (0, 0, 12), (14, 10, 0), (6, 6, -15)]
)
def test_shift_and_turn_are_told(check, right, down, turn_deg) -> None:
    found = check.check(bracket(np.random.default_rng(2), right, down, turn_deg))
    assert found.elsewhere
    assert (found.right, found.down) == pytest.approx((right, down), abs=2)
    assert found.turn_deg == pytest.approx(turn_deg, abs=2)


def test_a_flaw_in_place_is_not_out_of_place(check) -> None:
    rng = np.random.default_rng(3)
    assert not any(check.check(bracket(rng, hole=False)).elsewhere for _ in range(30))
    alien = rng.integers(0, 255, (SIDE, SIDE)).astype(np.uint8)
    assert not check.check(alien).elsewhere


def test_no_bytes_but_a_placements_are_loaded(check) -> None:
    for wrong in (b"", b"PK\x03\x04", save_placement(check)[:200]):
        with pytest.raises(InspectorInvalid):
            load_placement(wrong)


def keep(world, picture: np.ndarray, unit: int, judged: str = "") -> PictureIn:
    file = world.files.put(cv2.imencode(".png", picture)[1].tobytes())
    return PictureIn(STATION, "L-1", unit, "", AT + timedelta(seconds=unit), file, judged=judged)


def test_a_part_out_of_place_waits_for_a_person(
    world, supervisor, operator, administrator, monkeypatch
) -> None:
    monkeypatch.setattr(viewing, "LESSONS", 30)
    rng = np.random.default_rng(5)
    good = [keep(world, bracket(rng), n, "good") for n in range(60)]
    supervisor.run("quality.import_pictures", pictures=good)
    supervisor.run("quality.fit_inspector", station=STATION)
    sent = [keep(world, bracket(rng), 100), keep(world, bracket(rng, 14, 10), 101)]
    assert supervisor.run("quality.inspect_pictures", pictures=sent).result == 2
    rows = {row.unit: row for row in operator.ask("quality.pictures", station=STATION)}
    assert rows[100].placement is None
    assert rows[100].flawed is False
    away = rows[101]
    assert (away.flawed, away.score, away.judged) == (None, None, "")
    assert not away.placement.in_place
    assert away.placement.right_px == pytest.approx(14, abs=2)
    given = {"start": AT, "end": AT + timedelta(hours=1), "station": STATION}
    assert operator.ask("quality.defect_rate", **given).parts == 61
    (parked,) = administrator.ask("kernel.parked")
    assert parked.code == "quality.PartOutOfPlace"
    supervisor.run("quality.inspect_past", limit=100)
    assert operator.ask("quality.picture", picture=away.id).flawed is None
    operator.run("quality.judge_picture", picture=away.id, judged="good")
    assert operator.ask("quality.defect_rate", **given).parts == 62
