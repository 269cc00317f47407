"""quality: when a pattern was concluded"""

import sqlalchemy as sa
from alembic import op

revision = "0022_quality"
down_revision = "0021_value"


def upgrade() -> None:
    op.add_column(
        "quality_pattern", sa.Column("concluded", sa.DateTime(timezone=True), nullable=True)
    )
