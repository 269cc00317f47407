"""What tracing tells."""

from dataclasses import dataclass

from lineside.kernel.events import Event
from lineside.plant.model import Amount


@dataclass(frozen=True)
class LotCreated(Event, subject="lot"):
    """A lot or serial came into being: received from a supplier or made on equipment."""

    lot: str
    material: str
    quantity: Amount
    order: str
    equipment: str


@dataclass(frozen=True)
class LotConsumed(Event, subject="lot"):
    """Some or all of a lot became part of another one."""

    lot: str
    into: str
    quantity: Amount
    equipment: str
    order: str


@dataclass(frozen=True)
class LotHeld(Event, subject="lot"):
    """A lot was put on hold."""

    lot: str
    reason: str
    by: str


@dataclass(frozen=True)
class LotReleased(Event, subject="lot"):
    """A lot on hold may be used again."""

    lot: str
    by: str
    reason: str


@dataclass(frozen=True)
class LotMoved(Event, subject="lot"):
    """A lot lies elsewhere."""

    lot: str
    location: str
    previous: str


@dataclass(frozen=True)
class LotScrapped(Event, subject="lot"):
    """Some or all of a lot was scrapped."""

    lot: str
    quantity: Amount
    reason: str
    by: str


@dataclass(frozen=True)
class LotShipped(Event, subject="lot"):
    """A lot left for a customer."""

    lot: str
    customer: str
