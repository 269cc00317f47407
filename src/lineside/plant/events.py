"""What the plant room tells."""

from dataclasses import dataclass

from lineside.kernel.events import Event


@dataclass(frozen=True)
class PlantLoaded(Event, subject="site"):
    """A plant's master data was read from its folder."""

    site: str
    equipment: int
    products: int


@dataclass(frozen=True)
class ProductReleased(Event, subject="product"):
    """A product is made by another revision from now on; running orders keep theirs."""

    product: str
    revision: str
    previous: str


@dataclass(frozen=True)
class CalendarChanged(Event, subject="site"):
    """Working time of a site changed on a date."""

    site: str
    date: str
