"""kernel: which news led to which"""

import sqlalchemy as sa
from alembic import op

revision = "0024_kernel"
down_revision = "0023_control"


def upgrade() -> None:
    op.add_column(
        "kernel_news", sa.Column("cause", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.add_column(
        "kernel_news", sa.Column("caused_by", sa.Text(), server_default="", nullable=False)
    )
