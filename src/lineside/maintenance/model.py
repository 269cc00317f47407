"""Predictions and work orders."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from lineside.maintenance.errors import WindowInvalid, WorkOrderInvalid, WorkOrderNotOpen
from lineside.maintenance.events import (
    FailurePredicted,
    WorkOrderClosed,
    WorkOrderPlanned,
    WorkOrderStarted,
)

# Kinds of work orders, by whether the stop was planned.
PLANNED = ("planned", "predictive", "preventive")
UNPLANNED = ("breakdown", "corrective")


class Level(StrEnum):
    """A component's condition."""

    UNKNOWN = "unknown"
    HEALTHY = "healthy"
    WATCH = "watch"
    WEARING = "wearing"


@dataclass(frozen=True)
class Component:
    """A component whose condition is watched: a spindle's bearing.

    ``geometry`` is the bearing's (balls, ball_diameter_mm, pitch_diameter_mm, contact_angle_deg).
    """

    equipment: str
    name: str
    wave_tag: str
    rate_hz: float
    shaft_speed_rpm: float
    geometry: dict[str, float]
    part: str
    downtime_cost_per_h: float
    criticality: int

    @property
    def unit(self) -> str:
        return self.equipment.rsplit("/", 1)[-1]


@dataclass
class Prediction:
    """That a component will fail, when, and what speaks for it.

    Hours count from ``at``. ``features`` are those that lead the health index, with their share.
    """

    id: str
    equipment: str
    component: str
    at: datetime
    probability: float
    horizon_h: float
    life_low_h: float
    life_h: float
    life_high_h: float
    index: float
    threshold: float
    onset: datetime | None
    p_value: float
    growth: str
    features: dict[str, float] = field(default_factory=dict)
    model: str = ""
    state: str = "open"
    truth: str = ""

    def announce(self) -> FailurePredicted:
        return FailurePredicted(
            prediction=self.id,
            equipment=self.equipment,
            component=self.component,
            probability=round(self.probability, 4),
            horizon_h=self.horizon_h,
            life_low_h=round(self.life_low_h, 1),
            life_h=round(self.life_h, 1),
            life_high_h=round(self.life_high_h, 1),
            at=self.at,
        )


class OrderState(StrEnum):
    PLANNED = "planned"
    STARTED = "started"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass
class WorkOrder:
    """Work on a machine: what, when, who, with which part, and what was found."""

    id: str
    equipment: str
    component: str
    task: str
    kind: str
    start: datetime
    end: datetime
    technician: str
    part: str = ""
    quantity: int = 0
    prediction: str = ""
    recommendation: str = ""
    state: OrderState = OrderState.PLANNED
    created_at: datetime | None = None
    started_at: datetime | None = None
    closed_at: datetime | None = None
    truth: str = ""
    found: str = ""
    note: str = ""
    downtime_minutes: float = 0.0
    facts: dict[str, Any] = field(default_factory=dict)

    def plan(self, at: datetime) -> WorkOrderPlanned:
        """Take the window; refuses one that is empty or over."""
        if self.end <= self.start or self.end <= at:
            raise WindowInvalid(start=self.start, end=self.end, now=at)
        self.created_at = at
        return WorkOrderPlanned(
            self.id, self.equipment, self.component, self.start, self.end, self.technician,
            self.part, self.prediction, self.recommendation,
        )  # fmt: skip

    def begin(self, at: datetime) -> WorkOrderStarted:
        if self.state is not OrderState.PLANNED:
            raise WorkOrderNotOpen(work_order=self.id, state=self.state)
        self.state, self.started_at = OrderState.STARTED, at
        return WorkOrderStarted(self.id, self.equipment, self.technician)

    def close(
        self, at: datetime, truth: str, found: str, note: str, downtime_minutes: float
    ) -> WorkOrderClosed:
        """Finish; ``truth`` says whether the prediction was confirmed or false."""
        if self.state not in (OrderState.PLANNED, OrderState.STARTED):
            raise WorkOrderNotOpen(work_order=self.id, state=self.state)
        self.state, self.closed_at = OrderState.CLOSED, at
        self.started_at = self.started_at or at
        self.truth, self.found, self.note = truth, found, note
        self.downtime_minutes = downtime_minutes
        return WorkOrderClosed(
            self.id, self.equipment, self.component, truth, found, downtime_minutes,
            self.prediction, self.recommendation,
        )  # fmt: skip

    def cancel(self, reason: str) -> None:
        """Give the window back; refused once the work began."""
        if self.state is not OrderState.PLANNED:
            raise WorkOrderNotOpen(work_order=self.id, state=self.state)
        self.state, self.note = OrderState.CANCELLED, reason

    def check_past(self) -> None:
        """Refuse a record of the past that cannot have been."""
        problems = {
            "id": not self.id.strip(),
            "end": self.end < self.start,
            "downtime_minutes": not 0 <= self.downtime_minutes < float("inf"),
        }
        wrong = [name for name, is_wrong in problems.items() if is_wrong]
        if wrong:
            raise WorkOrderInvalid(work_order=self.id, fields=wrong)
