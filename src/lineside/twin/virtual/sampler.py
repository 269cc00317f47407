"""Turns a stretch of plant time into columns of samples, one tag after another."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.twin.virtual.emission import Alarm, Samples, StateChange
from lineside.twin.virtual.plant_data import PlantData
from lineside.twin.virtual.scenario import Wear
from lineside.twin.virtual.signals import Sensors
from lineside.twin.virtual.timeline import Track

METER_PERIOD_S = 300.0
Times = npt.NDArray[np.floating[Any]]


class Sampler:
    """Counters, meters, set-points and sensors of all machines, from stretch to stretch."""

    def __init__(self, data: PlantData, wear: Wear, seed: int, us: Callable[[float], int]) -> None:
        self.data = data
        self.seed = seed
        self.us = us
        self.sensors = Sensors(data, wear)
        self.tag_ids = tuple(
            i for i, t in data.tags.items() if t["class"] not in ("waveform", "picture", "context")
        )
        self._index = {tag: i for i, tag in enumerate(self.tag_ids)}
        self._counters: dict[str, float] = {}
        self._fresh = [
            (tag, self._usual(tag), 0.0)
            for tag in self.tag_ids
            if data.tags[tag]["class"] == "setpoint"
        ]
        self.last_state: dict[str, int] = {}
        self.down_since: dict[str, float] = {}
        self._last: dict[int, tuple[int, float]] = {}
        self._out: list[tuple[int, npt.NDArray[np.int64], Times]] = []

    def _usual(self, tag: str) -> float:
        """The value that routings give a set-point, else the middle of its range."""
        row = self.data.tags[tag]
        for product in self.data.products.values():
            for operation in product["routing"]:
                for point in operation["set_points"]:
                    if (
                        point["signal"] == row["signal"]
                        and row["equipment"] in operation["machines"]
                    ):
                        return float(point["value"])
        low, high = row["range"]
        return (float(low) + float(high)) / 2

    def set_point(self, tag: str, value: float, time_s: float) -> None:
        """A set-point was written."""
        self.sensors.set_points[tag] = value
        self._fresh.append((tag, value, time_s))

    def _put(self, tag: str, times_us: npt.NDArray[np.int64], values: Times) -> None:
        if tag in self._index and len(times_us):
            self._out.append((self._index[tag], times_us, values))

    def _steps(self, tag: str, rows: list[tuple[int, float]]) -> None:
        if rows:
            rows.sort(key=lambda row: row[0])
            times = np.array([t for t, _ in rows], np.int64)
            self._put(tag, times, np.array([v for _, v in rows], np.float64))

    def take(
        self,
        since_s: float,
        until_s: float,
        period_s: float,
        *,
        tracks: dict[str, Track],
        seized: str | None,
        states: list[StateChange],
        alarms: list[Alarm],
        pieces: list[tuple[float, str]],
        rejects: list[tuple[float, str]],
    ) -> Samples:
        """All samples with since < time <= until (and time 0)."""
        self._changes(states, alarms)
        self._counts(pieces, rejects)
        first = 0 if since_s == 0.0 else int(np.floor(since_s / period_s)) + 1
        grid = np.arange(first, int(np.floor(until_s / period_s)) + 1) * period_s
        if len(grid):
            times_us = np.array([self.us(0.0)], np.int64) + np.round(grid * 1e6).astype(np.int64)
            for i, (machine, track) in enumerate(tracks.items()):
                self._machine(i, machine, track, grid, times_us, period_s)
            self._climate(grid, times_us)
        for tag, value, time_s in self._fresh:
            self._put(tag, np.array([self.us(time_s)], np.int64), np.array([value]))
        self._fresh = []
        return self._columns()

    def _changes(self, states: list[StateChange], alarms: list[Alarm]) -> None:
        by_machine: dict[str, list[tuple[int, float]]] = {}
        for change in states:
            by_machine.setdefault(change.equipment, []).append((change.time_us, change.state))
        for machine, rows in by_machine.items():
            self._steps(f"{machine}.state", rows)
        standing: dict[str, list[tuple[int, float]]] = {}
        for alarm in alarms:
            shown = alarm.code if alarm.active else 0
            standing.setdefault(alarm.equipment, []).append((alarm.time_us, shown))
        for machine, rows in standing.items():
            self._steps(f"{machine}.alarm_code", rows)

    def _counts(self, pieces: list[tuple[float, str]], rejects: list[tuple[float, str]]) -> None:
        for signal, events in (
            ("part_counter", pieces),
            ("cycle_counter", pieces),
            ("reject_counter", rejects),
        ):
            by_machine: dict[str, list[float]] = {}
            for time_s, machine in events:
                by_machine.setdefault(machine, []).append(time_s)
            for machine, times in by_machine.items():
                tag = f"{machine}.{signal}"
                start = self._counters.setdefault(tag, 1000.0 + 13.0 * len(self._counters))
                values = start + 1.0 + np.arange(len(times))
                self._counters[tag] = float(values[-1])
                us = np.array([self.us(t) for t in sorted(times)], np.int64)
                self._put(tag, us, values)

    def _machine(
        self,
        i: int,
        machine: str,
        track: Track,
        grid: Times,
        times_us: npt.NDArray[np.int64],
        period_s: float,
    ) -> None:
        seed = [self.seed, 0x51, i, int(grid[0])]
        bench = self.sensors.bench(machine, track, grid, period_s, seed)
        power = self.sensors.power_kw(bench)
        self._put(f"{machine}.power_kw", times_us, power)
        reading = self.sensors.meter(bench, power)
        whole = np.mod(grid, max(METER_PERIOD_S, period_s)) == 0
        self._put(f"{machine}.energy_kwh", times_us[whole], reading[whole])
        for signal, values in self.sensors.analogue(bench).items():
            self._put(f"{machine}.{signal}", times_us, values)

    def _climate(self, grid: Times, times_us: npt.NDArray[np.int64]) -> None:
        whole = np.mod(grid, 60.0) == 0
        grid, times_us = grid[whole], times_us[whole]
        if not len(grid):
            return
        hour = np.mod(times_us / 3.6e9 + 1.0, 24.0)
        for i, sensor in enumerate(self.data.sensors):
            random = np.random.default_rng([self.seed, 0xC1, i, int(grid[0])])
            for signal, values in self.sensors.climate(sensor, grid, hour, random).items():
                self._put(f"{sensor}.{signal}", times_us, values)

    def _columns(self) -> Samples:
        self._out.sort(key=lambda row: row[0])
        out, self._out = self._out, []
        if not out:
            return _nothing()
        tag = np.concatenate([np.full(len(t), i, np.int32) for i, t, _ in out])
        time = np.concatenate([t for _, t, _ in out])
        value = np.concatenate([v for _, _, v in out])
        for i, times_us, values in out:
            self._last[i] = (int(times_us[-1]), float(values[-1]))
        return Samples(tag, time, value, np.zeros(len(tag), np.int8))

    def present(self) -> Samples:
        """The last value of every tag that ever had one, at its own time."""
        rows = sorted(self._last.items())
        return Samples(
            np.array([i for i, _ in rows], np.int32),
            np.array([t for _, (t, _) in rows], np.int64),
            np.array([v for _, (_, v) in rows], np.float64),
            np.zeros(len(rows), np.int8),
        )


def _nothing() -> Samples:
    empty: dict[str, Any] = {
        "tag": np.zeros(0, np.int32),
        "time_us": np.zeros(0, np.int64),
        "value": np.zeros(0),
        "quality": np.zeros(0, np.int8),
    }
    return Samples(**empty)
