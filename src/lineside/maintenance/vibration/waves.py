"""Wave-forms as they enter the engine: checked once, then trusted."""

from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.maintenance.errors import WaveInvalid

Array = npt.NDArray[np.float64]

SHORTEST_WAVE = 256
STANDARD_GRAVITY_M_S2 = 9.80665


def checked_waves(waves: npt.NDArray[Any], rate_hz: float) -> Array:
    """The waves as float64 of shape (n_waves, n_samples); a single wave becomes one row.

    Raises ``WaveInvalid`` for a rate that is not positive, fewer than 256 samples, another shape,
    or a value that is not finite.
    """
    if not np.isfinite(rate_hz) or rate_hz <= 0:
        raise WaveInvalid(problem="the rate is not positive", rate_hz=float(rate_hz))
    rows = np.atleast_2d(np.asarray(waves, dtype=np.float64))
    if rows.ndim != 2 or rows.shape[0] == 0:
        raise WaveInvalid(problem="not of shape (n_waves, n_samples)", shape=list(rows.shape))
    if rows.shape[1] < SHORTEST_WAVE:
        raise WaveInvalid(problem="too short", samples=int(rows.shape[1]), at_least=SHORTEST_WAVE)
    finite = np.isfinite(rows).all(axis=1)
    if not finite.all():
        raise WaveInvalid(problem="not finite", wave=int(np.argmin(finite)))
    return np.ascontiguousarray(rows)
