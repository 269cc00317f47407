"""A plant's past, made by a process of its own: whoever stores it need not wait for its making."""

import multiprocessing
import os
import queue
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from lineside.kernel.errors import Refusal
from lineside.twin.virtual.emission import Emission
from lineside.twin.virtual.plant import VirtualPlant

AHEAD = 12
"""How many emissions the maker may be ahead of the taker: a day of history is some megabytes."""
PATIENCE_S = 1.0


class HistoryApart:
    """The history of a plant up to `until`, and then the plant itself as it stands there.

    The making begins at once. Use as a context: leaving it ends the process, finished or not.
    """

    def __init__(
        self, folder: Path, *, seed: int, start: datetime, until: datetime, healthy: bool = False
    ) -> None:
        # A fresh interpreter: this one may have threads and open connections that do not fork.
        fresh = multiprocessing.get_context("spawn")
        self._made: Any = fresh.Queue(AHEAD)
        given = (self._made, folder, seed, start, until, healthy)
        self._maker = fresh.Process(target=_make, args=given, name="history", daemon=True)
        self._maker.start()
        self._plant: VirtualPlant | None = None

    def history(self) -> Iterator[Emission]:
        """Each emission in order, once. What the making refused is refused here."""
        while self._plant is None:
            made = self._next()
            if isinstance(made, VirtualPlant):
                self._plant = made
            else:
                yield made

    def plant(self) -> VirtualPlant:
        """The plant at the end of its history; what is left of that is passed over."""
        for _ in self.history():
            continue
        assert self._plant is not None, "a history ends with its plant"
        return self._plant

    def _next(self) -> Emission | VirtualPlant:
        while True:
            try:
                made = self._made.get(timeout=PATIENCE_S)
                break
            except queue.Empty:
                if not self._maker.is_alive():
                    ended = f"the maker of the history ended with {self._maker.exitcode}"
                    raise RuntimeError(ended) from None
        if isinstance(made, Emission | VirtualPlant):
            return made
        refused, facts = made
        raise refused(**facts)

    def __enter__(self) -> "HistoryApart":
        return self

    def __exit__(self, *_: object) -> None:
        self._maker.terminate()
        self._maker.join()
        self._made.close()


def _make(
    made: Any, folder: Path, seed: int, start: datetime, until: datetime, healthy: bool
) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        plant = VirtualPlant(folder, seed=seed, start=start, healthy=healthy)
        for emission in plant.history(until):
            made.put(emission)
        made.put(plant)
    except Refusal as refusal:
        made.put((type(refusal), refusal.facts))


def _end_with_parent() -> None:
    """A taker that was killed takes nothing any more: do not wait for it for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "made by a process of its own"
    parent.join()
    os._exit(1)
