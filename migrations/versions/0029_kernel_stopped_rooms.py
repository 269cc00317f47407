"""kernel: rooms that an administrator stopped"""

import sqlalchemy as sa
from alembic import op

revision = "0029_kernel"
down_revision = "0028_control"


def upgrade() -> None:
    op.create_table(
        "kernel_stopped_room",
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("room", name=op.f("pk_kernel_stopped_room")),
    )
