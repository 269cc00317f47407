"""Long faint lines stand out of noise, wherever they lie and whichever way they run."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.quality.inspection.strokes import LENGTHS, STROKES, strokes

Floats = npt.NDArray[np.float32]


def noise(shape: tuple[int, int], seed: int) -> Floats:
    return np.random.default_rng(seed).normal(0, 1, shape).astype(np.float32)


@settings(max_examples=25, deadline=None)
@given(
    angle=st.floats(0, np.pi),
    across=st.floats(-40, 40),
    sign=st.sampled_from([-1.0, 1.0]),
    seed=st.integers(0, 1000),
)
def test_a_line_weaker_than_the_noise_is_found_where_it_is(
    angle: float, across: float, sign: float, seed: int
) -> None:
    way = np.array([np.cos(angle), np.sin(angle)])
    middle = np.array([128, 96]) + across * np.array([-way[1], way[0]])
    mark = np.zeros((192, 256), dtype=np.float32)
    ends = ((middle + side * 45 * way) * 8 for side in (-1, 1))
    a, b = (end.round().astype(int).tolist() for end in ends)
    cv2.line(mark, a, b, 1.0, 4, cv2.LINE_AA, 3)
    seen = strokes(noise((192, 256), seed) + np.float32(0.95 * sign) * mark)
    assert seen.shape == (STROKES, 48, 64)
    lines = seen[: len(LENGTHS)] if sign < 0 else seen[len(LENGTHS) :]
    row, column = np.unravel_index(int(lines[0].argmax()), lines[0].shape)
    place = np.array([column * 4 + 2, row * 4 + 2]) - middle
    assert abs(place @ np.array([-way[1], way[0]])) <= 6
    assert abs(place @ way) <= 60


@settings(max_examples=15, deadline=None)
@given(gain=st.floats(0.5, 4), seed=st.integers(0, 100))
def test_contrast_all_over_says_nothing_and_a_negative_swaps_dark_and_bright(
    gain: float, seed: int
) -> None:
    plain = noise((96, 128), seed)
    here, there = strokes(plain), strokes(plain * np.float32(gain))
    assert np.corrcoef(here.ravel(), there.ravel())[0, 1] > 0.9
    negative = strokes(-plain)
    half = len(LENGTHS)
    assert np.allclose(negative[:half], here[half:], atol=1e-3)
    assert np.allclose(negative[half:], here[:half], atol=1e-3)


@pytest.mark.parametrize("shape", [(32, 32), (32, 640), (640, 32), (8, 8), (40, 56)])
def test_small_and_narrow_pictures_have_their_cells(shape: tuple[int, int]) -> None:
    seen = strokes(noise(shape, 1))
    assert seen.shape == (STROKES, shape[0] // 4, shape[1] // 4)
    assert np.isfinite(seen).all()
    assert np.isfinite(strokes(np.zeros(shape, dtype=np.float32))).all()
