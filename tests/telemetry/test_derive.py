"""Counters and states derived from samples."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lineside.telemetry.derive import increments, levels, state_edges


def test_a_counter_rises_is_reset_and_rolls_over() -> None:
    value = np.array([10, 12, 12, 3, np.nan, 5.0])
    found = increments(value)
    assert found.rise.tolist() == [0, 2, 0, 3, 0, 2]
    assert found.reset.tolist() == [False, False, False, True, False, False]
    assert found.last == 5
    rolled = increments(np.array([65_530.0, 4.0]), rollover=65_536)
    assert rolled.rise.tolist() == [0, 10]
    assert not rolled.reset.any()


@given(st.lists(st.integers(0, 1000), max_size=40), st.integers(0, 40))
def test_counting_in_two_parts_is_counting_at_once(values: list[int], cut: int) -> None:
    value = np.array(values, np.float64)
    whole = increments(value)
    one = increments(value[:cut])
    two = increments(value[cut:], one.last)
    assert np.concatenate([one.rise, two.rise]).tolist() == whole.rise.tolist()
    assert (whole.rise >= 0).all()


def test_edges_know_the_state_before() -> None:
    one = state_edges(np.array([2, 2, 3]))
    assert list(zip(one.row.tolist(), one.before.tolist(), one.after.tolist(), strict=True)) == [
        (0, -1, 2),
        (2, 2, 3),
    ]
    two = state_edges(np.array([3, 2]), one.last)
    assert two.row.tolist() == [1]
    assert state_edges(np.array([], np.int64), 2).last == 2


def test_power_tells_off_idle_and_running_without_flutter() -> None:
    power_kw = np.array([0, 0.9, 1.1, 0.9, 5.2, 4.8, 5.2, 4.2, np.nan, 0.2])
    found = levels(power_kw, np.array([1.0, 5.0]), band=0.5)
    assert found.tolist() == [0, 0, 1, 1, 2, 2, 2, 1, 1, 0]
    assert levels(np.array([4.8]), np.array([1.0, 5.0]), band=0.5, last=2).tolist() == [2]
