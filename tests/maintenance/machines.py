"""A house with machines whose signals follow each other, made up by the minute."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from lineside.kernel.actors import service
from lineside.kernel.door import Door
from lineside.kernel.work import World
from lineside.telemetry.adapters.parquet_historian import ParquetHistorian
from lineside.telemetry.ports import Historian
from lineside.telemetry.samples import SAMPLES

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
MILL = "halden/machining/ML-01"
SIGNALS = ("power_kw", "spindle_load_pct", "bearing_temperature_c", "vibration_rms_mm_s")
STEP = timedelta(minutes=5)


@contextmanager
def historian(world: World) -> Iterator[ParquetHistorian]:
    """The house's historian, in the test's own folder."""
    found = ParquetHistorian(Path(world.settings.data) / "historian")
    world.provide(Historian, found)
    yield found
    found.close()


def map_signals(door: Door, equipment: str, signals: tuple[str, ...] = SIGNALS) -> None:
    """Attach a source and map the signals of one machine."""
    owner = service("app")
    source = {"connection": "line", "protocol": "mqtt", "address": "mqtt://127.0.0.1:1"}
    door.run("telemetry.attach_connection", source, owner)
    units = {"power_kw": "kW", "spindle_load_pct": "%", "bearing_temperature_c": "degC"}
    tags: list[dict[str, Any]] = [
        {"equipment": equipment, "signal": name, "address": f"line/{equipment}/{name}",
         "unit": units.get(name, "mm/s")}
        for name in signals
    ]  # fmt: skip
    door.run("telemetry.map_tags", {"connection": "line", "tags": tags}, owner)


def run_shifts(door: Door, equipment: str, first: datetime, until: datetime) -> list[float]:
    """Twelve hours running, four idle, again and again; returns the share of each step run."""
    changes, at = [], first
    while at < until:
        changes.append({"equipment": equipment, "state": "running", "at": at})
        changes.append({"equipment": equipment, "state": "idle", "at": at + timedelta(hours=12)})
        at += timedelta(hours=16)
    known = [each for each in changes if each["at"] < until]
    door.run("telemetry.import_states", {"changes": known}, service("app"))
    steps = int((until - first) / STEP)
    return [float((n * 5 / 60) % 16 < 12) for n in range(1, steps + 1)]


def write(
    store: ParquetHistorian,
    equipment: str,
    first: datetime,
    ran: list[float],
    *,
    warmer_c: float = 0.0,
    warm_at_first: float = 0.0,
    seed: int = 0,
) -> None:
    """One reading a step and signal: the load drives power, the bearing warms with running."""
    chance = np.random.default_rng(seed)
    load = 50 + 6 * chance.standard_normal(len(ran))
    warm = np.zeros(len(ran))
    for n, share in enumerate(ran):
        warm[n] = (warm[n - 1] if n else warm_at_first) * 0.9 + 0.1 * share
    columns = {
        "power_kw": 10 + 0.3 * load + 0.2 * chance.standard_normal(len(ran)),
        "spindle_load_pct": load,
        "bearing_temperature_c": 24 + 18 * warm + warmer_c + 0.3 * chance.standard_normal(len(ran)),
        "vibration_rms_mm_s": 1 + 0.08 * chance.standard_normal(len(ran)),
    }
    unit = equipment.rsplit("/", 1)[-1]
    # A moment before the step ends: readings are taken within it.
    times = [first + (n + 1) * STEP - timedelta(seconds=1) for n in range(len(ran))]
    for name, values in columns.items():
        names = pa.array([f"{unit}.{name}"] * len(ran)).dictionary_encode()
        good = pa.array(np.zeros(len(ran), np.int8))
        rows = [names, pa.array(times), pa.array(values), good, pa.array(times)]
        cast = [each.cast(field.type) for each, field in zip(rows, SAMPLES, strict=True)]
        store.bulk(pa.Table.from_arrays(cast, schema=SAMPLES))
