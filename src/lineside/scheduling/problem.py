"""A schedule problem that is known to be consistent, and the plans that answer it.

This is the engine's face: whoever states a problem or reads a plan imports the names from here.
"""

from dataclasses import dataclass
from functools import cached_property

from lineside.scheduling.arrays import Arrays, arrays_of
from lineside.scheduling.pieces import (
    Job,
    Lock,
    Machine,
    Mode,
    Operation,
    Operator,
    ProblemData,
    SetupTable,
    TariffStep,
    Window,
)
from lineside.scheduling.plan import Bar, Objective, Plan, Progress, Solution
from lineside.scheduling.validation import validate

__all__ = [
    "Bar",
    "Job",
    "Lock",
    "Machine",
    "Mode",
    "Objective",
    "Operation",
    "Operator",
    "Plan",
    "Problem",
    "Progress",
    "SetupTable",
    "Solution",
    "TariffStep",
    "Window",
]


@dataclass(frozen=True)
class Problem(ProblemData):
    """Jobs, operations and what they compete for; ``ProblemInvalid`` when they contradict."""

    def __post_init__(self) -> None:
        validate(self)

    @cached_property
    def arrays(self) -> Arrays:
        """The same as arrays, for compiled code."""
        return arrays_of(self)
