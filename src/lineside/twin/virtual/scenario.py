"""The hidden truth: which spindle wears, since when, how fast, and how often that spoils a gear.

Nothing of this leaves the virtual plant but by what it does to signals and gears.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
DAY_S = 86400.0
EXPONENT = 1.15
"""Wear grows a little faster than time."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """`onset_s` is counted from the plant's start; the spindle fails `life_s` after it.

    `flaw_rate` is the share of flawed gears of any sound grinder, `worn_flaw_rate` what a fully
    worn spindle adds to it.
    """

    machine: str | None
    onset_s: float
    life_s: float
    flaw_rate: float
    worn_flaw_rate: float

    @classmethod
    def of_seed(cls, seed: int, grinders: list[str], history_s: float) -> "Scenario":
        """Seed 0 is the demonstration: GR-04, two days before the end of history."""
        if seed == 0:
            return cls("GR-04", history_s - 2.0 * DAY_S, 6.0 * DAY_S, 0.006, 0.36)
        generator = np.random.default_rng([seed, 0x5CE])
        return cls(
            machine=grinders[int(generator.integers(len(grinders)))],
            onset_s=history_s - float(generator.uniform(1.2, 2.6)) * DAY_S,
            life_s=float(generator.uniform(5.4, 7.0)) * DAY_S,
            flaw_rate=float(generator.uniform(0.004, 0.009)),
            worn_flaw_rate=float(generator.uniform(0.28, 0.45)),
        )

    @classmethod
    def healthy(cls, seed: int) -> "Scenario":
        """Nothing wears."""
        rate = float(np.random.default_rng([seed, 0x5CE]).uniform(0.004, 0.009))
        return cls(None, np.inf, 1.0, rate, 0.0)


class Wear:
    """How far each spindle is worn, from 0 to 1 (failed), over plant time."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._renewed_s: float | None = None

    @property
    def fails_at_s(self) -> float:
        """When the spindle will fail unless it is renewed before."""
        if self.scenario.machine is None or self._renewed_s is not None:
            return np.inf
        return self.scenario.onset_s + self.scenario.life_s

    def reaches_s(self, level: float) -> float:
        """When wear reaches a level, unless the spindle is renewed before."""
        if self.scenario.machine is None or self._renewed_s is not None:
            return np.inf
        return self.scenario.onset_s + self.scenario.life_s * float(level ** (1 / EXPONENT))

    def at(self, machine: str, time_s: Floats) -> Floats:
        """Wear at the times; none on machines that do not wear, none after renewal."""
        if machine != self.scenario.machine:
            return np.zeros(len(time_s))
        since = np.clip((time_s - self.scenario.onset_s) / self.scenario.life_s, 0.0, 1.0)
        worn: Floats = since**EXPONENT
        if self._renewed_s is not None:
            worn = np.where(time_s >= self._renewed_s, 0.0, worn)
        return worn

    def renew(self, machine: str, time_s: float) -> float:
        """A new bearing; returns how far the old one was worn."""
        found = float(self.at(machine, np.array([time_s]))[0])
        if machine == self.scenario.machine and self._renewed_s is None and found > 0:
            self._renewed_s = time_s
        return found

    def flaw_probability(self, vibration_mm_s: Floats) -> Floats:
        """Share of gears spoilt at a level of vibration: the base below 1.8, most above 3.6."""
        step = np.clip((vibration_mm_s - 1.8) / (3.6 - 1.8), 0.0, 1.0)
        smooth: Floats = step * step * (3.0 - 2.0 * step)
        return self.scenario.flaw_rate + self.scenario.worn_flaw_rate * smooth


def vibration_mm_s(wear: Floats, noise: Floats) -> Floats:
    """Velocity RMS of a running grinder's spindle; `noise` is standard normal."""
    level: Floats = 1.12 * (1.0 + 2.9 * wear) * np.exp(0.05 * noise)
    return level


def acceleration_m_s2(wear: Floats, noise: Floats) -> Floats:
    """High-frequency acceleration RMS of a running spindle."""
    level: Floats = 7.0 * (1.0 + 4.5 * wear**0.9) * np.exp(0.06 * noise)
    return level
