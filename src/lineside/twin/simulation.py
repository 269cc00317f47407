"""Runs of a line: one that goes on step by step, and many replications with intervals.

A run's figures are named `product.<name>.throughput`, `product.<name>.sojourn_s`,
`station.<name>.queue`, `step.<product>.<index>.wait_s`, `machine.<name>.running` and so on; times
are in the line's unit, rates per that unit.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from lineside.twin.engine import memory as at
from lineside.twin.engine.build import Memory, add_releases, build, set_plan
from lineside.twin.engine.run import advance
from lineside.twin.engine.start import (
    forget,
    order_stop,
    schedule_releases,
    seed_again,
    settle_statistics,
    start,
)
from lineside.twin.errors import MachineMissing, RunCancelled, RunInvalid
from lineside.twin.line import Line, Release

STATE_NAMES = ("off", "idle", "setup", "running", "blocked", "down", "stopped")
EVENTS_AT_ONCE = 2_000_000
"""Between two looks at cancellation: about a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What happened, in columns of one length. Codes are LOG_... of engine.memory.

    `machine` and `product` are indices in the line's order, -1 where there is none; `value` is the
    new state of LOG_STATE.
    """

    what: npt.NDArray[np.int64]
    at_s: npt.NDArray[np.float64]
    machine: npt.NDArray[np.int64]
    key: npt.NDArray[np.int64]
    step: npt.NDArray[np.int64]
    product: npt.NDArray[np.int64]
    value: npt.NDArray[np.int64]


class Run:
    """One run of a line, advanced as its user likes."""

    def __init__(
        self,
        line: Line,
        *,
        seed: int,
        replication: int = 0,
        trace: int = 0,
        sojourns: int = 0,
        releases: Sequence[Release] = (),
    ) -> None:
        memory = build(line, trace=trace, sojourns=sojourns)
        _known(memory, releases)
        add_releases(memory, releases)
        self._set(line, memory, seed, replication)

    def _set(self, line: Line, memory: Memory, seed: int, replication: int) -> None:
        self.line = line
        self.memory = memory
        self._traces: list[npt.NDArray[np.int64]] = []
        self._times: list[npt.NDArray[np.float64]] = []
        self._since = 0.0
        self._steps = np.array(list(memory.steps.values()), np.int64)
        start(memory.n, memory.x, seed, replication)

    @classmethod
    def of(cls, line: Line, template: Memory, *, seed: int, replication: int) -> "Run":
        """A run from a copy of memory that was built before."""
        run = cls.__new__(cls)
        run._set(line, template.copy(), seed, replication)
        return run

    def fork(self, *, seed: int, replication: int = 0) -> "Run":
        """A run in the same state whose future is its own: many forks answer "what from here on?".

        Times that were already drawn (of work begun, of the next arrival or failure) are kept.
        """
        run = Run.__new__(Run)
        run.line, run.memory = self.line, self.memory.copy()
        run._traces, run._times = [], []
        run._since, run._steps = self._since, self._steps
        run.memory.n[at.H_LOG_COUNT] = 0
        seed_again(run.memory.n, seed, replication)
        return run

    @property
    def now_s(self) -> float:
        return float(self.memory.x[at.H_NOW])

    @property
    def events(self) -> int:
        return int(self.memory.n[at.H_EVENTS])

    def advance(self, until_s: float, cancelled: Callable[[], bool] = lambda: False) -> bool:
        """Run on to a time. False if it was cancelled on the way."""
        while not cancelled():
            back = advance(self.memory.n, self.memory.x, until_s, EVENTS_AT_ONCE)
            if back == at.BACK_TIME:
                return True
            if back == at.BACK_PARTS_FULL:
                self.memory.more_parts(max(256, len(self.memory.n) // (2 * at.P_SIZE)))
            elif back == at.BACK_LOG_FULL:
                self._take_trace()
        return False

    def _take_trace(self) -> None:
        n, x = self.memory.n, self.memory.x
        first, count = int(n[at.H_LOG_AT]), int(n[at.H_LOG_COUNT])
        lines = slice(first, first + count * at.L_SIZE)
        self._traces.append(n[lines].reshape(count, at.L_SIZE).copy())
        self._times.append(x[lines].reshape(count, at.L_SIZE)[:, at.L_WHEN].copy())
        n[at.H_LOG_COUNT] = 0

    def trace(self) -> Trace:
        """Everything traced since the last call."""
        self._take_trace()
        rows, times = np.concatenate(self._traces), np.concatenate(self._times)
        self._traces, self._times = [], []
        n = self.memory.n
        machine, value = rows[:, at.L_MACHINE], rows[:, at.L_VALUE]
        state = rows[:, at.L_WHAT] == at.LOG_STATE
        product = (value - n[at.H_PRODUCT_AT]) // at.G_SIZE
        return Trace(
            what=rows[:, at.L_WHAT],
            at_s=times,
            machine=np.where(machine < 0, -1, (machine - n[at.H_MACHINE_AT]) // at.M_SIZE),
            key=rows[:, at.L_KEY],
            step=rows[:, at.L_STEP],
            product=np.where(state, -1, product),
            value=np.where(state, value, -1),
        )

    def _machine(self, name: str) -> int:
        if name not in self.memory.machines:
            raise MachineMissing(machine=name)
        return self.memory.machines[name]

    def stop(self, machine: str) -> None:
        """Stop a machine now; its piece waits."""
        order_stop(self.memory.n, self.memory.x, self._machine(machine), 1)

    def go(self, machine: str) -> None:
        """Let a stopped machine go on."""
        order_stop(self.memory.n, self.memory.x, self._machine(machine), 0)

    def release(self, releases: Sequence[Release]) -> None:
        """Add to what will come into the line."""
        _known(self.memory, releases)
        add_releases(self.memory, releases)
        schedule_releases(self.memory.n, self.memory.x)

    def plan(self, rows: Sequence[tuple[int, int, str, int]]) -> None:
        """Replace the plan of stations with rule `plan`: part key, step, machine, rank."""
        for _, _, machine, _ in rows:
            self._machine(machine)
        set_plan(self.memory, rows)

    def forget(self) -> None:
        """The end of warm-up: statistics begin anew."""
        forget(self.memory.n, self.memory.x, self._steps)
        self._since = self.now_s

    def sojourns_s(self) -> npt.NDArray[np.float64]:
        """Times in system of single parts, as many as were asked for."""
        first, count = self.memory.n[at.H_SOJOURN_AT], self.memory.n[at.H_SOJOURN_COUNT]
        return self.memory.x[first : first + count].copy()

    def figures(self) -> dict[str, float]:
        """Named figures since the start or the end of warm-up."""
        settle_statistics(self.memory.n, self.memory.x)
        span = self.now_s - self._since
        return {**self._product_figures(span), **self._place_figures(span)}

    def _product_figures(self, span: float) -> dict[str, float]:
        n, x = self.memory.n, self.memory.x
        told: dict[str, float] = {}
        for name, g in self.memory.products.items():
            left, lost = int(n[g + at.G_LEFT]), int(n[g + at.G_SCRAPPED])
            total = float(x[g + at.G_SOJOURN])
            told[f"product.{name}.finished"] = float(left)
            told[f"product.{name}.scrapped"] = float(lost)
            told[f"product.{name}.throughput"] = left / span if span else np.nan
            told[f"product.{name}.sojourn_s"] = total / left if left else np.nan
            told[f"product.{name}.yield"] = left / (left + lost) if left + lost else np.nan
        for (product, index), k in self.memory.steps.items():
            visits, name = int(n[k + at.K_VISITS]), f"step.{product}.{index}"
            told[f"{name}.visits"] = float(visits)
            told[f"{name}.wait_s"] = float(x[k + at.K_WAIT]) / visits if visits else np.nan
            told[f"{name}.delayed"] = n[k + at.K_DELAYED] / visits if visits else np.nan
        return told

    def _place_figures(self, span: float) -> dict[str, float]:
        n, x = self.memory.n, self.memory.x
        told: dict[str, float] = {}
        share = 1.0 / span if span else np.nan
        for name, s in self.memory.stations.items():
            told[f"station.{name}.queue"] = float(x[s + at.S_AREA_QUEUE]) * share
            told[f"station.{name}.here"] = float(x[s + at.S_AREA_HERE]) * share
        for name, m in self.memory.machines.items():
            told[f"machine.{name}.done"] = float(n[m + at.M_DONE])
            for i, state in enumerate(STATE_NAMES):
                told[f"machine.{name}.{state}"] = float(x[m + at.M_TIME + i]) * share
        return told


@dataclass(frozen=True, slots=True)
class Estimate:
    """Mean over replications, its standard error, and the interval of a confidence level."""

    mean: float
    standard_error: float
    low: float
    high: float
    replications: int


@dataclass(frozen=True, slots=True)
class Replications:
    """Figures of many runs: `values[replication, figure]`."""

    names: tuple[str, ...]
    values: npt.NDArray[np.float64]
    events: int

    def column(self, name: str) -> npt.NDArray[np.float64]:
        """One figure over the replications."""
        return self.values[:, self.names.index(name)]

    def estimate(self, name: str, level: float = 0.95) -> Estimate:
        """A figure with its interval."""
        return estimate(self.column(name), level)


def estimate(values: npt.NDArray[np.float64], level: float = 0.95) -> Estimate:
    """Mean of independent values with Student's interval."""
    count = len(values)
    if count < 2 or not 0 < level < 1:
        raise RunInvalid(problem="an interval needs two replications and a level in (0, 1)")
    mean = float(values.mean())
    error = float(values.std(ddof=1) / np.sqrt(count))
    reach = float(stdtrit(count - 1, (1 + level) / 2)) * error
    return Estimate(mean, error, mean - reach, mean + reach, count)


