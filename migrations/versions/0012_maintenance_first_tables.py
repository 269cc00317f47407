"""maintenance: first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012_maintenance"
down_revision = "0011_quality"


def upgrade() -> None:
    op.create_table(
        "maintenance_condition",
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("component", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("index", sa.Float(), nullable=False),
        sa.Column("alarm_index", sa.Float(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("horizon_h", sa.Float(), nullable=False),
        sa.Column("life", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("leading", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("velocity_mm_s", sa.Float(), nullable=True),
        sa.Column("zone", sa.Text(), server_default="", nullable=False),
        sa.Column("model", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("equipment", "component", name=op.f("pk_maintenance_condition")),
    )
    op.create_table(
        "maintenance_evidence",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance_evidence")),
    )
    op.create_index(
        "uq_maintenance_evidence_ref", "maintenance_evidence", ["equipment", "ref"], unique=True
    )
    op.create_table(
        "maintenance_feature",
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("component", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("values", postgresql.ARRAY(sa.Float()), nullable=False),
        sa.Column("index", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint(
            "equipment", "component", "at", name=op.f("pk_maintenance_feature")
        ),
    )
    op.create_table(
        "maintenance_prediction",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("component", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("horizon_h", sa.Float(), nullable=False),
        sa.Column("life_low_h", sa.Float(), nullable=False),
        sa.Column("life_h", sa.Float(), nullable=False),
        sa.Column("life_high_h", sa.Float(), nullable=False),
        sa.Column("index", sa.Float(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.Column("onset", sa.DateTime(timezone=True), nullable=True),
        sa.Column("p_value", sa.Float(), nullable=False),
        sa.Column("growth", sa.Text(), nullable=False),
        sa.Column("features", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("truth", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance_prediction")),
    )
    op.create_index(
        "uq_maintenance_prediction_open",
        "maintenance_prediction",
        ["equipment", "component"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "maintenance_work_order",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("component", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("technician", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("prediction", sa.Text(), nullable=False),
        sa.Column("recommendation", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("truth", sa.Text(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("downtime_minutes", sa.Float(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance_work_order")),
    )
    op.create_index(
        "ix_maintenance_work_order_equipment",
        "maintenance_work_order",
        ["equipment", "start"],
        unique=False,
    )
