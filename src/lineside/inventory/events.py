"""What inventory tells."""

from dataclasses import dataclass

from lineside.kernel.events import Event
from lineside.plant.model import Amount


@dataclass(frozen=True)
class StockMoved(Event, subject="lot"):
    """A quantity of a lot came, went or lies elsewhere; an empty location is outside the store."""

    lot: str
    material: str
    quantity: Amount
    from_location: str
    to_location: str
    kind: str
    reference: str


@dataclass(frozen=True)
class PartReserved(Event, subject="part"):
    """A spare part is kept for a work order."""

    part: str
    quantity: int
    work_order: str


@dataclass(frozen=True)
class ReservationReleased(Event, subject="part"):
    """A spare part kept for a work order is free again."""

    part: str
    quantity: int
    work_order: str


@dataclass(frozen=True)
class PartIssued(Event, subject="part"):
    """A spare part left the store for a work order."""

    part: str
    quantity: int
    work_order: str


@dataclass(frozen=True)
class PartReceived(Event, subject="part"):
    """A spare part came into the store."""

    part: str
    quantity: int


@dataclass(frozen=True)
class PartOrdered(Event, subject="part"):
    """A spare part was ordered from its supplier."""

    part: str
    quantity: int
    due: str


@dataclass(frozen=True)
class MaterialOrdered(Event, subject="material"):
    """A material was ordered from its supplier."""

    material: str
    quantity: Amount
    unit: str
    due: str


@dataclass(frozen=True)
class PartLow(Event, subject="part"):
    """What is free of a spare part, with what is on order, fell to its reorder point."""

    part: str
    free: int
    reorder_point: int
