"""Tomorrow's load follows the week, knows free days, and refuses broken histories."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.energy.load import LoadHistoryInvalid, LoadModel

Floats = npt.NDArray[np.float64]

STEPS = 24


def plant_load(days: int, seed: int = 0, noise_kw: float = 3.0) -> Floats:
    """Two shifts on weekdays, little at night and at week-ends; the first day is a Monday."""
    chance = np.random.default_rng(seed)
    load_kw = np.full((days, STEPS), 20.0)
    for day in range(days):
        if day % 7 < 5:
            load_kw[day, 6:22] = 150.0 + 10 * (day % 7)
    flat: Floats = (load_kw + chance.normal(0, noise_kw, load_kw.shape)).clip(0).ravel()
    return flat


def fitted(load_kw: Floats) -> LoadModel:
    return LoadModel.fit(load_kw, steps_per_day=STEPS, weekday_of_first=0)


@pytest.mark.parametrize("days", [25, 84])
def test_the_curve_follows_the_day_of_the_week(days: int) -> None:
    load_kw = plant_load(days + 1)
    history, seen = load_kw[: days * STEPS], load_kw[days * STEPS :]
    ahead = fitted(history).next_day(history, steps_per_day=STEPS, weekday_of_first=0)
    assert np.abs(ahead.curve_kw - seen).mean() < 6
    assert ahead.peak_low_kw <= ahead.peak_kw <= ahead.peak_high_kw
    assert ahead.peak_kw == pytest.approx(seen.max(), abs=15)
    assert (ahead.low_kw <= ahead.curve_kw).all()
    assert (ahead.curve_kw <= ahead.high_kw).all()


def test_a_free_day_is_forecast_like_former_free_days() -> None:
    load_kw = plant_load(70).reshape(-1, STEPS)
    free = np.zeros(71, bool)
    free[[9, 23, 37, 51, 70]] = True
    load_kw[[9, 23, 37, 51]] = 20.0
    model = LoadModel.fit(
        load_kw[:40].ravel(), steps_per_day=STEPS, weekday_of_first=0, free=free[:41]
    )
    ahead = model.next_day(load_kw.ravel(), steps_per_day=STEPS, weekday_of_first=0, free=free)
    assert ahead.curve_kw.max() < 40


def test_the_same_seed_gives_the_same_forecast() -> None:
    history = plant_load(63)
    curves = [
        fitted(history).next_day(history, steps_per_day=STEPS, weekday_of_first=0).curve_kw
        for _ in range(2)
    ]
    assert (curves[0] == curves[1]).all()


@pytest.mark.parametrize(
    ("load_kw", "steps", "free"),
    [
        ([], 24, None),
        ([1.0] * 25, 24, None),
        ([1.0] * 48, 24, None),
        ([float("nan")] * 240, 24, None),
        (["x"] * 240, 24, None),
        ([1.0] * 240, 0, None),
        ([1.0] * 240, 24, [False] * 3),
    ],
)
def test_broken_histories_are_refused(
    load_kw: list[float], steps: int, free: list[bool] | None
) -> None:
    with pytest.raises(LoadHistoryInvalid) as refusal:
        LoadModel.fit(load_kw, steps_per_day=steps, weekday_of_first=0, free=free)
    assert refusal.value.facts["problem"]


@settings(max_examples=20, deadline=None)
@given(st.integers(8, 40), st.sampled_from([1, 4, 24, 96]), st.integers(0, 6), st.integers(0, 99))
def test_any_whole_days_give_finite_bounds(days: int, steps: int, weekday: int, seed: int) -> None:
    load_kw = np.random.default_rng(seed).gamma(2.0, 50.0, days * steps)
    known = {"steps_per_day": steps, "weekday_of_first": weekday}
    ahead = LoadModel.fit(load_kw, **known).next_day(load_kw, **known)
    assert ahead.curve_kw.shape == (steps,)
    assert np.isfinite([*ahead.curve_kw, *ahead.high_kw, ahead.peak_kw]).all()
    assert (ahead.low_kw >= 0).all()
    assert 0 <= ahead.peak_step < steps
