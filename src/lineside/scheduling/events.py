"""What scheduling tells."""

from dataclasses import dataclass
from datetime import datetime

from lineside.kernel.events import Event


@dataclass(frozen=True)
class Move:
    """An operation that stands elsewhere than in the plan before, and why."""

    order: str
    seq: int
    from_equipment: str
    to_equipment: str
    from_start: datetime
    to_start: datetime
    reason: str
    by: str = ""


@dataclass(frozen=True)
class PlanPublished(Event, subject="site"):
    """A plan is in force."""

    plan: str
    site: str
    reason: str
    operations: int
    late_orders: int


@dataclass(frozen=True)
class PlanMoved(Event, subject="site"):
    """The plan in force changed: what moved and why (the first fifty; the plan holds all)."""

    plan: str
    site: str
    previous: str
    reason: str
    equipment: str
    moved: int
    moves: tuple[Move, ...]
