"""execution: first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014_execution"
down_revision = "0013_energy"


def upgrade() -> None:
    op.create_table(
        "execution_labour",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_execution_labour")),
    )
    op.create_index("ix_execution_labour_order", "execution_labour", ["order", "seq"], unique=False)
    op.create_index("ix_execution_labour_start", "execution_labour", ["start"], unique=False)
    op.create_index(
        "uq_execution_labour_open",
        "execution_labour",
        ["person", "order", "seq"],
        unique=True,
        postgresql_where=sa.text('"end" IS NULL'),
    )
    op.create_table(
        "execution_note",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_execution_note")),
    )
    op.create_index("ix_execution_note_at", "execution_note", ["at"], unique=False)
    op.create_table(
        "execution_order",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("traced_by", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("options", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("scrap", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_execution_order")),
    )
    op.create_index("ix_execution_order_due", "execution_order", ["due"], unique=False)
    op.create_index("ix_execution_order_finished", "execution_order", ["finished_at"], unique=False)
    op.create_index("ix_execution_order_state", "execution_order", ["state", "due"], unique=False)
    op.create_index(
        "uq_execution_order_source", "execution_order", ["source", "source_id"], unique=True
    )
    op.create_table(
        "execution_state_span",
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("equipment", "start", name=op.f("pk_execution_state_span")),
    )
    op.create_index(
        "ix_execution_state_span_end", "execution_state_span", ["equipment", "end"], unique=False
    )
    op.create_index(
        "ix_execution_state_span_open_stop",
        "execution_state_span",
        ["start"],
        unique=False,
        postgresql_where=sa.text("state = 'down' AND reason = ''"),
    )
    op.create_table(
        "execution_operation",
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("work_centre", sa.Text(), nullable=False),
        sa.Column("standard_time_s", sa.Float(), nullable=False),
        sa.Column("step", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("scrap", sa.Integer(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned_end", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["order"],
            ["execution_order.id"],
            name=op.f("fk_execution_operation_order_execution_order"),
        ),
        sa.PrimaryKeyConstraint("order", "seq", name=op.f("pk_execution_operation")),
    )
    op.create_index(
        "ix_execution_operation_open",
        "execution_operation",
        ["equipment"],
        unique=False,
        postgresql_where=sa.text("state IN ('pending', 'running', 'paused')"),
    )
    op.create_index(
        "ix_execution_operation_run", "execution_operation", ["equipment", "started"], unique=False
    )
    op.create_table(
        "execution_piece",
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("scrapped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order"], ["execution_order.id"], name=op.f("fk_execution_piece_order_execution_order")
        ),
        sa.PrimaryKeyConstraint("order", "lot", name=op.f("pk_execution_piece")),
    )
    op.create_table(
        "execution_check",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("check", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order", "seq"],
            ["execution_operation.order", "execution_operation.seq"],
            name=op.f("fk_execution_check_order_seq_execution_operation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_execution_check")),
    )
    op.create_index("ix_execution_check_order", "execution_check", ["order", "seq"], unique=False)
    op.create_table(
        "execution_consumption",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("into", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=24, scale=6), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order", "seq"],
            ["execution_operation.order", "execution_operation.seq"],
            name=op.f("fk_execution_consumption_order_seq_execution_operation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_execution_consumption")),
    )
    op.create_index(
        "ix_execution_consumption_order",
        "execution_consumption",
        ["order", "seq", "material"],
        unique=False,
    )
    op.create_table(
        "execution_quantity",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("scrap", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order", "seq"],
            ["execution_operation.order", "execution_operation.seq"],
            name=op.f("fk_execution_quantity_order_seq_execution_operation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_execution_quantity")),
    )
    op.create_index("ix_execution_quantity_at", "execution_quantity", ["at"], unique=False)
    op.create_index(
        "ix_execution_quantity_equipment", "execution_quantity", ["equipment", "at"], unique=False
    )
    op.create_index(
        "ix_execution_quantity_order", "execution_quantity", ["order", "seq"], unique=False
    )
    op.create_table(
        "execution_scan",
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["order", "seq"],
            ["execution_operation.order", "execution_operation.seq"],
            name=op.f("fk_execution_scan_order_seq_execution_operation"),
        ),
        sa.PrimaryKeyConstraint("order", "seq", "lot", name=op.f("pk_execution_scan")),
    )
