"""Measured values: what is refused, in whose name they stand, and what is charted together."""

import math
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineside.quality.actions import CheckIn
from lineside.quality.errors import ChartInvalid, CheckInvalid, NoValues

LATHE, PRESS = "halden/machining/LA-01", "halden/assembly/PR-01"


def check(**more):
    usual = {"lot": "L-1", "characteristic": "bore_mm", "value": 60.0, "equipment": LATHE}
    return usual | {"unit": "mm", "lower": 59.985, "upper": 60.015, "nominal": 60.0} | more


@pytest.fixture
def measured(supervisor, clock):
    """Load values of a product, one a minute, oldest first."""

    def load(material, values, *, characteristic="force_kn", lower=50.0, upper=75.0):
        lot = f"LOT-{material}"
        supervisor.run("tracing.create_lot", lot=lot, material=material, quantity=99, unit="pcs")
        end = clock.now()
        rows = [
            check(
                lot=lot, characteristic=characteristic, value=float(value), equipment=PRESS,
                lower=lower, upper=upper, nominal=(lower + upper) / 2, unit="kN",
                at=(end - timedelta(minutes=len(values) - n)).isoformat(),
            )
            for n, value in enumerate(values)
        ]  # fmt: skip
        supervisor.run("quality.import_checks", checks=rows)

    return load


def chart(supervisor, **more):
    asked = {"characteristic": "force_kn", "equipment": PRESS} | more
    return supervisor.ask("quality.chart", **asked)


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": math.nan},
        {"value": math.inf},
        {"lower": math.nan},
        {"nominal": -math.inf},
        {"lower": 61.0},
    ],
    ids=str,
)
def test_what_no_gauge_shows_is_refused_and_leaves_no_trace(operator, supervisor, wrong):
    with pytest.raises(CheckInvalid):
        operator.run("quality.record_check", check=check(**wrong))
    with pytest.raises(CheckInvalid):
        supervisor.run("quality.import_checks", checks=[check(), check(**wrong)])
    assert supervisor.ask("quality.checks", lot="L-1") == []


def test_a_time_that_is_to_come_is_refused_but_clocks_may_differ_a_little(operator, clock):
    soon, late = (clock.now() + timedelta(minutes=m) for m in (4, 6))
    operator.run("quality.record_check", check=check(at=soon.isoformat()))
    with pytest.raises(CheckInvalid):
        operator.run("quality.record_check", check=check(at=late.isoformat()))


def test_nobody_records_in_the_name_of_somebody_else(operator, supervisor):
    operator.run("quality.record_check", check=check(by="user:somebody.else"))
    (found,) = supervisor.ask("quality.checks", lot="L-1")
    assert found.by == operator.actor.id


@given(value=st.floats(-1e6, 1e6), low=st.floats(-1e6, 1e6), high=st.floats(-1e6, 1e6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_value_is_right_within_its_limits_and_on_them(value, low, high):
    low, high = sorted((low, high))
    given_check = CheckIn("L", "c", value, LATHE, lower=low, upper=high)
    assert given_check.ok == (low <= value <= high)
    assert CheckIn("L", "c", low, LATHE, lower=low).ok
    assert CheckIn("L", "c", high, LATHE, upper=high).ok


def test_each_product_has_a_chart_of_its_own(measured, supervisor):
    """62 and 84 kN on one chart are two processes: capable ones would look hopeless."""
    noise = np.random.default_rng(3)
    measured("YG200", noise.normal(62, 1, 40))
    measured("YG300", noise.normal(84, 1, 40), lower=70.0, upper=100.0)
    known = supervisor.ask("quality.characteristics")
    assert [(each.product, each.values) for each in known] == [("YG200", 40), ("YG300", 40)]
    for product, centre in (("YG200", 62), ("YG300", 84)):
        found = chart(supervisor, product=product)
        assert found.product == product
        assert len(found.points) == 40
        assert found.points[0].centre == pytest.approx(centre, abs=1)
        assert found.capability.cpk > 2


def test_without_a_product_the_one_measured_last_is_charted(measured, supervisor):
    measured("YG300", [84.0, 84.5] * 8, lower=70.0, upper=100.0)
    measured("YG200", [62.0, 62.5] * 8)
    supervisor.run("quality.record_check", check=check(
        lot="LOT-YG300", characteristic="force_kn", equipment=PRESS, value=84.2,
        lower=70.0, upper=100.0))  # fmt: skip
    assert chart(supervisor).product == "YG300"


def test_a_late_shift_does_not_widen_the_limits(measured, supervisor):
    steady = [62.0, 63.0, 61.0, 62.5] * 10
    measured("YG200", steady + [each + 8 for each in steady])
    points = chart(supervisor).points
    assert points[0].ucl < 68
    assert all(1 in each.rules for each in points[-20:])
    assert not any(1 in each.rules for each in points[:40])


@pytest.mark.parametrize(("kind", "points"), [("imr", 37), ("xbar_r", 7), ("xbar_s", 7)])
def test_subgroups_hold_five_and_a_rest_is_left_out(measured, supervisor, kind, points):
    measured("YG200", np.linspace(61, 63, 37))
    assert len(chart(supervisor, kind=kind).points) == points


def test_an_unknown_kind_and_too_few_values_are_refused(measured, supervisor):
    measured("YG200", [62.0] * 9)
    with pytest.raises(NoValues):
        chart(supervisor)
    with pytest.raises(NoValues):
        chart(supervisor, product="NOBODY")
    measured("YG300", np.linspace(80, 84, 12), lower=70.0, upper=100.0)
    with pytest.raises(ChartInvalid):
        chart(supervisor, product="YG300", kind="pie")


def test_values_that_never_vary_are_no_process_to_chart(measured, supervisor):
    measured("YG200", [62.0] * 30)
    with pytest.raises(ChartInvalid):
        chart(supervisor)
