"""Reads a plant's master data from its folder of YAML files, ``plants/<name>/``.

Only ``equipment.yaml`` is needed; what else is missing stays empty. Every problem names its file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from lineside.plant.calendars import BreakRule, Calendar, Holiday, Rota, ShiftRule
from lineside.plant.errors import PlantInvalid
from lineside.plant.model import (
    Batch,
    Check,
    Equipment,
    Level,
    Material,
    Need,
    Partner,
    Person,
    Product,
    Reason,
    RouteStep,
    SetPoint,
    Setup,
    Term,
)

LIMIT_BYTES = 20_000_000
_UPPER = {Level.ENTERPRISE, Level.SITE}
_BESIDE = {"id", "level", "parent", "name", "name_de"}


@dataclass(frozen=True)
class PlantData:
    """Everything that a folder says about a plant."""

    site: str
    equipment: list[Equipment]
    calendar: Calendar | None = None
    reasons: list[Reason] = field(default_factory=list)
    materials: list[Material] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)
    setups: list[Setup] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    partners: list[Partner] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)


class PlantFolder:
    """One plant's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self) -> PlantData:
        """The whole folder as nouns, or PlantInvalid with the file and what is wrong in it."""
        equipment = self._guarded("equipment.yaml", self._equipment)
        sites = [node.id for node in equipment if node.kind == Level.SITE]
        if len(sites) != 1:
            raise PlantInvalid(file="equipment.yaml", problem="exactly one site is needed")
        products = self._guarded("products.yaml", lambda: list(self._products(equipment)))
        return PlantData(
            site=sites[0],
            equipment=equipment,
            calendar=self._guarded("calendar.yaml", self._calendar),
            reasons=self._guarded("reasons.yaml", lambda: list(self._reasons())),
            materials=self._guarded("materials.yaml", lambda: list(self._materials(products))),
            products=products,
            setups=self._guarded("products.yaml", lambda: list(self._setups())),
            people=self._guarded("people.yaml", lambda: list(self._people())),
            partners=list(self._partners()),
            terms=self._guarded("vocabulary.yaml", lambda: list(self._terms())),
        )

    def _guarded(self, file: str, read: Any) -> Any:
        """What a wrong shape makes Python say becomes a refusal that names the file."""
        try:
            return read()
        except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as error:
            problem = f"{type(error).__name__}: {error}"[:300]
            raise PlantInvalid(file=file, problem=problem) from error

    def _file(self, name: str) -> dict[str, Any]:
        path = self._folder / name
        if not path.is_file():
            if name == "equipment.yaml":
                raise PlantInvalid(file=name, problem="the file is missing")
            return {}
        if path.stat().st_size > LIMIT_BYTES:
            raise PlantInvalid(file=name, problem="the file is too large", limit=LIMIT_BYTES)
        return _parse(name, path)

    def _equipment(self) -> list[Equipment]:
        rows = self._file("equipment.yaml")["equipment"]
        paths: dict[str, str] = {}
        site = next((str(row["id"]) for row in rows if row["level"] == Level.SITE), "")
        for row in rows:
            paths[str(row["id"])] = _path(row, site)
        return [_node(row, paths) for row in rows]

    def _calendar(self) -> Calendar | None:
        file = self._file("calendar.yaml")
        if not file:
            return None
        shifts = tuple(_shift(row) for row in file.get("shifts", ()))
        breaks = tuple(_break(row) for row in file.get("breaks", ()))
        days = tuple(
            Holiday(_date(row["date"]), str(row.get("name", "")), tuple(row.get("closed", ())))
            for row in file.get("holidays", ())
        )
        return Calendar(str(file.get("zone", "UTC")), shifts, breaks, days, _rota(file.get("rota")))

    def _reasons(self) -> Iterator[Reason]:
        for row in self._file("reasons.yaml").get("reasons", ()):
            code = str(row.get("code", row.get("id", "")))
            label = str(row.get("name", code))
            beside = {"code", "id", "group", "state", "planned", "name", "name_de"}
            yield Reason(
                code=code,
                group=str(row.get("group", "")),
                state=str(row.get("state", "")),
                planned=bool(row.get("planned", False)),
                label=label,
                label_de=str(row.get("name_de", label)),
                facts={name: row[name] for name in row if name not in beside},
            )

    def _materials(self, products: list[Product]) -> Iterator[Material]:
        """Those that are listed, then those that routings name without listing them."""
        known = set()
        for row in self._file("materials.yaml").get("materials", ()):
            known.add(str(row["id"]))
            facts = {name: row[name] for name in row if name not in {"id", "name", "kind", "unit"}}
            kind, unit = str(row.get("kind", "raw")), str(row.get("unit", "pcs"))
            yield Material(str(row["id"]), str(row.get("name", row["id"])), kind, unit, facts)
        for product in products:
            if product.id not in known:
                known.add(product.id)
                yield Material(product.id, product.name, "made", product.unit)
        for need in (need for p in products for step in p.routing for need in step.materials):
            if need.material not in known:
                known.add(need.material)
                yield Material(need.material, need.material, "bought", need.unit)

    def _products(self, equipment: list[Equipment]) -> Iterator[Product]:
        units = {node.name: node.id for node in equipment}
        centres = {node.id.split("/")[-1]: node.id for node in equipment}
        for row in self._file("products.yaml").get("products", ()):
            yield _product(row, units, centres)

    def _setups(self) -> Iterator[Setup]:
        for kind, matrix in self._file("products.yaml").get("setup_matrix", {}).items():
            for before, row in matrix.items():
                for after, minutes in row.items():
                    yield Setup(str(kind), str(before), str(after), float(minutes) * 60)

    def _people(self) -> Iterator[Person]:
        for row in self._file("people.yaml").get("people", ()):
            yield Person(
                id=str(row["id"]),
                name=str(row["name"]),
                role=str(row.get("role", "operator")),
                crew=str(row.get("crew", "day")),
                skills=[str(skill) for skill in row.get("skills", ())],
                language=str(row.get("language", "en")),
                scope=str(row.get("scope", "")),
            )

    def _partners(self) -> Iterator[Partner]:
        for file, key, kind in (
            ("parts.yaml", "suppliers", "supplier"),
            ("materials.yaml", "suppliers", "supplier"),
            ("customers.yaml", "customers", "customer"),
        ):
            for row in self._file(file).get(key, ()):
                facts = {name: value for name, value in row.items() if name not in {"id", "name"}}
                yield Partner(str(row["id"]), str(row.get("name", row["id"])), kind, facts)

    def _terms(self) -> Iterator[Term]:
        file = self._file("vocabulary.yaml")
        for row in file.get("vocabulary", file.get("terms", ())):
            yield Term(
                term=str(row["term"]),
                kind=str(row.get("kind", "word")),
                ref=str(row.get("ref", row["term"])),
                synonyms=[str(word) for word in row.get("synonyms", ())],
                locale=str(row.get("locale", "en")),
            )


