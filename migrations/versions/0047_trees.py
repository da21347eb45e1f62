"""Decision trees with their versions, drafts and runs (docs/adr/0071, 0072)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.tenant_policies import isolate_tenants

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "trees",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_version", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("root", sa.Text(), nullable=True),
        sa.Column("nodes", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("folded_text", sa.Text(), nullable=False),
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("source_guide_id", sa.Text(), nullable=True),
        sa.Column("source_ai_session_id", sa.Uuid(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("updated_by_id", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "source_kind in ('written', 'guide', 'session', 'description', 'import')", name=op.f("ck_trees_source_kind")
        ),
        sa.CheckConstraint("status in ('draft', 'published', 'archived')", name=op.f("ck_trees_status")),
        sa.ForeignKeyConstraint(
            ["account_id", "created_by_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_trees_account_id_created_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "source_ai_session_id"],
            ["ai_sessions.account_id", "ai_sessions.id"],
            name=op.f("fk_trees_account_id_source_ai_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "updated_by_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_trees_account_id_updated_by_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_trees_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trees")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_trees_account_id_id")),
    )
    op.create_index("ix_trees_listed", "trees", ["account_id", "updated_at", "id"], unique=False)
    isolate_tenants("trees")
    op.create_table(
        "tree_versions",
        sa.Column("tree_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("root", sa.Text(), nullable=True),
        sa.Column("nodes", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "created_by_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_tree_versions_account_id_created_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "tree_id"],
            ["trees.account_id", "trees.id"],
            name=op.f("fk_tree_versions_account_id_tree_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_tree_versions_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tree_versions")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_tree_versions_account_id_id")),
        sa.UniqueConstraint(
            "account_id", "tree_id", "version", name=op.f("uq_tree_versions_account_id_tree_id_version")
        ),
    )
    isolate_tenants("tree_versions")
    op.create_table(
        "tree_drafts",
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("ai_session_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("tree_id", sa.Uuid(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("provider_label", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("prompt_hash", sa.Text(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("status in ('pending', 'ready', 'failed')", name=op.f("ck_tree_drafts_status")),
        sa.CheckConstraint("(description is null) <> (ai_session_id is null)", name=op.f("ck_tree_drafts_source")),
        sa.ForeignKeyConstraint(
            ["account_id", "ai_session_id"],
            ["ai_sessions.account_id", "ai_sessions.id"],
            name=op.f("fk_tree_drafts_account_id_ai_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "requested_by_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_tree_drafts_account_id_requested_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "tree_id"], ["trees.account_id", "trees.id"], name=op.f("fk_tree_drafts_account_id_tree_id")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_tree_drafts_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tree_drafts")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_tree_drafts_account_id_id")),
    )
    isolate_tenants("tree_drafts")
    op.create_table(
        "tree_runs",
        sa.Column("tree_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("nodes", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("path", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("ai_session_id", sa.Uuid(), nullable=True),
        sa.Column("fix_id", sa.Uuid(), nullable=True),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state in ('running', 'finished', 'left')", name=op.f("ck_tree_runs_state")),
        sa.ForeignKeyConstraint(
            ["account_id", "ai_session_id"],
            ["ai_sessions.account_id", "ai_sessions.id"],
            name=op.f("fk_tree_runs_account_id_ai_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "fix_id"],
            ["suggested_fixes.account_id", "suggested_fixes.id"],
            name=op.f("fk_tree_runs_account_id_fix_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "started_by_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_tree_runs_account_id_started_by_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_tree_runs_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tree_runs")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_tree_runs_account_id_id")),
    )
    op.create_index("ix_tree_runs_ai_session", "tree_runs", ["account_id", "ai_session_id"], unique=False)
    op.create_index("ix_tree_runs_tree", "tree_runs", ["account_id", "tree_id", "created_at"], unique=False)
    isolate_tenants("tree_runs")
