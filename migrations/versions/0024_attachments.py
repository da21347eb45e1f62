"""Images and text files of messages; their contents are in the file store (docs/adr/0042)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.tenant_policies import isolate_tenants

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ai_session_id", sa.Uuid(), nullable=True),
        sa.Column("step_id", sa.Uuid(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=True),
        sa.Column("excerpt", sa.Text(), nullable=True),
        sa.Column("extract", sa.Text(), nullable=True),
        sa.Column("omitted_lines", sa.Integer(), nullable=False),
        sa.Column("storage_key", sa.Text(), nullable=False),
        sa.Column("media_types", JSONB(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('image', 'text')", name=op.f("ck_attachments_kind")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_attachments_account_id")),
        sa.ForeignKeyConstraint(
            ["account_id", "ai_session_id"],
            ["ai_sessions.account_id", "ai_sessions.id"],
            name=op.f("fk_attachments_account_id_ai_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "step_id"], ["steps.account_id", "steps.id"], name=op.f("fk_attachments_account_id_step_id")
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "created_by_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_attachments_account_id_created_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_attachments_account_id_id")),
    )
    op.create_index("ix_attachments_ai_session", "attachments", ["ai_session_id"])
    op.create_index("ix_attachments_step", "attachments", ["step_id"])
    op.create_index("ix_attachments_created_by", "attachments", ["created_by_id"])
    isolate_tenants("attachments")
