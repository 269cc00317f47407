"""Replay: mappings, cutting in time, and the way through a real broker back into samples."""

import math
import os
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from collecting import collecting, until

from lineside.kernel.clock import RealClock
from lineside.kernel.errors import Refusal
from lineside.telemetry.adapters.broker import BrokerAddress
from lineside.telemetry.adapters.mqtt import MqttSource
from lineside.telemetry.adapters.mqtt_publisher import MqttPublisher
from lineside.telemetry.errors import MappingInvalid
from lineside.telemetry.replay import load, pieces, play, read_mapping

CSV = """datetime;Temp;State;Empty
2026-03-01 10:00:00;50;RUN;
2026-03-01 10:00:01.5;59;STOP;
2026-03-01 10:00:03;;RUN;1
"""
MAP = """
time: {column: datetime, format: iso}
separator: ";"
columns:
  Temp: {tag: m.temp, unit: degF, to: degC}
  State: {tag: m.state, codes: {RUN: 3, STOP: 1}}
"""


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "r.csv"
    path.write_text(CSV)
    return path


def test_a_file_becomes_samples_in_the_units_wanted(recording: Path) -> None:
    found = load(recording, read_mapping(MAP))
    assert found.tags() == ["m.state", "m.temp"]
    assert found.units == {"m.temp": "degC"}
    rows = [row for row in found.samples.to_pylist() if row["tag"] == "m.temp"]
    assert [row["value"] for row in rows] == [pytest.approx(10), pytest.approx(15)]
    assert rows[1]["time"] == datetime(2026, 3, 1, 10, 0, 1, 500_000, tzinfo=UTC)
    states = [row["value"] for row in found.samples.to_pylist() if row["tag"] == "m.state"]
    assert states == [3, 1, 3]


def test_one_value_per_row_and_times_by_step(tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    columns = {"n": ["a", "b", "a"], "v": [1.0, 2.0, 3.0], "t": [0.0, 0.5, 1.0]}
    pq.write_table(pa.table(columns), path)
    tidy = read_mapping("{time: {column: t, format: s}, rows: {tag: n, value: v, prefix: x.}}")
    assert load(path, tidy).tags() == ["x.a", "x.b"]
    stepped = load(path, read_mapping("{time: {every_s: 0.25}, columns: {v: q}}"))
    assert stepped.samples.column("time").to_pylist()[2].microsecond == 500_000


@pytest.mark.parametrize(
    "text",
    ["[", "7", "time: {}", "columns: {a: {unit: K}}", "{time: {format: days}, columns: {a: b}}"],
)
def test_a_wrong_mapping_is_refused(text: str) -> None:
    with pytest.raises(MappingInvalid):
        read_mapping(text)


def test_a_wrong_unit_column_or_file_is_refused(recording: Path, tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        read_mapping("columns: {a: {tag: t, unit: degC, to: bar}}")
    for text in ("columns: {Nope: t}", "{separator: ';', columns: {State: t}}"):
        with pytest.raises(MappingInvalid):
            load(recording, read_mapping(text))
    with pytest.raises(MappingInvalid):
        load(tmp_path / "none.csv", read_mapping(MAP))


def test_pieces_are_due_by_speed_and_may_be_stamped_anew(recording: Path) -> None:
    found = load(recording, read_mapping(MAP))
    told = [(part.due_s, len(part.samples)) for part in pieces(found, speed=2.0, every_s=0.5)]
    assert told == [(0.0, 2), (0.75, 2), (1.5, 1)]
    start = datetime(2026, 11, 1, tzinfo=UTC)
    anew = list(pieces(found, speed=3.0, restamp=start))
    assert anew[0].samples.column("time")[0].as_py() == start
    assert anew[-1].samples.column("time")[-1].as_py() == start.replace(second=1)
    assert len(list(pieces(found, speed=math.inf))) == 1
    assert len(list(pieces(found, speed=math.inf, longest=2))) == 3


async def test_replay_goes_through_the_broker_without_loss(
    recording: Path, broker: BrokerAddress
) -> None:
    found = load(recording, read_mapping(MAP))
    publisher = MqttPublisher(broker.machine_mqtt("replayer"))
    await publisher.open()
    source = MqttSource(
        broker.mqtt("replay-host", persistent=False),
        clock=RealClock(),
        quarantine=lambda poison: pytest.fail(poison.reason),
    )
    await source.connect()
    async with collecting(source, publisher.signals(found.tags())) as heard:
        await until(lambda: source.health().state == "live")
        import asyncio

        await asyncio.sleep(0.3)
        count = await play(pieces(found, speed=math.inf), publisher.publish)
        await until(lambda: len(heard.rows) == count)
    await publisher.close()
    got = sorted((row["tag"], row["time"], row["value"]) for row in heard.rows)
    sent = sorted((row["tag"], row["time"], row["value"]) for row in found.samples.to_pylist())
    assert got == sent


@pytest.mark.data
def test_a_real_recording_is_read() -> None:
    folder = os.environ.get("LINESIDE_DATA")
    if not folder:
        pytest.skip("LINESIDE_DATA is not set")
    files = sorted(Path(folder).glob("condition/**/SKAB/**/*.csv")) or sorted(
        Path(folder).glob("condition/skab/**/*.csv")
    )
    if not files:
        pytest.skip("no SKAB files in the data")
    names = files[0].read_text().splitlines()[0].split(";")
    columns = "\n".join(f"  {name!r}: skab.c{n}" for n, name in enumerate(names[1:9]))
    text = f"time: {{column: {names[0]}}}\nseparator: ';'\ncolumns:\n{columns}\n"
    found = load(files[0], read_mapping(text))
    assert len(found.tags()) == 8
    times = found.samples.column("time").to_numpy()
    assert np.all(times[1:] >= times[:-1])
