"""How the plant room remembers."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Boolean, Column, Float, Index, Integer, Table, Text, delete, select, update
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.kernel.places import rooted
from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work
from lineside.plant.calendars import Calendar
from lineside.plant.errors import EquipmentUnknown, ProductUnknown
from lineside.plant.model import Equipment, Material, Partner, Person, Product, Reason, Setup, Term

equipment = Table(
    "plant_equipment",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("parent", Text, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("position", Integer, nullable=False),
    Index("ix_plant_equipment_name", "name"),
)
rooted(equipment.c.id)

calendars = Table(
    "plant_calendar",
    metadata,
    Column("site", Text, primary_key=True),
    Column("facts", JSONB, nullable=False),
)

reasons = Table(
    "plant_reason",
    metadata,
    Column("code", Text, primary_key=True),
    Column("group", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("planned", Boolean, nullable=False),
    Column("label", Text, nullable=False),
    Column("label_de", Text, nullable=False),
    Column("facts", JSONB, nullable=False),
)

materials = Table(
    "plant_material",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("facts", JSONB, nullable=False),
)

products = Table(
    "plant_product",
    metadata,
    Column("id", Text, primary_key=True),
    Column("revision", Text, primary_key=True),
    Column("current", Boolean, nullable=False),
    Column("facts", JSONB, nullable=False),
    moment("released_at", nullable=False),
)

setups = Table(
    "plant_setup",
    metadata,
    Column("machine_kind", Text, primary_key=True),
    Column("from_family", Text, primary_key=True),
    Column("to_family", Text, primary_key=True),
    Column("setup_s", Float, nullable=False),
)

people = Table(
    "plant_person",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("crew", Text, nullable=False),
    Column("skills", ARRAY(Text), nullable=False),
    Column("language", Text, nullable=False),
    Column("scope", Text, nullable=False),
)

partners = Table(
    "plant_partner",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("facts", JSONB, nullable=False),
)

terms = Table(
    "plant_term",
    metadata,
    Column("term", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("ref", Text, primary_key=True),
    Column("locale", Text, primary_key=True),
    Column("synonyms", ARRAY(Text), nullable=False),
)

_calendar_shape = TypeAdapter(Calendar)
_product_shape = TypeAdapter(Product)


def _put(work: Work, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert, or bring to the given values what is there."""
    if not rows:
        return
    row = upsert(table)
    keys = [column.name for column in table.primary_key]
    rest = {column.name: row.excluded[column.name] for column in table.c if column.name not in keys}
    work.db.execute(row.on_conflict_do_update(index_elements=keys, set_=rest), list(rows))


def put_equipment(work: Work, nodes: Sequence[Equipment]) -> None:
    rows = [asdict(node) | {"position": place} for place, node in enumerate(nodes)]
    _put(work, equipment, rows)


def put_calendar(work: Work, site: str, calendar: Calendar) -> None:
    facts = _calendar_shape.dump_python(calendar, mode="json")
    _put(work, calendars, [{"site": site, "facts": facts}])


def load_calendars(work: Work) -> dict[str, Calendar]:
    """The calendars of all sites, by the site's id."""
    rows = work.db.execute(select(calendars).order_by(calendars.c.site))
    return {row.site: _calendar_shape.validate_python(row.facts) for row in rows}


def put_reasons(work: Work, rows: Sequence[Reason]) -> None:
    _put(work, reasons, [asdict(row) for row in rows])


def put_materials(work: Work, rows: Sequence[Material]) -> None:
    _put(work, materials, [asdict(row) for row in rows])


def put_people(work: Work, rows: Sequence[Person]) -> None:
    _put(work, people, [asdict(row) for row in rows])


def put_partners(work: Work, rows: Sequence[Partner]) -> None:
    _put(work, partners, [asdict(row) for row in rows])


def put_setups(work: Work, rows: Sequence[Setup]) -> None:
    _put(work, setups, [asdict(row) for row in rows])


def put_terms(work: Work, rows: Sequence[Term]) -> None:
    """Replace the words for the things that the rows name."""
    refs = sorted({row.ref for row in rows})
    work.db.execute(delete(terms).where(terms.c.ref.in_(refs)))
    by_key = {(row.term, row.kind, row.ref, row.locale): asdict(row) for row in rows}
    _put(work, terms, list(by_key.values()))


def current_revision(work: Work, product: str) -> str:
    """The revision by which a product is made now; empty for a new product."""
    wanted = select(products.c.revision).where(products.c.id == product, products.c.current)
    return str(work.db.execute(wanted).scalar() or "")


def put_product(work: Work, product: Product) -> None:
    """Remember a revision and make it the current one."""
    others = update(products).where(products.c.id == product.id).values(current=False)
    work.db.execute(others)
    facts = _product_shape.dump_python(product, mode="json")
    row = {"id": product.id, "revision": product.revision, "current": True, "facts": facts}
    _put(work, products, [row | {"released_at": work.at}])


def load_product(work: Work, product: str, revision: str = "") -> Product:
    """A product in a revision, or in the current one."""
    wanted = select(products.c.facts).where(products.c.id == product)
    chosen = products.c.revision == revision if revision else products.c.current
    facts = work.db.execute(wanted.where(chosen)).scalar()
    if facts is None:
        raise ProductUnknown(product=product, revision=revision)
    return _product_shape.validate_python(facts)


def load_products(work: Work) -> list[Product]:
    wanted = select(products.c.facts).where(products.c.current).order_by(products.c.id)
    return [_product_shape.validate_python(facts) for facts in work.db.execute(wanted).scalars()]


def load_equipment(work: Work, name: str) -> Equipment:
    """Equipment by its path, or by its last segment where only one bears it."""
    chosen = equipment.c.id == name
    row = work.db.execute(_nodes().where(chosen)).first()
    if row is None:
        rows = work.db.execute(
            _nodes().where(equipment.c.id.endswith(f"/{name}", autoescape=True))
        ).all()
        if len(rows) != 1:
            raise EquipmentUnknown(equipment=name)
        row = rows[0]
    return Equipment(**row._mapping)


def _nodes() -> Any:
    e = equipment.c
    return select(e.id, e.name, e.kind, e.parent, e.facts).order_by(e.position, e.id)


def load_tree(work: Work) -> list[Equipment]:
    return [Equipment(**row._mapping) for row in work.db.execute(_nodes())]
