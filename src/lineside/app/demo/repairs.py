"""The plant's past repairs, from the demonstration's ``history/workorders.csv``."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

from lineside.kernel.work import Work
from lineside.maintenance.actions import PastOrder
from lineside.plant import queries as plant

HISTORY = Path("history") / "workorders.csv"
BEARING = "spindle_bearing"


def past_repairs(work: Work, folder: Path) -> list[PastOrder]:
    """Closed work orders; none where the plant brings no such file."""
    path = folder / HISTORY
    if not path.exists():
        return []
    paths = {e.id.rsplit("/", 1)[-1]: e.id for e in plant.equipment_tree(work, kind="unit")}
    with path.open(encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return [_order(row, paths, work.at) for row in rows if row["equipment"] in paths]


def _order(row: dict[str, str], paths: dict[str, str], now: datetime) -> PastOrder:
    """``days_ago`` counts back from now; a repair that took a spindle bearing was one on it."""
    start = now - timedelta(days=float(row["days_ago"]))
    minutes = float(row["downtime_minutes"])
    part = row.get("part") or ""
    return PastOrder(
        id=row["id"],
        equipment=paths[row["equipment"]],
        component=BEARING if part.startswith(("SP-GRIND", "SP-MILL")) else "machine",
        task=row["action"],
        kind=row["kind"],
        start=start,
        end=start + timedelta(minutes=minutes),
        technician=row["technician"],
        part=part,
        found=row["cause"],
        note=row["symptom"],
        truth=row["outcome"] if row["outcome"] in ("confirmed", "false") else "",
        downtime_minutes=minutes,
    )
