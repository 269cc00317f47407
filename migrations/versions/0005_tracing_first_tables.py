"""tracing: first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_tracing"
down_revision = "0004_telemetry"


def upgrade() -> None:
    op.create_table(
        "tracing_lot",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=24, scale=6), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("serial", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("consumed", sa.Numeric(precision=24, scale=6), nullable=False),
        sa.Column("scrapped", sa.Numeric(precision=24, scale=6), nullable=False),
        sa.Column("supplier", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Text(), nullable=False),
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("held_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracing_lot")),
    )
    op.create_index("ix_tracing_lot_at", "tracing_lot", ["at"], unique=False)
    op.create_index(
        "ix_tracing_lot_material", "tracing_lot", ["material", "state", "at"], unique=False
    )
    op.create_index("ix_tracing_lot_order", "tracing_lot", ["order"], unique=False)
    op.create_table(
        "tracing_process",
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("parameters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("good", sa.Numeric(precision=24, scale=6), nullable=False),
        sa.Column("scrap", sa.Numeric(precision=24, scale=6), nullable=False),
        sa.PrimaryKeyConstraint(
            "lot", "equipment", "operation", "order", "start", name=op.f("pk_tracing_process")
        ),
    )
    op.create_index(
        "ix_tracing_process_equipment", "tracing_process", ["equipment", "end"], unique=False
    )
    op.create_index("ix_tracing_process_order", "tracing_process", ["order"], unique=False)
    op.create_table(
        "tracing_hold",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Text(), server_default="", nullable=False),
        sa.Column("release_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["lot"], ["tracing_lot.id"], name=op.f("fk_tracing_hold_lot_tracing_lot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracing_hold")),
    )
    op.create_index("ix_tracing_hold_lot", "tracing_hold", ["lot"], unique=False)
    op.create_table(
        "tracing_link",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("into", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=24, scale=6), nullable=False),
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["into"], ["tracing_lot.id"], name=op.f("fk_tracing_link_into_tracing_lot")
        ),
        sa.ForeignKeyConstraint(
            ["lot"], ["tracing_lot.id"], name=op.f("fk_tracing_link_lot_tracing_lot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracing_link")),
    )
    op.create_index("ix_tracing_link_into", "tracing_link", ["into"], unique=False)
    op.create_index(
        "uq_tracing_link_fact",
        "tracing_link",
        ["lot", "into", "equipment", "order", "at"],
        unique=True,
    )
