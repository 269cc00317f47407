"""Speed of the vibration features against the time in which the waves were taken."""

import numpy as np

from benchmarks._maintenance.found import Found
from benchmarks._maintenance.lines import Line, Results, Watch, progress
from lineside.maintenance.vibration.bearing import BearingGeometry
from lineside.maintenance.vibration.features import vibration_features

RATE_HZ, WAVES, GOAL = 25_000, 120, 200.0


def run(found: Found, sample: int | None, seed: int) -> Results:
    """All features of one-second waves at 25 kHz, on one core."""
    progress("vibration speed")
    waves = np.random.default_rng(seed).normal(size=(WAVES, RATE_HZ))
    bearing = BearingGeometry(balls=9, ball_diameter_mm=7.94, pitch_diameter_mm=39.04)
    vibration_features(waves[:2], RATE_HZ, shaft_hz=29.0, bearing=bearing)
    watch = Watch()
    vibration_features(waves, RATE_HZ, shaft_hz=29.0, bearing=bearing)
    seconds = watch.seconds()
    yield Line(
        "vibration features",
        "25 kHz, one core, all features with envelope and bearing tones",
        "times real time",
        round(WAVES / seconds, 1),
        GOAL,
        "goal",
        True,
        seconds,
    )
