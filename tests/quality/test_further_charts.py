"""The kinds of chart that remember, and capability of values that are not normal."""

from datetime import timedelta

import numpy as np
import pytest

from lineside.quality.errors import ChartInvalid

PRESS = "halden/assembly/PR-01"


@pytest.fixture
def charted(supervisor, clock):
    """The chart of values that are loaded one a minute, oldest first."""

    supervisor.run("tracing.create_lot", lot="L-1", material="YG200", quantity=9, unit="pcs")

    def draw(values, kind, *, lower=40.0, upper=80.0):
        end = clock.now()
        rows = [
            {"lot": "L-1", "characteristic": "force_kn", "value": float(value), "unit": "kN",
             "equipment": PRESS, "lower": lower, "upper": upper,
             "at": (end - timedelta(minutes=len(values) - n)).isoformat()}
            for n, value in enumerate(values)
        ]  # fmt: skip
        supervisor.run("quality.import_checks", checks=rows)
        return supervisor.ask(
            "quality.chart", characteristic="force_kn", equipment=PRESS, kind=kind
        )

    return draw


def shifted(by):
    """A hundred quiet values, and a hundred around a level that is ``by`` sigma higher."""
    noise = np.random.default_rng(8).normal(62, 1, 200)
    noise[100:] += by
    return noise


@pytest.mark.parametrize("kind", ["ewma", "cusum", "early"])
def test_a_small_lasting_shift_is_seen_by_charts_that_remember(charted, kind):
    found = charted(shifted(0.9), kind)
    assert len(found.points) == 200
    after = next(each for each in found.points if each.rules)
    late = (after.at - found.points[100].at) / timedelta(minutes=1)
    assert 0 <= late <= 40
    assert all(each.measured is not None for each in found.points)


def test_a_cusum_has_two_sides_and_the_right_one_signals(charted):
    found = charted(shifted(-1.0), "cusum")
    assert not any(each.rules for each in found.points)
    assert any(each.rules for each in found.opposite)
    assert min(each.value for each in found.opposite) < -5
    assert {(each.ucl, each.lcl) for each in found.points} == {(5.0, -5.0)}


def test_the_limits_of_an_ewma_widen_from_the_start(charted):
    widths = [each.ucl - each.lcl for each in charted(shifted(0), "ewma").points]
    assert widths[0] < widths[1] < widths[9]
    assert widths[-1] == pytest.approx(widths[-2])


def test_evidence_has_no_lower_limit_and_names_the_side(charted):
    found = charted(shifted(-1.0), "early")
    assert all(each.lcl is None for each in found.points)
    assert {rule for each in found.points[100:] for rule in each.rules} == {2}


def test_each_kind_tells_how_long_it_takes(charted):
    said = {"imr": charted(shifted(0), "imr")}
    said |= {kind: charted([62.0, 63.0], kind) for kind in ("xbar_r", "ewma", "cusum", "early")}
    lengths = {kind: each.run_length for kind, each in said.items()}
    assert lengths["imr"].quiet == pytest.approx(74, abs=2)
    assert lengths["ewma"].quiet == pytest.approx(560, abs=5)
    assert lengths["cusum"].quiet == pytest.approx(465, abs=5)
    assert lengths["early"].quiet == pytest.approx(370.4)
    assert all(each.one_sigma < each.quiet / 5 for each in lengths.values())


def test_an_unknown_kind_names_those_that_there_are(charted):
    with pytest.raises(ChartInvalid) as refused:
        charted(shifted(0), "pie")
    assert "cusum" in refused.value.facts["known"]


def test_normal_values_keep_the_usual_capability_alone(charted):
    found = charted(np.random.default_rng(2).normal(60, 2, 300), "imr").capability
    assert found.normal_p > 0.005
    assert found.fitted is None


def test_skewed_values_tell_which_distribution_fits(charted):
    values = np.random.default_rng(3).lognormal(1.0, 0.5, 300)
    found = charted(values, "imr", lower=0.0, upper=14.0).capability
    assert found.normal_p < 0.001
    assert found.fitted.family in ("lognormal", "gamma")
    true = float(np.mean(np.random.default_rng(4).lognormal(1.0, 0.5, 10**6) > 14))
    assert found.fitted.expected_out == pytest.approx(true, rel=5)
    assert found.fitted.ppk_low < found.fitted.ppk < found.fitted.ppk_high
    assert found.ppk != pytest.approx(found.fitted.ppk, abs=0.1)
