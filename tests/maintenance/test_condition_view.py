"""A spindle's order spectrum at its measured speed, and the drift of its health model's inputs."""

from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest
from machines import HALDEN, historian, map_signals

from lineside.kernel.actors import service
from lineside.maintenance import condition, store
from lineside.telemetry.samples import SAMPLES, waves

GR04, WAVE, SPEED = "halden/machining/GR-04", "GR-04.vibration_waveform", "GR-04.spindle_speed_rpm"
RATE_HZ, SAMPLES_TAKEN = 25_600.0, 4096


@pytest.fixture
def kept(world, door):
    door.run("plant.load_plant", {"folder": str(HALDEN)}, service("app"))
    with historian(world) as found:
        yield found


def take_wave(kept, at, shaft_hz):
    """Two and a half strikes a turn."""
    seconds = np.arange(SAMPLES_TAKEN) / RATE_HZ
    wave = 3 * np.sin(2 * np.pi * 2.5 * shaft_hz * seconds).astype(np.float32)
    kept.append_waves(waves([WAVE], [round(at.timestamp() * 1e6)], [RATE_HZ], [wave]))


def tell_speed(kept, at, rpm):
    row = [[SPEED], [at], [rpm], [0], [at]]
    columns = [pa.array(v).cast(f.type) for v, f in zip(row, SAMPLES, strict=True)]
    kept.bulk(pa.Table.from_arrays(columns, schema=SAMPLES))


def test_a_tone_stays_on_its_order_at_the_speed_that_was_measured(kept, door, clock, supervisor):
    map_signals(door, GR04, ("spindle_speed_rpm",))
    at = clock.now() - timedelta(minutes=30)
    take_wave(kept, at, shaft_hz=50.0)
    tell_speed(kept, at - timedelta(minutes=2), 3000.0)
    orders = supervisor.ask("maintenance.condition", equipment=GR04).orders
    assert (orders.speed_rpm, orders.measured) == (3000.0, True)
    assert orders.order[int(np.argmax(orders.amplitude))] == pytest.approx(2.5, abs=0.15)
    assert max(orders.amplitude) == pytest.approx(3.0, rel=0.2)
    tones = {each.name: each.order for each in orders.tones}
    assert tones["BPFO"] + tones["BPFI"] == pytest.approx(19, abs=0.05), "as many as it has balls"
    assert 0.3 < tones["FTF"] < 0.5


@pytest.mark.parametrize("rpm", [None, 0.0, 3000.0])
def test_without_a_fresh_speed_the_shafts_own_is_taken(kept, door, clock, supervisor, rpm):
    map_signals(door, GR04, ("spindle_speed_rpm",))
    at = clock.now() - timedelta(hours=2)
    take_wave(kept, at, shaft_hz=60.0)
    if rpm is not None:
        tell_speed(kept, at - (timedelta(minutes=2) if rpm == 0 else timedelta(hours=1)), rpm)
    orders = supervisor.ask("maintenance.condition", equipment=GR04).orders
    assert (orders.speed_rpm, orders.measured) == (3600.0, False)


def test_without_a_wave_there_is_no_spectrum(kept, supervisor):
    assert supervisor.ask("maintenance.condition", equipment=GR04).orders is None


def test_the_inputs_of_a_spindles_model_are_watched(kept, world, door, administrator):
    chance = np.random.default_rng(0)
    names = ("rms_m_s2", "envelope_rms_m_s2", "kurtosis")
    healthy = np.exp(0.1 * chance.standard_normal((60, 3)))
    worn = np.exp(0.1 * chance.standard_normal((60, 3)))
    worn[:, 1] *= 2
    file = world.files.put(condition.pack(condition.healthy_baseline(healthy, names)))
    figures = [{"name": "auc", "model": 0.9, "baseline": 0.5}]
    given = {"name": "spindle_health", "scope": GR04, "kind": "health_baseline", "file": file}
    given |= {"data_hash": "x", "figures": figures}
    model = door.run("learning.register_model", given, service("app")).result
    door.run("learning.promote_model", {"model": model}, service("app"))
    with world.work(service("app")) as work:
        rows = [
            {"equipment": GR04, "component": "spindle_bearing", "index": None,
             "at": work.at - timedelta(hours=200 - n), "values": [float(v) for v in row]}
            for n, row in enumerate(np.vstack([healthy, worn]))
        ]  # fmt: skip
        store.add_features(work, rows)
    found = administrator.run("learning.check_drift", model=model).result
    assert found["state"] == "moved"
    assert found["inputs"][0]["name"] == "envelope_rms_m_s2"
    assert [each["state"] for each in found["inputs"][1:]] == ["stable", "stable"]
