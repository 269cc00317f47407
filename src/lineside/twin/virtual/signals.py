"""What the machines' sensors read, for whole stretches at once, from state, load and wear."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter

from lineside.twin.engine import memory as at
from lineside.twin.virtual.plant_data import PlantData
from lineside.twin.virtual.scenario import Wear, acceleration_m_s2, vibration_mm_s
from lineside.twin.virtual.timeline import Track

Floats = npt.NDArray[np.floating[Any]]
Ints = npt.NDArray[np.int64]

FIGURE = np.array([0, 1, 2, 3, 4, 5, 6])
"""Engine state to the figure of equipment.yaml: they agree."""
WARM = (at.RUN, at.SETUP)
"""The states in which something warms."""
LOAD = {at.OFF: 0.02, at.IDLE: 0.0, at.SETUP: 0.12, at.RUN: 1.0, at.BLOCKED: 0.0}
"""Share of the way from idle to working power."""


@dataclass(slots=True)
class Lag:
    """A first-order lag, kept from stretch to stretch."""

    value: float

    def follow(self, target: Floats, period_s: float, tau_s: float) -> Floats:
        """The lagged value at each point."""
        a = 1.0 - float(np.exp(-period_s / tau_s))
        found, _ = lfilter([a], [1.0, a - 1.0], target, zi=[(1.0 - a) * self.value])
        if len(found):
            self.value = float(found[-1])
        return np.asarray(found, dtype=np.float64)


@dataclass(slots=True)
class Bench:
    """One machine's stretch: the grid of times and what holds at each point.

    ``spent`` tells for each state the share of the time up to a point, since the point before, that
    the machine spent in it: what warms slowly follows that, however coarse the grid is.
    """

    machine: str
    row: dict[str, Any]
    time_s: Floats
    period_s: float
    state: Ints
    load: Floats
    wear: Floats
    feed: float
    random: np.random.Generator
    spent: dict[int, Floats]

    @property
    def running(self) -> npt.NDArray[np.bool_]:
        return np.asarray(self.state == at.RUN)

    def noise(self) -> Floats:
        """Standard normal, one per point."""
        return self.random.standard_normal(len(self.time_s))

    def while_running(self, value: Floats | float, otherwise: float = 0.0) -> Floats:
        """A value while the machine runs, something else when not."""
        return np.where(self.running, value, otherwise)


@dataclass(slots=True)
class Sensors:
    """All analogue signals of the plant."""

    data: PlantData
    wear: Wear
    lags: dict[str, Lag] = field(default_factory=dict)
    energy_kwh: dict[str, float] = field(default_factory=dict)
    set_points: dict[str, float] = field(default_factory=dict)

    def bench(
        self, machine: str, track: Track, time_s: Floats, period_s: float, seed: list[int]
    ) -> Bench:
        """A machine's stretch: its state at every point, and how hard it works."""
        row = self.data.machines[machine]
        since = np.array([t for t, _ in track.states])
        states = np.array([s for _, s in track.states])
        place = np.maximum(np.searchsorted(since, time_s, side="right") - 1, 0)
        state = FIGURE[states[place]]
        random = np.random.default_rng(seed)
        feed = self._feed(machine)
        cycle = (
            0.82 + 0.13 * np.sin(time_s / 97.0 + place) + 0.05 * random.standard_normal(len(time_s))
        )
        load = np.where(state == at.RUN, cycle * feed**0.5, 0.0)
        worn = self.wear.at(machine, time_s)
        spent = {s: _spent(since, FIGURE[states] == s, time_s, period_s) for s in WARM}
        return Bench(machine, row, time_s, period_s, state, load, worn, feed, random, spent)

    def _feed(self, machine: str) -> float:
        """Feed set-point against its usual value."""
        for name, usual in USUAL_FEED.items():
            if f"{machine}.{name}" in self.set_points:
                return self.set_points[f"{machine}.{name}"] / usual
        return 1.0

    def lagged(self, b: Bench, name: str, target: Floats, tau_s: float) -> Floats:
        """A slow quantity that follows its target."""
        lag = self.lags.setdefault(f"{b.machine}.{name}", Lag(float(target[0])))
        return lag.follow(target, b.period_s, tau_s)

    def power_kw(self, b: Bench) -> Floats:
        """Active power from state and load; a furnace holds its temperature whatever it does."""
        rated, idle = float(b.row["rated_power_kw"]), float(b.row["idle_power_kw"])
        share = np.select([b.state == s for s in LOAD], list(LOAD.values()), 0.0)
        busy = 0.62 if b.row["kind"] != "furnace" else 0.7
        work = idle + (busy * rated - idle) * share * np.where(b.running, b.load / 0.82, 1.0)
        off = np.where(b.state == at.OFF, 0.3 * idle, work)
        power = off * (1.0 + 0.02 * b.noise()) * (1.0 + 0.06 * b.wear)
        return np.asarray(np.clip(power, 0.0, 1.25 * rated))

    def meter(self, b: Bench, power_kw: Floats) -> Floats:
        """Energy meter at each point."""
        start = self.energy_kwh.setdefault(b.machine, 1000.0 + 137.0 * len(self.energy_kwh))
        reading = start + np.cumsum(power_kw) * b.period_s / 3600.0
        if len(reading):
            self.energy_kwh[b.machine] = float(reading[-1])
        return reading

    def analogue(self, b: Bench) -> dict[str, Floats]:
        """Every analogue signal of the machine but power, by name."""
        return SIGNALS[b.row["kind"]](self, b)

    def climate(
        self, sensor: str, time_s: Floats, hour: Floats, random: np.random.Generator
    ) -> dict[str, Floats]:
        """Temperature and humidity of a hall, with the time of day."""
        day = np.sin((hour - 9.0) / 24.0 * 2 * np.pi)
        slow = np.sin(time_s / 86400.0 / 6.3)
        temperature = 21.0 + 1.8 * day + 0.9 * slow + 0.08 * random.standard_normal(len(time_s))
        humidity = 44.0 - 5.0 * day + 4.0 * slow + 0.4 * random.standard_normal(len(time_s))
        return {"room_temperature_c": temperature, "humidity_pct": np.clip(humidity, 15, 85)}


