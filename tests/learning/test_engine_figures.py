"""Metrics, comparison, conformal intervals, calibration and drift."""

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.learning import metrics
from lineside.learning.calibration import fit_calibration, reliability
from lineside.learning.conformal import fit_conformal
from lineside.learning.drift import change_points, population_stability
from lineside.learning.errors import DataInvalid
from lineside.learning.evaluation import compare, share_interval


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), n=st.integers(5, 60), ties=st.booleans())
def test_ranking_figures_agree_with_an_independent_library(seed: int, n: int, ties: bool) -> None:
    rng = np.random.default_rng(seed)
    labels = np.append(rng.integers(0, 2, n), [0, 1])
    scores = rng.normal(size=n + 2) + labels
    scores = np.round(scores) if ties else scores
    assert metrics.roc_auc(labels, scores) == pytest.approx(
        sklearn.metrics.roc_auc_score(labels, scores)
    )
    assert metrics.average_precision(labels, scores) == pytest.approx(
        sklearn.metrics.average_precision_score(labels, scores)
    )
    value, threshold = metrics.best_f1(labels, scores)
    assert value == pytest.approx(sklearn.metrics.f1_score(labels, scores >= threshold))
    assert value == pytest.approx(
        max(sklearn.metrics.f1_score(labels, scores >= each) for each in np.unique(scores))
    )


def test_late_predictions_cost_more_than_early_ones() -> None:
    truth = np.array([100.0])
    late = metrics.remaining_life_score(truth, np.array([120.0]))
    early = metrics.remaining_life_score(truth, np.array([80.0]))
    assert late == pytest.approx(np.exp(2.0) - 1)
    assert early == pytest.approx(np.exp(20 / 13) - 1)


def test_simple_figures() -> None:
    truth, told = np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 6.0])
    assert metrics.mean_absolute_error(truth, told) == 1.0
    assert metrics.root_mean_square_error(truth, told) == pytest.approx(np.sqrt(3.0))
    assert metrics.coverage(truth, told - 1, told + 1) == pytest.approx(2 / 3)
    assert metrics.brier_score(np.array([0, 1]), np.array([0.5, 0.5])) == 0.25
    assert metrics.f1(np.array([1, 1, 0]), np.array([1, 0, 0])) == pytest.approx(2 / 3)


def test_a_better_model_is_told_from_a_lucky_one() -> None:
    rng = np.random.default_rng(0)
    truth = rng.normal(size=300)
    good, poor = truth + 0.3 * rng.normal(size=300), truth + 1.0 * rng.normal(size=300)
    other = truth + 1.0 * rng.normal(size=300)
    clear = compare(
        truth, good, poor, metrics.mean_absolute_error, higher_is_better=False, resamples=200
    )
    assert clear.better
    assert clear.gain.low <= clear.gain.value <= clear.gain.high
    equal = compare(
        truth, other, poor, metrics.mean_absolute_error, higher_is_better=False, resamples=200
    )
    assert not equal.better


def test_rows_of_one_asset_do_not_count_as_many() -> None:
    rng = np.random.default_rng(1)
    groups = np.repeat(np.arange(6), 50)
    truth = rng.normal(size=300)
    ours = truth + np.repeat(rng.normal(size=6), 50)
    theirs = truth + np.repeat(rng.normal(size=6), 50)
    metric = metrics.mean_absolute_error
    alone = compare(truth, ours, theirs, metric, higher_is_better=False, resamples=200)
    grouped = compare(
        truth, ours, theirs, metric, higher_is_better=False, groups=groups, resamples=200
    )
    assert grouped.n_groups == 6
    assert grouped.gain.high - grouped.gain.low > 2 * (alone.gain.high - alone.gain.low)


def test_shares_have_wilsons_interval() -> None:
    found = share_interval(8, 10)
    assert (found.low, found.high) == pytest.approx((0.4902, 0.9433), abs=1e-3)
    assert share_interval(0, 5).low == 0.0
    for hits, trials in ((1, 0), (3, 2), (-1, 2)):
        with pytest.raises(DataInvalid):
            share_interval(hits, trials)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), share=st.sampled_from([0.5, 0.8, 0.9]))
