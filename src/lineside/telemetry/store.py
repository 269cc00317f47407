"""How telemetry remembers what is not a sample: connections, tags, machine states, repairs."""

from collections.abc import Iterable
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
from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work
from lineside.telemetry.errors import ConnectionUnknown

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


def load_connection(work: Work, connection: str) -> Any:
    wanted = select(connections).where(connections.c.id == connection).with_for_update()
    row = work.db.execute(wanted).first()
    if row is None:
        raise ConnectionUnknown(connection=connection)
    return row


def save_connection(work: Work, **values: Any) -> None:
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
