"""The arithmetic of savings: intervals hold what they should, a false alarm is never a gain."""

from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lineside.value.booking import Hours, avoided, breakdown_hours

_hours = some.floats(0.1, 500, allow_nan=False)


@given(past=some.lists(_hours, min_size=2, max_size=40))
def test_the_interval_holds_the_mean_and_never_falls_below_nothing(past):
    told = breakdown_hours(past, 14.0)
    assert told.mean == pytest.approx(mean(past))
    assert 0 <= told.low <= told.mean + 1e-9
    assert told.mean <= told.high + 1e-9
    assert told.cases == len(past)


@given(hours=_hours, cases=some.integers(2, 15))
def test_repairs_that_all_took_the_same_leave_no_doubt(hours, cases):
    told = breakdown_hours([hours] * cases, 14.0)
    assert told.low == pytest.approx(told.high) == pytest.approx(hours)


@given(past=some.lists(_hours, min_size=3, max_size=12), factor=some.floats(0.1, 10))
def test_in_another_unit_the_interval_is_the_same(past, factor):
    one, other = breakdown_hours(past, 1.0), breakdown_hours([h * factor for h in past], 1.0)
    assert other.mean == pytest.approx(one.mean * factor)
    assert other.high == pytest.approx(one.high * factor)
    assert other.low == pytest.approx(one.low * factor, abs=1e-6)


def test_the_interval_is_that_of_student_s_t():
    """Three cases 8, 10, 12: mean 10, s 2, t(0.95, 2) 2.920, reach 2.920 * 2 / sqrt(3) = 3.3717."""
    told = breakdown_hours([8.0, 10.0, 12.0], 0.0)
    assert (told.mean, told.low, told.high) == (
        10.0,
        pytest.approx(10 - 3.3717, abs=1e-3),
        pytest.approx(10 + 3.3717, abs=1e-3),
    )


def test_more_cases_of_the_same_spread_are_surer():
    few, many = (breakdown_hours([8.0, 12.0] * n, 0.0) for n in (2, 10))
    assert many.high - many.low < few.high - few.low


def test_without_cases_the_guess_is_wide_and_says_that_it_rests_on_none():
    assert breakdown_hours([], 14.0) == Hours(14.0, 7.0, 28.0, 0)
    assert breakdown_hours([6.0], 14.0) == Hours(6.0, 3.0, 12.0, 1)


@given(past=some.lists(_hours, max_size=10), actual=some.floats(0.01, 100),
       chance=some.floats(0, 1))  # fmt: skip
def test_a_false_alarm_is_a_loss_and_a_right_one_is_worth_no_more_than_the_stop(
    past, actual, chance
):
    usual = breakdown_hours(past, 14.0)
    wrong = avoided(usual, actual, right=False, chance=chance)
    assert wrong.mean == wrong.low == wrong.high == -actual < 0
    right = avoided(usual, actual, right=True, chance=chance)
    assert right.mean == pytest.approx(usual.mean - actual)
    assert right.low <= right.mean + 1e-9
    assert right.mean <= right.high + 1e-9
    assert right.low >= -actual - 1e-9


@given(low=some.floats(0, 1), high=some.floats(0, 1))
def test_a_surer_model_has_the_better_lower_end(low, high):
    usual = Hours(10.0, 6.0, 14.0, 5)
    ends = [avoided(usual, 2.0, right=True, chance=c).low for c in sorted((low, high))]
    assert ends == sorted(ends)
