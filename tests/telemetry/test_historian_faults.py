"""The historian under kills, damage and a full disk (faults F2, F8, F9)."""

import errno
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from lineside.telemetry.adapters.parquet_historian import FollowingHistorian, ParquetHistorian
from lineside.telemetry.adapters.parquet_historian import log as log_module
from lineside.telemetry.errors import HistorianFull, HistorianUnavailable, SegmentDamaged
from lineside.telemetry.samples import samples

START, END = datetime(1970, 1, 1, tzinfo=UTC), datetime(1970, 2, 1, tzinfo=UTC)
CHILD = Path(__file__).with_name("historian_child.py")
KILLS = int(os.environ.get("LINESIDE_KILLS", "6"))


def stored(folder: Path) -> set[int]:
    reader = FollowingHistorian(folder)
    values = reader.range(reader.tags(), START, END).column("value").to_pylist()
    assert len(values) == len(set(values))
    return {int(value) for value in values}


def run_and_kill(folder: Path, first: int, after_s: float) -> int:
    """Let a writer run and kill it; the number up to which it was acknowledged."""
    command = [sys.executable, str(CHILD), str(folder), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        acknowledged = int(child.stdout.readline())
        time.sleep(after_s)
        child.kill()
        whole = [line for line in child.stdout.read().splitlines(True) if line.endswith("\n")]
    return int(whole[-1]) if whole else acknowledged


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_kills_at_random_moments_lose_nothing_acknowledged(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    folder, acknowledged = tmp_path / "history", 0
    for _ in range(KILLS):
        acknowledged = run_and_kill(folder, acknowledged, chance.uniform(0.0, 0.4))
        assert set(range(acknowledged)) <= stored(folder)
    began = time.process_time()
    again = ParquetHistorian(folder)
    assert time.process_time() - began < 5
    again.maintain()
    again.close()
    assert set(range(acknowledged)) <= stored(folder)


def filled(folder: Path, batches: int = 5) -> Path:
    """A historian with that many batches of ten points in its log; the log's path."""
    historian = ParquetHistorian(folder)
    for batch in range(batches):
        numbers = range(10 * batch, 10 * batch + 10)
        historian.append(samples(["t"] * 10, [n * 1_000 for n in numbers], list(numbers)))
    historian.close()
    return sorted((folder / "logs").iterdir())[-1]


def cut(data: bytearray) -> None:
    del data[-7:]


def flip_last(data: bytearray) -> None:
    data[-3] ^= 0x40


def rubbish(data: bytearray) -> None:
    data.extend(b"LSW1" + bytes(range(200)))


def zeros(data: bytearray) -> None:
    data.extend(bytes(4096))


@pytest.mark.parametrize(
    ("damage", "kept"), [(cut, 40), (flip_last, 40), (rubbish, 50), (zeros, 50)]
)
def test_a_damaged_tail_costs_its_own_record_only(
    tmp_path: Path, damage: Callable[[bytearray], None], kept: int
) -> None:
    log = filled(tmp_path)
    data = bytearray(log.read_bytes())
    damage(data)
    log.write_bytes(data)
    historian = ParquetHistorian(tmp_path)
    historian.append(samples(["t"], [10**9], [1000.0]))
    for _ in range(2):
        assert historian.range(["t"], START, END).num_rows == kept + 1
        historian.maintain()
    historian.close()
    assert stored(tmp_path) == set(range(kept)) | {1000}


def test_any_flipped_byte_costs_at_most_its_own_record(tmp_path: Path) -> None:
    log = filled(tmp_path)
    whole = log.read_bytes()
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    for place in sorted(chance.sample(range(len(whole)), 40)):
        data = bytearray(whole)
        data[place] ^= 1 << chance.randrange(8)
        found = [record.sequence for record in log_module.read_records(bytes(data), final=True)]
        lost = place // (len(whole) // 5) + 1
        assert found == [number for number in range(1, 6) if number != lost]


def test_a_damaged_manifest_is_made_again_from_the_segments(tmp_path: Path) -> None:
    filled(tmp_path)
    historian = ParquetHistorian(tmp_path)
    historian.maintain()
    historian.append(samples(["u"], [5], [5.0]))
    historian.close()
    for damage in (b"{", b""):
        (tmp_path / "manifest.json").write_bytes(damage)
        again = ParquetHistorian(tmp_path)
        assert again.range(["t", "u"], START, END).num_rows == 51
        assert again.last().num_rows == 2
        again.close()
    (tmp_path / "manifest.json").unlink()
    again = ParquetHistorian(tmp_path)
    assert again.range(["t", "u"], START, END).num_rows == 51
    again.close()


def test_a_damaged_segment_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    filled(tmp_path)
    historian = ParquetHistorian(tmp_path)
    historian.maintain()
    historian.append(samples(["u"], [5], [5.0]))
    historian.close()
    segment = next((tmp_path / "segments").glob("points-*"))
    values = pq.read_metadata(segment).row_group(0).column(2)
    data = bytearray(segment.read_bytes())
    data[values.data_page_offset + values.total_compressed_size - 5] ^= 0xFF
    segment.write_bytes(data)
    again = ParquetHistorian(tmp_path)
    with pytest.raises(SegmentDamaged, match=segment.name):
        again.range(["t"], START, END)
    again.append(samples(["u"], [6], [6.0]))
    assert again.range(["u"], START, END).num_rows == 2
    again.close()


def failing(code: int, real: Callable[..., Any], broken: list[bool]) -> Callable[..., Any]:
    def call(*given: Any) -> Any:
        if broken[0]:
            raise OSError(code, os.strerror(code))
        return real(*given)

    return call


@pytest.mark.parametrize("name", ["writev", "fdatasync"])
def test_a_full_disk_refuses_and_goes_on_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    historian = ParquetHistorian(tmp_path)
    historian.append(samples(["t"], [1], [1.0]))
    broken = [True]
    monkeypatch.setattr(os, name, failing(errno.ENOSPC, getattr(os, name), broken))
    for _ in range(3):
        with pytest.raises(HistorianFull):
            historian.append(samples(["t"], [2], [2.0]))
    assert historian.range(["t"], START, END).num_rows == 1
    broken[0] = False
    historian.append(samples(["t"], [3], [3.0]))
    historian.close()
    assert stored(tmp_path) == {1, 3}


def test_input_output_errors_at_random_lose_nothing_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    real = {name: getattr(os, name) for name in ("writev", "fdatasync", "fsync")}

    def unreliable(name: str) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            if chance.random() < 0.05:
                raise OSError(errno.EIO, "injected")
            return real[name](*given)

        return call

    historian = ParquetHistorian(tmp_path, seal_points=50)
    for name in real:
        monkeypatch.setattr(os, name, unreliable(name))
    acknowledged = set()
    for number in range(400):
        try:
            historian.append(samples(["t"], [number], [float(number)]))
        except HistorianUnavailable:
            continue
        acknowledged.add(number)
    monkeypatch.undo()
    assert len(acknowledged) > 200
    historian.maintain()
    historian.close()
    assert acknowledged <= stored(tmp_path)


def test_sealing_that_cannot_go_on_refuses_appends_and_recovers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    historian = ParquetHistorian(tmp_path, seal_points=10)
    broken = [True]
    monkeypatch.setattr(os, "fsync", failing(errno.ENOSPC, os.fsync, broken))
    refusals, taken = 0, 0
    for number in range(200):
        try:
            historian.append(
                samples(["t"] * 10, range(taken, taken + 10), range(taken, taken + 10))
            )
            taken += 10
        except HistorianFull:
            refusals += 1
            broken[0] = number < 150
    assert refusals > 0
    assert taken > 100
    assert historian.unsealed() < 60
    historian.close()
    assert stored(tmp_path) == set(range(taken))
