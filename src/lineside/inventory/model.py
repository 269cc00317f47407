"""The nouns of inventory: spare parts with reservations, and stock by lot and location."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from lineside.inventory.errors import NotReserved, PartShort, QuantityInvalid
from lineside.inventory.events import (
    PartIssued,
    PartLow,
    PartReceived,
    PartReserved,
    ReservationReleased,
)
from lineside.plant.model import Amount

# What is being worked on lies at ``wip/<order>``: it is stock, but nobody takes it from there.
WIP = "wip/"


class MoveKind(StrEnum):
    """Why stock moved."""

    RECEIPT = "receipt"
    MADE = "made"
    MOVE = "move"
    CONSUMED = "consumed"
    RETURNED = "returned"
    SCRAPPED = "scrapped"
    SHIPPED = "shipped"
    COUNTED = "counted"


@dataclass(frozen=True)
class Stock:
    """How much of a lot lies at a location."""

    lot: str
    location: str
    material: str
    unit: str
    quantity: Amount


@dataclass(frozen=True)
class Balance:
    """A material in total: free to use, on hold, and being worked on."""

    material: str
    unit: str
    available: Amount
    held: Amount
    in_work: Amount


@dataclass(frozen=True)
class Move:
    """One line of the ledger; an empty location is outside the store."""

    id: int
    at: datetime
    lot: str
    material: str
    unit: str
    quantity: Amount
    from_location: str
    to_location: str
    kind: str
    reference: str
    by: str


@dataclass
class Part:
    """A spare part. ``reserved`` pieces are still on hand; ``fits`` lists equipment paths."""

    id: str
    name: str
    kind: str = ""
    fits: list[str] = field(default_factory=list)
    price_nok: Amount = Decimal(0)
    supplier: str = ""
    lead_time_days: int = 0
    reorder_point: int = 0
    location: str = ""
    on_hand: int = 0
    reserved: int = 0
    on_order: int = 0

    @property
    def free(self) -> int:
        return self.on_hand - self.reserved

    def reserve(self, quantity: int, work_order: str) -> PartReserved:
        """Keep pieces for a work order; only free ones can be kept."""
        self._check(quantity)
        if quantity > self.free:
            raise PartShort(
                part=self.id, wanted=quantity, free=self.free, lead_time_days=self.lead_time_days
            )
        self.reserved += quantity
        return PartReserved(self.id, quantity, work_order)

    def release(self, quantity: int, work_order: str) -> ReservationReleased:
        if quantity > self.reserved:
            raise NotReserved(part=self.id, work_order=work_order, reserved=self.reserved)
        self.reserved -= quantity
        return ReservationReleased(self.id, quantity, work_order)

    def issue(self, quantity: int, kept: int, work_order: str) -> Iterator[PartIssued | PartLow]:
        """Hand pieces out, of which ``kept`` were reserved for this work order."""
        self._check(quantity)
        beyond = quantity - kept
        if beyond > self.free:
            raise PartShort(part=self.id, wanted=quantity, free=self.free + kept)
        self.reserved -= min(kept, quantity)
        self.on_hand -= quantity
        yield PartIssued(self.id, quantity, work_order)
        yield from self._low(quantity)

    def receive(self, quantity: int) -> PartReceived:
        """Take pieces into the store; those on order become fewer."""
        self._check(quantity)
        self.on_hand += quantity
        self.on_order = max(0, self.on_order - quantity)
        return PartReceived(self.id, quantity)

    def expect(self, quantity: int) -> None:
        self._check(quantity)
        self.on_order += quantity

    def _low(self, taken: int) -> Iterator[PartLow]:
        """Told once, when the reorder point is crossed."""
        now = self.free + self.on_order
        if now <= self.reorder_point < now + taken:
            yield PartLow(self.id, self.free, self.reorder_point)

    def _check(self, quantity: int) -> None:
        if quantity <= 0:
            raise QuantityInvalid(part=self.id, quantity=quantity)