def test_conformal_intervals_hold_what_they_state(seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    predicted = rng.uniform(0, 10, 3000)
    truth = predicted + rng.standard_t(3, 3000) * (0.2 + predicted)
    fitted = fit_conformal(truth[:1000], predicted[:1000], share, bins=5)
    low, high = fitted.around(predicted[1000:])
    # Five standard errors of a thousand fitted and two thousand tried rows.
    assert metrics.coverage(truth[1000:], low, high) == pytest.approx(share, abs=0.1)
    width = high - low
    assert width[predicted[1000:] > 8].mean() > 2 * width[predicted[1000:] < 2].mean()


def test_conformal_refuses_too_few_rows() -> None:
    with pytest.raises(DataInvalid):
        fit_conformal(np.ones(10), np.ones(10), share=0.99)
    with pytest.raises(DataInvalid):
        fit_conformal(np.ones(30), np.ones(30), share=1.0)


@pytest.mark.parametrize("n", [60, 4000])
def test_calibrated_probabilities_come_true(n: int) -> None:
    rng = np.random.default_rng(0)
    scores = rng.normal(size=2 * n) * 3
    labels = (rng.random(2 * n) < 1 / (1 + np.exp(-(scores - 1)))).astype(float)
    fitted = fit_calibration(labels[:n], scores[:n])
    told = fitted.probability(scores[n:])
    assert metrics.calibration_error(labels[n:], told) < (0.15 if n < 100 else 0.03)
    assert (told > 0).all()
    assert (told < 1).all()
    points = reliability(labels[n:], told)
    assert points.rows.sum() == n


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1000), n=st.integers(4, 900))
def test_calibration_never_turns_scores_around(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    labels = np.append(rng.integers(0, 2, n), [0, 1])
    scores = np.round(rng.normal(size=n + 2) * 10.0 ** rng.integers(-3, 4), 3)
    told = fit_calibration(labels, scores).probability(np.sort(scores))
    assert (np.diff(told) >= -1e-12).all()
    assert ((told > 0) & (told < 1)).all()


def test_drift_is_seen_and_sameness_is_not() -> None:
    rng = np.random.default_rng(0)
    before = rng.normal(size=(2000, 3))
    after = rng.normal(size=(500, 3))
    after[:, 1] += 1.0
    found = population_stability(before, after)
    assert found.state == ("stable", "moved", "stable")
    small = population_stability(before, rng.normal(size=(40, 3)))
    assert "moved" not in small.state


def test_a_change_of_a_stream_is_placed() -> None:
    rng = np.random.default_rng(0)
    stream = np.concatenate([rng.normal(5, 1, 600), rng.normal(7, 1, 400)])
    found = change_points(stream)
    assert len(found) == 1
    assert found[0] == pytest.approx(600, abs=40)


def test_a_steady_stream_has_no_change() -> None:
    alarms = sum(
        len(change_points(np.random.default_rng(seed).normal(size=2000))) for seed in range(50)
    )
    assert alarms == 0


def test_bad_input_is_refused() -> None:
    good = np.arange(10.0)
    for bad in (np.array([]), np.ones((2, 2)), np.full(10, np.nan), np.ones(9)):
        with pytest.raises(DataInvalid):
            metrics.mean_absolute_error(good, bad)
    with pytest.raises(DataInvalid):
        metrics.roc_auc(np.ones(10), good)
    with pytest.raises(DataInvalid):
        metrics.roc_auc(good, good)
    with pytest.raises(DataInvalid):
        change_points(np.ones(5))
    with pytest.raises(DataInvalid):
        population_stability(np.full((50, 2), np.inf), np.ones((50, 2)))
    with pytest.raises(DataInvalid):
        compare(good, good, good, metrics.f1, higher_is_better=True, groups=np.zeros(10))
