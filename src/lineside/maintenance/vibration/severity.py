"""Zones of vibration severity after ISO 20816-3:2022."""

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from lineside.maintenance.errors import WaveInvalid

Array = npt.NDArray[np.float64]


class MachineClass(StrEnum):
    """Group by power and support of the machine, as ISO 20816-3 sorts them."""

    LARGE_RIGID = "large_rigid"
    LARGE_FLEXIBLE = "large_flexible"
    MEDIUM_RIGID = "medium_rigid"
    MEDIUM_FLEXIBLE = "medium_flexible"


# Velocity limits A/B, B/C, C/D in mm/s RMS: tables A.1 (group 1: above 300 kW) and A.2
# (group 2: 15 to 300 kW), which ISO 20816-3 carried over from ISO 10816-3.
ZONE_LIMITS_MM_S: dict[MachineClass, tuple[float, float, float]] = {
    MachineClass.LARGE_RIGID: (2.3, 4.5, 7.1),
    MachineClass.LARGE_FLEXIBLE: (3.5, 7.1, 11.0),
    MachineClass.MEDIUM_RIGID: (1.4, 2.8, 4.5),
    MachineClass.MEDIUM_FLEXIBLE: (2.3, 4.5, 7.1),
}


def severity_zone(velocity_rms_mm_s: float, machine: MachineClass) -> str:
    """Zone ``A`` (as new), ``B`` (long operation), ``C`` (limited time) or ``D`` (damage)."""
    if not np.isfinite(velocity_rms_mm_s) or velocity_rms_mm_s < 0:
        raise WaveInvalid(problem="velocity is not a level", velocity_mm_s=velocity_rms_mm_s)
    limits = ZONE_LIMITS_MM_S[machine]
    return "ABCD"[sum(velocity_rms_mm_s > limit for limit in limits)]
