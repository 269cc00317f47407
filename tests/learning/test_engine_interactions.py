"""Columns made from pairs of columns."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.learning.errors import DataInvalid
from lineside.learning.interactions import pairwise_columns


def test_products_differences_and_ratios_stand_beside_the_columns() -> None:
    rows, names = pairwise_columns(np.array([[6.0, 3.0]]), ("torque", "speed"))
    assert names == ("torque", "speed", "torque * speed", "torque - speed", "torque / speed")
    assert rows.tolist() == [[6.0, 3.0, 18.0, 3.0, 2.0]]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1000), n_columns=st.integers(1, 7))
def test_every_answer_is_finite_and_named(seed: int, n_columns: int) -> None:
    given_rows = np.round(np.random.default_rng(seed).normal(size=(9, n_columns)))
    rows, names = pairwise_columns(given_rows, tuple(map(str, range(n_columns))))
    assert rows.shape == (9, n_columns + 3 * (n_columns * (n_columns - 1) // 2))
    assert len(set(names)) == rows.shape[1]
    assert np.isfinite(rows).all()


def test_bad_rows_are_refused() -> None:
    with pytest.raises(DataInvalid):
        pairwise_columns(np.array([[np.nan, 1.0]]), ("a", "b"))
