"""The script builder, and proposals of templates (docs/adr/0070)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.tenant_policies import isolate_tenants

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "script_sessions",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("ai_session_id", sa.Uuid(), nullable=True),
        sa.Column("fix_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("draft", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("draft_version", sa.Integer(), nullable=False),
        sa.Column("script_id", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(origin = 'pilot_inline') = (ai_session_id is not null)", name=op.f("ck_script_sessions_inline")
        ),
        sa.CheckConstraint(
            "language in ('powershell', 'bash', 'batch', 'python')", name=op.f("ck_script_sessions_language")
        ),
        sa.CheckConstraint("origin in ('standalone', 'pilot_inline')", name=op.f("ck_script_sessions_origin")),
        sa.CheckConstraint("status in ('open', 'saved', 'abandoned')", name=op.f("ck_script_sessions_status")),
        sa.ForeignKeyConstraint(
            ["account_id", "ai_session_id"],
            ["ai_sessions.account_id", "ai_sessions.id"],
            name=op.f("fk_script_sessions_account_id_ai_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "fix_id"],
            ["suggested_fixes.account_id", "suggested_fixes.id"],
            name=op.f("fk_script_sessions_account_id_fix_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "script_id"],
            ["scripts.account_id", "scripts.id"],
            name=op.f("fk_script_sessions_account_id_script_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_script_sessions_account_id_user_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_script_sessions_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_script_sessions")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_script_sessions_account_id_id")),
    )
    op.create_index(
        "ix_script_sessions_listed", "script_sessions", ["account_id", "user_id", "created_at", "id"], unique=False
    )
    op.create_index(
        "uq_script_sessions_inline",
        "script_sessions",
        ["account_id", "user_id", "ai_session_id"],
        unique=True,
        postgresql_where=sa.text("origin = 'pilot_inline' and status = 'open'"),
    )
    isolate_tenants("script_sessions")
    op.create_table(
        "script_messages",
        sa.Column("script_session_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("draft", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("draft_version", sa.Integer(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("cancel_requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("provider_label", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("prompt_hash", sa.Text(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("role in ('user', 'assistant')", name=op.f("ck_script_messages_role")),
        sa.CheckConstraint(
            "status in ('queued', 'running', 'finished', 'failed', 'cancelled')", name=op.f("ck_script_messages_status")
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "script_session_id"],
            ["script_sessions.account_id", "script_sessions.id"],
            name=op.f("fk_script_messages_account_id_script_session_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_script_messages_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_script_messages")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_script_messages_account_id_id")),
    )
    op.create_index(
        "ix_script_messages_listed", "script_messages", ["script_session_id", "created_at", "id"], unique=False
    )
    op.create_index(
        "uq_script_messages_unfinished",
        "script_messages",
        ["account_id", "script_session_id"],
        unique=True,
        postgresql_where=sa.text("status in ('queued', 'running')"),
    )
    isolate_tenants("script_messages")
    op.create_table(
        "templatizations",
        sa.Column("script_id", sa.Uuid(), nullable=True),
        sa.Column("fix_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("source_version", sa.Integer(), nullable=True),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("provider_label", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("prompt_hash", sa.Text(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result_script_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "status in ('pending', 'ready', 'failed', 'accepted', 'rejected')", name=op.f("ck_templatizations_status")
        ),
        sa.CheckConstraint("(script_id is null) <> (fix_id is null)", name=op.f("ck_templatizations_source")),
        sa.ForeignKeyConstraint(
            ["account_id", "decided_by_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_templatizations_account_id_decided_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "fix_id"],
            ["suggested_fixes.account_id", "suggested_fixes.id"],
            name=op.f("fk_templatizations_account_id_fix_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "requested_by_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_templatizations_account_id_requested_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "result_script_id"],
            ["scripts.account_id", "scripts.id"],
            name=op.f("fk_templatizations_account_id_result_script_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "script_id"],
            ["scripts.account_id", "scripts.id"],
            name=op.f("fk_templatizations_account_id_script_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_templatizations_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_templatizations")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_templatizations_account_id_id")),
    )
    op.create_index("ix_templatizations_fix", "templatizations", ["account_id", "fix_id"], unique=False)
    op.create_index("ix_templatizations_script", "templatizations", ["account_id", "script_id"], unique=False)
    isolate_tenants("templatizations")
