"""The nouns of a plant: equipment, reasons, materials, products with routings, people, words."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import PlainSerializer

# An exact quantity; in JSON it is a number.
Amount = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]


class Level(StrEnum):
    """The levels of the equipment hierarchy after ISA-95."""

    ENTERPRISE = "enterprise"
    SITE = "site"
    AREA = "area"
    WORK_CENTRE = "work_centre"
    UNIT = "unit"
    SENSOR = "sensor"


@dataclass(frozen=True)
class Equipment:
    """One node of the hierarchy. ``id`` is a path such as ``halden/machining/GR-04``.

    ``facts`` hold what is known beside: labels, make, model, bearing geometry, power, costs.
    """

    id: str
    name: str
    kind: str
    parent: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reason:
    """Why a machine stands or a part is scrapped.

    ``state`` is the SEMI E10 state (productive, standby, engineering, scheduled_down,
    unscheduled_down, non_scheduled); a ``planned`` stop does not count against availability.
    The group ``scrap`` holds the reasons for scrap. ``facts`` may say more (machine kinds).
    """

    code: str
    group: str
    state: str
    planned: bool
    label: str
    label_de: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Material:
    """Something that is bought or made; ``kind`` is raw, bought or made."""

    id: str
    name: str
    kind: str
    unit: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Need:
    """A material that an operation takes for each piece."""

    material: str
    quantity: Amount
    unit: str


@dataclass(frozen=True)
class Check:
    """A check at an operation; a ``mandatory`` one must be recorded before it can complete."""

    id: str
    name: str
    unit: str
    nominal: float | None = None
    lower: float | None = None
    upper: float | None = None
    sample: str = ""
    mandatory: bool = True

    def accepts(self, value: float) -> bool:
        """Whether a value lies within the limits that are set."""
        return (self.lower is None or value >= self.lower) and (
            self.upper is None or value <= self.upper
        )


@dataclass(frozen=True)
class SetPoint:
    """A parameter of the machine for this product, with the limits it must keep."""

    signal: str
    value: float
    low: float | None = None
    high: float | None = None
    unit: str = ""


@dataclass(frozen=True)
class Batch:
    """How a charge is put together: lots at a time, and how long it takes as a whole."""

    maximum_lots: int
    minimum_lots: int = 1
    maximum_wait_s: float = 0.0
    charge_time_s: float = 0.0


@dataclass(frozen=True)
class RouteStep:
    """One operation of a routing.

    ``equipment`` lists the units that can do it. ``standard_time_s`` is per piece; for a charge it
    is the charge's time shared by a full load of pieces.
    """

    seq: int
    name: str
    name_de: str
    work_centre: str
    equipment: list[str]
    standard_time_s: float
    setup_family: str = ""
    skill: str = ""
    document: str = ""
    materials: list[Need] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    set_points: list[SetPoint] = field(default_factory=list)
    batch: Batch | None = None


@dataclass(frozen=True)
class Product:
    """Something that is made, in one revision, with its routing.

    ``traced_by`` is lot or serial; ``lot_size`` is the usual number of pieces of a lot.
    """

    id: str
    revision: str
    name: str
    name_de: str
    kind: str
    family: str
    traced_by: str
    lot_size: int
    unit: str
    routing: list[RouteStep]
    facts: dict[str, Any] = field(default_factory=dict)

    def is_serial(self) -> bool:
        return self.traced_by == "serial"


@dataclass(frozen=True)
class Setup:
    """How long a machine kind takes to change from one set-up family to another."""

    machine_kind: str
    from_family: str
    to_family: str
    setup_s: float


@dataclass(frozen=True)
class Person:
    """Somebody who works at the site."""

    id: str
    name: str
    role: str
    crew: str
    skills: list[str]
    language: str
    scope: str


@dataclass(frozen=True)
class Partner:
    """A supplier or a customer."""

    id: str
    name: str
    kind: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Term:
    """A word that people use: what it stands for, and its other names in that language.

    ``kind`` is equipment, product, material, reason, state, signal, skill or metric; ``ref`` is
    the id of the thing.
    """

    term: str
    kind: str
    ref: str
    synonyms: list[str]
    locale: str
