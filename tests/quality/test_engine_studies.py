"""Gauge studies, sampling plans, run lengths and the early-shift detector."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.quality import charts
from lineside.quality.charts.sampling import AQLS
from lineside.quality.errors import (
    CapabilityInvalid,
    ChartInvalid,
    GaugeStudyInvalid,
    SamplingPlanInvalid,
)


def study(
    seed: int, part: float, operator: float, error: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Thirty parts, six operators, three repeats with known deviations."""
    rng = np.random.default_rng(seed)
    parts, operators, _ = (each.ravel() for each in np.mgrid[:30, :6, :3])
    values = part * rng.normal(size=30)[parts] + operator * rng.normal(size=6)[operators]
    return values + error * rng.normal(size=len(parts)), parts, operators


@pytest.mark.parametrize("method", [charts.gauge_anova, charts.gauge_average_range])
def test_a_gauge_study_finds_the_deviations_put_in(method: object) -> None:
    found = method(*study(1, 2.0, 0.5, 0.3))  # type: ignore[operator]
    assert found.repeatability == pytest.approx(0.3, rel=0.1)
    assert found.reproducibility == pytest.approx(0.5, rel=0.6)
    assert found.parts == pytest.approx(2.0, rel=0.3)
    assert found.total**2 == pytest.approx(found.gauge**2 + found.parts**2)
    assert found.percent_of_tolerance(-6, 6) == pytest.approx(50 * found.gauge)


def test_an_interaction_is_kept_where_it_is_real() -> None:
    values, parts, operators = study(2, 2.0, 0.0, 0.2)
    values = values + np.random.default_rng(3).normal(0, 0.8, (30, 6))[parts, operators]
    found = charts.gauge_anova(values, parts, operators)
    assert found.interaction == pytest.approx(0.8, rel=0.2)
    assert found.p_interaction is not None
    assert found.p_interaction < 0.001


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.floats(0.01, 100), st.floats(-1000, 1000))
def test_a_gauge_study_does_not_depend_on_units_or_order(
    seed: int, scale: float, shift: float
) -> None:
    values, parts, operators = study(4, 1.0, 0.4, 0.3)
    order = np.random.default_rng(seed).permutation(len(values))
    base = charts.gauge_anova(values, parts, operators)
    moved = charts.gauge_anova(values[order] * scale + shift, parts[order], operators[order])
    assert moved.percent_gauge == pytest.approx(base.percent_gauge, rel=1e-6)
    assert moved.gauge == pytest.approx(base.gauge * scale, rel=1e-6)


@pytest.mark.parametrize(
    "call",
    [
        lambda: charts.gauge_anova([1, 2, 3], [1, 1, 2], [1, 2, 1]),
        lambda: charts.gauge_anova([1, 2], [1, 1], [1]),
        lambda: charts.gauge_anova([np.nan] * 8, [1, 1, 2, 2] * 2, [1, 2] * 4),
        lambda: charts.gauge_average_range([1.0] * 8, [1, 1, 2, 2] * 2, [1, 2] * 4),
    ],
)
def test_an_unbalanced_study_is_refused(call: object) -> None:
    with pytest.raises(GaugeStudyInvalid):
        call()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("lot", "aql", "inspection", "sample", "accept"),
    [
        (1000, 1.0, "normal", 80, 2),
        (1000, 0.65, "normal", 80, 1),
        (1000, 0.40, "normal", 125, 1),
        (1000, 0.25, "normal", 50, 0),
        (1000, 25.0, "normal", 50, 21),
        (1000, 2.5, "tightened", 80, 3),
        (5, 65.0, "normal", 2, 3),
        (200_000, 0.010, "normal", 1250, 0),
    ],
)
def test_plans_of_the_standard(
    lot: int, aql: float, inspection: str, sample: int, accept: int
) -> None:
    plan = charts.sampling_plan(lot, aql, inspection=inspection)  # type: ignore[arg-type]
    if lot == 5:
        assert plan.accept == accept
        return
    assert (plan.sample, plan.accept, plan.reject) == (sample, accept, accept + 1)


def test_every_plan_of_the_standard_exists_and_protects_the_producer() -> None:
    for lot in (2, 20, 400, 5000, 60_000, 900_000):
        for aql in AQLS:
            plan = charts.sampling_plan(lot, aql)
            assert plan.sample <= max(lot, 2)
            if aql <= 10 and plan.sample < lot:
                assert plan.chance_of_acceptance(aql / 100) > 0.82


@settings(max_examples=40, deadline=None)
@given(st.floats(0.001, 0.05), st.floats(2.0, 10.0))
def test_a_plan_for_risks_keeps_both(good: float, ratio: float) -> None:
    plan = charts.plan_for_risks(good, good * ratio)
    assert plan.chance_of_acceptance(good) >= 0.95
    assert plan.chance_of_acceptance(good * ratio) <= 0.10
    assert plan.limiting_quality(0.10) <= good * ratio + 1e-9


def test_sorting_rejected_lots_limits_what_leaves() -> None:
    plan = charts.sampling_plan(1000, 1.0)
    limit = plan.average_outgoing_quality_limit(1000)
    worst = max(s * plan.chance_of_acceptance(s) * 0.92 for s in np.linspace(0, 0.1, 200))
    assert limit == pytest.approx(worst, rel=1e-3)


