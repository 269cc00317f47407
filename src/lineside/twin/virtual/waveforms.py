"""Bursts of spindle acceleration: shaft harmonics, bearing tones from geometry, resonance, noise.

A fault on the outer ring strikes at BPFO; each strike rings the housing at its resonance. The tones
follow from the number of balls z, ball and pitch diameter d and D and contact angle a:
BPFO = z/2 fr (1 - d/D cos a), BPFI = z/2 fr (1 + d/D cos a) (Randall and Antoni, 2011).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

RESONANCE_HZ = 4600.0
DAMPING = 0.045


@dataclass(frozen=True, slots=True)
class Spindle:
    """Geometry and sampling of one spindle."""

    equipment: str
    tag: str
    speed_rpm: float
    balls: int
    ratio: float
    rate_hz: float
    samples: int

    @classmethod
    def of(cls, machine: dict[str, Any]) -> "Spindle":
        """From a row of equipment.yaml."""
        s, b = machine["spindle"], machine["spindle"]["bearing"]
        angle = np.deg2rad(float(b["contact_angle_deg"]))
        return cls(
            equipment=str(machine["id"]),
            tag=str(s["waveform_tag"]),
            speed_rpm=float(s["shaft_speed_rpm"]),
            balls=int(b["balls"]),
            ratio=float(b["ball_diameter_mm"]) / float(b["pitch_diameter_mm"]) * np.cos(angle),
            rate_hz=float(s["sampling_rate_hz"]),
            samples=int(s["samples"]),
        )

    def bpfo_hz(self, shaft_hz: float) -> float:
        """Ball pass frequency of the outer ring."""
        return self.balls / 2 * shaft_hz * (1 - self.ratio)

    def bpfi_hz(self, shaft_hz: float) -> float:
        """Ball pass frequency of the inner ring."""
        return self.balls / 2 * shaft_hz * (1 + self.ratio)


def _strikes(
    spindle: Spindle, every_hz: float, generator: np.random.Generator
) -> npt.NDArray[np.float64]:
    """Ringing after strikes at a rate, each a little early or late as balls slip."""
    rate, count = spindle.rate_hz, spindle.samples
    number = int(count / rate * every_hz) + 2
    gaps = (1.0 + 0.008 * generator.standard_normal(number)) / every_hz
    at = np.cumsum(gaps) - generator.uniform(0.0, 1.0 / every_hz)
    train = np.zeros(count)
    places = (at * rate).astype(int)
    inside = (places >= 0) & (places < count)
    np.add.at(train, places[inside], 1.0 + 0.15 * generator.standard_normal(int(inside.sum())))
    t = np.arange(int(0.006 * rate)) / rate
    omega = 2 * np.pi * RESONANCE_HZ
    ring = np.exp(-DAMPING * omega * t) * np.sin(omega * t)
    return np.convolve(train, ring)[:count]


def burst(
    spindle: Spindle, wear: float, generator: np.random.Generator
) -> tuple[npt.NDArray[np.float32], float]:
    """One burst in m/s2 and the shaft's speed in rpm, of a spindle worn from 0 to 1."""
    speed = spindle.speed_rpm * (1 + 0.002 * generator.standard_normal())
    shaft = speed / 60.0
    t = np.arange(spindle.samples) / spindle.rate_hz
    signal = 2.6 * generator.standard_normal(spindle.samples)
    for order, amplitude in ((1, 1.5 + 1.2 * wear), (2, 0.7 + 0.5 * wear), (3, 0.35)):
        phase = generator.uniform(0, 2 * np.pi)
        signal += amplitude * np.sin(2 * np.pi * order * shaft * t + phase)
    signal += 0.6 * _strikes(spindle, spindle.bpfi_hz(shaft), generator)
    if wear > 0:
        outer = _strikes(spindle, spindle.bpfo_hz(shaft), generator)
        load = 1.0 + 0.25 * np.sin(2 * np.pi * shaft * t)
        signal += (4.0 + 34.0 * wear) * min(1.0, 12.0 * wear) * outer * load
    return signal.astype(np.float32), float(speed)
