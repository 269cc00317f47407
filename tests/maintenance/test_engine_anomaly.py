"""Anomalies: seen, blamed on the right signal, and rare while all is normal."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.maintenance.anomaly.combination import (
    anomaly_contributions,
    anomaly_score,
    fit_anomaly,
    smoothed,
    with_lags,
)
from lineside.maintenance.anomaly.detectors import DETECTORS
from lineside.maintenance.errors import BaselineInvalid, FeaturesInvalid


def process(n_rows: int, seed: int, shift: float = 0.0, column: int = 2) -> np.ndarray:
    """Six signals of two hidden causes; the last half of one column is shifted."""
    rng = np.random.default_rng(seed)
    mixing = np.random.default_rng(99).normal(size=(2, 6))
    rows = rng.normal(size=(n_rows, 2)) @ mixing + 0.3 * rng.normal(size=(n_rows, 6))
    rows[n_rows // 2 :, column] += shift
    return rows * [1, 10, 0.1, 1, 1, 1] + [0, 100, 0, 0, 0, 0]


@pytest.mark.parametrize("name", sorted(DETECTORS))
def test_each_detector_finds_a_broken_pattern(name: str) -> None:
    model = fit_anomaly(process(400, 0), detectors=(name,), spans=(10.0,))
    found = anomaly_score(model, process(400, 1, shift=0.6))
    assert found.score[250:].mean() > 2 * found.score[:200].mean()


def test_a_shift_is_seen_and_blamed_on_its_signal() -> None:
    model = fit_anomaly(process(500, 0))
    rows = process(400, 1, shift=1.2)
    found = anomaly_score(model, rows)
    assert found.alarm[230:].mean() > 0.95
    blame = anomaly_contributions(model, rows)
    assert blame.sum(axis=1) == pytest.approx(np.ones(400))
    assert np.argmax(blame[300:].mean(axis=0)) == 2


def test_alarms_are_rare_while_all_is_normal() -> None:
    model = fit_anomaly(process(600, 0), false_alarm_rate=0.01)
    shares = [anomaly_score(model, process(600, seed)).alarm.mean() for seed in range(1, 9)]
    assert np.mean(shares) < 0.04


def test_detectors_that_tell_little_drop_out() -> None:
    rng = np.random.default_rng(0)
    model = fit_anomaly(rng.normal(size=(300, 40)) @ rng.normal(size=(40, 40)), spans=(1.0,))
    assert sum(part.weight for part in model.parts) == pytest.approx(1.0)
    assert "neighbours" not in {part.name for part in model.parts}


def test_means_and_lags() -> None:
    rows = np.arange(6.0)[:, None]
    assert with_lags(rows, 2)[5].tolist() == [5, 4, 3]
    assert with_lags(rows, 2)[0].tolist() == [0, 0, 0]
    assert smoothed(rows, 1.0).tolist() == rows.tolist()
    assert smoothed(rows, 100.0)[5, 0] == pytest.approx(2.5)


def test_bad_input_is_refused() -> None:
    rows = process(100, 0)
    for bad in (rows[:20], rows[:, :0], rows[0], np.where(rows > 1, np.nan, rows)):
        with pytest.raises(BaselineInvalid):
            fit_anomaly(bad)
    for wrong in ({"detectors": ("oracle",)}, {"detectors": ()}, {"spans": (0.5,)}, {"lags": 60}):
        with pytest.raises(BaselineInvalid):
            fit_anomaly(rows, **wrong)
    with pytest.raises(BaselineInvalid):
        fit_anomaly(rows, false_alarm_rate=0.0)
    model = fit_anomaly(rows)
    for wrong_rows in (rows[:, :3], rows[:0], np.full((3, 6), np.inf)):
        with pytest.raises(FeaturesInvalid):
            anomaly_score(model, wrong_rows)


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 1000),
    n_columns=st.integers(1, 8),
    scale=st.floats(1e-3, 1e3),
    flat=st.booleans(),
)
def test_any_finite_rows_give_finite_scores(
    seed: int, n_columns: int, scale: float, flat: bool
) -> None:
    rng = np.random.default_rng(seed)
    normal = rng.normal(size=(80, n_columns)) * scale
    if flat:
        normal[:, 0] = 5.0
    model = fit_anomaly(normal, spans=(1.0, 5.0))
    rows = rng.normal(size=(30, n_columns)) * 100 * scale
    found = anomaly_score(model, rows)
    assert np.isfinite(found.score).all()
    assert (found.score >= 0).all()
    blame = anomaly_contributions(model, rows)
    assert blame.sum(axis=1) == pytest.approx(np.ones(30))
    assert (blame >= 0).all()
