"""enterprise: first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020_enterprise"
down_revision = "0019_workflow"


def upgrade() -> None:
    op.create_table(
        "enterprise_file",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("orders", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("dialect", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_enterprise_file")),
    )
    op.create_index("ix_enterprise_file_at", "enterprise_file", ["at"], unique=False)
    op.create_table(
        "enterprise_seen",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_enterprise_seen")),
    )
    op.create_table(
        "enterprise_message",
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["order"],
            ["execution_order.id"],
            name=op.f("fk_enterprise_message_order_execution_order"),
        ),
        sa.PrimaryKeyConstraint("order", name=op.f("pk_enterprise_message")),
    )
    op.create_index(
        "ix_enterprise_message_open",
        "enterprise_message",
        ["at"],
        unique=False,
        postgresql_where=sa.text("written_at IS NULL"),
    )
    op.create_table(
        "enterprise_source",
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file"],
            ["enterprise_file.hash"],
            name=op.f("fk_enterprise_source_file_enterprise_file"),
        ),
        sa.ForeignKeyConstraint(
            ["order"],
            ["execution_order.id"],
            name=op.f("fk_enterprise_source_order_execution_order"),
        ),
        sa.PrimaryKeyConstraint("order", name=op.f("pk_enterprise_source")),
    )