def _parse(name: str, path: Path) -> dict[str, Any]:
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PlantInvalid(file=name, problem=str(error)[:300]) from error
    if not isinstance(document, dict):
        raise PlantInvalid(file=name, problem="the file is not a mapping")
    return document


def _path(row: dict[str, Any], site: str) -> str:
    """Units live under their work centre, everything else under its site."""
    level, name = Level(row["level"]), str(row["id"])
    if level in _UPPER or "/" in name:
        return name
    if level in {Level.UNIT, Level.SENSOR}:
        return f"{site}/{row['parent']}/{name}"
    return f"{site}/{name}"


def _node(row: dict[str, Any], paths: dict[str, str]) -> Equipment:
    level, parent = Level(row["level"]), row.get("parent")
    if parent is not None and str(parent) not in paths:
        raise PlantInvalid(file="equipment.yaml", equipment=row["id"], problem="unknown parent")
    label = str(row.get("name", row["id"]))
    facts = {name: value for name, value in row.items() if name not in _BESIDE}
    facts |= {"label": label, "label_de": str(row.get("name_de", label))}
    name = str(row["id"]) if level in {Level.UNIT, Level.SENSOR} else label
    return Equipment(
        paths[str(row["id"])], name, str(level), paths[str(parent)] if parent else "", facts
    )


