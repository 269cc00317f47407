"""The tables of execution."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from lineside.kernel.places import placed
from lineside.kernel.tables import metadata, moment

orders = Table(
    "execution_order",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("revision", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    moment("due", nullable=False),
    Column("priority", Integer, nullable=False),
    Column("customer", Text, nullable=False),
    moment("received_at", nullable=False),
    Column("traced_by", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("options", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("good", Integer, nullable=False),
    Column("scrap", Integer, nullable=False),
    moment("started_at"),
    moment("finished_at"),
    Index("uq_execution_order_source", "source", "source_id", unique=True),
    Index("ix_execution_order_state", "state", "due"),
    Index("ix_execution_order_finished", "finished_at"),
    Index("ix_execution_order_due", "due"),
)

operations = Table(
    "execution_operation",
    metadata,
    Column("order", Text, ForeignKey("execution_order.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("work_centre", Text, nullable=False),
    Column("standard_time_s", Float, nullable=False),
    Column("step", JSONB, nullable=False),
    Column("equipment", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("good", Integer, nullable=False),
    Column("scrap", Integer, nullable=False),
    Column("lot", Text, nullable=False),
    moment("started"),
    moment("finished"),
    moment("planned_start"),
    moment("planned_end"),
    Index(
        "ix_execution_operation_open",
        "equipment",
        postgresql_where=text("state IN ('pending', 'running', 'paused')"),
    ),
    Index("ix_execution_operation_run", "equipment", "started"),
)
placed(("order", "seq"), (operations.c.order, operations.c.seq), operations.c.equipment)

_OPERATION = ["execution_operation.order", "execution_operation.seq"]

quantities = Table(
    "execution_quantity",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    moment("at", nullable=False),
    Column("order", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("equipment", Text, nullable=False),
    Column("good", Integer, nullable=False),
    Column("scrap", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("lot", Text, nullable=False),
    ForeignKeyConstraint(["order", "seq"], _OPERATION),
    Index("ix_execution_quantity_equipment", "equipment", "at"),
    Index("ix_execution_quantity_order", "order", "seq"),
    Index("ix_execution_quantity_at", "at"),
)

pieces = Table(
    "execution_piece",
    metadata,
    Column("order", Text, ForeignKey("execution_order.id"), primary_key=True),
    Column("lot", Text, primary_key=True),
    Column("passed", Integer, nullable=False),
    Column("scrapped", Boolean, nullable=False),
)

scans = Table(
    "execution_scan",
    metadata,
    Column("order", Text, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("lot", Text, primary_key=True),
    Column("material", Text, nullable=False),
    Column("person", Text, nullable=False),
    moment("at", nullable=False),
    ForeignKeyConstraint(["order", "seq"], _OPERATION),
)

consumptions = Table(
    "execution_consumption",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    moment("at", nullable=False),
    Column("order", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("material", Text, nullable=False),
    Column("lot", Text, nullable=False),
    Column("into", Text, nullable=False),
    Column("quantity", Numeric(24, 6), nullable=False),
    Column("unit", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("person", Text, nullable=False),
    ForeignKeyConstraint(["order", "seq"], _OPERATION),
    Index("ix_execution_consumption_order", "order", "seq", "material"),
)

checks = Table(
    "execution_check",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    moment("at", nullable=False),
    Column("order", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("check", Text, nullable=False),
    Column("lot", Text, nullable=False),
    Column("value", Float),
    Column("ok", Boolean, nullable=False),
    Column("person", Text, nullable=False),
    ForeignKeyConstraint(["order", "seq"], _OPERATION),
    Index("ix_execution_check_order", "order", "seq"),
)

labour = Table(
    "execution_labour",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("order", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("equipment", Text, nullable=False),
    moment("start", nullable=False),
    moment("end"),
    Index("ix_execution_labour_order", "order", "seq"),
    Index("ix_execution_labour_start", "start"),
    Index(
        "uq_execution_labour_open",
        "person",
        "order",
        "seq",
        unique=True,
        postgresql_where=text('"end" IS NULL'),
    ),
)

spans = Table(
    "execution_state_span",
    metadata,
    Column("equipment", Text, primary_key=True),
    moment("start", primary_key=True),
    moment("end"),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("note", Text, nullable=False),
    Index("ix_execution_state_span_end", "equipment", "end"),
    Index(
        "ix_execution_state_span_open_stop",
        "start",
        postgresql_where=text("state = 'down' AND reason = ''"),
    ),
)

notes = Table(
    "execution_note",
    metadata,
    Column("id", Text, primary_key=True),
    moment("at", nullable=False),
    Column("order", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("equipment", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("by", Text, nullable=False),
    Index("ix_execution_note_at", "at"),
)
