"""scheduling: first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015_scheduling"
down_revision = "0014_execution"


def upgrade() -> None:
    op.create_table(
        "scheduling_lock",
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("order", "seq", name=op.f("pk_scheduling_lock")),
    )
    op.create_table(
        "scheduling_plan",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduling_plan")),
    )
    op.create_index("ix_scheduling_plan_state", "scheduling_plan", ["state", "at"], unique=False)
    op.create_table(
        "scheduling_bar",
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("setup_s", sa.Float(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late_h", sa.Float(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan"], ["scheduling_plan.id"], name=op.f("fk_scheduling_bar_plan_scheduling_plan")
        ),
        sa.PrimaryKeyConstraint("plan", "order", "seq", name=op.f("pk_scheduling_bar")),
    )
    op.create_table(
        "scheduling_move",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("from_equipment", sa.Text(), nullable=False),
        sa.Column("to_equipment", sa.Text(), nullable=False),
        sa.Column("from_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan"], ["scheduling_plan.id"], name=op.f("fk_scheduling_move_plan_scheduling_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduling_move")),
    )
    op.create_index("ix_scheduling_move_plan", "scheduling_move", ["plan"], unique=False)
