"""Preparation: each rule, each policy, state between batches, and undoing."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineside.telemetry.adapters.parquet_historian import ParquetHistorian
from lineside.telemetry.model import Policy, Quality, Rule, TagRules
from lineside.telemetry.prepare import Prepared, first_state, plan_for, prepare, undone
from lineside.telemetry.samples import samples

S = 1_000_000


def run(
    rules: TagRules, points: list[tuple[float, float]], *, arrival_s: float | None = None
) -> Prepared:
    plan = plan_for({"t": rules})
    return prepare(plan, first_state(plan), batch(points, arrival_s))


def batch(points: list[tuple[float, float]], arrival_s: float | None = None) -> pa.Table:
    times, values = zip(*points, strict=True)
    arrived = None if arrival_s is None else int(arrival_s * S)
    return samples(["t"] * len(points), [int(t * S) for t in times], values, arrival_us=arrived)


def stored(prepared: Prepared) -> list[tuple[float, float, int]]:
    table = prepared.samples
    times = [time.timestamp() for time in table.column("time").to_pylist()]
    columns = (table.column(name).to_pylist() for name in ("value", "quality"))
    return list(zip(times, *columns, strict=True))


def told(prepared: Prepared) -> list[tuple[str, str]]:
    table = prepared.repairs
    return list(zip(*(table.column(n).to_pylist() for n in ("rule", "policy")), strict=True))


def test_units_convert_without_a_repair() -> None:
    done = run(TagRules(factor=5 / 9, offset=-160 / 9), [(0, 32), (1, 212)])
    assert [round(value, 9) for _, value, _ in stored(done)] == [0, 100]
    assert told(done) == []


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (Policy.REJECT, [(0, 5, 0)]),
        (Policy.REPAIR, [(0, 5, 0), (1, 10, 1), (2, 0, 1)]),
        (Policy.MARK, [(0, 5, 0), (1, 99, 1), (2, -1, 1)]),
    ],
)
def test_values_out_of_range_follow_the_policy(
    policy: Policy, expected: list[tuple[float, float, int]]
) -> None:
    rules = TagRules(low=0, high=10, policies={Rule.RANGE: policy})
    done = run(rules, [(0, 5), (1, 99), (2, -1)])
    assert stored(done) == expected
    assert told(done) == [("range", policy)] * 2
    assert done.repairs.column("original").to_pylist() == [99, -1]


def test_a_spike_is_found_and_a_step_passes_after_one_sample() -> None:
    rules = TagRules(spike=5, policies={Rule.SPIKE: Policy.REPAIR})
    done = run(rules, [(0, 1), (1, 1), (2, 50), (3, 1), (4, 1), (5, 80), (6, 80), (7, 80)])
    assert [value for _, value, _ in stored(done)] == [1, 1, 1, 1, 1, 1, 80, 80]
    assert told(done) == [("spike", "repair")] * 2


def test_a_value_that_stands_too_long_is_marked_over_batches() -> None:
    plan = plan_for({"t": TagRules(flat_s=3)})
    one = prepare(plan, first_state(plan), batch([(0, 1), (1, 2), (2, 2)]))
    two = prepare(plan, one.state, batch([(3, 2), (4, 2), (5, 3)]))
    assert [quality for *_, quality in stored(one)] == [0, 0, 0]
    assert [quality for *_, quality in stored(two)] == [0, 1, 0]


def test_a_gap_is_told_and_where_wanted_a_bad_sample_marks_it() -> None:
    points: list[tuple[float, float]] = [(0, 1), (1, 1.5), (60, 2)]
    assert told(run(TagRules(gap_s=10), points)) == [("gap", "mark")]
    done = run(TagRules(gap_s=10, policies={Rule.GAP: Policy.REPAIR}), points)
    bad = [each for each in stored(done) if each[2] == Quality.BAD]
    assert [time for time, *_ in bad] == [11]


def test_duplicates_are_dropped_within_and_across_batches() -> None:
    plan = plan_for({"t": TagRules()})
    one = prepare(plan, first_state(plan), batch([(0, 1), (0, 1), (1, 2)]))
    two = prepare(plan, one.state, batch([(1, 2), (2, 3)]))
    assert [time for time, *_ in stored(one) + stored(two)] == [0, 1, 2]
    assert told(one) == told(two) == [("duplicate", "reject")]


def test_late_samples_are_stored_at_their_own_time_and_told() -> None:
    plan = plan_for({"t": TagRules(late_s=60, spike=1, flat_s=10)})
    one = prepare(plan, first_state(plan), batch([(7200, 5)]))
    two = prepare(plan, one.state, batch([(0, 99), (7170, 4)], arrival_s=7201))
    assert told(two) == [("late", "mark")]
    assert sorted(time for time, *_ in stored(two)) == [0, 7170]
    assert two.state.time.tolist() == [7200 * S]


def test_a_time_in_the_future_can_be_repaired() -> None:
    rules = TagRules(future_s=5, policies={Rule.FUTURE: Policy.REPAIR})
    done = run(rules, [(9, 1), (500, 2)], arrival_s=10)
    assert [time for time, *_ in stored(done)] == [9, 10]
    assert done.state.time.tolist() == [9 * S]


def test_what_is_no_number_is_bad() -> None:
    done = run(TagRules(low=0), [(0, np.nan), (1, np.inf), (2, 1)])
    assert [quality for *_, quality in stored(done)] == [2, 2, 0]
    assert ("finite", "mark") in told(done)


def test_tags_outside_the_plan_pass_as_they_are() -> None:
    plan = plan_for({"t": TagRules(factor=2)})
    done = prepare(plan, first_state(plan), samples(["t", "other"], [1, 2], [10, 20]))
    assert sorted(done.samples.column("value").to_pylist()) == [20, 20]


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.integers(0, 40), st.integers(-3, 3)),
        min_size=1,
        max_size=40,
    ),
    st.integers(0, 40),
)
def test_cutting_a_sorted_stream_into_batches_changes_nothing(
    points: list[tuple[str, int, int]], cut: int
) -> None:
    # One value per instant: which of two values at one instant comes first is not told.
    unique = {(tag, second): float(value) for tag, second, value in points}
    rows = sorted((second * S, tag, value) for (tag, second), value in unique.items())
    plan = plan_for({tag: TagRules(low=-2, spike=2, flat_s=3, gap_s=5) for tag in "ab"})

    def prepared(parts: list[list[tuple[int, str, float]]]) -> list[tuple[object, ...]]:
        state, out = first_state(plan), []
        for part in parts:
            if part:
                times, tags, values = zip(*part, strict=True)
                done = prepare(plan, state, samples(tags, times, values))
                state = done.state
                columns = (done.samples.column(n).to_pylist() for n in ("tag", "time", "quality"))
                out += list(zip(*columns, strict=True))
        return sorted(out)

    assert prepared([rows]) == prepared([rows[:cut], rows[cut:]])


def test_undoing_brings_the_received_values_back(tmp_path: Path) -> None:
    rules = TagRules(
        low=0,
        high=10,
        spike=3,
        future_s=100,
        policies={Rule.RANGE: Policy.REPAIR, Rule.SPIKE: Policy.REJECT, Rule.FUTURE: Policy.REPAIR},
    )
    received = [(0.0, 5.0), (1.0, 5.0), (2.0, 9.0), (3.0, 5.0), (4.0, -2.0), (300.0, 6.0)]
    done = run(rules, received, arrival_s=6)
    historian = ParquetHistorian(tmp_path)
    historian.append(done.samples)
    historian.append(undone(done.repairs, 7 * S))
    end = datetime(1970, 1, 2, tzinfo=UTC)
    found = historian.range(["t"], datetime(1970, 1, 1, tzinfo=UTC), end)
    times = [time.timestamp() for time in found.column("time").to_pylist()]
    assert list(zip(times, found.column("value").to_pylist(), strict=True)) == received
    assert set(found.column("quality").to_pylist()) == {0}
    historian.close()
