"""Cases: what a desk learned from a solved session, and their drafts (docs/adr/0064)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from migrations.tenant_policies import isolate_tenants

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def _create_drafts() -> None:
    op.create_table(
        "case_drafts",
        sa.Column("content", JSONB(none_as_null=True), nullable=True),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.Column("ai_session_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("requested_version", sa.Integer(), nullable=False),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("state_version", sa.Integer(), nullable=True),
        sa.Column("cache_key", sa.Text(), nullable=True),
        sa.Column("prompt_hash", sa.Text(), nullable=True),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("provider_label", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("generated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        *_of_every_row("case_drafts"),
        sa.CheckConstraint("status in ('pending', 'ready', 'failed')", name=op.f("ck_case_drafts_status")),
        _reference("case_drafts", "ai_session_id", "ai_sessions"),
        _reference("case_drafts", "requested_by_id", "users"),
        sa.UniqueConstraint("account_id", "ai_session_id", name=op.f("uq_case_drafts_account_id_ai_session_id")),
    )
    isolate_tenants("case_drafts")


def _create_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("ai_session_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("client_kind", sa.Text(), nullable=True),
        sa.Column("signals", JSONB(none_as_null=True), nullable=False),
        sa.Column("signal_words", sa.Text(), nullable=False),
        sa.Column("codes", ARRAY(sa.Text()), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("tried", JSONB(none_as_null=True), nullable=False),
        sa.Column("fix", sa.Text(), nullable=False),
        sa.Column("fix_key", sa.Text(), nullable=False),
        sa.Column("verification", sa.Text(), nullable=True),
        sa.Column("trials", JSONB(none_as_null=True), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("edited_by_id", sa.Uuid(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        *_of_every_row("cases"),
        sa.CheckConstraint("status in ('stored', 'withheld')", name=op.f("ck_cases_status")),
        sa.CheckConstraint("failure in ('reopened')", name=op.f("ck_cases_failure")),
        _reference("cases", "ai_session_id", "ai_sessions"),
        _reference("cases", "edited_by_id", "users"),
        sa.UniqueConstraint("account_id", "ai_session_id", name=op.f("uq_cases_account_id_ai_session_id")),
    )
    op.create_index("ix_cases_listed", "cases", ["account_id", "created_at", "id"])
    op.create_index("ix_cases_fix_key", "cases", ["account_id", "fix_key"])
    isolate_tenants("cases")


def _of_every_row(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f(f"fk_{table}_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("account_id", "id", name=op.f(f"uq_{table}_account_id_id")),
    ]


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["account_id", column],
        [f"{target}.account_id", f"{target}.id"],
        name=op.f(f"fk_{table}_account_id_{column}"),
    )


def upgrade() -> None:
    _create_drafts()
    _create_cases()
