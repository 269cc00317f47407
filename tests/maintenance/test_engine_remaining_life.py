"""Remaining life: silent while nothing wears, early and honest when something does."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.maintenance.errors import TrendInvalid
from lineside.maintenance.remaining_life import RemainingLife, remaining_life
from lineside.maintenance.trend import change_onset

THRESHOLD = 6.0
WEEK_H = 168.0


def noise(n_points: int, seed: int, phi: float = 0.6, sigma: float = 0.12) -> np.ndarray:
    """Stationary first-order autoregressive noise."""
    rng = np.random.default_rng(seed)
    found = np.empty(n_points)
    found[0] = rng.normal() * sigma
    for each in range(1, n_points):
        found[each] = phi * found[each - 1] + rng.normal() * sigma * np.sqrt(1 - phi**2)
    return found


def wearing(
    onset_h: float, life_h: float, seed: int, step_h: float = 2.0
) -> tuple[np.ndarray, np.ndarray]:
    """An index of 1 that grows exponentially from the onset and reaches 6 after ``life_h``."""
    times = np.arange(0.0, onset_h + life_h, step_h)
    rise = np.maximum(times - onset_h, 0.0) / life_h * np.log(THRESHOLD)
    return times, np.exp(rise + noise(len(times), seed))


@pytest.mark.parametrize("phi", [0.0, 0.5, 0.8])
def test_a_healthy_machine_is_left_alone(phi: float) -> None:
    """A tenth of the stated 1 in 100 looks would do; the bound allows for the count of looks."""
    alarms = 0
    for seed in range(100):
        index = np.exp(noise(150, seed, phi))
        found = remaining_life(np.arange(150.0), index, THRESHOLD, WEEK_H, false_alarm_rate=0.01)
        alarms += found.significant
    assert alarms <= 4


def test_sixty_days_of_daily_looks_at_healthy_machines_stay_silent() -> None:
    alarms = 0
    for seed in range(12):
        times, index = np.arange(0.0, 1440.0, 4.0), np.exp(noise(360, seed, 0.7))
        looks = range(24, 361, 6)
        alarms += any(
            remaining_life(times[:n], index[:n], THRESHOLD, WEEK_H, draws=10).significant
            for n in looks
        )
    assert alarms == 0


def test_nothing_is_foretold_without_wear() -> None:
    found = remaining_life(np.arange(100.0), np.exp(noise(100, 1)), THRESHOLD, WEEK_H)
    assert found.quantiles_h is None
    assert found.probability_within_horizon == 0.0
    assert found.growth == "none"
    assert found.level == pytest.approx(1.0, abs=0.3)


def first_warning(onset_h: float, life_h: float, seed: int) -> tuple[float, RemainingLife]:
    times, index = wearing(onset_h, life_h, seed)
    for n in range(40, len(times), 4):
        found = remaining_life(times[:n], index[:n], THRESHOLD, WEEK_H)
        if found.significant:
            return onset_h + life_h - times[n - 1], found
    raise AssertionError("never warned")


def test_wear_is_foretold_days_before() -> None:
    for seed in range(10):
        left_h, found = first_warning(300.0, 240.0, seed)
        assert left_h > 96
        assert found.quantiles_h is not None


def test_the_interval_holds_the_truth_about_as_often_as_stated() -> None:
    inside = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        onset_h, life_h = rng.uniform(150, 400), rng.uniform(150, 400)
        times, index = wearing(onset_h, life_h, seed)
        seen = int((onset_h + rng.uniform(0.5, 0.9) * life_h) / 2.0)
        found = remaining_life(times[:seen], index[:seen], THRESHOLD, WEEK_H)
        if found.quantiles_h is not None:
            left_h = onset_h + life_h - times[seen - 1]
            inside.append(found.quantiles_h[0] <= left_h <= found.quantiles_h[2])
    assert len(inside) > 50
    assert 0.7 <= np.mean(inside) <= 1.0


def test_quantiles_probability_and_drift_belong_together() -> None:
    times, index = wearing(200.0, 300.0, 3)
    found = remaining_life(times[:220], index[:220], THRESHOLD, 24.0)
    assert found.quantiles_h is not None
    low, middle, high = found.quantiles_h
    assert 0 < low < middle < high
    assert found.probability_within_horizon < 0.1
    assert remaining_life(
        times[:220], index[:220], THRESHOLD, 5000.0
    ).probability_within_horizon == pytest.approx(1.0, abs=0.05)
    assert found.drift_per_h > 0
    assert found.onset_h == pytest.approx(200.0, abs=60)


def test_the_same_seed_gives_the_same_answer() -> None:
    times, index = wearing(200.0, 300.0, 3)
    first = remaining_life(times, index, THRESHOLD, WEEK_H, seed=5)
    assert first == remaining_life(times, index, THRESHOLD, WEEK_H, seed=5)


def test_a_step_is_an_event_and_not_wear() -> None:
    index = np.exp(noise(200, 0) + np.where(np.arange(200) >= 120, 1.0, 0.0))
    assert not remaining_life(np.arange(200.0), index, THRESHOLD, WEEK_H).significant
    onset = change_onset(np.arange(200.0), np.log(index))
    assert onset is not None
    assert onset.kind == "step"
    assert onset.at_h == pytest.approx(120, abs=6)
    assert onset.rise == pytest.approx(1.0, abs=0.2)


def test_a_single_spike_changes_nothing() -> None:
    times = np.arange(150.0)
    index = np.exp(noise(150, 2))
    index[-2] = 50.0
    assert not remaining_life(times, index, THRESHOLD, WEEK_H).significant
    assert change_onset(times, index) is None


def test_past_the_threshold_no_life_is_left() -> None:
    times, index = wearing(100.0, 200.0, 1)
    found = remaining_life(times, index, 3.0, WEEK_H)
    assert found.quantiles_h is not None
    assert found.quantiles_h[1] == 0.0
    assert found.probability_within_horizon > 0.9


@pytest.mark.parametrize(
    ("times", "index", "threshold", "horizon_h"),
    [
        (np.arange(3.0), np.ones(3), 6.0, 24.0),
        (np.arange(20.0), np.ones(19), 6.0, 24.0),
        (np.arange(20.0)[::-1], np.ones(20), 6.0, 24.0),
        (np.zeros(20), np.ones(20), 6.0, 24.0),
        (np.arange(20.0), np.full(20, np.nan), 6.0, 24.0),
        (np.arange(20.0), -np.ones(20), 6.0, 24.0),
        (np.arange(20.0), np.ones(20), 0.0, 24.0),
        (np.arange(20.0), np.ones(20), float("nan"), 24.0),
        (np.arange(20.0), np.ones(20), 6.0, 0.0),
        (np.ones((4, 5)), np.ones((4, 5)), 6.0, 24.0),
        (np.array([]), np.array([]), 6.0, 24.0),
    ],
)
def test_bad_input_is_refused(
    times: np.ndarray, index: np.ndarray, threshold: float, horizon_h: float
) -> None:
    with pytest.raises(TrendInvalid):
        remaining_life(times, index, threshold, horizon_h)


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 1000),
    n_points=st.integers(8, 400),
    hours=st.floats(0.01, 100.0),
    slope=st.floats(-2.0, 3.0),
)
def test_any_series_gives_ordered_finite_answers(
    seed: int, n_points: int, hours: float, slope: float
) -> None:
    times = np.arange(n_points) * hours
    index = np.exp(noise(n_points, seed) + slope * np.linspace(0, 1, n_points))
    found = remaining_life(times, index, THRESHOLD, WEEK_H, draws=200)
    assert 0.0 <= found.probability_within_horizon <= 1.0
    if found.quantiles_h is not None:
        assert 0 <= found.quantiles_h[0] <= found.quantiles_h[1] <= found.quantiles_h[2]
        assert np.isfinite(found.quantiles_h).all()
        assert found.drift_per_h > 0


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), hours=st.floats(0.1, 24.0))
def test_the_axis_of_time_scales_the_answer(seed: int, hours: float) -> None:
    times, index = wearing(200.0, 300.0, seed)
    first = remaining_life(times, index, 8.0, WEEK_H)
    second = remaining_life(1000 + times * hours, index, 8.0, WEEK_H * hours)
    assert first.quantiles_h is not None
    assert second.quantiles_h is not None
    assert np.array(second.quantiles_h) == pytest.approx(
        hours * np.array(first.quantiles_h), rel=0.02, abs=0.5 * hours
    )


def rising(life_h: float, power: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """An index that rises from 1 to the threshold as a power of time, read with 5 % of noise."""
    times = np.arange(-200.0, life_h, 1.0)
    rise = np.clip(times / life_h, 0.0, 1.0) ** power
    return times, (1 + (THRESHOLD - 1) * rise) * np.exp(noise(len(times), seed, 0.3, 0.05))


def test_noise_that_grows_with_the_level_is_not_taken_for_growth_that_speeds_up() -> None:
    for seed in range(8):
        times, index = rising(150.0, 1.0, seed)
        found = remaining_life(times[:290], index[:290], THRESHOLD, WEEK_H)
        assert found.growth == "linear"
        assert found.quantiles_h is not None
        assert found.quantiles_h[1] == pytest.approx(60.0, rel=0.25)


def test_an_uncertain_threshold_widens_the_interval_to_hold_the_truth() -> None:
    sure, unsure, held = [], [], []
    for seed in range(12):
        times, index = rising(150.0, 1.15, seed)
        seen = 275 + 5 * seed
        for spread, told in ((0.0, sure), (0.17, unsure)):
            life = remaining_life(
                times[:seen], index[:seen], THRESHOLD, WEEK_H, threshold_spread=spread
            ).quantiles_h
            assert life is not None
            told.append(life[2] - life[0])
        held.append(life[0] <= 150.0 - times[seen - 1] <= life[2])
    assert np.mean(unsure) > 2 * np.mean(sure)
    assert np.mean(held) >= 0.8
