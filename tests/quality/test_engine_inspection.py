"""Picture inspection on drawn gear teeth: what is learned from good pictures finds local flaws."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.quality import inspection
from lineside.quality.errors import InspectorInvalid, PictureInvalid, PictureSizeDiffers

Picture = npt.NDArray[np.uint8]
SIDE = 96


def teeth(rng: np.random.Generator, flaw: str = "") -> Picture:
    """Three teeth before a dark ground; place, light and texture differ from picture to picture."""
    right, down = rng.normal(0, 1.0, 2)
    corners = [(-20.0, SIDE + 20.0)]
    for k in range(-1, 4):
        c = k * 32 + 16 + right
        corners += [
            (c - 12, 70 + down),
            (c - 7, 26 + down),
            (c + 7, 26 + down),
            (c + 12, 70 + down),
        ]
    metal = np.zeros((SIDE, SIDE), dtype=np.float32)
    outline = [(np.array([*corners, (SIDE + 20.0, SIDE + 20.0)]) * 8).astype(np.int32)]
    cv2.fillPoly(metal, outline, 1.0, cv2.LINE_AA, 3)
    grey = 55 + metal * 110 + rng.normal(0, 4, (SIDE, SIDE)).astype(np.float32)
    return _finished(_flawed(grey, rng, flaw, down) * rng.normal(1, 0.04))


def _flawed(
    grey: npt.NDArray[np.float32], rng: np.random.Generator, flaw: str, down: float
) -> npt.NDArray[np.float32]:
    mark = np.zeros_like(grey)
    if flaw == "chip":
        place = (int(16 + 32 * rng.integers(3)), round(27 + down))
        cv2.circle(mark, place, int(rng.integers(4, 7)), 1.0, -1, cv2.LINE_AA)
        return grey * (1 - mark) + 55 * mark
    if flaw == "scratch":
        start = rng.integers(12, 84, 2)
        end = start + (rng.choice([-1, 1], 2) * rng.integers(12, 20, 2))
        cv2.line(mark, start.tolist(), end.tolist(), 1.0, 1, cv2.LINE_AA)
        return grey + mark * 45
    if flaw == "burn":
        cv2.circle(mark, rng.integers(20, 76, 2).tolist(), 7, 1.0, -1, cv2.LINE_AA)
        return grey - 45 * cv2.GaussianBlur(mark, (0, 0), 3)
    return grey


def _finished(grey: npt.NDArray[np.float32]) -> Picture:
    return np.clip(cv2.GaussianBlur(grey, (0, 0), 0.7), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def inspector() -> inspection.Inspector:
    rng = np.random.default_rng(0)
    return inspection.fit([teeth(rng) for _ in range(60)], seed=3, lessons=160)


def test_flaws_of_each_kind_are_found_and_good_teeth_pass(
    inspector: inspection.Inspector,
) -> None:
    rng = np.random.default_rng(100)
    false = [inspector.inspect(teeth(rng)).flawed for _ in range(60)]
    assert np.mean(false) <= 0.1
    for flaw in ("chip", "scratch", "burn"):
        found = [inspector.inspect(teeth(rng, flaw)).flawed for _ in range(20)]
        assert np.mean(found) >= 0.85, flaw


def test_the_box_holds_the_flaw(inspector: inspection.Inspector) -> None:
    picture = teeth(np.random.default_rng(101))
    cv2.circle(picture, (48, 80), 5, 30, -1)
    verdict = inspector.inspect(picture)
    assert verdict.box is not None
    left, top, right, bottom = verdict.box
    assert left <= 48 <= right
    assert top <= 80 <= bottom
    row, column = np.unravel_index(int(verdict.heat_map.argmax()), verdict.heat_map.shape)
    assert np.hypot(row - 80, column - 48) < 12
    assert verdict.heat_map.shape == picture.shape


def test_the_calibration_says_what_the_threshold_finds(inspector: inspection.Inspector) -> None:
    known = inspector.calibration
    assert known.good_pictures == 60
    assert known.found_of_drawn_flaws > 0.6
    assert known.false_alarm_rate == 0.01


def test_an_inspector_survives_its_file(inspector: inspection.Inspector) -> None:
    again = inspection.load(inspection.save(inspector))
    picture = teeth(np.random.default_rng(102), "chip")
    here, there = inspector.inspect(picture), again.inspect(picture)
    assert there.flawed == here.flawed
    assert there.score == pytest.approx(here.score, rel=0.02, abs=0.02)
    assert again.calibration.threshold == inspector.calibration.threshold


def test_the_same_seed_gives_the_same_inspector() -> None:
    rng = np.random.default_rng(5)
    pictures = [teeth(rng)[:64, :64] for _ in range(8)]
    picture = teeth(rng, "burn")[:64, :64]
    scores = [inspection.fit(pictures, seed=1, lessons=20).inspect(picture).score for _ in range(2)]
    assert scores[0] == pytest.approx(scores[1], rel=1e-3)


def test_colour_pictures_are_taken_as_grey(inspector: inspection.Inspector) -> None:
    picture = teeth(np.random.default_rng(103))
    colour = np.repeat(picture[:, :, None], 3, axis=2)
    assert inspector.inspect(colour).score == pytest.approx(inspector.inspect(picture).score)


def test_a_picture_file_is_decoded_and_anything_else_is_refused() -> None:
    picture = teeth(np.random.default_rng(104))
    data = cv2.imencode(".png", picture)[1].tobytes()
    assert (inspection.decode(data) == picture).all()
    for broken in (b"", b"no picture at all", data[:20]):
        with pytest.raises(PictureInvalid):
            inspection.decode(broken)


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((0, 0), dtype=np.uint8),
        np.full((64, 64), 7, dtype=np.uint8),
        np.arange(100, dtype=np.uint8).reshape(10, 10),
        np.zeros((64, 64), dtype=np.float64),
        np.zeros(64, dtype=np.uint8),
        np.zeros((64, 64, 2), dtype=np.uint8),
        np.full((64, 64), np.nan, dtype=np.float32),
        np.arange(4096, dtype=np.uint16).reshape(64, 64),
        np.array([[7]], dtype=np.uint8),
        np.zeros((2, 64, 64, 3), dtype=np.uint8),
        "picture",
        None,
    ],
)
def test_what_is_no_picture_is_refused(inspector: inspection.Inspector, picture: object) -> None:
    with pytest.raises(PictureInvalid):
        inspector.inspect(picture)  # type: ignore[arg-type]


def test_other_sizes_are_refused_or_brought_to_size(inspector: inspection.Inspector) -> None:
    picture = teeth(np.random.default_rng(105))
    other = cv2.resize(picture, (120, 100))
    with pytest.raises(PictureSizeDiffers) as refused:
        inspector.inspect(other)
    assert refused.value.facts == {"sent": [100, 120], "fitted_for": [SIDE, SIDE]}
    with pytest.raises(PictureSizeDiffers):
        inspection.fit([picture] * 8 + [other])
    rng = np.random.default_rng(6)
    loose = inspection.fit([teeth(rng)[:64, :64] for _ in range(8)], any_size=True, lessons=20)
    assert loose.inspect(other).heat_map.shape == other.shape


def test_a_huge_picture_is_judged_at_the_working_size() -> None:
    rng = np.random.default_rng(16)
    loose = inspection.fit([teeth(rng)[:64, :64] for _ in range(8)], any_size=True, lessons=20)
    huge = rng.integers(0, 255, (4000, 6000)).astype(np.uint8)
    verdict = loose.inspect(huge)
    assert verdict.heat_map.shape == huge.shape
    assert np.isfinite(verdict.score)


@settings(max_examples=20, deadline=None)
@given(
    height=st.integers(32, 200),
    width=st.integers(32, 200),
    low=st.integers(0, 250),
    seed=st.integers(0, 99),
)
def test_any_picture_has_a_finite_score_and_a_map_of_its_size(
    small: inspection.Inspector, height: int, width: int, low: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    picture = rng.integers(low, 256, (height, width)).astype(np.uint8)
    verdict = small.inspect(picture)
    assert np.isfinite(verdict.score)
    assert verdict.heat_map.shape == picture.shape
    assert np.isfinite(verdict.heat_map).all()


@pytest.fixture(scope="module")
def small() -> inspection.Inspector:
    rng = np.random.default_rng(17)
    return inspection.fit([teeth(rng)[:64, :64] for _ in range(8)], any_size=True, lessons=20)


def texture(rng: np.random.Generator) -> Picture:
    noise = cv2.GaussianBlur(rng.normal(0, 1, (96, 96)).astype(np.float32), (0, 0), 1.0)
    return np.clip(120 + noise / noise.std() * 8, 0, 255).astype(np.uint8)


def test_a_flaw_that_fills_a_third_of_the_picture_is_no_hiding_place() -> None:
    rng = np.random.default_rng(18)
    inspector = inspection.fit([texture(rng) for _ in range(24)], seed=1, lessons=40)
    assert np.mean([inspector.inspect(texture(rng)).flawed for _ in range(20)]) <= 0.1
    band = texture(rng)
    band[:, 30:60] = np.clip(band[:, 30:60].astype(int) + 100, 0, 255)
    assert inspector.inspect(band).flawed


def test_a_faint_crack_across_a_texture_is_found_and_shown() -> None:
    rng = np.random.default_rng(19)
    inspector = inspection.fit([texture(rng) for _ in range(24)], seed=1, lessons=40)
    found = 0
    for _ in range(5):
        cracked = texture(rng).astype(np.float32)
        mark = np.zeros((96, 96), dtype=np.float32)
        cv2.line(mark, (10, int(rng.integers(20, 76))), (90, 48), 1.0, 3, cv2.LINE_AA)
        seen = inspector.inspect(np.clip(cracked - 16 * mark, 0, 255).astype(np.uint8))
        found += seen.flawed
        peak = np.unravel_index(int(seen.heat_map.argmax()), seen.heat_map.shape)
        assert cv2.dilate(mark, np.ones((9, 9), dtype=np.uint8))[peak] > 0
    assert found >= 4


def test_too_few_pictures_and_impossible_rates_are_refused() -> None:
    rng = np.random.default_rng(7)
    pictures = [teeth(rng) for _ in range(8)]
    with pytest.raises(InspectorInvalid):
        inspection.fit(pictures[:3])
    with pytest.raises(InspectorInvalid):
        inspection.fit(pictures, false_alarm_rate=0.9)
    with pytest.raises(InspectorInvalid):
        inspection.fit(pictures, lessons=0)


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_but_an_inspectors_are_loaded(data: bytes) -> None:
    with pytest.raises(InspectorInvalid):
        inspection.load(data)


@settings(max_examples=15, deadline=None)
@given(
    gain=st.floats(0.92, 1.08),
    offset=st.floats(-5, 5),
    right=st.integers(-1, 1),
    down=st.integers(-1, 1),
)
def test_light_and_place_alone_are_no_flaw(
    inspector: inspection.Inspector, gain: float, offset: float, right: int, down: int
) -> None:
    picture = teeth(np.random.default_rng(106)).astype(np.float32)
    way = np.array([[1, 0, right], [0, 1, down]], dtype=np.float32)
    moved = cv2.warpAffine(picture, way, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE)
    changed = np.clip(moved * gain + offset, 0, 255).astype(np.uint8)
    assert not inspector.inspect(changed).flawed


def test_a_moved_and_a_turned_part_are_told(inspector: inspection.Inspector) -> None:
    rng = np.random.default_rng(8)
    check = inspection.fit_placement([teeth(rng) for _ in range(12)], shift=4.0, turn_deg=3.0)
    picture = teeth(rng)
    assert check.check(picture).in_place
    moved = cv2.warpAffine(
        picture,
        np.array([[1, 0, 0], [0, 1, 9]], dtype=np.float32),
        (SIDE, SIDE),
        borderMode=cv2.BORDER_REPLICATE,
    )
    found = check.check(moved)
    assert found.down - check.check(picture).down == pytest.approx(9, abs=1)
    assert not found.in_place
    way = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), -8, 1)
    turned = cv2.warpAffine(picture, way, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE)
    assert check.check(turned).turn_deg == pytest.approx(8, abs=1.5)
    assert not check.check(turned).in_place
    nothing = rng.integers(0, 255, (SIDE, SIDE)).astype(np.uint8)
    assert not check.check(nothing).in_place
    with pytest.raises(PictureSizeDiffers):
        check.check(cv2.resize(picture, (64, 64)))
    with pytest.raises(InspectorInvalid):
        inspection.fit_placement([picture], shift=4.0, turn_deg=3.0)


def test_kinds_are_named_from_a_few_labels() -> None:
    rng = np.random.default_rng(9)

    def texture(kind: str) -> Picture:
        noise = rng.normal(128, 40, (96, 96)).astype(np.float32)
        blur = {"fine": (0, 0, 0.6, 0.6), "coarse": (0, 0, 4, 4), "brushed": (0, 0, 8, 0.7)}[kind]
        soft = cv2.GaussianBlur(noise, blur[:2], blur[2], sigmaY=blur[3])
        return np.clip(128 + (soft - soft.mean()) / soft.std() * 30, 0, 255).astype(np.uint8)

    kinds = ["fine", "coarse", "brushed"] * 5
    finder = inspection.fit_kinds([texture(kind) for kind in kinds], kinds)
    tests = kinds * 2
    assert np.mean([finder.kind(texture(kind)) == kind for kind in tests]) > 0.95
    assert sum(finder.chances(texture("fine")).values()) == pytest.approx(1.0)
    with pytest.raises(InspectorInvalid):
        inspection.fit_kinds([texture("fine")] * 3, ["fine"] * 3)


def test_a_code_is_read_and_its_absence_is_no_error() -> None:
    drawn = cv2.QRCodeEncoder.create().encode("LOT-2041/7")
    framed = cv2.copyMakeBorder(drawn, 4, 4, 4, 4, cv2.BORDER_CONSTANT, value=255)
    large = cv2.resize(framed, None, fx=6, fy=6, interpolation=cv2.INTER_NEAREST)
    found = inspection.read_codes(large)
    assert [(code.text, code.kind) for code in found] == [("LOT-2041/7", "qr")]
    assert len(found[0].corners) == 4
    assert inspection.read_codes(teeth(np.random.default_rng(10))) == ()
