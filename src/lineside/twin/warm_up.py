"""When has a run forgotten how it began? MSER-5 over the mean of several replications.

White, "An effective truncation heuristic for bias reduction in simulation output" (Simulation 69,
1997): cut where the standard error of the mean of what remains is smallest, over batches of five.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from lineside.twin.engine import memory as at
from lineside.twin.engine.build import build
from lineside.twin.line import Line
from lineside.twin.simulation import Run


def mser(series: npt.NDArray[np.float64], batch: int = 5) -> int:
    """Index at which to cut a series, at most half of it."""
    count = len(series) // batch
    if count < 4:
        return 0
    means = series[: count * batch].reshape(count, batch).mean(axis=1)
    tail = count - np.arange(count // 2)
    backward = means[::-1]
    sums, squares = np.cumsum(backward)[::-1], np.cumsum(backward**2)[::-1]
    spread = squares[: len(tail)] - sums[: len(tail)] ** 2 / tail
    return int(np.argmin(np.maximum(spread, 0.0) / tail**2)) * batch


def work_in_progress(run: Run) -> float:
    """Parts now in the line."""
    return float(sum(run.memory.n[s + at.S_HERE] for s in run.memory.stations.values()))


def detect_warm_up(
    line: Line,
    *,
    horizon_s: float,
    seed: int = 0,
    replications: int = 8,
    points: int = 400,
    cancelled: Callable[[], bool] = lambda: False,
) -> float:
    """Time at which work in progress, averaged over replications, has lost its beginning."""
    template = build(line)
    total = np.zeros(points)
    for r in range(replications):
        run = Run.of(line, template, seed=seed, replication=r)
        for i in range(points):
            if not run.advance(horizon_s * (i + 1) / points, cancelled):
                break
            total[i] += work_in_progress(run)
    return mser(total / replications) * horizon_s / points
