"""How telemetry remembers what is not a sample: connections, tags, machine states, repairs."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Identity,
    Index,
    Table,
    Text,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.kernel.bulk import add_rows
from lineside.kernel.places import placed
from lineside.kernel.tables import metadata, moment
from lineside.kernel.vault import vault
from lineside.kernel.work import Work
from lineside.telemetry.errors import ConnectionUnknown

SEALED = "sealed:"
# The password in an address such as mqtt://user:password@host.
WITH_PASSWORD = re.compile(r"//[^:/@\s]*:[^@/\s]+@")

connections = Table(
    "telemetry_connection",
    metadata,
    Column("id", Text, primary_key=True),
    Column("protocol", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("options", JSONB, nullable=False),
    Column("enabled", Boolean, nullable=False, server_default=text("true")),
    Column("state", Text, nullable=False, server_default="idle"),
    Column("reason", Text, nullable=False, server_default=""),
    moment("changed_at", nullable=False),
)

tags = Table(
    "telemetry_tag",
    metadata,
    Column("id", Text, primary_key=True),
    Column("equipment", Text, nullable=False),
    Column("signal", Text, nullable=False),
    Column("unit", Text, nullable=False, server_default=""),
    Column("tag_class", Text, nullable=False, server_default="analog"),
    Column("connection", Text, ForeignKey("telemetry_connection.id")),
    Column("address", Text, nullable=False, server_default=""),
    Column("source_unit", Text, nullable=False, server_default=""),
    Column("low", Float),
    Column("high", Float),
    Column("period_s", Float),
    Column("wave_rate_hz", Float),
    Column("codes", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Column("options", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Index("ix_telemetry_tag_equipment", "equipment"),
    Index("ix_telemetry_tag_connection", "connection"),
)
placed("tag", tags.c.id, tags.c.equipment)
placed("connection", tags.c.connection, tags.c.equipment)

states = Table(
    "telemetry_state_span",
    metadata,
    Column("equipment", Text, primary_key=True),
    moment("start", primary_key=True),
    moment("end"),
    Column("state", Text, nullable=False),
    Column("source", Text, nullable=False),
    Index(
        "uq_telemetry_state_span_open",
        "equipment",
        unique=True,
        postgresql_where=text('"end" IS NULL'),
    ),
)

repairs = Table(
    "telemetry_repair",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("rule", Text, nullable=False),
    Column("tag", Text, nullable=False),
    moment("time", nullable=False),
    Column("original", Float),
    Column("stored", Float),
    Column("verdict", Text, nullable=False),
    moment("at", nullable=False),
    Column("undone_by", Text, nullable=False, server_default=""),
    Index("ix_telemetry_repair_tag", "tag", "time"),
    Index("ix_telemetry_repair_at", "at"),
)


@dataclass(frozen=True)
class Attached:
    """A connection as whoever reaches its source needs it: secrets included, never to be shown."""

    id: str
    protocol: str
    address: str
    options: dict[str, str]


def attached(work: Work, connection: str, *, for_change: bool = False) -> Attached:
    """A connection with its secrets opened."""
    wanted = select(connections).where(connections.c.id == connection)
    row = work.db.execute(wanted.with_for_update() if for_change else wanted).first()
    if row is None:
        raise ConnectionUnknown(connection=connection)
    options = {name: _opened(work, value) for name, value in row.options.items()}
    return Attached(row.id, row.protocol, _opened(work, row.address), options)


def is_secret(option: str) -> bool:
    """Whether an option of a connection is to be sealed at rest and masked before eyes."""
    return "password" in option or "token" in option


def sealed_options(work: Work, options: Mapping[str, str]) -> dict[str, str]:
    """Options as they are stored: a copy of the database gives no secret away."""
    return {
        name: _sealed(work, value) if is_secret(name) and value else value
        for name, value in options.items()
    }


def sealed_address(work: Work, address: str) -> str:
    """An address as it is stored; one with a password in it is sealed whole."""
    return _sealed(work, address) if WITH_PASSWORD.search(address) else address


def plain_address(work: Work, stored: str) -> str:
    """The address that was stored."""
    return _opened(work, stored)


def _sealed(work: Work, text: str) -> str:
    return SEALED + vault(work.settings).seal(text)


def _opened(work: Work, stored: str) -> str:
    """What was stored before secrets were sealed is read as it is."""
    if not stored.startswith(SEALED):
        return stored
    return vault(work.settings).open(stored.removeprefix(SEALED))


def save_connection(work: Work, **values: Any) -> None:
    values["options"] = sealed_options(work, values["options"])
    values["address"] = sealed_address(work, values["address"])
    row = upsert(connections).values(changed_at=work.at, **values)
    changed = {name: row.excluded[name] for name in values} | {"changed_at": work.at}
    work.db.execute(row.on_conflict_do_update(index_elements=["id"], set_=changed))


def set_connection_state(work: Work, connection: str, state: str, reason: str) -> bool:
    """Note a connection's state; returns whether it differs from before."""
    row = (
        update(connections)
        .where(connections.c.id == connection)
        .where((connections.c.state != state) | (connections.c.reason != reason))
        .values(state=state, reason=reason, changed_at=work.at)
    )
    return bool(work.db.execute(row).rowcount)


def save_tags(work: Work, rows: Iterable[dict[str, Any]]) -> int:
    listed = list(rows)
    if listed:
        row = upsert(tags)
        names = [name for name in listed[0] if name != "id"]
        set_ = {name: row.excluded[name] for name in names}
        work.db.execute(row.on_conflict_do_update(index_elements=["id"], set_=set_), listed)
    return len(listed)


def tags_of(work: Work, connection: str) -> set[str]:
    """The names of the tags that a connection feeds."""
    return set(work.db.scalars(select(tags.c.id).where(tags.c.connection == connection)))


def open_state(work: Work, equipment: str) -> Any:
    wanted = select(states).where(states.c.equipment == equipment, states.c.end.is_(None))
    return work.db.execute(wanted.with_for_update()).first()


def change_state(work: Work, equipment: str, start: Any, state: str, source: str) -> None:
    """Close the open span at ``start`` and open the next one."""
    closing = update(states).where(states.c.equipment == equipment, states.c.end.is_(None))
    work.db.execute(closing.values(end=start))
    row = upsert(states).values(equipment=equipment, start=start, state=state, source=source)
    set_ = {"state": state, "end": None, "source": source}
    work.db.execute(row.on_conflict_do_update(index_elements=["equipment", "start"], set_=set_))


def add_states(work: Work, rows: list[dict[str, Any]]) -> None:
    add_rows(work, states, rows)


def add_repairs(work: Work, rows: list[dict[str, Any]]) -> None:
    work.db.execute(insert(repairs), rows)
