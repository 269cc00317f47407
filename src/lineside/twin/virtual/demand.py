"""Orders as an ERP would send them, and the lots and serial numbers that they are made of."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from lineside.twin.line import Release
from lineside.twin.virtual.emission import Entry
from lineside.twin.virtual.plant_data import PlantData
from lineside.twin.virtual.shop import DAILY, stored

GEARBOXES_PER_ORDER = 20
LOTS_PER_ORDER = 3
ALLOWANCE = 1.03
"""Components are started for more than is used, since some are scrapped."""
DAY_S = 86400.0


@dataclass(slots=True, eq=False)
class Item:
    """A lot or a serial number on its way: the engine knows it by its index as key."""

    id: str
    order: str
    product: str
    quantity: int
    good: int = 0
    ground_on: str = ""
    wear_seen: list[float] = field(default_factory=list)
    deviation_um: list[float] = field(default_factory=list)
    flaws: list[str | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Order:
    """One production order; `released_s` and `due_s` are seconds from the plant's start."""

    id: str
    product: str
    quantity: int
    released_s: float
    due_s: float
    options: dict[str, str]
    customer: str | None
    items: tuple[str, ...]
    first_key: int


class Demand:
    """Draws orders day by day from its own stream, and numbers what they are made of."""

    def __init__(self, data: PlantData, seed: int, start: datetime) -> None:
        self.data = data
        self.start = start
        self.items: list[Item] = []
        self._random = np.random.default_rng([seed, 0xDE])
        self._used = stored(data)
        self._owed = dict.fromkeys(self._used, 0.0)
        self._number = 4000
        self._lots = 0
        self._serials = 0
        self._days = 0

    def opening(self) -> list[Item]:
        """Lots that lie in the stores at the start, good to the last piece."""
        found = []
        for product, per_day in self._used.items():
            size = int(self.data.products[product]["lot_size"])
            for _ in range(-(-3 * per_day // size)):
                item = Item(self._lot(product), "OPENING", product, size, good=size)
                found.append(item)
        return found

    def _lot(self, product: str) -> str:
        self._lots += 1
        return f"L{product}-{self._lots:05d}"

    def until(self, time_s: float) -> tuple[list[Order], list[Release]]:
        """Orders of all days that begin before the time and were not drawn yet."""
        orders: list[Order] = []
        releases: list[Release] = []
        while self._days * DAY_S < time_s:
            for order in self._day(self._days * DAY_S):
                orders.append(order)
                releases += [
                    Release(order.released_s, order.product, order.first_key + k, order.due_s)
                    for k in range(len(order.items))
                ]
            self._days += 1
        return orders, releases

    def _day(self, day_s: float) -> list[Order]:
        drawn = []
        runs = [p for p, n in DAILY.items() for _ in range(n // GEARBOXES_PER_ORDER)]
        self._random.shuffle(runs)
        for k, product in enumerate(runs):
            drawn.append(self._gearboxes(product, day_s + DAY_S * k / len(runs)))
        lots = []
        for product, used in self._used.items():
            self._owed[product] += used * ALLOWANCE
            size = int(self.data.products[product]["lot_size"]) * LOTS_PER_ORDER
            while self._owed[product] >= size:
                self._owed[product] -= size
                lots.append(product)
        self._random.shuffle(lots)
        for k, product in enumerate(lots):
            drawn.append(self._components(product, day_s + DAY_S * (k + 0.3) / len(lots)))
        return drawn

    def _order(self, product: str, items: list[Item], at_s: float, **rest: Any) -> Order:
        self._number += 1
        number = f"PO-{self._number}"
        for item in items:
            item.order = number
        first = len(self.items)
        self.items.extend(items)
        quantity = sum(item.quantity for item in items)
        names = tuple(item.id for item in items)
        return Order(number, product, quantity, at_s, items=names, first_key=first, **rest)

    def _gearboxes(self, product: str, at_s: float) -> Order:
        items = []
        for _ in range(GEARBOXES_PER_ORDER):
            self._serials += 1
            items.append(Item(f"{product}-{self._serials:06d}", "", product, 1))
        options = {
            str(o["id"]): str(self._random.choice(o["values"]))
            for o in self.data.product_file["options"]
        }
        due = at_s + DAY_S * float(self._random.uniform(1.6, 4.0))
        customer = str(self._random.choice(self.data.customers))
        return self._order(product, items, at_s, due_s=due, options=options, customer=customer)

    def _components(self, product: str, at_s: float) -> Order:
        size = int(self.data.products[product]["lot_size"])
        items = [Item(self._lot(product), "", product, size) for _ in range(LOTS_PER_ORDER)]
        due = at_s + 3.5 * DAY_S
        return self._order(product, items, at_s, due_s=due, options={}, customer=None)

    def entry(self, order: Order, time_us: int) -> Entry:
        """The order's release, as the ERP tells it."""
        due = self.start + timedelta(seconds=order.due_s)
        facts = {
            "order": order.id,
            "product": order.product,
            "quantity": order.quantity,
            "due": due.isoformat(timespec="seconds"),
            "options": order.options,
            "customer": order.customer,
            "items": list(order.items),
        }
        return Entry("order_released", time_us, None, None, facts)