USUAL_FEED = {
    "feed_setpoint_mm_min": 620.0,
    "feed_setpoint_mm_rev": 0.25,
    "axial_feed_setpoint_mm_rev": 2.4,
}


def _spent(since: Floats, there: npt.NDArray[np.bool_], time_s: Floats, period_s: float) -> Floats:
    """The share of the period before each time that was spent in a state, entered at ``since``."""
    until = max(float(time_s[-1]), float(since[-1])) + 1.0
    edges = np.concatenate(
        [[min(float(since[0]), float(time_s[0]) - period_s)], since[1:], [until]]
    )
    total = np.concatenate([[0.0], np.cumsum(np.diff(edges) * there)])
    share: Floats = np.interp(time_s, edges, total) - np.interp(time_s - period_s, edges, total)
    return share / period_s


def _coolant(s: Sensors, b: Bench) -> Floats:
    target = 22.0 + 7.5 * b.spent[at.RUN]
    return s.lagged(b, "coolant", target, 2400.0) + 0.15 * b.noise()


def _grinder(s: Sensors, b: Bench) -> dict[str, Floats]:
    speed = s.set_points.get(f"{b.machine}.spindle_speed_setpoint_rpm", 3600.0)
    spins = b.running | (b.state == at.SETUP)
    level = vibration_mm_s(b.wear, b.noise()) * b.feed**0.5 * (speed / 3600.0)
    quiet = 0.06 + 0.01 * np.abs(b.noise())
    warm = b.spent[at.RUN] + b.spent[at.SETUP]
    bearing = 24.0 + warm * (17.0 + 15.0 * b.wear)
    return {
        "spindle_speed_rpm": np.where(spins, speed * (1 + 0.0015 * b.noise()), 0.0),
        "spindle_load_pct": b.while_running(58.0 * b.load / 0.82 * (1 + 0.12 * b.wear)),
        "vibration_rms_mm_s": np.where(b.running, level, np.where(spins, 0.6 * level, quiet)),
        "vibration_acc_rms_m_s2": b.while_running(
            acceleration_m_s2(b.wear, b.noise()) * b.feed**0.5, 0.2
        ),
        "bearing_temperature_c": s.lagged(b, "bearing", bearing, 2700.0) + 0.2 * b.noise(),
        "coolant_temperature_c": _coolant(s, b),
        "coolant_flow_l_min": b.while_running(64.0 + 0.8 * b.noise()),
        "feed_rate_mm_min": b.while_running(620.0 * b.feed * (1 + 0.01 * b.noise())),
        "wheel_parts_since_dressing": np.floor(np.mod(b.time_s / 760.0, 40.0)),
    }


def _mill(s: Sensors, b: Bench) -> dict[str, Floats]:
    bearing = 24.0 + 19.0 * b.spent[at.RUN]
    feed = s.set_points.get(f"{b.machine}.feed_setpoint_mm_min", 3200.0)
    return {
        "spindle_speed_rpm": b.while_running(8000.0 * (1 + 0.002 * b.noise())),
        "spindle_load_pct": b.while_running(52.0 * b.load / 0.82),
        "vibration_rms_mm_s": b.while_running(0.95 * np.exp(0.07 * b.noise()), 0.05),
        "bearing_temperature_c": s.lagged(b, "bearing", bearing, 2400.0) + 0.2 * b.noise(),
        "coolant_temperature_c": _coolant(s, b),
        "feed_rate_mm_min": b.while_running(feed * (1 + 0.02 * b.noise())),
    }


