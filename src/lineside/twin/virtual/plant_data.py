"""A plant's folder as the virtual plant needs it: a small reader, the plant room's is richer."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from lineside.twin.errors import PlantDataInvalid


def _read(folder: Path, name: str) -> dict[str, Any]:
    try:
        text = (folder / name).read_text(encoding="utf-8")
        document = yaml.load(text, Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PlantDataInvalid(file=name, problem=str(error)[:300]) from error
    if not isinstance(document, dict):
        raise PlantDataInvalid(file=name, problem="not a mapping")
    return document


@dataclass(frozen=True)
class PlantData:
    """Rows of the plant's files by id."""

    machines: dict[str, dict[str, Any]]
    sensors: dict[str, dict[str, Any]]
    tags: dict[str, dict[str, Any]]
    tag_file: dict[str, Any]
    products: dict[str, dict[str, Any]]
    product_file: dict[str, Any]
    calendar: dict[str, Any]
    people: tuple[dict[str, Any], ...]
    reasons: tuple[dict[str, Any], ...]
    alarms: tuple[dict[str, Any], ...]
    materials: dict[str, dict[str, Any]]
    customers: tuple[str, ...]

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(str(self.calendar["zone"]))

    def of_kind(self, kind: str) -> list[str]:
        """Ids of the machines of a kind, in order."""
        return [i for i, row in self.machines.items() if row["kind"] == kind]

    def shift_at(self, moment: datetime) -> tuple[str, date]:
        """Shift and the day it belongs to, at an aware moment."""
        local = moment.astimezone(self.zone)
        for shift in self.calendar["shifts"]:
            begin, end = time.fromisoformat(shift["start"]), time.fromisoformat(shift["end"])
            at = local.time()
            if begin < end and begin <= at < end:
                return str(shift["id"]), local.date()
            if begin >= end and (at >= begin or at < end):
                day = local.date() if at >= begin else local.date() - timedelta(days=1)
                return str(shift["id"]), day
        raise PlantDataInvalid(file="calendar.yaml", problem=f"no shift at {local:%H:%M}")

    def crew_of(self, shift: str, day: date) -> str:
        """The crew that works a shift of a day, by the rota."""
        rota = self.calendar["rota"]
        place = (day - rota["anchor"]).days % int(rota["cycle_days"])
        for crew, pattern in rota["crews"].items():
            if pattern[place] == shift:
                return str(crew)
        raise PlantDataInvalid(file="calendar.yaml", problem=f"no crew for {shift} on {day}")

    def present(self, skill: str, moment: datetime) -> list[str]:
        """People with a skill who are at work at a moment."""
        crew = self.crew_of(*self.shift_at(moment))
        return [
            str(p["id"])
            for p in self.people
            if p["crew"] == crew and p["role"] == "operator" and skill in p["skills"]
        ]


def read_plant(folder: Path) -> PlantData:
    """Read the folder of a plant; refuses with the file's name."""
    equipment = _read(folder, "equipment.yaml")["equipment"]
    tag_file = _read(folder, "tags.yaml")
    product_file = _read(folder, "products.yaml")
    try:
        return PlantData(
            machines={r["id"]: r for r in equipment if r["level"] == "unit"},
            sensors={r["id"]: r for r in equipment if r["level"] == "sensor"},
            tags={r["id"]: r for r in tag_file["tags"]},
            tag_file=tag_file,
            products={r["id"]: r for r in product_file["products"]},
            product_file=product_file,
            calendar=_read(folder, "calendar.yaml"),
            people=tuple(_read(folder, "people.yaml")["people"]),
            reasons=tuple(_read(folder, "reasons.yaml")["reasons"]),
            alarms=tuple(_read(folder, "alarms.yaml")["alarms"]),
            materials={r["id"]: r for r in _read(folder, "materials.yaml")["materials"]},
            customers=tuple(r["id"] for r in _read(folder, "customers.yaml")["customers"]),
        )
    except KeyError as error:
        raise PlantDataInvalid(file=str(folder), problem=f"without {error}") from error
