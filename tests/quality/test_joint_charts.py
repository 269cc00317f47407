"""Several characteristics of one part in one chart."""

from datetime import timedelta

import numpy as np
import pytest

from lineside.quality.errors import ChartInvalid, NoValues

BENCH = "halden/test-and-pack/TB-01"
NAMES = ("backlash_arcmin", "noise_dba")


@pytest.fixture
def tested(supervisor, clock):
    """Load parts with a backlash and a noise that go together, oldest first."""

    def load(table, *, product="YG200", each=1, names=NAMES):
        end, rows = clock.now(), []
        for number, values in enumerate(table):
            lot = f"{product}-{number // each}"
            if number % each == 0:
                supervisor.run("tracing.create_lot", lot=lot, material=product, quantity=each,
                               unit="pcs")  # fmt: skip
            at = (end - timedelta(minutes=10 * (len(table) - number))).isoformat()
            rows += [
                {"lot": lot, "characteristic": name, "value": float(value), "equipment": BENCH,
                 "unit": "x", "lower": -100.0, "upper": 100.0, "at": at, "seq": 30}
                for name, value in zip(names, values, strict=True)
                if not np.isnan(value)
            ]  # fmt: skip
        supervisor.run("quality.import_checks", checks=rows)

    return load


def together(count, seed=4):
    noise = np.random.default_rng(seed)
    first = noise.normal(0, 1, count)
    return np.column_stack([first, first + noise.normal(0, 0.2, count)])


def test_a_part_whose_values_do_not_go_together_stands_out_and_says_why(tested, supervisor):
    table = together(60)
    table[50] = (1.0, -1.0)
    assert np.abs(table[50]).max() < 2
    tested(table)
    found = supervisor.ask("quality.joint_chart", equipment=BENCH)
    assert [each.name for each in found.characteristics] == list(NAMES)
    assert found.characteristics[0].correlation[1] > 0.9
    broken = [each for each in found.points if each.broken]
    assert [each.lot for each in broken] == ["YG200-50"]
    assert broken[0].most in NAMES
    assert max(broken[0].contributions) > broken[0].t_squared / 2
    assert {each.most for each in found.points if not each.broken} == {""}


def test_a_shift_of_one_characteristic_names_it(tested, supervisor):
    table = np.random.default_rng(9).normal(0, 1, (80, 2))
    table[60:, 1] += 6
    tested(table)
    found = supervisor.ask("quality.joint_chart", equipment=BENCH)
    assert all(each.broken and each.most == NAMES[1] for each in found.points[60:])
    assert found.points[-1].ucl > found.points[0].ucl, "later parts stand against a wider limit"


def test_a_late_shift_does_not_widen_the_limits(tested, supervisor):
    table = together(80)
    tested(np.vstack([table, table + 30]))
    levels = supervisor.ask("quality.joint_chart", equipment=BENCH).characteristics
    assert all(abs(each.mean) < 1 and each.sigma < 2 for each in levels)


def test_several_parts_of_a_lot_and_parts_that_miss_a_value(tested, supervisor):
    table = together(60)
    table[5, 1] = np.nan
    tested(table, each=3)
    found = supervisor.ask("quality.joint_chart", equipment=BENCH)
    assert (len(found.points), found.skipped) == (59, 1)


def test_each_product_stands_for_itself(tested, supervisor):
    tested(together(40) + 50, product="YG300")
    tested(together(40))
    means = {
        product: supervisor.ask("quality.joint_chart", equipment=BENCH, product=product)
        .characteristics[0].mean
        for product in ("YG200", "YG300")
    }  # fmt: skip
    assert means["YG300"] - means["YG200"] == pytest.approx(50, abs=0.1)


def test_what_cannot_be_charted_together_is_refused(tested, supervisor):
    with pytest.raises(NoValues):
        supervisor.ask("quality.joint_chart", equipment=BENCH)
    tested(together(60)[:, :1], names=NAMES[:1])
    with pytest.raises(NoValues):
        supervisor.ask("quality.joint_chart", equipment=BENCH)
    same = together(60)
    same[:, 1] = same[:, 0]
    tested(same, product="YG300")
    with pytest.raises(ChartInvalid):
        supervisor.ask("quality.joint_chart", equipment=BENCH, product="YG300")
