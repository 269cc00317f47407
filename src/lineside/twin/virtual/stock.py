"""Material in lots: what is bought, received as it is used up; what is made, first in first out."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from lineside.twin.virtual.demand import Item


@dataclass(slots=True)
class BoughtLot:
    """A received lot and what is left of it."""

    id: str
    material: str
    quantity: float
    left: float


@dataclass(slots=True)
class Stock:
    """Lots of bought material and stores of made components."""

    materials: dict[str, dict[str, Any]]
    bought: dict[str, deque[BoughtLot]] = field(default_factory=dict)
    made: dict[str, deque[Item]] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    number: int = 0

    def receive(self, material: str) -> BoughtLot:
        """A new lot of bought material."""
        self.number += 1
        row = self.materials[material]
        prefix = "HEAT" if row.get("lot_name") == "heat" else "R"
        lot = BoughtLot(
            f"{prefix}-{self.number:04d}",
            material,
            float(row["lot_quantity"]),
            float(row["lot_quantity"]),
        )
        self.bought.setdefault(material, deque()).append(lot)
        return lot

    def low(self, material: str) -> bool:
        """Is it time for the next lot?"""
        lots = self.bought.get(material, ())
        return len(lots) < 2 and sum(lot.left for lot in lots) < 0.4 * float(
            self.materials[material]["lot_quantity"]
        )

    def use(self, material: str, quantity: float) -> list[tuple[str, float]]:
        """Take bought material, oldest lot first: lots and quantities."""
        taken = []
        lots = self.bought[material]
        while quantity > 1e-9:
            lot = lots[0]
            part = min(quantity, lot.left)
            taken.append((lot.id, round(part, 3)))
            lot.left -= part
            quantity -= part
            if lot.left <= 1e-9:
                lots.popleft()
        return taken

    def store(self, item: Item) -> None:
        """A made lot goes into the store."""
        if item.good > 0:
            self.made.setdefault(item.product, deque()).append(item)

    def pick(self, product: str, pieces: int) -> list[tuple[Item, int]]:
        """Take good pieces, oldest lot first, none from lots on hold: lots and pieces.

        Fewer than asked for if the store runs out.
        """
        taken: list[tuple[Item, int]] = []
        for item in list(self.made.get(product, ())):
            if pieces == 0:
                break
            if item.id in self.held:
                continue
            part = min(pieces, item.good)
            item.good -= part
            pieces -= part
            taken.append((item, part))
            if item.good == 0:
                self.made[product].remove(item)
        return taken