@pytest.mark.parametrize(
    "call",
    [
        lambda: charts.sampling_plan(1000, 1.1),
        lambda: charts.sampling_plan(1, 1.0),
        lambda: charts.sampling_plan(1000, 1.0, level="IV"),
        lambda: charts.sampling_plan(1000, 1.0, inspection="lax"),  # type: ignore[arg-type]
        lambda: charts.plan_for_risks(0.05, 0.01),
        lambda: charts.plan_for_risks(0.0100, 0.0101),
        lambda: charts.plan_for_risks(-1, 0.5),
    ],
)
def test_impossible_plans_are_refused(call: object) -> None:
    with pytest.raises(SamplingPlanInvalid):
        call()  # type: ignore[operator]


def test_run_lengths_match_the_published_tables() -> None:
    assert charts.arl_shewhart(0) == pytest.approx(370.4, rel=1e-3)
    assert charts.arl_cusum(0, limit=4) == pytest.approx(168, rel=6e-3)
    assert charts.arl_cusum(1, limit=5) == pytest.approx(10.4, rel=6e-3)
    assert charts.arl_ewma(0, weight=0.1, width=2.814) == pytest.approx(500, rel=0.02)
    assert charts.arl_ewma(1, weight=0.4, width=3.054) == pytest.approx(14.3, rel=0.02)
    assert charts.arl_zone_rules(0) == pytest.approx(91.75, rel=2e-3)
    assert charts.arl_zone_rules(1) == pytest.approx(9.22, rel=2e-3)


def test_simulated_run_lengths_agree_with_the_exact_ones() -> None:
    mean, error = charts.arl_rules(0.5, charts.WESTERN_ELECTRIC, runs=4000, seed=1)
    exact = charts.arl_zone_rules(0.5)
    assert abs(mean - exact) < 4 * error


def test_the_early_detector_keeps_its_false_alarm_rate_and_beats_the_rules() -> None:
    quiet, error = charts.arl_rules(0.0, runs=6000, seed=2)
    held, held_error = charts.arl_early(0.0, quiet, runs=6000, seed=3)
    assert abs(held - quiet) < 4 * np.hypot(error, held_error) + 0.03 * quiet
    for shift in (0.25, 0.5, 1.0, 2.0, 3.0):
        ours = charts.arl_early(shift, quiet, runs=4000, seed=4)[0]
        rules = charts.arl_rules(shift, runs=4000, seed=5)[0]
        assert ours < rules


def test_an_early_shift_is_charted_with_its_side() -> None:
    rng = np.random.default_rng(6)
    values = np.concatenate([rng.normal(10, 2, 100), rng.normal(8, 2, 40)])
    chart = charts.early_shift(values, charts.Standard(10, 2), false_alarm_every=500)
    first = next(pair for pair in chart.violations if pair[0] >= 100)
    assert first[1] == 2
    assert first[0] < 125


@pytest.mark.parametrize(
    "call",
    [
        lambda: charts.arl_cusum(0, limit=0),
        lambda: charts.arl_ewma(0, weight=0),
        lambda: charts.arl_zone_rules(0, charts.NELSON),
        lambda: charts.early_shift([1.0], charts.Standard(0, 1), false_alarm_every=1),
    ],
)
def test_impossible_run_lengths_are_refused(call: object) -> None:
    with pytest.raises(ChartInvalid):
        call()  # type: ignore[operator]


def test_the_table_of_variances_adds_up_and_tests_what_was_put_in() -> None:
    values, parts, operators = study(5, 2.0, 0.5, 0.3)
    part, operator, both, error, total = charts.anova_table(values, parts, operators)
    assert part.squares + operator.squares + both.squares + error.squares == pytest.approx(
        total.squares
    )
    assert part.free + operator.free + both.free + error.free == total.free == len(values) - 1
    assert error.mean_square == pytest.approx(0.09, rel=0.2)
    assert part.p is not None
    assert part.p < 1e-6
    assert both.p is not None
    assert both.p > 0.001
    assert (error.f, error.p, total.f, total.p) == (None, None, None, None)


def test_an_empty_study_is_refused() -> None:
    with pytest.raises(GaugeStudyInvalid):
        charts.gauge_anova([], [], [])


def test_a_rare_alarm_needs_no_simulation_and_comes_no_more_often_than_stated() -> None:
    values = np.random.default_rng(11).normal(size=400_000)
    level = charts.Standard(0.0, 1.0)
    every = 5_000.0
    found = charts.early_shift(values, level, false_alarm_every=every, exact=False)
    assert found.ucl[0] == pytest.approx(np.log(every))
    assert 0 < len(found.violations) < 1.3 * len(values) / every


def test_joint_limits_stand_on_the_reference_rows_alone() -> None:
    table = np.random.default_rng(12).normal(size=(100, 3))
    later = np.vstack([table, table[:20] + 8])
    reference = np.arange(120) < 100
    found = charts.hotelling_individuals(later, reference=reference)
    alone = charts.hotelling_individuals(table)
    assert found.mean == pytest.approx(alone.mean)
    assert found.covariance == pytest.approx(alone.covariance)
    assert found.chart.points[:100] == pytest.approx(alone.chart.points)
    assert set(found.chart.ucl[100:]) == {alone.ucl_later}
    assert set(found.chart.violations.index) >= set(range(100, 120))


def test_chance_of_normal_values_is_even_and_of_skewed_ones_small() -> None:
    source = np.random.default_rng(13)
    chances = [charts.normal_p(source.normal(5, 3, 40)) for _ in range(1500)]
    for level in (0.01, 0.1, 0.5, 0.9):
        assert np.mean(np.array(chances) < level) == pytest.approx(level, abs=0.04)
    assert charts.normal_p(source.lognormal(0, 0.8, 100)) < 0.001
    with pytest.raises(CapabilityInvalid):
        charts.normal_p([1.0, 2.0])
