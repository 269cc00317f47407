"""Reads a plant's ``parts.yaml``: spare parts with their opening stock."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from lineside.inventory.errors import PartsInvalid
from lineside.inventory.model import Part


def read_parts(folder: Path, paths: dict[str, str]) -> list[Part]:
    """The parts of a folder (none, where the file is missing); ``paths`` gives units' full ids."""
    file = folder / "parts.yaml"
    if not file.is_file():
        return []
    try:
        document = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return [_part(row, paths) for row in document.get("parts", ())]
    except (OSError, yaml.YAMLError, AttributeError, TypeError, ValueError) as error:
        raise PartsInvalid(file="parts.yaml", problem=str(error)[:300]) from error
    except (KeyError, InvalidOperation) as error:
        problem = f"{type(error).__name__}: {error}"
        raise PartsInvalid(file="parts.yaml", problem=problem) from error


def _part(row: dict[str, Any], paths: dict[str, str]) -> Part:
    bins = row.get("stock", ())
    return Part(
        id=str(row["id"]),
        name=str(row["name"]),
        kind=str(row.get("kind", "")),
        fits=[paths.get(str(unit), str(unit)) for unit in row.get("fits", ())],
        price_nok=Decimal(str(row.get("price_nok", 0))),
        supplier=str(row.get("supplier", "")),
        lead_time_days=int(row.get("lead_time_days", 0)),
        reorder_point=int(row.get("reorder_point", 0)),
        location=", ".join(str(each["bin"]) for each in bins),
        on_hand=sum(int(each["quantity"]) for each in bins),
    )
