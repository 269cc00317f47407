"""What maintenance tells."""

from dataclasses import dataclass
from datetime import datetime

from lineside.kernel.events import Event


@dataclass(frozen=True)
class ConditionChanged(Event, subject="equipment"):
    """A component's condition moved to another level: healthy, watch or wearing."""

    equipment: str
    component: str
    level: str
    previous: str
    index: float
    at: datetime


@dataclass(frozen=True)
class FailurePredicted(Event, subject="equipment"):
    """A component is expected to fail: hours of life with their 10 and 90 % points."""

    prediction: str
    equipment: str
    component: str
    probability: float
    horizon_h: float
    life_low_h: float
    life_h: float
    life_high_h: float
    at: datetime


@dataclass(frozen=True)
class EvidenceNoted(Event, subject="equipment"):
    """Another room's finding about this equipment was laid beside its condition."""

    equipment: str
    kind: str
    ref: str


@dataclass(frozen=True)
class WorkOrderPlanned(Event, subject="work_order"):
    """A work order has its window, technician and part."""

    work_order: str
    equipment: str
    component: str
    start: datetime
    end: datetime
    technician: str
    part: str
    prediction: str
    recommendation: str


@dataclass(frozen=True)
class WorkOrderStarted(Event, subject="work_order"):
    """The technician began."""

    work_order: str
    equipment: str
    technician: str


@dataclass(frozen=True)
class WorkOrderClosed(Event, subject="work_order"):
    """The technician finished and said what was found."""

    work_order: str
    equipment: str
    component: str
    truth: str
    found: str
    downtime_minutes: float
    prediction: str
    recommendation: str


@dataclass(frozen=True)
class AnomalyBegan(Event, subject="equipment"):
    """A machine behaves unlike itself for half an hour; the signals that make it so, worst first.

    ``score`` and ``limit`` are minus the decimal logarithm of how rarely usual rows score so high.
    """

    equipment: str
    score: float
    limit: float
    signals: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class AnomalyEnded(Event, subject="equipment"):
    """A machine behaves as usual again."""

    equipment: str
    at: datetime
