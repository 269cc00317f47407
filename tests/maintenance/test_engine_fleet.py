"""Life learnt from a fleet, operating conditions, window and event features."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.learning.boosting import BoostingSettings, fit_boosting
from lineside.maintenance.errors import HistoryInvalid
from lineside.maintenance.event_features import events_within, hours_since
from lineside.maintenance.fleet_life import (
    FitRegressor,
    FleetLife,
    Histories,
    fit_fleet_life,
    predict_fleet_life,
)
from lineside.maintenance.operating_conditions import fit_conditions
from lineside.maintenance.window_features import asset_starts, window_features, window_names

FITS: dict[str, FitRegressor] = {
    "boosting": lambda rows, target, seed: fit_boosting(
        rows, target, BoostingSettings(trees=60, leaves=8, row_share=0.5), seed=seed
    )
}


def fleet(n_assets: int, seed: int, regimes: int = 1, cut: bool = False) -> tuple:
    """Assets whose first signal rises exponentially towards the end; the third never moves."""
    rng = np.random.default_rng(seed)
    parts, left = [], []
    for asset in range(n_assets):
        life = int(rng.integers(120, 220))
        seen = life - int(rng.integers(5, 100)) if cut else life
        age = np.arange(1.0, seen + 1)
        regime = rng.integers(0, regimes, seen)
        wear = np.exp((age - life) / 40)
        signals = np.column_stack(
            [
                3 * wear + 0.15 * rng.normal(size=seen) + 20 * regime,
                rng.normal(size=seen) - 50 * regime,
                np.full(seen, 7.0),
            ]
        )
        setting = np.column_stack([10.0 * regime + 0.01 * rng.normal(size=seen), np.ones(seen)])
        parts.append((np.full(seen, asset), age, signals, setting))
        left.append(life - seen)
    columns = [np.concatenate([part[each] for part in parts]) for each in range(4)]
    return Histories(*columns), np.array(left, dtype=float)


@pytest.fixture(scope="module")
def model() -> FleetLife:
    return fit_fleet_life(fleet(40, 0, regimes=3)[0], FITS, cap=100.0)


def test_lives_are_foretold_with_honest_intervals(model: FleetLife) -> None:
    histories, left = fleet(150, 1, regimes=3, cut=True)
    found = predict_fleet_life(model, histories, horizon=20.0)
    assert len(found.asset) == 150
    error = np.sqrt(np.mean((np.minimum(found.predicted, 100) - np.minimum(left, 100)) ** 2))
    assert error < 0.5 * left.std()
    inside = (found.quantiles[:, 0] <= left) & (left <= found.quantiles[:, 2])
    assert 0.65 <= inside.mean() <= 0.95


def test_the_chance_of_failure_tells_soon_from_late(model: FleetLife) -> None:
    histories, left = fleet(150, 2, regimes=3, cut=True)
    chance = predict_fleet_life(model, histories, horizon=20.0).probability_within_horizon
    assert ((chance > 0) & (chance < 1)).all()
    assert chance[left <= 10].mean() > 0.7
    assert chance[left >= 60].mean() < 0.1
    brier = np.mean((chance - (left <= 20)) ** 2)
    assert brier < 0.5 * np.mean(left <= 20) * np.mean(left > 20)


def test_regimes_are_found_and_taken_out(model: FleetLife) -> None:
    assert len(model.conditions.centers) == 3
    assert model.moving.tolist() == [True, True, False]
    histories, _ = fleet(10, 3, regimes=3)
    normal = model.conditions.normalised(histories.signals, histories.settings)
    place = model.conditions.place(histories.settings)
    means = [normal[place == each, 1].mean() for each in range(3)]
    assert np.abs(means).max() < 0.3


def test_a_cloud_without_regimes_is_one_regime() -> None:
    rng = np.random.default_rng(0)
    found = fit_conditions(rng.normal(size=(500, 2)), rng.normal(size=(500, 2)))
    assert len(found.centers) == 1
    constant = fit_conditions(np.ones((50, 2)), rng.normal(size=(50, 2)))
    assert len(constant.centers) == 1


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), regimes=st.integers(1, 6))
def test_well_parted_regimes_are_counted(seed: int, regimes: int) -> None:
    rng = np.random.default_rng(seed)
    place = np.append(np.arange(regimes), rng.integers(0, regimes, 300))
    spots = np.column_stack([np.arange(regimes) * 10.0, (np.arange(regimes) % 2) * 5.0])
    rows = spots[place] + 0.01 * rng.normal(size=(len(place), 2))
    found = fit_conditions(rows, rng.normal(size=(len(place), 1)), seed=seed)
    assert len(found.centers) == (regimes if regimes > 1 else 1)


def test_bad_histories_are_refused(model: FleetLife) -> None:
    good, _ = fleet(8, 0)
    with pytest.raises(HistoryInvalid):
        Histories(good.asset, good.age[::-1], good.signals, good.settings)
    with pytest.raises(HistoryInvalid):
        Histories(good.asset[:0], good.age[:0], good.signals[:0], good.settings[:0])
    with pytest.raises(HistoryInvalid):
        Histories(good.asset, good.age[:-1], good.signals, good.settings)
    broken = Histories(good.asset, good.age, np.full(good.signals.shape, np.nan), good.settings)
    for fits, histories in ((FITS, broken), ({}, good), (FITS, fleet(3, 0)[0])):
        with pytest.raises(HistoryInvalid):
            fit_fleet_life(histories, fits)
    with pytest.raises(HistoryInvalid):
        predict_fleet_life(model, fleet(3, 0, regimes=3)[0], horizon=0.0)
    mixed = np.array([1, 2, 1, 2])
    with pytest.raises(HistoryInvalid):
        asset_starts(mixed)


def test_window_features_are_what_their_names_say() -> None:
    signals = np.column_stack([np.arange(100.0), np.ones(100)])
    found = window_features(signals, np.zeros(100, dtype=np.intp))
    names = window_names(("a", "b"))
    assert found.shape == (100, len(names))
    told = dict(zip(names, found[-1], strict=True))
    assert told["a_last"] == 99
    assert told["a_mean_5"] == 97
    assert told["a_slope_30"] == pytest.approx(1.0)
    assert told["b_slope_60"] == pytest.approx(0.0)
    assert told["a_first"] == 4.5
    assert told["b_smooth_80"] == pytest.approx(1.0)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 1000),
    lengths=st.lists(st.integers(1, 40), min_size=1, max_size=5),
)
def test_windows_never_look_into_another_asset_or_ahead(seed: int, lengths: list[int]) -> None:
    rng = np.random.default_rng(seed)
    asset = np.repeat(np.arange(len(lengths)), lengths)
    signals = rng.normal(size=(len(asset), 2))
    whole = window_features(signals, asset_starts(asset))
    mine = asset == asset[-1]
    alone = window_features(signals[mine], asset_starts(asset[mine]))
    assert whole[mine] == pytest.approx(alone)
    shorter = window_features(signals[:-1], asset_starts(asset[:-1])) if len(asset) > 1 else None
    if shorter is not None:
        assert whole[:-1] == pytest.approx(shorter)
    last = np.append(asset[1:] != asset[:-1], True)
    assert window_features(signals, asset_starts(asset), last) == pytest.approx(whole[last])


@settings(max_examples=40, deadline=None)
@given(
    moments=st.lists(st.floats(0, 100), max_size=20),
    events=st.lists(st.floats(0, 100), max_size=20),
    window_h=st.floats(0.1, 50),
)
def test_events_are_counted_as_by_hand(
    moments: list[float], events: list[float], window_h: float
) -> None:
    found = events_within(np.array(moments), np.array(events), window_h)
    by_hand = [sum(at - window_h < each <= at for each in events) for at in moments]
    assert found.tolist() == by_hand
    since = hours_since(np.array(moments), np.array(events), 30.0)
    expected = [min([at - each for each in events if each <= at] + [30.0]) for at in moments]
    assert since == pytest.approx(np.array(expected))


def test_bad_events_are_refused() -> None:
    with pytest.raises(HistoryInvalid):
        events_within(np.array([np.nan]), np.array([1.0]), 1.0)
    with pytest.raises(HistoryInvalid):
        events_within(np.array([1.0]), np.array([1.0]), 0.0)
    with pytest.raises(HistoryInvalid):
        hours_since(np.ones((2, 2)), np.array([1.0]), 5.0)
    with pytest.raises(HistoryInvalid):
        hours_since(np.ones(2), np.array([1.0]), -5.0)