def _lathe(s: Sensors, b: Bench) -> dict[str, Floats]:
    return {
        "spindle_speed_rpm": b.while_running(1450.0 * (1 + 0.01 * b.noise())),
        "spindle_load_pct": b.while_running(47.0 * b.load / 0.82),
        "coolant_temperature_c": _coolant(s, b),
        "feed_rate_mm_rev": b.while_running(0.25 * b.feed * (1 + 0.01 * b.noise())),
        "vibration_rms_mm_s": b.while_running(1.35 * np.exp(0.08 * b.noise()), 0.05),
    }


def _hobber(s: Sensors, b: Bench) -> dict[str, Floats]:
    oil = 26.0 + 14.0 * b.spent[at.RUN]
    return {
        "hob_speed_rpm": b.while_running(410.0 * (1 + 0.004 * b.noise())),
        "spindle_load_pct": b.while_running(61.0 * b.load / 0.82),
        "oil_temperature_c": s.lagged(b, "oil", oil, 3000.0) + 0.2 * b.noise(),
        "axial_feed_mm_rev": b.while_running(2.4 * b.feed * (1 + 0.008 * b.noise())),
        "vibration_rms_mm_s": b.while_running(1.6 * np.exp(0.08 * b.noise()), 0.05),
    }


def _furnace(s: Sensors, b: Bench) -> dict[str, Floats]:
    wanted = s.set_points.get(f"{b.machine}.temperature_setpoint_c", 930.0)
    target = 820.0 + (wanted - 820.0) * b.spent[at.RUN]
    zones = {
        f"zone{z}_temperature_c": s.lagged(b, f"zone{z}", target + off, 2100.0) + 0.8 * b.noise()
        for z, off in ((1, -3.0), (2, 0.0), (3, -1.5))
    }
    quench = 58.0 + 14.0 * b.spent[at.RUN]
    return {
        **zones,
        "carbon_potential_pct": b.while_running(0.85 + 0.012 * b.noise(), 0.35),
        "gas_flow_m3_h": b.while_running(16.0 + 0.3 * b.noise(), 6.0),
        "quench_oil_temperature_c": s.lagged(b, "quench", quench, 5400.0) + 0.3 * b.noise(),
    }


def _vision(s: Sensors, b: Bench) -> dict[str, Floats]:
    return {
        "lamp_current_ma": np.where(b.state == at.OFF, 0.0, 820.0 + 3.0 * b.noise()),
        "exposure_ms": 6.5 + 0.02 * b.noise(),
    }


def _assembly(s: Sensors, b: Bench) -> dict[str, Floats]:
    return {"torque_nm": b.while_running(86.0 + 0.9 * b.noise())}


def _press(s: Sensors, b: Bench) -> dict[str, Floats]:
    oil = 30.0 + 16.0 * b.spent[at.RUN]
    return {
        "force_kn": b.while_running(64.0 + 3.0 * b.noise()),
        "stroke_mm": b.while_running(182.0 + 0.6 * b.noise()),
        "oil_temperature_c": s.lagged(b, "oil", oil, 3600.0) + 0.2 * b.noise(),
    }


def _test_bench(s: Sensors, b: Bench) -> dict[str, Floats]:
    oil = 28.0 + 22.0 * b.spent[at.RUN]
    return {
        "torque_nm": np.abs(b.while_running(980.0 * (0.6 + 0.4 * np.sin(b.time_s / 140.0)))),
        "speed_rpm": b.while_running(1480.0 * (1 + 0.003 * b.noise())),
        "noise_dba": np.where(b.running, 74.0 + 1.2 * b.noise(), 47.0 + 0.6 * b.noise()),
        "backlash_arcmin": np.clip(6.2 + 0.5 * b.noise(), 0.5, 29.0),
        "oil_temperature_c": s.lagged(b, "oil", oil, 1500.0) + 0.3 * b.noise(),
    }


def _packing(s: Sensors, b: Bench) -> dict[str, Floats]:
    return {"weight_kg": b.while_running(92.0 + 18.0 * np.sin(b.time_s / 2600.0))}


SIGNALS: dict[str, Callable[[Sensors, Bench], dict[str, Floats]]] = {
    "grinder": _grinder,
    "mill": _mill,
    "lathe": _lathe,
    "hobber": _hobber,
    "furnace": _furnace,
    "vision": _vision,
    "assembly": _assembly,
    "press": _press,
    "test_bench": _test_bench,
    "packing": _packing,
}
