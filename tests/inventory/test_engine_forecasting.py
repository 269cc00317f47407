"""Forecasts follow what is plain to see, refuse what is no series, and keep their promises."""

import inspect
import sys
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.inventory.forecasting import (
    ClusterUnavailable,
    SeriesInvalid,
    forecast,
    forecast_many,
    spread_by,
)
from lineside.inventory.forecasting.growth import growth
from lineside.inventory.forecasting.intermittent import INTERMITTENT, intermittent_members
from lineside.inventory.forecasting.seasonality import (
    adjusted,
    is_seasonal,
    readjust,
    seasonal_indices,
)

Floats = npt.NDArray[np.float64]


def seasonal(years: int, seed: int = 0, noise: float = 2.0, base: float = 100.0) -> Floats:
    chance = np.random.default_rng(seed)
    months = np.arange(12 * years)
    wave = 1 + 0.3 * np.sin(2 * np.pi * months / 12)
    values: Floats = (base + 0.5 * months) * wave + chance.normal(0, noise, len(months))
    return values


def lumpy(steps: int, seed: int, rate: float = 0.3) -> Floats:
    chance = np.random.default_rng(seed)
    values: Floats = chance.binomial(1, rate, steps) * chance.poisson(4.0, steps).astype(float)
    return values


def test_trend_and_season_are_carried_on() -> None:
    whole = seasonal(9)
    found = forecast(whole[:96], period=12, horizon=12)
    naive = np.abs(whole[84:96] - whole[96:]).mean()
    assert found.kind == "regular"
    assert np.abs(found.point - whole[96:]).mean() < 0.5 * naive
    assert found.accuracy.mase is not None
    assert found.accuracy.mase < 0.8
    assert sum(found.weights.values()) == pytest.approx(1, abs=0.05)


def test_a_flat_series_stays_flat_and_a_level_keeps_its_place() -> None:
    assert forecast([7.0] * 40, period=12, horizon=6).point == pytest.approx([7.0] * 6)
    found = forecast([0.0] * 40, period=12, horizon=6)
    assert found.point == pytest.approx([0.0] * 6)
    assert found.high[95] == pytest.approx([0.0] * 6)


def test_negative_values_are_forecast_without_logarithms() -> None:
    chance = np.random.default_rng(3)
    found = forecast(chance.normal(-5, 1, 60), period=12, horizon=6)
    assert found.point == pytest.approx([-5.0] * 6, abs=1.5)


def test_intermittent_demand_gets_a_rate_near_the_truth_and_no_negative_bound() -> None:
    many = [lumpy(60, seed) for seed in range(60)]
    found = forecast_many(many, period=12, horizon=6)
    assert {each.kind for each in found} == {"intermittent"}
    assert np.mean([each.rate.mean() for each in found]) == pytest.approx(1.2, rel=0.15)
    assert all((each.low[80] == 0).all() and (each.point >= 0).all() for each in found)


def test_croston_variants_agree_with_the_recursions_by_hand() -> None:
    y = np.array([0.0, 0.0, 4.0, 0.0, 2.0, 0.0])
    found = dict(zip(INTERMITTENT, intermittent_members(y), strict=True))
    size = 4.0 + 0.1 * (2.0 - 4.0)
    interval = 3.0 + 0.1 * (2.0 - 3.0)
    assert found["sba 0.1"] == pytest.approx(0.95 * size / interval)
    probability = 2 / 6
    for value in y:
        probability += 0.1 * ((value > 0) - probability)
    assert found["tsb 0.1"] == pytest.approx(size * probability)
    assert found["median of 12"] == 0.0
    assert found["mean of 6"] == pytest.approx(1.0)


def test_intervals_cover_about_as_often_as_they_say() -> None:
    whole = [seasonal(9, seed, noise=8.0) for seed in range(100)]
    found = forecast_many([each[:96] for each in whole], period=12, horizon=12)
    for level in (80, 95):
        inside = [
            (f.low[level] <= y[96:]) & (y[96:] <= f.high[level])
            for f, y in zip(found, whole, strict=True)
        ]
        assert 100 * np.mean(inside) == pytest.approx(level, abs=7)


def test_one_series_alone_gets_usable_intervals_too() -> None:
    inside = []
    for seed in range(25):
        whole = seasonal(8, seed, noise=8.0)
        found = forecast(whole[:84], period=12, horizon=12)
        inside.append((found.low[95] <= whole[84:]) & (whole[84:] <= found.high[95]))
    assert np.mean(inside) > 0.85


@pytest.mark.parametrize(
    "bad",
    [
        [],
        [float("nan"), 1.0],
        [1.0, float("inf")],
        ["a", "b"],
        [[1.0, 2.0]],
        [1e300, 1.0, 2.0],
        [None, 1.0],
    ],
)
def test_what_is_no_series_is_refused_by_its_place(bad: list[float]) -> None:
    with pytest.raises(SeriesInvalid) as refusal:
        forecast_many([[1.0, 2.0, 3.0], bad], period=12, horizon=3)
    assert refusal.value.facts["series"] == 1


def test_period_horizon_level_and_spread_out_of_bounds_are_refused() -> None:
    for period, horizon, levels in (
        (0, 3, (80,)),
        (12, 0, (80,)),
        (12, 5000, (80,)),
        (1, 1, (81,)),
    ):
        with pytest.raises(SeriesInvalid):
            forecast([1.0, 2.0], period=period, horizon=horizon, levels=levels)
    for setting in ("nowhere", "processes:many"):
        with pytest.raises(SeriesInvalid), spread_by(setting):
            pass
    with pytest.raises(ClusterUnavailable), spread_by("ray://127.0.0.1:1"):
        pass