def _product(row: dict[str, Any], units: dict[str, str], centres: dict[str, str]) -> Product:
    lot_size = int(row.get("lot_size", 1))
    beside = {"id", "revision", "name", "name_de", "kind", "family", "traced_by", "lot_size"}
    return Product(
        id=str(row["id"]),
        revision=str(row.get("revision", "A")),
        name=str(row.get("name", row["id"])),
        name_de=str(row.get("name_de", row.get("name", row["id"]))),
        kind=str(row.get("kind", "part")),
        family=str(row.get("family", "")),
        traced_by=str(row.get("traced_by", "lot")),
        lot_size=lot_size,
        unit=str(row.get("unit", "pcs")),
        routing=[_step(str(row["id"]), step, lot_size, units, centres) for step in row["routing"]],
        facts={name: row[name] for name in row if name not in beside | {"unit", "routing"}},
    )


def _step(
    product: str, row: dict[str, Any], lot_size: int, units: dict[str, str], centres: dict[str, str]
) -> RouteStep:
    machines = [str(name) for name in row.get("machines", ())]
    unknown = [name for name in machines if name not in units]
    if unknown or str(row["work_centre"]) not in centres:
        facts = {"product": product, "operation": row["op"], "unknown": unknown}
        raise PlantInvalid(file="products.yaml", problem="unknown equipment", **facts)
    batch = Batch(**row["batch"]) if row.get("batch") else None
    return RouteStep(
        seq=int(row["op"]),
        name=str(row["name"]),
        name_de=str(row.get("name_de", row["name"])),
        work_centre=centres[str(row["work_centre"])],
        equipment=[units[name] for name in machines],
        standard_time_s=_standard_time(float(row.get("cycle_time_s", 0)), batch, lot_size),
        setup_family=str(row.get("setup_family", "")),
        skill=str(row.get("skill", "")),
        document=str(row.get("document", "")),
        materials=[_need(need) for need in row.get("materials", ())],
        checks=[Check(**check) for check in row.get("checks", ())],
        set_points=[SetPoint(**point) for point in row.get("set_points", ())],
        batch=batch,
    )


def _need(row: dict[str, Any]) -> Need:
    return Need(str(row["material"]), Decimal(str(row["quantity"])), str(row.get("unit", "pcs")))


def _standard_time(cycle_time_s: float, batch: Batch | None, lot_size: int) -> float:
    """A charge's time is shared by the pieces of a full load, so that a full charge is 100 %."""
    if batch is None or cycle_time_s > 0:
        return cycle_time_s
    return batch.charge_time_s / (batch.maximum_lots * lot_size)


def _shift(row: dict[str, Any]) -> ShiftRule:
    name = str(row.get("name", row["id"]))
    days = tuple(int(day) for day in row.get("days", range(7)))
    german = str(row.get("name_de", name))
    return ShiftRule(str(row["id"]), name, german, _time(row["start"]), _time(row["end"]), days)


def _break(row: dict[str, Any]) -> BreakRule:
    centres = tuple(str(name) for name in row.get("work_centres", ()))
    return BreakRule(str(row["shift"]), _time(row["start"]), _time(row["end"]), centres)


def _rota(row: dict[str, Any] | None) -> Rota | None:
    if not row:
        return None
    crews = {str(crew): tuple(str(s) for s in cycle) for crew, cycle in row["crews"].items()}
    return Rota(_date(row["anchor"]), crews)


def _time(value: Any) -> time:
    """``"22:00"``; YAML reads an unquoted one as seconds or minutes of base 60."""
    if isinstance(value, int):
        return time(value // 60, value % 60)
    return time.fromisoformat(str(value))


def _date(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
