"""One suite over all historians: what the port promises, whoever keeps it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from lineside.telemetry.adapters.memory_historian import MemoryHistorian
from lineside.telemetry.adapters.parquet_historian import ParquetHistorian
from lineside.telemetry.errors import RangeInvalid, SamplesInvalid
from lineside.telemetry.model import Quality, TagClass
from lineside.telemetry.ports import Historian
from lineside.telemetry.samples import microseconds, samples, waves

START = datetime(2026, 3, 1, tzinfo=UTC)
START_US = microseconds(START)
HOUR = timedelta(hours=1)
CLASSES = [TagClass("short", "short.*", keep_days=1)]


def ramp(tags: int, steps: int, *, every_s: float = 1.0, first: int = 0) -> pa.Table:
    """Points of ``tags`` tags at ``steps`` instants; the value tells tag and step."""
    step = np.repeat(np.arange(first, first + steps), tags)
    tag = np.tile(np.arange(tags), steps)
    times = START_US + (step * every_s * 1e6).astype(np.int64)
    names = pa.DictionaryArray.from_arrays(
        pa.array(tag.astype(np.int32)), pa.array([f"m{i:03d}.temp" for i in range(tags)])
    )
    return samples(names, times, tag * 1000.0 + step, arrival_us=times + 5_000)


@pytest.fixture(params=["parquet", "memory"])
def historian(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Historian]:
    made: Historian = (
        ParquetHistorian(tmp_path, classes=CLASSES)
        if request.param == "parquet"
        else MemoryHistorian(classes=CLASSES)
    )
    assert isinstance(made, Historian)
    yield made
    made.close()


def test_points_come_back_by_tag_and_time_from_tail_and_segments(historian: Historian) -> None:
    historian.append(ramp(3, 100))
    historian.maintain()
    historian.append(ramp(3, 100, first=100))
    found = historian.range(["m002.temp", "m001.temp"], START, START + HOUR)
    assert found.num_rows == 400
    assert found.column("value").to_pylist()[:2] == [2000.0, 2001.0]
    assert found.slice(200).column("value").to_pylist() == [1000.0 + i for i in range(200)]
    assert historian.tags() == ["m000.temp", "m001.temp", "m002.temp"]


def test_the_end_of_a_range_is_open_and_its_start_is_closed(historian: Historian) -> None:
    historian.append(ramp(1, 10))
    two_s, five_s = START + timedelta(seconds=2), START + timedelta(seconds=5)
    for _ in range(2):
        found = historian.range(["m000.temp"], two_s, five_s)
        assert found.column("value").to_pylist() == [2.0, 3.0, 4.0]
        historian.maintain()


def test_a_limit_and_a_reversed_span_are_refused(historian: Historian) -> None:
    historian.append(ramp(1, 10))
    with pytest.raises(RangeInvalid):
        historian.range(["m000.temp"], START, START + HOUR, limit=9)
    with pytest.raises(RangeInvalid):
        historian.range(["m000.temp"], START, START)
    with pytest.raises(RangeInvalid):
        historian.downsample("m000.temp", START, START + HOUR, 0)


@pytest.mark.parametrize(
    "table",
    [
        pa.table({"tag": ["a"], "value": [1.0]}),
        samples([""], [1], [1.0]),
        samples(["a"], [1], [1.0], quality=9),
        samples(["a"], [1 << 60], [1.0]),
    ],
)
def test_unfit_batches_are_refused_whole(historian: Historian, table: pa.Table) -> None:
    with pytest.raises(SamplesInvalid):
        historian.append(table)
    assert historian.last().num_rows == 0


def test_downsample_gives_each_interval_its_figures(historian: Historian) -> None:
    historian.append(
        samples(["t"] * 4, [START_US + s * 1_000_000 for s in (0, 1, 9, 15)], [1, 3, 2, 8])
    )
    historian.append(
        samples(
            ["t"] * 2, [START_US + 2_000_000, START_US + 3_000_000], [99, np.nan], quality=[2, 0]
        )
    )
    found = historian.downsample("t", START, START + timedelta(seconds=30), 3).to_pydict()
    assert found["time"] == [START, START + timedelta(seconds=10)]
    assert found["count"] == [3, 1]
    assert found["mean"] == [2.0, 8.0]
    assert (found["min"], found["max"]) == ([1.0, 8.0], [3.0, 8.0])
    assert (found["first"], found["last"]) == ([1.0, 8.0], [2.0, 8.0])
    assert found["bad"] == [2, 0]


def test_a_withdrawn_sample_is_gone_even_from_another_segment(historian: Historian) -> None:
    historian.append(samples(["t", "t"], [1, 2], [5.0, 6.0]))
    historian.maintain()
    historian.append(samples(["t"], [1], [5.0], quality=Quality.WITHDRAWN, arrival_us=[9]))
    start, end = datetime(1970, 1, 1, tzinfo=UTC), datetime(1970, 1, 2, tzinfo=UTC)
    for _ in range(2):
        assert historian.range(["t"], start, end).column("value").to_pylist() == [6.0]
        assert historian.aggregate(["t"], start, end).column("count").to_pylist() == [1]
        historian.maintain()


def test_repeated_and_unordered_rows_are_kept_once_and_in_order(historian: Historian) -> None:
    table = ramp(2, 50)
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(len(table))
        historian.append(table.take(order))
    found = historian.range(["m001.temp"], START, START + HOUR)
    assert found.column("value").to_pylist() == [1000.0 + step for step in range(50)]
    assert historian.last(["m001.temp"]).column("value").to_pylist() == [1049.0]
    whole = historian.aggregate(["m000.temp", "m001.temp"], START, START + HOUR)
    assert whole.column("count").to_pylist() == [50, 50]


def test_wave_forms_of_a_span_come_back(historian: Historian) -> None:
    times = [START_US, START_US + 10_000_000]
    historian.append_waves(waves(["w", "w"], times, [8.0, 8.0], [np.ones(4), np.zeros(2)]))
    found = historian.waves("w", START, START + timedelta(seconds=5))
    assert found.column("samples").to_pylist() == [[1.0] * 4]
    assert len(historian.waves("w", START, START + HOUR, limit=1)) == 1


def test_what_is_too_old_leaves_and_the_rest_stays(historian: Historian) -> None:
    historian.bulk(samples(["short.a", "long.a"], [START_US] * 2, [1.0, 2.0]))
    historian.maintain()
    assert historian.retain(START + timedelta(days=5)).removed == 1
    left = historian.range(["short.a", "long.a"], START, START + HOUR)
    assert left.column("value").to_pylist() == [2.0]


def test_export_writes_a_file(historian: Historian, tmp_path: Path) -> None:
    historian.append(ramp(2, 10))
    target = tmp_path / "out.parquet"
    assert historian.export(target, historian.tags(), START, START + HOUR) == 20
    assert target.exists()
