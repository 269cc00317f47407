"""Plans as the room keeps them: bars in plant time, windows, figures."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class PlannedBar:
    """One operation in the plan; ``setup_s`` lies before ``start``, late orders are marked."""

    order: str
    seq: int
    name: str
    product: str
    equipment: str
    start: datetime
    end: datetime
    setup_s: float
    operator: str
    quantity: int
    due: datetime | None
    late_h: float
    locked: bool
    state: str


@dataclass(frozen=True)
class Closed:
    """A stretch in which a machine is not available, and why."""

    equipment: str
    start: datetime
    end: datetime
    reason: str


@dataclass(frozen=True)
class PlanFigures:
    """What a plan is worth: weighted tardiness and set-up in hours, late orders, how it was found.

    ``gap`` is the distance to the lower bound, where one is known.
    """

    tardiness_h: float
    setup_h: float
    makespan_h: float
    late_orders: int
    operations: int
    seconds: float
    found_by: str
    gap: float | None


@dataclass(frozen=True)
class SolvedBar:
    """One operation of a problem from outside, in its own ticks."""

    operation: str
    machine: str
    start: int
    end: int
    operator: str


@dataclass(frozen=True)
class SolvedProblem:
    """The best plan found for a problem from outside.

    ``value`` is the weighted tardiness where a job is due, else the make-span; ``parts`` tells all
    figures; ``gap`` is the distance to ``lower_bound`` where one is known. ``broken`` lists the
    rules that the plan breaks by a checker that shares nothing with the search: none.
    """

    name: str
    operations: int
    value: float
    parts: dict[str, float]
    lower_bound: float | None
    gap: float | None
    found_by: str
    seconds: float
    broken: list[str]
    bars: list[SolvedBar]


@dataclass(frozen=True)
class BarReason:
    """Why a bar begins when it does; ``binding`` reasons alone decide it."""

    kind: str
    by: str
    until: datetime
    binding: bool


@dataclass(frozen=True)
class LateOrder:
    """An order that the plan finishes after its date, with the operation that holds it back."""

    order: str
    due: datetime
    end: datetime
    late_h: float
    reasons: list[BarReason] = field(default_factory=list)
