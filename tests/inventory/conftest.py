"""A plant whose store has a past."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from lineside.tracing.actions import Link
from lineside.tracing.model import Lot

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
# The simulated clock shows Monday, 5 October 2026, 8:00 in Oslo.
TODAY = date(2026, 10, 5)


def morning(day):
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


@pytest.fixture
def plant(administrator):
    administrator.run("plant.load_plant", folder=str(HALDEN))
    administrator.run("inventory.load_parts", folder=str(HALDEN))


@pytest.fixture
def use(plant, administrator):
    """Lets seal kits become part of gearboxes on the days before today, by quantity."""

    def call(quantities, material="SEAL-KIT"):
        begin = TODAY - timedelta(days=len(quantities))
        days = [morning(begin + timedelta(days=n)) for n in range(len(quantities))]
        box, lot = f"box-{material}", f"lot-{material}"
        lots = [
            Lot(lot, material, Decimal(1_000_000), "pcs", days[0], supplier="nordlager"),
            Lot(box, "YG200", Decimal(1), "pcs", days[0]),
        ]
        links = [
            Link(lot, box, Decimal(quantity), at, "halden/assembly/PR-01", "O-1")
            for at, quantity in zip(days, quantities, strict=True)
            if quantity
        ]
        administrator.run("tracing.import_genealogy", lots=lots, links=links)

    return call
