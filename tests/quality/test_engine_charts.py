"""Charts against published examples of small size, and against their own definitions."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lineside.quality import charts
from lineside.quality.errors import CapabilityInvalid, ChartInvalid

STEADY = np.random.default_rng(1).normal(10.0, 2.0, 200)
UNIT = charts.Standard(0.0, 1.0)


def nelson(z: list[float]) -> list[tuple[int, int]]:
    values = np.array(z, dtype=float)
    return list(charts.find_violations(values, np.zeros(1), np.ones(1)))


def western(z: list[float]) -> list[tuple[int, int]]:
    values = np.array(z, dtype=float)
    return list(charts.find_violations(values, np.zeros(1), np.ones(1), charts.WESTERN_ELECTRIC))


@pytest.mark.parametrize(
    ("size", "mean", "deviation", "bias"),
    [(2, 1.128379, 0.852502, 0.797885), (5, 2.325929, 0.864082, 0.939986)],
)
def test_constants_match_the_printed_ones(
    size: int, mean: float, deviation: float, bias: float
) -> None:
    assert charts.d2(size) == pytest.approx(mean, abs=1e-6)
    assert charts.d3(size) == pytest.approx(deviation, abs=1e-6)
    assert charts.c4(size) == pytest.approx(bias, abs=1e-6)


def test_individuals_use_the_mean_moving_range() -> None:
    pair = charts.imr([1.0, 2.0, 1.0, 2.0, 1.0])
    sigma = 1.0 / charts.d2(2)
    assert pair.standard.sigma == pytest.approx(sigma)
    assert pair.location.ucl[0] == pytest.approx(1.4 + 3 * sigma)
    assert pair.location.lcl[-1] == pytest.approx(1.4 - 3 * sigma)
    assert len(pair.spread.points) == 4


def test_subgroup_charts_agree_on_the_centre() -> None:
    table = STEADY.reshape(40, 5)
    by_range, by_deviation = charts.xbar_r(table), charts.xbar_s(table)
    assert by_range.standard.mean == pytest.approx(by_deviation.standard.mean)
    assert by_range.standard.sigma == pytest.approx(2.0, rel=0.15)
    assert by_range.spread.lcl[0] == 0.0


def test_reference_rows_alone_set_the_limits() -> None:
    values = np.concatenate([STEADY, STEADY + 20])
    early = np.arange(len(values)) < len(STEADY)
    pair = charts.imr(values, reference=early)
    assert pair.standard == charts.imr(STEADY).standard
    assert {200} <= {index for index, rule in pair.location.violations if rule == 1}


def test_a_known_standard_is_kept() -> None:
    pair = charts.xbar_s(STEADY.reshape(50, 4), standard=charts.Standard(10.0, 2.0))
    assert pair.location.ucl[0] == pytest.approx(13.0)


def test_attribute_limits_widen_for_small_samples_and_stop_at_zero() -> None:
    chart = charts.p_chart([1, 2, 1, 2], [10, 1000, 10, 1000])
    assert chart.ucl[0] > chart.ucl[1]
    assert (chart.lcl == 0).all()
    assert charts.u_chart([3, 4, 5], [1.0, 2.0, 2.5]).centre[0] == pytest.approx(12 / 5.5)


def test_a_count_on_the_limit_is_inside() -> None:
    chart = charts.c_chart([28, 31, 4], standard=16.0)
    assert list(chart.violations) == [(1, 1)]


def test_ewma_and_cusum_follow_their_recursions() -> None:
    smooth = charts.ewma([11, 13, 12], charts.Standard(10, 2), weight=0.5, width=2)
    assert smooth.points == pytest.approx([10.5, 11.75, 11.875])
    assert smooth.sigma == pytest.approx([1, 1.118033988749895, 1.14564392373896])
    up, down = charts.cusum([1.5, 0.5, 0.6, -1.5, -0.5, -0.8], UNIT, limit=1.0)
    assert up.points == pytest.approx([1, 1, 1.1, 0, 0, 0])
    assert down.points == pytest.approx([0, 0, 0, -1, -1, -1.3])
    assert (up.violations.index.tolist(), down.violations.index.tolist()) == ([2], [5])


def test_each_nelson_rule_fires_where_it_should() -> None:
    assert nelson([0, 3.2, -3.5, 2.9])[0] == (1, 1)
    assert (8, 2) in nelson([0.5] * 9)
    assert (5, 3) in nelson([0, 0.1, 0.2, 0.3, 0.4, 0.5])
    assert (13, 4) in nelson([0.3, -0.3] * 7)
    assert nelson([0, 2.5, 1.0, 2.6, 0]) == [(3, 5)]
    assert nelson([0, 1.2, 1.3, 0.2, 1.4, 1.5]) == [(5, 6)]
    assert (14, 7) in nelson([0.3, 0.2, -0.1, -0.4, 0.2] * 3)
    assert (7, 8) in nelson([1.5, 1.1, -1.5, -1.2, 1.1, 1.3, -1.6, -1.1])


def test_no_nelson_rule_fires_one_point_too_early() -> None:
    assert nelson([0.5, 0.4, 0.6, 0.3, 0.5, 0.4, 0.6, 0.5]) == []
    assert nelson([0, 0.1, 0.2, 0.3, 0.4, 0.3]) == []
    assert nelson([2.5, 0, 0, 2.5]) == []


def test_western_electric_rules_number_in_their_own_way() -> None:
    assert western([0, 2.5, 1.0, 2.6, 0]) == [(3, 2)]
    assert western([0, 1.2, 1.3, 0.2, 1.4, 1.5]) == [(5, 3)]
    assert western([-1, -1, -1, -1, -1, -1, -1, -1, 1]) == [(7, 4)]


def test_a_subset_of_rules_is_a_subset_of_findings() -> None:
    z = np.random.default_rng(2).normal(0.7, 1.0, 3000)
    every = set(charts.find_violations(z, np.zeros(1), np.ones(1)))
    some = set(charts.find_violations(z, np.zeros(1), np.ones(1), charts.NELSON.only((2, 5))))
    assert some == {pair for pair in every if pair[1] in (2, 5)}


def _plain_nelson(z: np.ndarray) -> set[tuple[int, int]]:
    """The rules as their sentences say, window by window."""
    found = set()
    for i in range(len(z)):
        if abs(z[i]) > 3:
            found.add((i, 1))
        for rule, length, test in _WINDOWS:
            if i + 1 >= length and test(z[i + 1 - length : i + 1]):
                found.add((i, rule))
    return found


def _zone(window: np.ndarray, edge: float, needed: int) -> bool:
    sides = [window > edge, window < -edge]
    return any(side[-1] and side.sum() >= needed for side in sides)


def _turns(window: np.ndarray) -> bool:
    step = np.sign(np.diff(window))
    return bool((step != 0).all() and (step[1:] == -step[:-1]).all())


_WINDOWS = [
    (2, 9, lambda w: (w > 0).all() or (w < 0).all()),
    (3, 6, lambda w: (np.diff(w) > 0).all() or (np.diff(w) < 0).all()),
    (4, 14, _turns),
    (7, 15, lambda w: (np.abs(w) < 1).all()),
    (8, 8, lambda w: (np.abs(w) > 1).all()),
]


@settings(max_examples=60, deadline=None)
@given(
    arrays(
        float,
        st.integers(1, 60),
        elements=st.sampled_from([-3.5, -2.5, -1.5, -0.5, 0.0, 0.4, 0.6, 1.5, 2.5, 3.5]),
    )
)
def test_the_compiled_rules_equal_their_plain_sentences(z: np.ndarray) -> None:
    compiled = {each for each in nelson(z.tolist()) if each[1] not in (5, 6)}
    assert compiled == _plain_nelson(z)
    zones = {each for each in nelson(z.tolist()) if each[1] in (5, 6)}
    plain = {(i, 5) for i in range(len(z)) if _zone(z[max(0, i - 2) : i + 1], 2, 2)}
    plain |= {(i, 6) for i in range(len(z)) if _zone(z[max(0, i - 4) : i + 1], 1, 4)}
    assert zones == plain


@settings(max_examples=40, deadline=None)
@given(
    arrays(float, st.integers(8, 40), elements=st.floats(-100, 100)),
    st.floats(0.1, 50),
    st.floats(-1000, 1000),
)
def test_limits_move_and_stretch_with_the_values(
    values: np.ndarray, scale: float, shift: float
) -> None:
    if np.abs(np.diff(values)).mean() < 1e-3:
        return
    base, moved = charts.imr(values), charts.imr(values * scale + shift)
    assert moved.location.ucl[0] == pytest.approx(base.location.ucl[0] * scale + shift, abs=1e-6)


def test_a_million_points_with_all_rules_take_seconds_at_most() -> None:
    values = np.random.default_rng(3).normal(size=1_000_000)
    charts.imr(values[:100])
    start = time.process_time()
    charts.imr(values)
    assert time.process_time() - start < 5


def test_t_squared_finds_what_no_single_variable_shows() -> None:
    source = np.random.default_rng(4)
    x = source.normal(size=200)
    table = np.column_stack([x, x + 0.1 * source.normal(size=200), source.normal(size=200)])
    table[120, :2] = [1.5, -1.5]
    found = charts.hotelling_individuals(table, confidence=0.999)
    assert 120 in found.chart.violations.index
    assert found.contributions[120, 2] < found.contributions[120, 0]


def test_t_squared_does_not_depend_on_units() -> None:
    cube = np.random.default_rng(5).normal(size=(20, 4, 3))
    here = charts.hotelling_subgroups(cube).chart.points
    there = charts.hotelling_subgroups(cube * [1.0, 1000.0, 0.01] + 5).chart.points
    assert there == pytest.approx(here)


def test_capability_of_a_centred_process() -> None:
    found = charts.capability(STEADY, lower=4.0, upper=16.0, target=10.0)
    assert found.overall.potential == pytest.approx(1.0, rel=0.1)
    low, high = found.overall.potential_interval
    assert low < found.overall.potential < high
    assert found.within.actual <= found.within.potential
    assert found.expected_out < 0.01


def test_one_sided_specification() -> None:
    found = charts.capability(STEADY, upper=16.0)
    assert found.overall.actual == found.overall.upper
    assert found.overall.potential == float("inf")


def test_capability_from_printed_figures() -> None:
    found = charts.capability_from_figures(16, 2, 50, lower=8, upper=20)
    assert (found.potential, round(found.upper, 4), round(found.lower, 4)) == (1.0, 0.6667, 1.3333)


def test_skewed_values_get_a_skewed_family() -> None:
    x = np.random.default_rng(6).lognormal(0.0, 0.6, 800)
    found = charts.capability_fitted(x, upper=8.0, seed=1)
    truth = (8.0 - 1.0) / (np.exp(0.6 * 3.0) - 1.0)
    assert found.family in ("lognormal", "johnson_su")
    assert found.ppk_interval[0] < truth < found.ppk_interval[1]


def test_normal_values_keep_the_normal_family() -> None:
    found = charts.capability_fitted(STEADY, lower=4.0, upper=16.0)
    assert found.family == "normal"
    assert found.pp == pytest.approx(
        charts.capability(STEADY, lower=4, upper=16).overall.potential, rel=1e-3
    )


@pytest.mark.parametrize(
    "call",
    [
        lambda: charts.imr([1.0, float("nan"), 2.0]),
        lambda: charts.imr([1.0]),
        lambda: charts.imr([2.0, 2.0, 2.0]),
        lambda: charts.imr(["a", "b"]),
        lambda: charts.imr([1.0, 2.0], reference=[True]),
        lambda: charts.imr([1.0, 2.0, 4.0], sigma_from="guess"),
        lambda: charts.xbar_r([[1.0], [2.0]]),
        lambda: charts.p_chart([5], [4]),
        lambda: charts.p_chart([0, 0], [4, 4]),
        lambda: charts.c_chart([1.5]),
        lambda: charts.u_chart([1, 2], [1, 0]),
        lambda: charts.ewma([1.0], UNIT, weight=0.0),
        lambda: charts.cusum([1.0], UNIT, limit=-1.0),
        lambda: charts.hotelling_individuals([[1.0, 2.0], [2.0, 4.0]]),
        lambda: charts.hotelling_individuals([[i, 2.0 * i] for i in range(10)]),
        lambda: charts.NELSON.only((9,)),
        lambda: charts.Standard(0.0, 0.0),
        lambda: charts.d2(1),
    ],
)
def test_bad_input_is_refused(call: object) -> None:
    with pytest.raises(ChartInvalid) as refused:
        call()  # type: ignore[operator]
    assert refused.value.facts["problem"]


@pytest.mark.parametrize(
    "call",
    [
        lambda: charts.capability([1.0, 2.0]),
        lambda: charts.capability([1.0, 2.0], lower=3, upper=2),
        lambda: charts.capability([2.0, 2.0], lower=1, upper=3),
        lambda: charts.capability_fitted([1.0, 2.0, 3.0], lower=0, family="gumbel"),
        lambda: charts.capability_from_figures(0.0, -1.0, 10, lower=0),
    ],
)
def test_impossible_capability_is_refused(call: object) -> None:
    with pytest.raises(CapabilityInvalid):
        call()  # type: ignore[operator]
