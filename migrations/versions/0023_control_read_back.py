"""control: the value that was read back after a write"""

import sqlalchemy as sa
from alembic import op

revision = "0023_control"
down_revision = "0022_quality"


def upgrade() -> None:
    op.add_column("control_write", sa.Column("read_back", sa.Float(), nullable=True))
