"""How much long lines count beside the network is chosen by a station's own pictures."""

import io
import json

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.quality import inspection
from lineside.quality.errors import InspectorInvalid
from lineside.quality.inspection.inspector import calibrated, scored

Floats = npt.NDArray[np.float32]


def raw(seed: int, count: int, shift: tuple[float, float, float, float] = (0, 0, 0, 0)) -> Floats:
    """Raw scores (peak, extent, novelty, long lines) of ``count`` pictures."""
    rng = np.random.default_rng(seed)
    return (rng.normal(0, 1, (count, 4)) + np.array(shift)).astype(np.float32)


def test_where_the_network_sees_every_flaw_lines_do_not_count() -> None:
    known = calibrated(raw(0, 80), raw(1, 60, (30, 30, 30, 0)), 0.01)
    assert known.line_weight == 0
    assert known.found_of_drawn_flaws == 1
    plain, lined = (np.array([0, 0, 0, lines], dtype=np.float32) for lines in (0, 50))
    assert scored(lined, known) == scored(plain, known)


def test_where_it_sees_none_they_count_fully_and_find_what_it_cannot() -> None:
    known = calibrated(raw(2, 80), raw(3, 60, (0, 0, 0, 30)), 0.01)
    assert known.line_weight > 0.9
    assert known.found_of_drawn_flaws > 0.9
    assert scored(np.array([0, 0, 0, 30], dtype=np.float32), known) > 1


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 999),
    seen=st.floats(0, 6),
    lines=st.floats(-9, 60),
    more=st.floats(0, 60),
)
def test_a_longer_line_never_lowers_a_score_and_a_short_one_excuses_nothing(
    seed: int, seen: float, lines: float, more: float
) -> None:
    known = calibrated(raw(seed, 40), raw(seed + 1, 40, (seen, seen, seen, 0)), 0.01)
    assert 0 <= known.line_weight <= 1
    assert known.threshold > 0
    none, some, long = (
        scored(np.array([1, 1, 1, level], dtype=np.float32), known)
        for level in (-100, lines, lines + more)
    )
    assert none <= some <= long


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 999), drawn=st.floats(0, 6))
def test_good_pictures_pass_whatever_the_lines_count(seed: int, drawn: float) -> None:
    good = raw(seed, 100)
    known = calibrated(good, raw(seed + 1, 60, (drawn, drawn, drawn, drawn)), 0.01)
    assert np.mean([scored(each, known) > 1 for each in good]) <= 0.04


@pytest.mark.parametrize("older", [1, 2, 99])
def test_files_of_other_formats_are_refused_by_their_number(older: int) -> None:
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, about=np.array(json.dumps({"format": older})))
    with pytest.raises(InspectorInvalid) as refused:
        inspection.load(file.getvalue())
    assert refused.value.facts["format"] == older
