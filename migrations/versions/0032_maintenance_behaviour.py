"""maintenance: how usual each machine's signals are"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032_maintenance"
down_revision = "0031_quality"


def upgrade() -> None:
    op.create_table(
        "maintenance_behaviour",
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("above", sa.Boolean(), nullable=False),
        sa.Column("alarm", sa.Boolean(), nullable=False),
        sa.Column("readings", postgresql.ARRAY(sa.Float()), nullable=False),
        sa.Column("freed", postgresql.ARRAY(sa.Float()), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("equipment", "at", name=op.f("pk_maintenance_behaviour")),
    )
    op.create_index("ix_maintenance_behaviour_at", "maintenance_behaviour", ["at"])
    op.create_table(
        "learning_drift",
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("index", sa.Float(), nullable=False),
        sa.Column("by_chance", sa.Float(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("inputs", postgresql.JSONB(), nullable=False),
        sa.Column("changes", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["model"], ["learning_model.id"], name=op.f("fk_learning_drift_model_learning_model")
        ),
        sa.PrimaryKeyConstraint("model", "at", name=op.f("pk_learning_drift")),
    )
