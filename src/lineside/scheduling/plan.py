"""Plans, what makes one better than another, and how a search reports."""

from collections.abc import Mapping
from dataclasses import dataclass

from lineside.scheduling.pieces import ProblemData


@dataclass(frozen=True, slots=True)
class Bar:
    """One operation in a plan."""

    operation: str
    machine: str
    start: int
    end: int
    operator: str | None = None


@dataclass(frozen=True)
class Plan:
    """Bars by operation id; operations of routes that are not taken are absent."""

    bars: Mapping[str, Bar]

    @property
    def makespan(self) -> int:
        """The end of the last bar, 0 when there is none."""
        return max((bar.end for bar in self.bars.values()), default=0)


@dataclass(frozen=True, slots=True)
class Objective:
    """What is made small: the weighted sum of the parts.

    ``makespan`` per tick, ``tardiness`` per weighted tick of lateness, ``setup`` per tick, ``cost``
    per unit of the modes' cost, ``energy`` per unit of the tariff's money; against ``reference``:
    ``shift`` per tick that a start moves and ``reassign`` per operation that changes its machine.
    """

    makespan: float = 0.0
    tardiness: float = 0.0
    setup: float = 0.0
    cost: float = 0.0
    energy: float = 0.0
    shift: float = 0.0
    reassign: float = 0.0
    reference: Plan | None = None

    @classmethod
    def usual(cls, problem: ProblemData) -> "Objective":
        """Weighted tardiness where a job has a due date, else the make-span."""
        if any(job.due is not None for job in problem.jobs):
            return cls(tardiness=1.0)
        return cls(makespan=1.0)


@dataclass(frozen=True, slots=True)
class Progress:
    """How a search stands."""

    seconds: float
    value: float
    lower_bound: float | None
    round: int
    found_by: str


@dataclass(frozen=True, slots=True)
class Solution:
    """The best plan found, what it is worth, and how it was found.

    ``parts`` are the unweighted figures (``makespan``, ``tardiness``, ``setup``, ``cost``,
    ``energy``, ``shift``, ``reassign``, and ``lock``: ticks by which locked starts are missed);
    ``value`` their weighted sum; ``gap`` is ``(value - lower_bound) / value`` where there is a
    bound; ``found_by`` names the step that found the plan; ``cancelled`` tells that it was cut.
    """

    plan: Plan
    value: float
    parts: Mapping[str, float]
    lower_bound: float | None
    gap: float | None
    found_by: str
    seconds: float
    rounds: int
    cancelled: bool = False
