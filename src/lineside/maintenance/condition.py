"""From wave-forms to a judgement on a component: features, health index, remaining life.

Pure functions over arrays; the room keeps the rows and asks again when new waves came.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.learning import metrics
from lineside.maintenance.health import HealthBaseline, fit_health, health_index
from lineside.maintenance.model import Component, Level
from lineside.maintenance.remaining_life import RemainingLife, remaining_life
from lineside.maintenance.trend import change_onset
from lineside.maintenance.vibration.bearing import BearingGeometry
from lineside.maintenance.vibration.features import vibration_features

Array = npt.NDArray[np.float64]

HEALTHY_ROWS = 60
HORIZON_H = 72.0
# A bearing counts as failed when its envelope level stands 18 dB above its own healthy time, and as
# one to watch at 6 dB: the usual steps of condition monitoring by acceleration enveloping, where
# the level doubles three times on the way.
FAILURE_RATIO = 10 ** (18 / 20)
# Bearings of a kind give up at levels that differ: 1.5 dB, as standard deviation of the logarithm.
FAILURE_SPREAD = 1.5 / 20 * float(np.log(10))
WATCH_RATIO = 10 ** (6 / 20)
SEVERITY = "envelope_rms_m_s2"


@dataclass(frozen=True)
class Judgement:
    """What the series of one component says.

    ``index`` is the envelope level over its healthy median; ``leading`` are the features that lead
    the health index, which says what is unusual whatever its size.
    """

    level: Level
    index: float
    alarm_index: float
    threshold: float
    life: RemainingLife
    onset_h: float | None
    leading: dict[str, float]


@dataclass(frozen=True)
class BaselineReport:
    """How well the index tells a simulated early bearing flaw from healthy waves (ROC AUC),
    beside the velocity level that ISO 20816 judges by, on the same waves."""

    index_auc: float
    velocity_auc: float
    rows: int


def geometry_of(component: Component) -> BearingGeometry:
    facts = component.geometry
    return BearingGeometry(
        balls=int(facts["balls"]),
        ball_diameter_mm=facts["ball_diameter_mm"],
        pitch_diameter_mm=facts["pitch_diameter_mm"],
        contact_angle_deg=facts.get("contact_angle_deg", 0.0),
    )


def wave_features(component: Component, waves: Array) -> tuple[tuple[str, ...], Array]:
    """Names and values, shape (n_waves, n_features), of the component's wave-forms."""
    found = vibration_features(
        waves,
        component.rate_hz,
        shaft_hz=component.shaft_speed_rpm / 60.0,
        bearing=geometry_of(component),
    )
    return found.names, found.values


def healthy_baseline(rows: Array, names: tuple[str, ...]) -> HealthBaseline:
    """Fit on the component's own first rows, when it was presumably healthy."""
    return fit_health(rows[:HEALTHY_ROWS], names)


def judge(baseline: HealthBaseline, hours: Array, rows: Array) -> Judgement:
    """Judge a component from its feature rows; ``hours`` of shape (n,) rise on any axis."""
    score = health_index(baseline, rows)
    index = severity(baseline.names, rows)
    alarm = max(WATCH_RATIO, 1 + 4 * float(np.std(index[:HEALTHY_ROWS])))
    life = remaining_life(hours, index, FAILURE_RATIO, HORIZON_H, threshold_spread=FAILURE_SPREAD)
    latest = float(np.median(index[-3:]))
    leading = _leading(score.contributions, score.names)
    wearing = life.significant
    onset = change_onset(hours, index) if wearing else None
    level = Level.HEALTHY
    if wearing:
        level = Level.WEARING
    elif latest > alarm:
        level = Level.WATCH
    return Judgement(
        level=level,
        index=latest,
        alarm_index=alarm,
        threshold=FAILURE_RATIO,
        life=life,
        onset_h=onset.at_h if onset else life.onset_h,
        leading=leading,
    )


def severity(names: tuple[str, ...], rows: Array) -> Array:
    """The envelope level of each row over the median of the first, healthy rows; shape (n,)."""
    level = rows[:, names.index(SEVERITY)]
    ratio: Array = level / np.median(level[:HEALTHY_ROWS])
    return ratio


def _leading(contributions: Array, names: tuple[str, ...], count: int = 4) -> dict[str, float]:
    share = contributions[-5:].mean(axis=0)
    order = np.argsort(share)[::-1][:count]
    return {names[place]: round(float(share[place]), 4) for place in order}


def try_baseline(component: Component, waves: Array, seed: int = 0) -> BaselineReport:
    """Compare the index with the velocity level on healthy waves and with an early flaw added.

    The flaw is a train of decaying impacts at the outer ring's tone, a quarter of the wave's RMS:
    what a first spall sounds like. Fitted on the first half, tried on the second.
    """
    half = len(waves) // 2
    flawed = waves[half:] + _impacts(component, waves[half:], seed)
    names, healthy = wave_features(component, waves)
    _, worse = wave_features(component, flawed)
    baseline = fit_health(healthy[:half], names)
    tried = np.concatenate([healthy[half:], worse])
    labels = np.repeat([0.0, 1.0], [len(healthy) - half, len(worse)])
    index = health_index(baseline, tried).index
    velocity = tried[:, names.index("velocity_rms_mm_s")]
    return BaselineReport(
        metrics.roc_auc(labels, index), metrics.roc_auc(labels, velocity), len(waves)
    )


def _impacts(component: Component, waves: Array, seed: int) -> Array:
    """Decaying 5 kHz bursts at the outer ring's tone, a quarter of each wave's RMS."""
    chance = np.random.default_rng(seed)
    n_samples = waves.shape[1]
    seconds = np.arange(n_samples) / component.rate_hz
    tone_hz = geometry_of(component).orders()[0] * component.shaft_speed_rpm / 60.0
    late = chance.uniform(0, 1 / tone_hz, size=(len(waves), 1))
    since = np.mod(seconds[None, :] + late, 1 / tone_hz)
    burst = np.exp(-since * 1200.0) * np.sin(2 * np.pi * 5000.0 * since)
    scale = waves.std(axis=1, keepdims=True) / burst.std(axis=1, keepdims=True)
    flawed: Array = 0.25 * scale * burst
    return flawed


def pack(baseline: HealthBaseline) -> bytes:
    """The baseline as plain arrays in an ``npz`` file."""
    import io
    from dataclasses import asdict

    buffer = io.BytesIO()
    arrays: dict[str, Any] = {name: np.asarray(each) for name, each in asdict(baseline).items()}
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def unpack(content: bytes) -> HealthBaseline:
    """What ``pack`` wrote; nothing in the file is executed."""
    import io

    with np.load(io.BytesIO(content), allow_pickle=False) as found:
        facts: dict[str, Any] = {name: found[name] for name in found.files}
    facts["names"] = tuple(str(each) for each in facts["names"])
    for name in ("unit_distance", "alarm_index", "false_alarm_rate"):
        facts[name] = float(facts[name])
    return HealthBaseline(**facts)
