"""identity: credentials and terminals"""

import sqlalchemy as sa
from alembic import op

revision = "0025_identity"
down_revision = "0024_kernel"


def upgrade() -> None:
    op.create_table(
        "identity_terminal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_terminal")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_identity_terminal_token_hash")),
    )
    op.create_table(
        "identity_credential",
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("badge", sa.Text(), nullable=True),
        sa.Column("pin_hash", sa.Text(), nullable=False),
        sa.Column("factor", sa.Text(), nullable=False),
        sa.Column("pending", sa.Text(), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user"], ["identity_user.id"], name=op.f("fk_identity_credential_user_identity_user")
        ),
        sa.PrimaryKeyConstraint("user", name=op.f("pk_identity_credential")),
        sa.UniqueConstraint("badge", name=op.f("uq_identity_credential_badge")),
    )
    op.add_column("identity_session", sa.Column("terminal", sa.Text(), nullable=True))
    op.create_foreign_key(
        op.f("fk_identity_session_terminal_identity_terminal"),
        "identity_session",
        "identity_terminal",
        ["terminal"],
        ["id"],
    )
