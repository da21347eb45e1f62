"""Previews of the resolution note and the escalation package (docs/adr/0040)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.tenant_policies import isolate_tenants

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "previews",
        sa.Column("ai_session_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("requested_version", sa.Integer(), nullable=False),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("state_version", sa.Integer(), nullable=True),
        sa.Column("cache_key", sa.Text(), nullable=True),
        sa.Column("prompt_hash", sa.Text(), nullable=True),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("provider_label", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("generated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('resolution_note', 'escalation_package')", name=op.f("ck_previews_kind")),
        sa.CheckConstraint("status in ('pending', 'ready', 'failed')", name=op.f("ck_previews_status")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_previews_account_id")),
        sa.ForeignKeyConstraint(
            ["account_id", "ai_session_id"],
            ["ai_sessions.account_id", "ai_sessions.id"],
            name=op.f("fk_previews_account_id_ai_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "requested_by_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_previews_account_id_requested_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_previews")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_previews_account_id_id")),
        sa.UniqueConstraint("ai_session_id", "kind", name=op.f("uq_previews_ai_session_id_kind")),
    )
    isolate_tenants("previews")
