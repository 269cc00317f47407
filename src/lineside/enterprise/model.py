"""The nouns of the exchange with the enterprise system: requests in, completions out."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from lineside.enterprise.errors import UnitWrong

# Orders that came by B2MML; completions go back for these only.
SOURCE = "b2mml"
PIECES = {"", "pcs", "pc", "ea", "each", "piece", "pieces", "st", "stk", "c62", "h87"}


@dataclass(frozen=True)
class Request:
    """An order as a file asks for it. ``due`` without a zone is in the plant's own time."""

    id: str
    product: str
    quantity: Decimal
    unit: str
    due: datetime
    priority: int | None = None
    customer: str = ""
    options: dict[str, str] = field(default_factory=dict)

    def pieces(self) -> int:
        """The quantity as whole pieces, or UnitWrong."""
        if self.unit.lower() not in PIECES or self.quantity != self.quantity.to_integral_value():
            raise UnitWrong(order=self.id, unit=self.unit, quantity=self.quantity)
        return int(self.quantity)


@dataclass(frozen=True)
class Schedule:
    """What a file holds; ``dialect`` is its XML namespace, in which the answer is written."""

    id: str
    dialect: str
    family: str
    requests: list[Request]


@dataclass(frozen=True)
class MaterialActual:
    """Material that was used or made; ``use`` is Consumed, Produced or Scrap."""

    material: str
    lots: list[str]
    use: str
    quantity: Decimal
    unit: str


@dataclass(frozen=True)
class SegmentActual:
    """How an operation went."""

    seq: int
    equipment: str
    start: datetime | None
    end: datetime | None
    materials: list[MaterialActual]


@dataclass(frozen=True)
class Completion:
    """What is reported back about a finished order."""

    id: str
    request: str
    published: datetime
    start: datetime | None
    end: datetime | None
    segments: list[SegmentActual]
