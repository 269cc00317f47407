"""What execution tells."""

from dataclasses import dataclass
from datetime import datetime

from lineside.kernel.events import Event
from lineside.plant.model import Amount


@dataclass(frozen=True)
class OrderReceived(Event, subject="order"):
    """A production order came in; its routing is frozen on it."""

    order: str
    product: str
    quantity: int
    due: datetime


@dataclass(frozen=True)
class OrderChanged(Event, subject="order"):
    """An order that was not started came again with another quantity, date or priority."""

    order: str
    quantity: int
    due: datetime
    priority: int


@dataclass(frozen=True)
class OrderPrioritised(Event, subject="order"):
    """Somebody gave an order another priority."""

    order: str
    priority: int
    previous: int
    by: str


@dataclass(frozen=True)
class OrderCancelled(Event, subject="order"):
    """An order will not be made any further."""

    order: str
    reason: str
    by: str


@dataclass(frozen=True)
class OperationStarted(Event, subject="order"):
    """Somebody began an operation on equipment."""

    order: str
    seq: int
    equipment: str
    person: str


@dataclass(frozen=True)
class OperationPaused(Event, subject="order"):
    """Somebody laid an operation aside."""

    order: str
    seq: int
    equipment: str
    reason: str
    person: str


@dataclass(frozen=True)
class QuantityReported(Event, subject="order"):
    """Good pieces and scrap of an operation were reported in one entry."""

    order: str
    seq: int
    equipment: str
    good: int
    scrap: int
    reason: str
    person: str


@dataclass(frozen=True)
class OperationCompleted(Event, subject="order"):
    """An operation is done: every piece that came in is good or scrap."""

    order: str
    seq: int
    equipment: str


@dataclass(frozen=True)
class OrderCompleted(Event, subject="order"):
    """The last operation of an order is done."""

    order: str


@dataclass(frozen=True)
class MaterialShort(Event, subject="order"):
    """An operation used more of a material than the stock knew of: the stock needs a count."""

    order: str
    seq: int
    material: str
    missing: Amount


@dataclass(frozen=True)
class DowntimeClassified(Event, subject="equipment"):
    """Somebody said why a machine stood."""

    equipment: str
    start: datetime
    reason: str
    by: str


@dataclass(frozen=True)
class OperatorNote(Event, subject="equipment"):
    """Somebody left a note on an order, an operation or a machine."""

    note: str
    order: str
    seq: int
    equipment: str
    text: str
    by: str
