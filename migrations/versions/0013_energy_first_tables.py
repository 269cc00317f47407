"""energy: first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0013_energy"
down_revision = "0012_maintenance"


def upgrade() -> None:
    op.create_table(
        "energy_reading",
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count_kwh", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("equipment", "at", name=op.f("pk_energy_reading")),
    )
