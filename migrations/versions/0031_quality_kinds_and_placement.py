"""quality: kinds of flaws and placement"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0031_quality"
down_revision = "0030_quality"


def upgrade() -> None:
    empty = {"server_default": "", "nullable": False}
    op.add_column("quality_picture", sa.Column("kind", sa.Text(), **empty))
    op.add_column("quality_picture", sa.Column("proposed_kind", sa.Text(), **empty))
    op.add_column("quality_picture", sa.Column("kind_share", sa.Float()))
    op.add_column("quality_picture", sa.Column("placement", JSONB()))
