"""The one description of the database's tables. Rooms add theirs in their ``store.py``."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def moment(name: str, **options: Any) -> "Column[Any]":
    """A column for a time with its zone; everything is stored in UTC."""
    return Column(name, DateTime(timezone=True), **options)


news = Table(
    "kernel_news",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("name", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("actor", Text, nullable=False),
    moment("at", nullable=False),
    # The news whose listener told this, and the part of its run; 0 where a person, a clock or a
    # source did.
    Column("cause", BigInteger, nullable=False, server_default="0"),
    Column("caused_by", Text, nullable=False, server_default=""),
    Index("ix_kernel_news_at", "at"),
    Index("ix_kernel_news_name", "name", "id"),
)

deliveries = Table(
    "kernel_delivery",
    metadata,
    Column("listener", Text, primary_key=True),
    Column("news", BigInteger, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="pending"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    moment("next_at", nullable=False),
    Column("error", Text, nullable=False, server_default=""),
    Index(
        "ix_kernel_delivery_pending",
        "listener",
        "subject",
        "news",
        postgresql_where=text("state = 'pending'"),
    ),
    Index("ix_kernel_delivery_parked", "news", postgresql_where=text("state = 'parked'")),
)

done = Table(
    "kernel_done",
    metadata,
    Column("key", Text, primary_key=True),
    Column("entry", Text, nullable=False),
    Column("outcome", JSONB),
    moment("at", nullable=False),
)

schedule = Table(
    "kernel_schedule",
    metadata,
    Column("job", Text, primary_key=True),
    moment("next_at", nullable=False),
    moment("last_at"),
    Column("error", Text, nullable=False, server_default=""),
    Column("runs", BigInteger, nullable=False, server_default="0"),
)

parked = Table(
    "kernel_parked",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("advice", Text, nullable=False, server_default=""),
    Column("content", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False, server_default="open"),
    Column("count", Integer, nullable=False, server_default="1"),
    moment("at", nullable=False),
    Column("resolved_by", Text, nullable=False, server_default=""),
    Index("ix_kernel_parked_open", "at", postgresql_where=text("state = 'open'")),
)

progress = Table(
    "kernel_progress",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="running"),
    Column("done", BigInteger, nullable=False, server_default="0"),
    Column("total", BigInteger, nullable=False, server_default="0"),
    Column("note", Text, nullable=False, server_default=""),
    Column("cancel", Boolean, nullable=False, server_default=text("false")),
    Column("actor", Text, nullable=False),
    moment("started_at", nullable=False),
    moment("changed_at", nullable=False),
)

stopped_rooms = Table(
    "kernel_stopped_room",
    metadata,
    Column("room", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    moment("at", nullable=False),
)

counters = Table(
    "kernel_counter",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
