"""What learning needs from the rooms above: what their models were fitted on and what they see now.

Beside the question that shows a model's work stands ``@tells_inputs("name")`` over a function that
reads both; from then on drift of that model's champions is watched.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from lineside.kernel.work import Work
from lineside.learning.model import ModelVersion


@dataclass(frozen=True)
class Inputs:
    """Inputs or scores of a model: arrays (n, p) at fitting and now, with a name for each column
    and a time for each recent row."""

    names: tuple[str, ...]
    reference: Any
    recent: Any
    times: list[datetime]


class ReadInputs(Protocol):
    """Reads them for one version; None where there is nothing to compare yet."""

    def __call__(self, work: Work, model: ModelVersion) -> Inputs | None: ...


_readers: dict[str, ReadInputs] = {}


def tells_inputs(name: str) -> Callable[[ReadInputs], ReadInputs]:
    """Mark the function that reads the inputs of the models of a name."""

    def mark(function: ReadInputs) -> ReadInputs:
        _readers[name] = function
        return function

    return mark


def reader_of(name: str) -> ReadInputs | None:
    """Who reads the inputs of the models of a name."""
    return _readers.get(name)
