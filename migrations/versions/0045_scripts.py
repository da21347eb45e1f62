"""The library of scripts with its versions (docs/adr/0068)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.tenant_policies import isolate_tenants

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scripts",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("parameters", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("risk", sa.Text(), nullable=False),
        sa.Column("risk_reasons", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("folded_text", sa.Text(), nullable=False),
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("source_ai_session_id", sa.Uuid(), nullable=True),
        sa.Column("source_fix_id", sa.Uuid(), nullable=True),
        sa.Column("source_guide_id", sa.Text(), nullable=True),
        sa.Column("use_count", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("updated_by_id", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("language in ('powershell', 'bash', 'batch', 'python')", name=op.f("ck_scripts_language")),
        sa.CheckConstraint("risk in ('reads', 'changes', 'destroys')", name=op.f("ck_scripts_risk")),
        sa.CheckConstraint(
            "source_kind in ('written', 'builder', 'fix', 'guide', 'import')", name=op.f("ck_scripts_source_kind")
        ),
        sa.CheckConstraint("status in ('draft', 'published', 'archived')", name=op.f("ck_scripts_status")),
        sa.ForeignKeyConstraint(
            ["account_id", "created_by_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_scripts_account_id_created_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "source_ai_session_id"],
            ["ai_sessions.account_id", "ai_sessions.id"],
            name=op.f("fk_scripts_account_id_source_ai_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "source_fix_id"],
            ["suggested_fixes.account_id", "suggested_fixes.id"],
            name=op.f("fk_scripts_account_id_source_fix_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "updated_by_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_scripts_account_id_updated_by_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_scripts_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scripts")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_scripts_account_id_id")),
    )
    op.create_index("ix_scripts_listed", "scripts", ["account_id", "updated_at", "id"], unique=False)
    op.create_index(
        "uq_scripts_fix",
        "scripts",
        ["account_id", "source_fix_id"],
        unique=True,
        postgresql_where=sa.text("source_kind = 'fix'"),
    )
    isolate_tenants("scripts")
    op.create_table(
        "script_versions",
        sa.Column("script_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("parameters", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("risk", sa.Text(), nullable=False),
        sa.Column("risk_reasons", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "created_by_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_script_versions_account_id_created_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "script_id"],
            ["scripts.account_id", "scripts.id"],
            name=op.f("fk_script_versions_account_id_script_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_script_versions_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_script_versions")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_script_versions_account_id_id")),
        sa.UniqueConstraint(
            "account_id", "script_id", "version", name=op.f("uq_script_versions_account_id_script_id_version")
        ),
    )
    isolate_tenants("script_versions")
