"""control: values on their way to a machine"""

import sqlalchemy as sa
from alembic import op

revision = "0028_control"
down_revision = "0027_inventory"


def upgrade() -> None:
    op.create_table(
        "control_attempt",
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("parameter", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("recommendation", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("equipment", "parameter", name=op.f("pk_control_attempt")),
    )
