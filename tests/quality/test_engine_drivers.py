"""The search for drivers finds what was built in, and tells it from what only travels along."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.quality import defect_rate, drivers
from lineside.quality.errors import ChartInvalid, DriversInvalid

PARTS = 3000
MACHINES = np.array(["GR-01", "GR-02", "GR-03", "GR-04"])


def plant(seed: int, parts: int = PARTS) -> dict[str, np.ndarray]:
    """Parts over four machines; each operator works mostly at one machine, heats are by time."""
    rng = np.random.default_rng(seed)
    machine = rng.integers(0, 4, parts)
    own = rng.random(parts) < 0.7
    operator = np.where(own, machine, rng.integers(0, 4, parts))
    return {
        "machine": MACHINES[machine],
        "operator": np.array(["Ada", "Bo", "Cy", "Di"])[operator],
        "heat": np.array([f"H{k}" for k in range(12)])[np.arange(parts) * 12 // parts],
        "vibration": rng.gamma(9.0, 0.1, parts) + 0.2 * machine,
        "coolant": rng.normal(20, 2, parts),
    }


def search(columns: dict[str, np.ndarray], flawed: np.ndarray) -> drivers.Findings:
    names = ("machine", "operator", "heat")
    return drivers.find_drivers(
        flawed,
        categories={name: columns[name].tolist() for name in names},
        signals={name: columns[name] for name in ("vibration", "coolant")},
    )


def test_the_machine_is_told_from_the_operator_who_works_at_it() -> None:
    columns = plant(1)
    rate = np.where(columns["machine"] == "GR-04", 0.15, 0.02)
    found = search(columns, np.random.default_rng(2).random(PARTS) < rate)
    first = found.drivers[0]
    assert (first.column, first.level) == ("machine", "GR-04")
    assert first.odds_ratio_low > 3
    assert first.explained_by == ()
    travels = next(each for each in found.drivers if each.level == "Di")
    assert "machine" in travels.explained_by
    assert "explained_by_other" in travels.caveats


def test_a_signal_on_one_machine_stands_beside_the_machine() -> None:
    columns = plant(3)
    worn = columns["machine"] == "GR-04"
    rate = np.where(worn & (columns["vibration"] > 1.6), 0.3, 0.02)
    found = search(columns, np.random.default_rng(4).random(PARTS) < rate)
    named = [each.column for each in found.significant if not each.explained_by]
    assert "vibration" in named
    vibration = next(each for each in found.drivers if each.column == "vibration")
    assert vibration.low == pytest.approx(1.6, abs=0.25)
    assert vibration.p_within["machine"] is not None
    assert vibration.p_within["machine"] < 0.01
    assert "coolant" not in named


def test_a_band_in_the_middle_is_found() -> None:
    columns = plant(5)
    middle = np.abs(columns["coolant"] - 20) < 0.5
    flawed = np.random.default_rng(6).random(PARTS) < np.where(middle, 0.12, 0.02)
    first = search(columns, flawed).drivers[0]
    assert first.column == "coolant"
    assert first.low is not None
    assert first.high is not None
    assert (round(first.low), round(first.high)) in {(19, 20), (19, 21), (20, 21), (20, 20)}


def test_columns_that_change_together_cannot_be_separated() -> None:
    columns = plant(7)
    columns["operator"] = np.char.add("at ", columns["machine"])
    flawed = np.random.default_rng(8).random(PARTS) < np.where(
        columns["machine"] == "GR-02", 0.2, 0.02
    )
    first = search(columns, flawed).drivers[0]
    assert len(first.inseparable_from) == 1
    assert "inseparable" in first.caveats


def test_nothing_is_found_where_nothing_is() -> None:
    alarms = 0
    for seed in range(30):
        flawed = np.random.default_rng(1000 + seed).random(PARTS) < 0.04
        alarms += bool(search(plant(seed), flawed).significant)
    assert alarms <= 4


def test_missing_entries_are_left_out_and_said() -> None:
    columns = plant(9)
    flawed = np.random.default_rng(10).random(PARTS) < np.where(
        columns["vibration"] > 1.5, 0.2, 0.02
    )
    vibration = columns["vibration"].copy()
    vibration[::3] = np.nan
    found = drivers.find_drivers(flawed, signals={"vibration": vibration})
    assert "missing_values" in found.drivers[0].caveats
    assert found.drivers[0].parts + 0 <= np.isfinite(vibration).sum()
    partly = drivers.find_drivers(flawed, categories={"m": [None, "a", "b"] * (PARTS // 3)})
    assert {each.level for each in partly.drivers} == {"a", "b"}


def test_lots_that_scatter_weaken_the_tests() -> None:
    rng = np.random.default_rng(11)
    parts = np.full(80, 50)
    steady = rng.binomial(50, 0.05, 80)
    scattered = rng.binomial(50, rng.beta(0.5, 9.5, 80))
    supplier = ["A" if k % 2 else "B" for k in range(80)]
    calm = drivers.find_drivers_by_lot(steady, parts, categories={"supplier": supplier})
    wild = drivers.find_drivers_by_lot(scattered, parts, categories={"supplier": supplier})
    assert "overdispersed" not in calm.caveats
    assert "overdispersed" in wild.caveats
    assert not wild.significant


def test_a_large_table_is_searched_in_seconds() -> None:
    rng = np.random.default_rng(12)
    columns = plant(12, 50_000)
    signals = {f"s{k}": rng.normal(size=50_000) for k in range(30)}
    start = time.process_time()
    drivers.find_drivers(
        rng.random(50_000) < 0.05, categories={"m": columns["machine"].tolist()}, signals=signals
    )
    assert time.process_time() - start < 30


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.permutations(range(4)))
def test_the_order_of_parts_and_the_names_of_levels_do_not_matter(
    seed: int, names: list[int]
) -> None:
    columns = plant(seed % 7, 400)
    flawed = np.random.default_rng(seed).random(400) < 0.1
    if not 0 < flawed.sum() < 400:
        return
    order = np.random.default_rng(seed + 1).permutation(400)
    here = drivers.find_drivers(flawed, categories={"m": columns["machine"].tolist()})
    renamed = [str(names[int(each[-1]) - 1]) for each in columns["machine"][order]]
    there = drivers.find_drivers(flawed[order], categories={"m": renamed})
    assert sorted(each.p_corrected for each in here.drivers) == pytest.approx(
        sorted(each.p_corrected for each in there.drivers)
    )


@pytest.mark.parametrize(
    "call",
    [
        lambda: drivers.find_drivers([0, 0, 0], signals={"x": [1, 2, 3]}),
        lambda: drivers.find_drivers([0, 1, 2], signals={"x": [1, 2, 3]}),
        lambda: drivers.find_drivers([0, 1, 0]),
        lambda: drivers.find_drivers([0, 1, 0], signals={"x": [1, 2]}),
        lambda: drivers.find_drivers([0, 1, 0], signals={"x": ["a", "b", "c"]}),
        lambda: drivers.find_drivers([0, 1, 0], categories={"m": ["a"]}),
        lambda: drivers.find_drivers_by_lot([3], [2], categories={"m": ["a"]}),
    ],
)
def test_columns_that_do_not_fit_are_refused(call: object) -> None:
    with pytest.raises(DriversInvalid):
        call()  # type: ignore[operator]


def test_a_rise_is_seen_soon_and_its_start_is_told() -> None:
    flawed = np.random.default_rng(13).random(3000) < np.where(np.arange(3000) < 2000, 0.02, 0.12)
    watch = defect_rate.watch_rate(0.02).after(flawed)
    assert watch.alarm_at is not None
    assert 2000 <= watch.alarm_at < 2200
    first = defect_rate.watch_rate(0.02).after(flawed[: watch.alarm_at + 1])
    assert abs(first.since - 2000) < 120


def test_false_alarms_are_as_rare_as_stated() -> None:
    source = np.random.default_rng(14)
    runs = [
        defect_rate.watch_rate(0.05, false_alarm_every=500).after(source.random(4000) < 0.05)
        for _ in range(200)
    ]
    waited = [4000 if run.alarm_at is None else run.alarm_at for run in runs]
    assert np.mean(waited) > 500


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=2, max_size=60), st.integers(1, 59))
def test_a_watch_may_be_put_down_and_taken_up(counts: list[int], cut: int) -> None:
    whole = defect_rate.watch_rate(0.1).after(counts, 5)
    halves = defect_rate.watch_rate(0.1).after(counts[:cut], 5).after(counts[cut:] or [], 5)
    assert halves.evidence == pytest.approx(whole.evidence)
    assert (halves.alarm_at, halves.since) == (whole.alarm_at, whole.since)


def test_the_usual_rate_is_on_the_safe_side() -> None:
    assert 0.02 < defect_rate.usual_rate(20, 1000) < 0.03
    assert defect_rate.usual_rate(0, 100) > 0


@pytest.mark.parametrize(
    "call",
    [
        lambda: defect_rate.watch_rate(0.0),
        lambda: defect_rate.watch_rate(0.1, ratios=(0.5,)),
        lambda: defect_rate.watch_rate(0.1).after([2], 1),
        lambda: defect_rate.watch_rate(0.1).after([float("nan")]),
        lambda: defect_rate.usual_rate(3, 2),
    ],
)
def test_impossible_rates_are_refused(call: object) -> None:
    with pytest.raises(ChartInvalid):
        call()  # type: ignore[operator]
