"""inventory: first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010_inventory"
down_revision = "0009_learning"


def upgrade() -> None:
    op.create_table(
        "inventory_move",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=24, scale=6), nullable=False),
        sa.Column("from_location", sa.Text(), nullable=False),
        sa.Column("to_location", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventory_move")),
    )
    op.create_index("ix_inventory_move_at", "inventory_move", ["at"], unique=False)
    op.create_index("ix_inventory_move_lot", "inventory_move", ["lot", "id"], unique=False)
    op.create_index(
        "ix_inventory_move_material", "inventory_move", ["material", "id"], unique=False
    )
    op.create_table(
        "inventory_part",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fits", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("price_nok", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("supplier", sa.Text(), nullable=False),
        sa.Column("lead_time_days", sa.Integer(), nullable=False),
        sa.Column("reorder_point", sa.Integer(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("on_order", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventory_part")),
    )
    op.create_table(
        "inventory_stock",
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=24, scale=6), nullable=False),
        sa.PrimaryKeyConstraint("lot", "location", name=op.f("pk_inventory_stock")),
    )
    op.create_index("ix_inventory_stock_material", "inventory_stock", ["material"], unique=False)
    op.create_table(
        "inventory_purchase",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["part"], ["inventory_part.id"], name=op.f("fk_inventory_purchase_part_inventory_part")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventory_purchase")),
    )
    op.create_index("ix_inventory_purchase_part", "inventory_purchase", ["part"], unique=False)
    op.create_table(
        "inventory_reservation",
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("work_order", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["part"],
            ["inventory_part.id"],
            name=op.f("fk_inventory_reservation_part_inventory_part"),
        ),
        sa.PrimaryKeyConstraint("part", "work_order", name=op.f("pk_inventory_reservation")),
    )
    op.create_index(
        "ix_inventory_reservation_work_order", "inventory_reservation", ["work_order"], unique=False
    )
