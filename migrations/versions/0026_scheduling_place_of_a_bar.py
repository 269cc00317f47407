"""scheduling: place of a bar"""

import sqlalchemy as sa
from alembic import op

revision = "0026_scheduling"
down_revision = "0025_identity"


def upgrade() -> None:
    op.add_column(
        "scheduling_bar", sa.Column("place", sa.Text(), server_default="", nullable=False)
    )
