"""One measured line: data set, protocol, ours, baseline, seconds."""

import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Line:
    """A figure of ours beside a baseline of the same run on the same rows."""

    data: str
    protocol: str
    metric: str
    ours: float
    baseline: float
    baseline_name: str
    higher_is_better: bool
    seconds: float
    more: dict[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """The line as plain values, with the verdict."""
        sign = 1 if self.higher_is_better else -1
        told: dict[str, Any] = asdict(self)
        more: dict[str, Any] = told.pop("more")
        told["better"] = sign * (self.ours - self.baseline) > 0
        told.update(more)
        return told


@dataclass
class Skipped:
    """A data set or protocol that could not be run, and why."""

    data: str
    why: str


Result = Line | Skipped
Results = Iterator[Result]


class Watch:
    """CPU seconds since it was made: other work on the machine does not count."""

    def __init__(self) -> None:
        self._began = time.process_time()

    def seconds(self) -> float:
        """CPU seconds so far."""
        return round(time.process_time() - self._began, 3)


def progress(text: str) -> None:
    """Tell on standard error what is being done."""
    print(text, file=sys.stderr, flush=True)
