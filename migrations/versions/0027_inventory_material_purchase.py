"""inventory: purchases of materials"""

import sqlalchemy as sa
from alembic import op

revision = "0027_inventory"
down_revision = "0026_scheduling"


def upgrade() -> None:
    op.create_table(
        "inventory_material_purchase",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(24, 6), nullable=False),
        sa.Column("received", sa.Numeric(24, 6), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("supplier", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventory_material_purchase")),
    )
    op.create_index(
        "ix_inventory_material_purchase_material", "inventory_material_purchase", ["material"]
    )