def test_the_same_call_over_processes_gives_the_same_answer() -> None:
    many = [seasonal(5, seed) for seed in range(3)]
    alone = forecast_many(many, period=12, horizon=6)
    with spread_by("processes:1") as spread:
        spread_out = forecast_many(many, period=12, horizon=6, spread=spread)
    for first, second in zip(alone, spread_out, strict=True):
        assert first.point == pytest.approx(second.point)


def test_no_series_no_forecast() -> None:
    assert forecast_many([], period=12, horizon=3) == []


def test_seasons_are_found_and_put_back() -> None:
    y = seasonal(6, noise=0.0)
    assert is_seasonal(y, 12)
    assert not is_seasonal(np.random.default_rng(1).normal(100, 1, 72), 12)
    indices = seasonal_indices(y, 12, True, True)
    assert indices.mean() == pytest.approx(1.0, abs=0.02)
    again = adjusted(y, indices, True)
    readjust(again, indices, True, 0)
    assert again == pytest.approx(y)


NUMBERS = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))


@settings(max_examples=80, deadline=None)
@given(
    st.one_of(
        st.lists(NUMBERS, min_size=1, max_size=60),
        st.lists(st.sampled_from([0.0, 0.0, 0.0, 1.0, 5.0]), min_size=1, max_size=60),
        st.lists(st.just(3.0), min_size=1, max_size=40),
    ),
    st.sampled_from([1, 4, 7, 12, 52]),
    st.integers(1, 20),
)
def test_any_series_gets_finite_ordered_numbers(
    values: list[float], period: int, horizon: int
) -> None:
    found = forecast(values, period=period, horizon=horizon)
    assert found.point.shape == found.rate.shape == (horizon,)
    assert np.isfinite(found.point).all()
    for level in (80, 95):
        assert (found.low[level] <= found.point + 1e-6).all()
        assert np.isfinite(found.high[level]).all()
        if found.kind != "intermittent":
            assert (found.high[level] >= found.point - 1e-6).all()
    assert (found.high[95] >= found.high[80] - 1e-6).all()
    if min(values) >= 0:
        assert min(found.point.min(), found.low[95].min()) >= 0


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.01, 1000.0))
def test_another_unit_scales_the_forecast(seed: int, factor: float) -> None:
    y = seasonal(5, seed)
    one = forecast(y, period=12, horizon=6).point
    other = forecast(y * factor, period=12, horizon=6).point
    assert other == pytest.approx(one * factor, rel=0.03)


def test_growth_carries_on_what_grows_and_keeps_what_does_not() -> None:
    path = np.empty(6)
    growth(np.full(12, 5.0), True, path)
    assert path == pytest.approx([5.0] * 6)
    chance = np.random.default_rng(4)
    line = 100 + 10 * np.arange(20) + chance.normal(0, 1, 20)
    growth(line, True, path)
    assert path == pytest.approx(100 + 10 * np.arange(20, 26), rel=0.02)
    growth(-line, False, path)
    assert path == pytest.approx(-(100 + 10 * np.arange(20, 26)), rel=0.03)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0.001, 1e6), min_size=2, max_size=40), st.integers(1, 12))
def test_growth_is_finite_repeats_itself_and_scales(values: list[float], horizon: int) -> None:
    y = np.array(values)
    first, again, doubled = np.empty(horizon), np.empty(horizon), np.empty(horizon)
    growth(y, True, first)
    growth(y, True, again)
    growth(2.0 * y, True, doubled)
    assert np.isfinite(first).all()
    assert (first == again).all()
    assert doubled == pytest.approx(2.0 * first)


def test_the_same_call_on_a_dask_cluster_gives_the_same_answer() -> None:
    distributed = pytest.importorskip(
        "distributed", reason="needs the extra: pip install .[cluster]"
    )
    many = [seasonal(5, seed) for seed in range(130)]
    alone = forecast_many(many, period=12, horizon=6)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        setting = cluster.scheduler_address.replace("tcp://", "dask://")
        with spread_by(setting) as spread:
            spread_out = forecast_many(many, period=12, horizon=6, spread=spread)
    for first, second in zip(alone, spread_out, strict=True):
        assert first.point == pytest.approx(second.point)
        assert first.high[95] == pytest.approx(second.high[95])


def test_a_cluster_that_does_not_answer_is_refused() -> None:
    pytest.importorskip("distributed", reason="needs the extra: pip install .[cluster]")
    with pytest.raises(ClusterUnavailable), spread_by("dask://127.0.0.1:1"):
        pass


def test_ray_gets_a_plain_function_whatever_the_work_is(monkeypatch: pytest.MonkeyPatch) -> None:
    class Remote:
        def __init__(self, function: Any) -> None:
            assert inspect.isfunction(function), "as Ray itself insists"
            self.remote = function

    fake = SimpleNamespace(
        init=lambda **_: None,
        remote=Remote,
        put=lambda value: value,
        get=lambda values: values,
        shutdown=lambda: None,
    )
    monkeypatch.setitem(sys.modules, "ray", fake)
    with spread_by("ray://somewhere:1") as spread:
        assert list(spread(partial(max, 3), [1, 5])) == [3, 5]
