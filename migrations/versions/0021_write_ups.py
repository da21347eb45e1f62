"""The documentation of a session and its client update; how a solution was verified; settings of an account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.repeatable import add_column, add_constraint
from migrations.tenant_policies import isolate_tenants

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

VERIFIED_BY = "verified_by in ('tested', 'client', 'watched', 'none')"
STATUS = "status in ('pending', 'ready', 'failed')"


def _create_documentation() -> None:
    op.create_table(
        "documentation",
        *_columns_of_a_text("documentation"),
        sa.Column("sections", JSONB(none_as_null=True), nullable=False),
        sa.Column("draft_sections", JSONB(none_as_null=True), nullable=True),
        sa.Column("is_content_edited", sa.Boolean(), nullable=False),
        sa.Column("time_spent_minutes", sa.Integer(), nullable=True),
        sa.Column("handoff_id", sa.Uuid(), nullable=True),
        _reference("documentation", "handoff_id", "handoffs"),
    )


def _create_client_updates() -> None:
    op.create_table(
        "client_updates", *_columns_of_a_text("client_updates"), sa.Column("client_name", sa.Text(), nullable=True)
    )


def _columns_of_a_text(table: str) -> list[sa.Column[object] | sa.Constraint]:
    """What both tables have: a text, the draft beside it, and who edited it."""
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("ai_session_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("state_version", sa.Integer(), nullable=False),
        sa.Column("is_outdated", sa.Boolean(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=True),
        sa.Column("draft_state_version", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("written_by", JSONB(none_as_null=True), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("edited_by_id", sa.Uuid(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(STATUS, name=op.f(f"ck_{table}_status")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f(f"fk_{table}_account_id")),
        _reference(table, "ai_session_id", "ai_sessions"),
        _reference(table, "edited_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("account_id", "id", name=op.f(f"uq_{table}_account_id_id")),
        sa.UniqueConstraint("ai_session_id", name=op.f(f"uq_{table}_ai_session_id")),
    ]


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["account_id", column],
        [f"{target}.account_id", f"{target}.id"],
        name=op.f(f"fk_{table}_account_id_{column}"),
    )


def upgrade() -> None:
    add_column("accounts", "settings", "jsonb not null default '{}'")
    add_column("ai_sessions", "verified_by", "text")
    add_column("ai_sessions", "watch_until", "timestamptz")
    add_column("ai_sessions", "is_documented", "boolean not null default false")
    with op.get_context().autocommit_block():
        add_constraint("ai_sessions", "ck_ai_sessions_verified_by", f"check ({VERIFIED_BY})")
    _create_documentation()
    _create_client_updates()
    isolate_tenants("documentation")
    isolate_tenants("client_updates")
