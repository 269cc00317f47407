"""telemetry: first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004_telemetry"
down_revision = "0003_identity"


def upgrade() -> None:
    op.create_table(
        "telemetry_connection",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("protocol", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("options", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("state", sa.Text(), server_default="idle", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telemetry_connection")),
    )
    op.create_table(
        "telemetry_repair",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("original", sa.Float(), nullable=True),
        sa.Column("stored", sa.Float(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telemetry_repair")),
    )
    op.create_index("ix_telemetry_repair_at", "telemetry_repair", ["at"], unique=False)
    op.create_index("ix_telemetry_repair_tag", "telemetry_repair", ["tag", "time"], unique=False)
    op.create_table(
        "telemetry_state_span",
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("equipment", "start", name=op.f("pk_telemetry_state_span")),
    )
    op.create_index(
        "uq_telemetry_state_span_open",
        "telemetry_state_span",
        ["equipment"],
        unique=True,
        postgresql_where=sa.text('"end" IS NULL'),
    )
    op.create_table(
        "telemetry_tag",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("signal", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("tag_class", sa.Text(), server_default="analog", nullable=False),
        sa.Column("connection", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("source_unit", sa.Text(), server_default="", nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("period_s", sa.Float(), nullable=True),
        sa.Column("wave_rate_hz", sa.Float(), nullable=True),
        sa.Column(
            "codes",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.Column(
            "options",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["connection"],
            ["telemetry_connection.id"],
            name=op.f("fk_telemetry_tag_connection_telemetry_connection"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telemetry_tag")),
    )
    op.create_index("ix_telemetry_tag_connection", "telemetry_tag", ["connection"], unique=False)
    op.create_index("ix_telemetry_tag_equipment", "telemetry_tag", ["equipment"], unique=False)
