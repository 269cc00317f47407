"""The historian: what is stored, how it is read back, and what it survives."""

import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineside.telemetry.adapters.parquet_historian import FollowingHistorian, ParquetHistorian
from lineside.telemetry.errors import HistorianBusy, RangeInvalid
from lineside.telemetry.model import TagClass
from lineside.telemetry.ports import Historian, HistorianReader
from lineside.telemetry.samples import microseconds, samples, waves

START = datetime(2026, 3, 1, tzinfo=UTC)
START_US = microseconds(START)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def ramp(tags: int, steps: int, *, every_s: float = 1.0, first: int = 0) -> pa.Table:
    """Points of ``tags`` tags at ``steps`` instants; the value tells tag and step."""
    step = np.repeat(np.arange(first, first + steps), tags)
    tag = np.tile(np.arange(tags), steps)
    times = START_US + (step * every_s * 1e6).astype(np.int64)
    names = pa.DictionaryArray.from_arrays(
        pa.array(tag.astype(np.int32)), pa.array([f"m{i:03d}.temp" for i in range(tags)])
    )
    return samples(names, times, tag * 1000.0 + step, arrival_us=times + 5_000)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "history"


def test_both_halves_keep_the_port(folder: Path) -> None:
    writer = ParquetHistorian(folder)
    assert isinstance(writer, Historian)
    assert isinstance(FollowingHistorian(folder), HistorianReader)
    writer.close()


def test_last_keeps_the_newest_of_unordered_batches_and_over_a_restart(folder: Path) -> None:
    historian = ParquetHistorian(folder)
    historian.append(samples(["a", "a", "b"], [30, 10, 5], [3.0, 1.0, 7.0]))
    historian.append(samples(["a"], [20], [2.0]))
    assert historian.last(["a", "nobody"]).column("value").to_pylist() == [3.0]
    historian.maintain()
    historian.append(samples(["b"], [6], [8.0]))
    historian.close()
    again = ParquetHistorian(folder)
    assert dict(zip(*again.last().select(["tag", "value"]).to_pydict().values(), strict=True)) == {
        "a": 3.0,
        "b": 8.0,
    }
    again.close()


def shuffled_copies(table: pa.Table, copies: int, window: int, seed: int) -> pa.Table:
    """Every row ``copies`` times, each row moved within ``window`` rows of its place."""
    chance = np.random.default_rng(seed)
    rows = np.repeat(np.arange(table.num_rows), copies)
    return table.take(rows[np.argsort(rows + chance.uniform(0, window, len(rows)))])


def figures_of(folder: Path, batches: list[pa.Table], maintain: bool) -> pa.Table:
    historian = ParquetHistorian(folder, seal_points=1_000)
    for batch in batches:
        historian.append(batch)
        if maintain:
            historian.maintain()
    found = historian.aggregate(historian.tags(), START, START + DAY, timedelta(minutes=1))
    historian.close()
    return found


@pytest.mark.parametrize("maintain", [False, True])
def test_three_shuffled_copies_give_the_same_aggregates_bit_for_bit(
    tmp_path: Path, maintain: bool
) -> None:
    chance = np.random.default_rng(11)
    clean = ramp(5, 400)
    clean = clean.set_column(2, "value", pa.array(chance.normal(20, 3, clean.num_rows)))
    messy = shuffled_copies(clean, 3, 60 * 5 * 3, seed=12)
    pieces = [messy.slice(i, 700) for i in range(0, messy.num_rows, 700)]
    expected = figures_of(tmp_path / "clean", [clean], False)
    found = figures_of(tmp_path / "messy", pieces, maintain)
    assert found.equals(expected)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    points=st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.integers(0, 50),
            st.floats(-10, 10, allow_nan=False, width=16),
        ),
        min_size=1,
        max_size=60,
    ),
    cuts=st.lists(st.integers(1, 20), min_size=1, max_size=8),
)
def test_whatever_arrives_the_distinct_points_are_kept_in_order(
    tmp_path_factory: pytest.TempPathFactory,
    points: list[tuple[str, int, float]],
    cuts: list[int],
) -> None:
    historian = ParquetHistorian(tmp_path_factory.mktemp("any"))
    place = 0
    for cut in [*cuts, len(points)]:
        part = points[place : place + cut]
        if part:
            tags, times, values = zip(*part, strict=True)
            historian.append(samples(tags, times, values))
        if cut % 3 == 0:
            historian.maintain()
        place += cut
    end = datetime(1970, 1, 2, tzinfo=UTC)
    found = historian.range(["a", "b", "c"], datetime(1970, 1, 1, tzinfo=UTC), end)
    got = [
        (tag, time.microsecond, value)
        for tag, time, value in zip(
            *(found.column(name).to_pylist() for name in ("tag", "time", "value")), strict=True
        )
    ]
    distinct = {(tag, time, np.float64(value).tobytes()) for tag, time, value in points}
    assert len(got) == len(distinct)
    assert [each[:2] for each in got] == sorted(each[:2] for each in got)
    assert {(t, us, np.float64(v).tobytes()) for t, us, v in got} == distinct
    historian.close()


