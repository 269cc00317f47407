"""What the demonstration has on order when it begins, from its ``history/purchases.csv``."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

FILE = Path("history") / "purchases.csv"


def standing_purchases(folder: Path, today: date) -> Iterator[dict[str, Any]]:
    """The arguments of ``inventory.order_material``; none where the plant brings no such file."""
    path = folder / FILE
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            yield {
                "material": row["material"],
                "quantity": Decimal(row["quantity"]),
                "due": today + timedelta(days=int(row["due_in_days"])),
            }
