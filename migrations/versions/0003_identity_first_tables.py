"""identity: first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003_identity"
down_revision = "0002_plant"


def upgrade() -> None:
    op.create_table(
        "identity_audit",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("call", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("approved_by", sa.Text(), server_default="", nullable=False),
        sa.Column("recommendation", sa.Text(), server_default="", nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_identity_audit")),
    )
    op.create_index("ix_identity_audit_actor", "identity_audit", ["actor", "seq"], unique=False)
    op.create_index("ix_identity_audit_at", "identity_audit", ["at"], unique=False)
    op.create_index("ix_identity_audit_entry", "identity_audit", ["entry", "seq"], unique=False)
    op.create_table(
        "identity_audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_audit_head")),
    )
    op.create_table(
        "identity_user",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("scope", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("locale", sa.Text(), server_default="en", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("must_change", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("demo", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_user")),
        sa.UniqueConstraint("login", name=op.f("uq_identity_user_login")),
    )
    op.create_table(
        "identity_session",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user"], ["identity_user.id"], name=op.f("fk_identity_session_user_identity_user")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_identity_session")),
    )
    op.create_index("ix_identity_session_user", "identity_session", ["user"], unique=False)
    # The database itself refuses to change or remove what was written to the trail.
    op.execute(
        """
        CREATE OR REPLACE FUNCTION identity_audit_is_append_only() RETURNS trigger AS $$
        BEGIN
            RAISE EXCEPTION 'the audit trail is append-only'
                USING ERRCODE = 'integrity_constraint_violation';
        END $$ LANGUAGE plpgsql
        """
    )
    op.execute(
        """
        CREATE OR REPLACE TRIGGER identity_audit_no_change BEFORE UPDATE OR DELETE
        ON identity_audit FOR EACH ROW EXECUTE FUNCTION identity_audit_is_append_only()
        """
    )
    op.execute(
        """
        CREATE OR REPLACE TRIGGER identity_audit_no_truncate BEFORE TRUNCATE
        ON identity_audit FOR EACH STATEMENT EXECUTE FUNCTION identity_audit_is_append_only()
        """
    )
