"""The spectra of one wave as a screen shows them: thinned, with the bearing's tones marked."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineside.maintenance.condition import geometry_of
from lineside.maintenance.model import Component
from lineside.maintenance.vibration.bearing import bearing_tones_hz, tone_amplitudes
from lineside.maintenance.vibration.envelope import envelope_spectrum
from lineside.maintenance.vibration.features import upper_octaves
from lineside.maintenance.vibration.orders import order_spectrum
from lineside.maintenance.vibration.spectra import Spectrum, spectrum

Array = npt.NDArray[np.float64]

LINES = 600
# Shaft harmonics and the bearing's tones lie below; above is what the envelope looks at.
HIGHEST_ORDER = 20
TONES = ("BPFO", "BPFI", "BSF", "FTF")


@dataclass(frozen=True)
class Shown:
    """Lines of the spectrum, of the envelope's and of the order spectrum; (name, hertz, amplitude)
    of each tone in the envelope, and (name, order, amplitude) in the order spectrum."""

    frequency_hz: list[float]
    amplitude: list[float]
    envelope_hz: list[float]
    envelope: list[float]
    tones: list[tuple[str, float, float]]
    orders: list[float]
    order_amplitude: list[float]
    order_tones: list[tuple[str, float, float]]


def latest_spectra(component: Component, samples: Array, speed_rpm: float) -> Shown:
    """Spectrum, envelope and order spectrum of one wave, shape (n_samples,), at a shaft's speed."""
    wave = np.asarray(samples, dtype=np.float64)[None, :]
    whole = spectrum(wave, component.rate_hz)
    # A bearing rings in the upper octaves; the middle one is quiet of gears and not yet filtered.
    inner = envelope_spectrum(wave, component.rate_hz, upper_octaves(component.rate_hz)[1])
    tones_hz = bearing_tones_hz(geometry_of(component), speed_rpm / 60.0)
    heights = tone_amplitudes(inner, tones_hz)[0]
    reach = float(tones_hz.max()) * 3.2
    turned = order_spectrum(wave[0], component.rate_hz, speed_rpm / 60.0, HIGHEST_ORDER)
    in_orders = tones_hz / (speed_rpm / 60.0)
    order_heights = tone_amplitudes(turned, in_orders)[0]
    return Shown(
        *_thinned(whole, whole.line_hz * whole.amplitude.shape[1]),
        *_thinned(inner, reach),
        _told(tones_hz[0], heights),
        *_thinned(turned, HIGHEST_ORDER),
        _told(in_orders[0], order_heights),
    )


def _told(places: Array, heights: Array) -> list[tuple[str, float, float]]:
    return [
        (name, round(float(place), 2), float(height))
        for name, place, height in zip(TONES, places, heights, strict=True)
    ]


def _thinned(found: Spectrum, reach_hz: float) -> tuple[list[float], list[float]]:
    """At most ``LINES`` points up to a frequency, each the highest line of its stretch."""
    count = min(found.amplitude.shape[1], int(reach_hz / found.line_hz) + 1)
    step = max(1, count // LINES)
    usable = count - count % step
    stretches = found.amplitude[0, :usable].reshape(-1, step)
    peak = stretches.argmax(axis=1)
    places = np.arange(len(stretches)) * step + peak
    heights = stretches[np.arange(len(stretches)), peak]
    return (
        [round(float(p * found.line_hz), 2) for p in places],
        [float(f"{h:.5g}") for h in heights],
    )
