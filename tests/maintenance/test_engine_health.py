"""The health index: ordinary when healthy, large and rightly blamed when not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.maintenance.errors import BaselineInvalid, FeaturesInvalid
from lineside.maintenance.health import fit_health, health_index


def machine(n_rows: int, seed: int, wear: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Five positive features that follow the load; wear raises the third alone."""
    rng = np.random.default_rng(seed)
    load = rng.uniform(0.3, 1.0, n_rows)
    logs = 0.1 * rng.normal(size=(n_rows, 5)) + np.outer(load, [2.0, 1.0, 0.5, 0.0, -1.0])
    logs[:, 2] += wear
    return np.exp(logs), load


def test_healthy_rows_score_about_one_and_rarely_alarm() -> None:
    rows, load = machine(200, 0)
    baseline = fit_health(rows, conditions=load, false_alarm_rate=0.01)
    later, later_load = machine(5000, 1)
    index = health_index(baseline, later, later_load).index
    assert np.median(index) == pytest.approx(1.0, abs=0.15)
    assert np.mean(index > baseline.alarm_index) < 0.03


def test_wear_is_seen_and_blamed_on_its_feature() -> None:
    rows, load = machine(200, 0)
    baseline = fit_health(rows, ("a", "b", "worn", "d", "e"), conditions=load)
    found = health_index(baseline, *machine(50, 2, wear=1.0))
    assert found.index.min() > baseline.alarm_index
    assert found.leading()[0][0] == "worn"
    assert found.contributions.sum(axis=1) == pytest.approx(np.ones(50))
    assert (found.deviations[:, 2] > 3).all()


def test_the_operating_condition_hides_no_wear_and_raises_no_alarm() -> None:
    rows, load = machine(300, 0)
    known = fit_health(rows, conditions=load)
    blind = fit_health(rows)
    worn = machine(100, 3, wear=0.6)
    seen = np.mean(health_index(known, *worn).index > known.alarm_index)
    seen_blind = np.mean(health_index(blind, worn[0]).index > blind.alarm_index)
    assert seen > 0.9 > 0.7 > seen_blind or seen > seen_blind


def test_the_index_grows_with_wear() -> None:
    rows, load = machine(200, 0)
    baseline = fit_health(rows, conditions=load)
    means = [
        health_index(baseline, *machine(200, 4, wear=wear)).index.mean()
        for wear in (0.0, 0.3, 0.6, 1.2, 2.4)
    ]
    assert np.all(np.diff(means) > 0)


def test_a_dead_sensor_is_far_away_but_finite() -> None:
    rows, load = machine(100, 0)
    baseline = fit_health(rows, conditions=load)
    rows[0, 1] = 0.0
    found = health_index(baseline, rows[:1], load[:1])
    assert np.isfinite(found.index).all()
    assert found.index[0] > baseline.alarm_index
    assert found.leading()[0][0] == "feature_2"


def test_bad_input_is_refused() -> None:
    rows, load = machine(100, 0)
    for bad in (rows[:10], rows[:, :0], rows[0], np.where(rows > 1, np.nan, rows)):
        with pytest.raises(BaselineInvalid):
            fit_health(bad)
    with pytest.raises(BaselineInvalid):
        fit_health(rows, conditions=load[:50])
    with pytest.raises(BaselineInvalid):
        fit_health(rows, ("one",))
    with pytest.raises(BaselineInvalid):
        fit_health(rows, false_alarm_rate=0.0)
    baseline = fit_health(rows, conditions=load)
    for wrong in (rows[:, :3], np.full((2, 5), np.nan)):
        with pytest.raises(FeaturesInvalid):
            health_index(baseline, wrong, load[: len(wrong)])
    with pytest.raises(FeaturesInvalid):
        health_index(baseline, rows)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 1000),
    factors=st.lists(st.floats(1e-3, 1e3), min_size=5, max_size=5),
)
def test_the_units_of_the_features_do_not_matter(seed: int, factors: list[float]) -> None:
    rows, load = machine(80, seed)
    plain = health_index(fit_health(rows, conditions=load), rows, load)
    scaled_rows = rows * np.array(factors)
    scaled = health_index(fit_health(scaled_rows, conditions=load), scaled_rows, load)
    assert scaled.index == pytest.approx(plain.index, rel=1e-3)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 1000),
    n_rows=st.integers(20, 60),
    n_features=st.integers(1, 30),
    flat=st.booleans(),
)
def test_any_finite_baseline_gives_finite_scores(
    seed: int, n_rows: int, n_features: int, flat: bool
) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n_rows, n_features)) * 10.0 ** rng.integers(-6, 6, n_features)
    if flat:
        rows[:, 0] = 7.0
    baseline = fit_health(rows)
    found = health_index(baseline, rng.normal(size=(5, n_features)))
    assert np.isfinite(found.index).all()
    assert (found.contributions >= 0).all()
    assert found.contributions.sum(axis=1) == pytest.approx(np.ones(5))
