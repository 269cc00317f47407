"""Vibration features: known signals read as they should, bad ones are refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.maintenance.errors import BearingInvalid, WaveInvalid
from lineside.maintenance.vibration.bearing import (
    BearingGeometry,
    bearing_tones_hz,
    tone_amplitudes,
    tone_prominence,
)
from lineside.maintenance.vibration.envelope import Band, choose_band, envelope, envelope_spectrum
from lineside.maintenance.vibration.features import vibration_features
from lineside.maintenance.vibration.levels import levels
from lineside.maintenance.vibration.orders import order_spectrum
from lineside.maintenance.vibration.severity import MachineClass, severity_zone
from lineside.maintenance.vibration.spectra import spectrum, velocity_rms_mm_s

RATE_HZ = 25_000.0
SKF_6205 = BearingGeometry(balls=9, ball_diameter_mm=7.94, pitch_diameter_mm=39.04)


def impacts(tone_hz: float, strength: float, seed: int = 0, seconds: float = 1.0) -> np.ndarray:
    """Noise with impacts that ring at 6 kHz, as a flawed bearing gives."""
    rng = np.random.default_rng(seed)
    t = np.arange(int(RATE_HZ * seconds)) / RATE_HZ
    since = np.mod(t, 1 / tone_hz)
    return rng.normal(size=len(t)) + strength * np.exp(-since * 900) * np.sin(
        2 * np.pi * 6000 * since
    )


def test_a_sine_reads_its_amplitude_level_and_velocity() -> None:
    t = np.arange(25_000) / RATE_HZ
    wave = 3.0 * np.sin(2 * np.pi * 100 * t)
    lines = spectrum(wave, RATE_HZ)
    assert lines.amplitude[0, 100] == pytest.approx(3.0, rel=1e-3)
    assert lines.frequency_hz[100] == pytest.approx(100.0)
    assert lines.band_rms(50, 150)[0] == pytest.approx(3.0 / np.sqrt(2), rel=1e-3)
    assert velocity_rms_mm_s(lines)[0] == pytest.approx(
        3000 / (2 * np.pi * 100) / np.sqrt(2), rel=2e-2
    )
    rms, peak, crest, kurtosis, skewness = levels(wave[None, :])[0]
    assert (rms, peak, crest) == pytest.approx((3 / np.sqrt(2), 3.0, np.sqrt(2)), rel=1e-3)
    assert kurtosis == pytest.approx(1.5, rel=1e-3)
    assert skewness == pytest.approx(0.0, abs=1e-3)


def test_bearing_orders_agree_with_the_catalogue() -> None:
    """SKF's published defect frequencies of the 6205-2RS, in multiples of the shaft's speed."""
    assert SKF_6205.orders() == pytest.approx([3.5848, 5.4152, 2.3570, 0.39828], rel=2e-3)
    assert bearing_tones_hz(SKF_6205, 30.0).shape == (1, 4)


def test_a_flawed_outer_ring_shows_at_its_tone_and_nowhere_else() -> None:
    tones = bearing_tones_hz(SKF_6205, 29.0)
    wave = impacts(tones[0, 0], 4.0)
    found = envelope_spectrum(wave, RATE_HZ)
    amplitudes = tone_amplitudes(found, tones)[0]
    prominence = tone_prominence(found, tones)[0]
    assert int(np.argmax(amplitudes)) == 0
    assert int(np.argmax(prominence)) == 0
    assert prominence[0] > 15 > prominence[1]


def test_the_band_is_chosen_where_the_impacts_ring() -> None:
    waves = np.stack([impacts(104.0, 4.0, seed) for seed in range(3)])
    chosen = choose_band(waves, RATE_HZ)
    assert chosen.low_hz < 6000 < chosen.high_hz
    assert chosen.high_hz - chosen.low_hz < 5000
    assert chosen.kurtosis > 0.5
    noise = np.random.default_rng(0).normal(size=(3, 25_000))
    assert choose_band(noise, RATE_HZ).kurtosis < 0.2


def test_the_envelope_of_a_modulated_tone_is_its_modulation() -> None:
    t = np.arange(25_000) / RATE_HZ
    wave = (2 + np.sin(2 * np.pi * 40 * t)) * np.sin(2 * np.pi * 5000 * t)
    shape, rate_hz = envelope(wave, RATE_HZ, Band(4000, 6000, 0.0))
    expected = 2 + np.sin(2 * np.pi * 40 * np.arange(shape.shape[1]) / rate_hz)
    assert np.abs(shape[0] - expected).max() < 0.02


def test_orders_stay_on_their_line_while_the_speed_changes() -> None:
    speed_hz = np.linspace(20, 30, 50_000)
    turns = np.cumsum(speed_hz) / RATE_HZ
    wave = np.sin(2 * np.pi * 3 * turns) + 0.1 * np.random.default_rng(0).normal(size=50_000)
    by_order = order_spectrum(wave, RATE_HZ, speed_hz, highest_order=10)
    strongest = by_order.frequency_hz[int(np.argmax(by_order.amplitude[0]))]
    assert strongest == pytest.approx(3.0, abs=0.03)
    assert by_order.amplitude.max() == pytest.approx(1.0, rel=0.05)


def test_zones_follow_the_standard() -> None:
    limits = [0.5, 2.0, 3.0, 9.0]
    zones = [severity_zone(each, MachineClass.MEDIUM_RIGID) for each in limits]
    assert zones == ["A", "B", "C", "D"]
    with pytest.raises(WaveInvalid):
        severity_zone(float("nan"), MachineClass.LARGE_RIGID)


def test_features_name_every_column_and_see_the_flaw() -> None:
    tones = bearing_tones_hz(SKF_6205, 29.0)
    healthy = np.stack([impacts(tones[0, 0], 0.0, seed) for seed in range(6)])
    worn = np.stack([impacts(tones[0, 0], 3.0, seed) for seed in range(6, 12)])
    before = vibration_features(healthy, RATE_HZ, shaft_hz=29.0, bearing=SKF_6205)
    after = vibration_features(
        worn, RATE_HZ, shaft_hz=np.full(6, 29.0), bearing=SKF_6205, bands=before.bands
    )
    assert before.values.shape == (6, len(before.names))
    assert after.names == before.names
    assert len(set(before.names)) == len(before.names)
    assert after.column("bpfo_prominence_db").min() > before.column("bpfo_prominence_db").max()


@pytest.mark.parametrize(
    "wave",
    [
        np.array([]),
        np.ones(100),
        np.full(500, np.nan),
        np.full(500, np.inf),
        np.ones((2, 2, 500)),
        np.ones((0, 500)),
    ],
)
def test_bad_waves_are_refused(wave: np.ndarray) -> None:
    with pytest.raises(WaveInvalid):
        vibration_features(wave, RATE_HZ)


@pytest.mark.parametrize("rate_hz", [0.0, -1.0, float("nan"), float("inf")])
def test_bad_rates_are_refused(rate_hz: float) -> None:
    with pytest.raises(WaveInvalid):
        spectrum(np.ones(500), rate_hz)


def test_impossible_bearings_and_speeds_are_refused() -> None:
    with pytest.raises(BearingInvalid):
        BearingGeometry(balls=9, ball_diameter_mm=50, pitch_diameter_mm=39)
    with pytest.raises(BearingInvalid):
        BearingGeometry(balls=1, ball_diameter_mm=5, pitch_diameter_mm=39)
    with pytest.raises(BearingInvalid):
        BearingGeometry(balls=9, ball_diameter_mm=5, pitch_diameter_mm=39, contact_angle_deg=90)
    waves = np.random.default_rng(0).normal(size=(2, 25_000))
    for speed in (0.0, float("nan"), np.ones(3)):
        with pytest.raises(BearingInvalid):
            vibration_features(waves, RATE_HZ, shaft_hz=speed, bearing=SKF_6205)
    with pytest.raises(BearingInvalid):
        vibration_features(waves, RATE_HZ, bearing=SKF_6205)
    with pytest.raises(BearingInvalid):
        vibration_features(waves[:, :400], RATE_HZ, shaft_hz=29.0, bearing=SKF_6205)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    gain=st.floats(1e-6, 1e6),
    n_samples=st.integers(256, 3000),
    level=st.floats(-100, 100),
)
def test_levels_scale_with_the_wave_and_shapes_do_not(
    seed: int, gain: float, n_samples: int, level: float
) -> None:
    wave = np.random.default_rng(seed).normal(size=(1, n_samples))
    plain, scaled = levels(wave), levels(gain * (wave + level))
    assert scaled[0, :2] == pytest.approx(gain * plain[0, :2], rel=1e-6)
    assert scaled[0, 2:] == pytest.approx(plain[0, 2:], rel=1e-5, abs=1e-5)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), n_samples=st.integers(1000, 4000))
def test_band_energies_add_up_to_the_signal(seed: int, n_samples: int) -> None:
    """Parseval, up to what the window weighs unevenly."""
    wave = np.random.default_rng(seed).normal(size=(1, n_samples))
    whole = spectrum(wave, RATE_HZ).band_rms(0.0, RATE_HZ)
    assert whole[0] == pytest.approx(wave.std(), rel=0.15)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), n_waves=st.integers(1, 5), n_samples=st.integers(256, 2000))
def test_features_are_finite_whatever_the_wave(seed: int, n_waves: int, n_samples: int) -> None:
    rng = np.random.default_rng(seed)
    waves = rng.normal(size=(n_waves, n_samples)) * rng.choice([0.0, 1e-9, 1.0, 1e6])
    found = vibration_features(waves, RATE_HZ, shaft_hz=50.0)
    assert np.isfinite(found.values).all()
    assert found.values.shape == (n_waves, len(found.names))
