"""copilot: first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018_copilot"
down_revision = "0017_control"


def upgrade() -> None:
    op.create_table(
        "copilot_guide",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("work_order", sa.Text(), nullable=False),
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("component", sa.Text(), nullable=False),
        sa.Column("recommendation", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sections", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copilot_guide")),
        sa.UniqueConstraint("work_order", name=op.f("uq_copilot_guide_work_order")),
    )
    op.create_index(
        "ix_copilot_guide_equipment", "copilot_guide", ["equipment", "at"], unique=False
    )
