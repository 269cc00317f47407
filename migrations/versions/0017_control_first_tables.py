"""control: first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0017_control"
down_revision = "0016_twin"


def upgrade() -> None:
    op.create_table(
        "control_write",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("parameter", sa.Text(), nullable=False),
        sa.Column("previous", sa.Float(), nullable=True),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("recommendation", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_write")),
    )
    op.create_index(
        "ix_control_write_parameter",
        "control_write",
        ["equipment", "parameter", "at"],
        unique=False,
    )