def test_many_seals_are_merged_and_nothing_is_lost(folder: Path) -> None:
    historian = ParquetHistorian(folder, seal_points=500)
    for first in range(0, 2_000, 50):
        historian.append(ramp(10, 50, first=first))
    historian.maintain()
    assert len(list((folder / "segments").glob("points-*.parquet"))) < 12
    assert not list((folder / "segments").glob("*.partial"))
    whole = historian.aggregate(historian.tags(), START, START + DAY)
    assert whole.column("count").to_pylist() == [2_000] * 10
    historian.close()


def test_bulk_history_lies_beside_what_is_appended(folder: Path) -> None:
    historian = ParquetHistorian(folder)
    historian.append(ramp(4, 10, first=1_000))
    historian.bulk(ramp(4, 1_000))
    assert historian.range(["m003.temp"], START, START + DAY).num_rows == 1_010
    assert historian.last(["m000.temp"]).column("value").to_pylist() == [1_009.0]
    historian.close()
    again = ParquetHistorian(folder)
    assert again.range(["m003.temp"], START, START + DAY).num_rows == 1_010
    again.close()


def test_only_one_may_write(folder: Path) -> None:
    historian = ParquetHistorian(folder)
    with pytest.raises(HistorianBusy):
        ParquetHistorian(folder)
    historian.close()
    ParquetHistorian(folder).close()


