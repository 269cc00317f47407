"""Several compiled searches side by side, stopped from outside.

Compiled code runs without the interpreter's lock, so threads use the cores. The team works in
rounds of a fixed number of moves; what a round does depends on the seed and the round's number
alone, so that a budget in rounds gives the same plan again. The clock is only looked at between
rounds and, to stop early, within them.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TypeVar

import numpy as np

POLL_S = 0.01
"""How often the clock and the wish to cancel are looked at."""

T = TypeVar("T")


class Budget:
    """Seconds or rounds, and the wish to cancel."""

    def __init__(
        self,
        seconds: float,
        rounds: int | None = None,
        cancel: Callable[[], bool] | None = None,
    ) -> None:
        self.seconds = seconds
        self.rounds = rounds
        self.stop = np.zeros(1, dtype=np.int64)
        self.cancelled = False
        self.round = 0
        self._cancel = cancel
        self._stoppers: list[Callable[[], None]] = []
        self._began = time.perf_counter()

    @property
    def elapsed(self) -> float:
        """Seconds since the search began."""
        return time.perf_counter() - self._began

    @property
    def progress(self) -> float:
        """The part of the budget that is used, 0 to 1."""
        used = self.elapsed / self.seconds if self.rounds is None else self.round / self.rounds
        return min(used, 1.0)

    @contextmanager
    def stopping(self, stop: Callable[[], None]) -> Iterator[None]:
        """Within it, ``stop`` is called (from another thread) when the budget is spent."""
        self._stoppers.append(stop)
        try:
            yield
        finally:
            self._stoppers.remove(stop)

    def spent(self) -> bool:
        """Whether to stop; sets the flag that compiled code watches."""
        if self._cancel is not None and self._cancel():
            self.cancelled = True
        out_of_time = self.rounds is None and self.elapsed >= self.seconds
        if self.cancelled or out_of_time:
            self.stop[0] = 1
            for stop in tuple(self._stoppers):
                stop()
        done = self.rounds is not None and self.round >= self.rounds
        return done or bool(self.stop[0])


class Team:
    """A few threads that work on tasks of one round."""

    def __init__(self, workers: int, budget: Budget) -> None:
        self.workers = max(1, workers)
        self.budget = budget
        self._pool = ThreadPoolExecutor(self.workers, thread_name_prefix="schedule-search")

    def run(self, tasks: Sequence[Callable[[], T]]) -> list[T]:
        """Run the tasks of a round together and return their answers in order."""
        asked = [self._pool.submit(task) for task in tasks]
        pending = set(asked)
        while pending:
            _, pending = wait(pending, timeout=POLL_S)
            self.budget.spent()
        self.budget.round += 1
        return [each.result() for each in asked]

    def close(self) -> None:
        """Let the threads end."""
        self._pool.shutdown(wait=True)
