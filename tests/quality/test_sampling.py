"""Sampling plans and capability from figures, through the door."""

import pytest

from lineside.kernel.catalogue import ArgumentsInvalid
from lineside.quality.errors import CapabilityInvalid, SamplingPlanInvalid


def plan(who, **given):
    return who.ask("quality.sampling_plan", **given)


def test_the_plan_of_the_standard_for_a_lot(operator):
    found = plan(operator, lot_size=500, aql_percent=1.0)
    assert (found.letter, found.sample, found.accept, found.reject) == ("H", 50, 1, 2)
    assert found.good_accepted == pytest.approx(0.911, abs=0.001)
    assert found.limiting_share == pytest.approx(0.076, abs=0.001)


def test_the_curve_falls_from_certain_to_hardly_ever(operator):
    curve = plan(operator, lot_size=500).curve
    chances = [each.acceptance for each in curve]
    assert chances == sorted(chances, reverse=True)
    assert (chances[0], chances[-1]) == (1.0, pytest.approx(0.01, abs=1e-6))
    assert max(each.outgoing for each in curve) <= plan(operator, lot_size=500).outgoing_limit


def test_a_tightened_plan_is_harder_to_pass(operator):
    normal, tight = (
        plan(operator, lot_size=1000, aql_percent=1.0, inspection=each)
        for each in ("normal", "tightened")
    )
    assert tight.good_accepted < normal.good_accepted


def test_two_risks_give_the_smallest_plan_that_keeps_them(operator):
    found = plan(operator, good_share=0.01, bad_share=0.06)
    assert found.good_accepted >= 0.95
    assert found.limiting_share <= 0.06
    assert found.letter is None
    assert found.outgoing_limit is None
    assert {each.outgoing for each in found.curve} == {None}


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"lot_size": 1},
        {"lot_size": 500, "aql_percent": 1.1},
        {"good_share": 0.01},
        {"good_share": 0.06, "bad_share": 0.01},
        {"good_share": 0.01, "bad_share": 1.5},
        {"good_share": 0.01, "bad_share": 0.06, "lot_size": 20},
    ],
    ids=str,
)
def test_what_has_no_plan_is_refused(operator, given):
    with pytest.raises(SamplingPlanInvalid):
        plan(operator, **given)


def test_a_level_that_is_not_listed_is_refused_at_the_door(operator):
    with pytest.raises(ArgumentsInvalid):
        plan(operator, lot_size=500, level="IV")


def test_capability_of_a_certificate(operator):
    given = {"mean": 10.02, "sigma": 0.08, "count": 50}
    both = operator.ask("quality.capability_of", **given, lower=9.7, upper=10.3)
    assert (both.cp, both.cpk) == (pytest.approx(1.25), pytest.approx(1.1667, abs=1e-4))
    assert both.cpk_low < both.cpk < both.cpk_high
    one = operator.ask("quality.capability_of", **given, upper=10.3)
    assert one.cp is None
    assert one.cpk == pytest.approx(both.cpk)
    with pytest.raises(CapabilityInvalid):
        operator.ask("quality.capability_of", **given)
    with pytest.raises(CapabilityInvalid):
        operator.ask("quality.capability_of", mean=1.0, sigma=0.0, count=50, upper=2.0)