def replicate(
    line: Line,
    *,
    horizon_s: float,
    warm_up_s: float = 0.0,
    replications: int = 20,
    seed: int = 0,
    threads: int = 1,
    progress: Callable[[int, int], None] = lambda done, wanted: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Replications:
    """Independent replications of a line, each `warm_up_s` unobserved and then `horizon_s` long.

    Replication r of one seed sees the same random numbers in every variant of a line (common random
    numbers): differences of two variants are taken pairwise. Threads run truly side by side.
    Cancelled runs return what was finished; RunCancelled if that is nothing.
    """
    _check(horizon_s, warm_up_s, replications)
    template = build(line)
    done: dict[int, dict[str, float]] = {}
    events = [0]
    lock = threading.Lock()

    def one(r: int) -> None:
        run = Run.of(line, template, seed=seed, replication=r)
        if not run.advance(warm_up_s, cancelled):
            return
        run.forget()
        if not run.advance(warm_up_s + horizon_s, cancelled):
            return
        figures = run.figures()
        with lock:
            done[r] = figures
            events[0] += run.events
            progress(len(done), replications)

    if threads == 1:
        for r in range(replications):
            one(r)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(one, range(replications)))
    if not done:
        raise RunCancelled(finished=0, wanted=replications)
    names = tuple(next(iter(done.values())))
    rows = [[done[r][name] for name in names] for r in sorted(done)]
    return Replications(names, np.array(rows), events[0])


def _known(memory: Memory, releases: Sequence[Release]) -> None:
    for each in releases:
        if (each.product, each.step) not in memory.steps or not np.isfinite(each.at_s):
            problem = f"no step {each.step} of product {each.product}, or no time"
            raise RunInvalid(problem=problem)


def _check(horizon_s: float, warm_up_s: float, replications: int) -> None:
    if not (0 < horizon_s < np.inf and 0 <= warm_up_s < np.inf):
        raise RunInvalid(problem="a horizon is positive, a warm-up is not negative, both finite")
    if replications < 1:
        raise RunInvalid(problem="at least one replication")