def test_a_follower_sees_appends_seals_and_new_tags_at_once(folder: Path) -> None:
    historian = ParquetHistorian(folder)
    follower = FollowingHistorian(folder)
    assert follower.tags() == []
    for first in range(0, 60, 10):
        historian.append(ramp(1 + first // 10, 10, first=first))
        expected = historian.range(historian.tags(), START, START + HOUR)
        assert follower.range(follower.tags(), START, START + HOUR).equals(expected)
        assert follower.last().equals(historian.last())
        if first % 20 == 0:
            historian.maintain()
    assert follower.range(["m000.temp"], START, START + HOUR).num_rows == 60
    historian.close()


def test_a_follower_survives_that_its_files_are_merged_away(folder: Path) -> None:
    historian = ParquetHistorian(folder, seal_points=100)
    follower = FollowingHistorian(folder)
    for first in range(0, 1_600, 100):
        historian.append(ramp(2, 100, first=first))
        assert follower.range(["m001.temp"], START, START + DAY).num_rows == first + 100
    historian.maintain()
    assert follower.range(["m001.temp"], START, START + DAY).num_rows == 1_600
    historian.close()


def test_retention_rolls_up_what_leaves(folder: Path) -> None:
    classes = [
        TagClass("short", "m000.*", keep_days=10, rollup_s=3600),
        TagClass("ever"),
    ]
    historian = ParquetHistorian(folder, classes=classes)
    historian.bulk(ramp(2, 24 * 60, every_s=60))
    before = historian.aggregate(["m000.temp"], START, START + DAY, 4 * HOUR)
    assert historian.retain(START + 5 * DAY).removed == 0
    done = historian.retain(START + 20 * DAY)
    assert (done.removed, done.rolled_up) == (1440, 1440)
    assert historian.range(["m000.temp"], START, START + DAY).num_rows == 0
    assert historian.range(["m001.temp"], START, START + DAY).num_rows == 1440
    after = historian.aggregate(["m000.temp"], START, START + DAY, 4 * HOUR)
    assert after.drop_columns(["sum", "mean"]).equals(before.drop_columns(["sum", "mean"]))
    assert np.allclose(after.column("sum"), before.column("sum"))
    assert historian.retain(START + 21 * DAY).removed == 0
    historian.close()


def test_rollups_and_waves_leave_in_their_time(folder: Path) -> None:
    kept = TagClass("all", keep_days=1, rollup_s=60, rollup_keep_days=30)
    historian = ParquetHistorian(folder, classes=[kept])
    historian.append(ramp(1, 100))
    historian.append_waves(waves(["m000.wave"], [START_US], [1000.0], [np.ones(8)]))
    historian.retain(START + 3 * DAY)
    assert historian.waves("m000.wave", START, START + DAY).num_rows == 0
    assert historian.aggregate(["m000.temp"], START, START + DAY).column("count").to_pylist() == [
        100
    ]
    historian.retain(START + 40 * DAY)
    assert historian.aggregate(["m000.temp"], START, START + DAY).num_rows == 0
    historian.close()


def test_maintaining_seals_also_what_a_running_sealing_has_overlooked(folder: Path) -> None:
    historian = ParquetHistorian(folder)
    seal, looked, go_on = historian._seal_closed, threading.Event(), threading.Event()

    def has_looked() -> None:
        historian._seal_closed = seal  # type: ignore[method-assign]
        looked.set()
        go_on.wait(10)

    historian._seal_closed = has_looked  # type: ignore[method-assign]
    historian._start_sealing()
    assert looked.wait(10)
    historian.append(ramp(1, 100))
    threading.Timer(0.2, go_on.set).start()
    historian.maintain()
    assert historian.unsealed() == 0
    historian.close()


def test_wave_forms_are_kept_per_tag_and_time(folder: Path) -> None:
    historian = ParquetHistorian(folder)
    follower = FollowingHistorian(folder)
    shapes = [np.arange(4), np.arange(6) * 0.5, np.zeros(2)]
    times = [START_US, START_US + 1_000_000, START_US]
    table = waves(["g1.wave", "g1.wave", "g2.wave"], times, [12_000.0] * 3, shapes)
    historian.append_waves(table)
    for reader in (historian, follower):
        found = reader.waves("g1.wave", START, START + HOUR)
        assert found.column("samples").to_pylist() == [[0, 1, 2, 3], [0, 0.5, 1, 1.5, 2, 2.5]]
    historian.append_waves(table)
    historian.maintain()
    for reader in (historian, follower):
        assert reader.waves("g1.wave", START, START + HOUR).num_rows == 2
        assert reader.waves("g1.wave", START, START + HOUR, limit=1).column(
            "rate_hz"
        ).to_pylist() == [12_000.0]
    historian.append_waves(table.slice(2))
    historian.close()
    again = ParquetHistorian(folder)
    assert again.waves("g2.wave", START, START + HOUR).num_rows == 1
    again.close()


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_export_writes_what_a_range_tells(folder: Path, tmp_path: Path, kind: str) -> None:
    import pyarrow.csv as csv
    import pyarrow.parquet as pq

    historian = ParquetHistorian(folder)
    historian.append(ramp(2, 50))
    target = tmp_path / f"out.{kind}"
    assert historian.export(target, historian.tags(), START, START + HOUR) == 100
    table = pq.read_table(target) if kind == "parquet" else csv.read_csv(target)
    assert table.column("value").to_pylist()[50:] == [1000.0 + i for i in range(50)]
    with pytest.raises(RangeInvalid):
        historian.export(tmp_path / "out.xlsx", historian.tags(), START, START + HOUR)
    historian.close()


def test_sql_sees_segments_and_tail_without_repetitions_and_nothing_else(folder: Path) -> None:
    import duckdb

    historian = ParquetHistorian(folder)
    historian.append(ramp(3, 50))
    historian.maintain()
    historian.append(ramp(3, 60))
    found = historian.sql("SELECT tag, count(*) AS n FROM samples GROUP BY tag ORDER BY tag")
    assert found.column("n").to_pylist() == [60, 60, 60]
    with pytest.raises(duckdb.Error):
        historian.sql(f"SELECT * FROM read_csv('{os.__file__}')")
    historian.close()
