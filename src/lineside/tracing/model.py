"""The nouns of tracing: lots and serials, and what becomes of them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from lineside.plant.model import Amount
from lineside.tracing.errors import (
    LotGone,
    LotNotHeld,
    LotOnHold,
    LotShort,
    QuantityInvalid,
    ReasonMissing,
)
from lineside.tracing.events import (
    LotConsumed,
    LotCreated,
    LotHeld,
    LotMoved,
    LotReleased,
    LotScrapped,
    LotShipped,
)

FINEST = Decimal("0.000001")
MOST = Decimal(10) ** 15


# How sure an id was read: as it stands, but for doubles such as O and 0, or as a guess.
How = Literal["exact", "alike", "similar"]


class LotState(StrEnum):
    AVAILABLE = "available"
    HELD = "held"
    SCRAPPED = "scrapped"
    CONSUMED = "consumed"
    SHIPPED = "shipped"


GONE = (LotState.SCRAPPED, LotState.CONSUMED, LotState.SHIPPED)


@dataclass
class Lot:
    """A quantity of one material with one history; a serial is a lot of one piece.

    What came in is ``quantity``; it is at all times the sum of ``consumed``, ``scrapped`` and
    what remains.
    """

    id: str
    material: str
    quantity: Amount
    unit: str
    at: datetime
    serial: bool = False
    state: LotState = LotState.AVAILABLE
    consumed: Amount = Decimal(0)
    scrapped: Amount = Decimal(0)
    supplier: str = ""
    made_on: str = ""
    order: str = ""
    customer: str = ""
    location: str = ""
    held_reason: str = ""

    @property
    def remaining(self) -> Decimal:
        return self.quantity - self.consumed - self.scrapped

    def announce(self) -> LotCreated:
        return LotCreated(self.id, self.material, self.quantity, self.order, self.made_on)

    def grow(self, quantity: Decimal) -> LotCreated:
        """Add pieces that were made later, even where those before them are all used or scrap."""
        if self.state is LotState.HELD:
            raise LotOnHold(lot=self.id, reason=self.held_reason)
        if self.state is LotState.SHIPPED:
            raise LotGone(lot=self.id, state=self.state)
        self.quantity += quantity
        self.state = LotState.AVAILABLE
        return LotCreated(self.id, self.material, quantity, self.order, self.made_on)

    def consume(self, into: str, quantity: Decimal, equipment: str, order: str) -> LotConsumed:
        """Use up a part of the lot in another one."""
        self._check_usable()
        self._check_enough(quantity)
        self.consumed += quantity
        if self.remaining == 0:
            self.state = LotState.CONSUMED
        return LotConsumed(self.id, into, quantity, equipment, order)

    def give_back(self, quantity: Decimal) -> None:
        """Take back a part of what was consumed: it was not used after all."""
        if quantity > self.consumed or self.state in (LotState.SHIPPED, LotState.SCRAPPED):
            raise LotGone(lot=self.id, state=self.state, consumed=self.consumed)
        self.consumed -= quantity
        if self.state is LotState.CONSUMED:
            self.state = LotState.AVAILABLE

    def hold(self, reason: str, by: str) -> LotHeld:
        """Keep the lot from being used. A held lot may be held for a further reason."""
        if self.state in GONE:
            raise LotGone(lot=self.id, state=self.state)
        _check_reason(self.id, reason)
        self.state, self.held_reason = LotState.HELD, reason
        return LotHeld(self.id, reason, by)

    def release(self, reason: str, by: str) -> LotReleased:
        if self.state is not LotState.HELD:
            raise LotNotHeld(lot=self.id, state=self.state)
        _check_reason(self.id, reason)
        self.state, self.held_reason = LotState.AVAILABLE, ""
        return LotReleased(self.id, by, reason)

    def scrap(self, quantity: Decimal, reason: str, by: str) -> LotScrapped:
        """Take pieces out for good; a lot on hold may be scrapped, that is one way to end it."""
        if self.state in GONE:
            raise LotGone(lot=self.id, state=self.state)
        _check_reason(self.id, reason)
        self._check_enough(quantity)
        self.scrapped += quantity
        if self.remaining == 0:
            self.state = LotState.CONSUMED if self.consumed > 0 else LotState.SCRAPPED
        return LotScrapped(self.id, quantity, reason, by)

    def ship(self, customer: str) -> LotShipped:
        self._check_usable()
        self.state, self.customer, self.location = LotState.SHIPPED, customer, ""
        return LotShipped(self.id, customer)

    def move(self, location: str) -> LotMoved:
        """Note where the lot lies; a lot on hold may be carried to the blocked store."""
        if self.state in GONE:
            raise LotGone(lot=self.id, state=self.state)
        previous, self.location = self.location, location
        return LotMoved(self.id, location, previous)

    def _check_usable(self) -> None:
        if self.state is LotState.HELD:
            raise LotOnHold(lot=self.id, reason=self.held_reason)
        if self.state in GONE:
            raise LotGone(lot=self.id, state=self.state)

    def _check_enough(self, quantity: Decimal) -> None:
        if quantity > self.remaining:
            raise LotShort(lot=self.id, wanted=quantity, remaining=self.remaining)


def exact(quantity: Decimal, **facts: str) -> Decimal:
    """The quantity, if it is above zero, not beyond counting, and no finer than is stored."""
    possible = quantity.is_finite() and 0 < quantity <= MOST
    if not possible or quantity != quantity.quantize(FINEST):
        raise QuantityInvalid(quantity=quantity, **facts)
    return quantity


def _check_reason(lot: str, reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(lot=lot)
