"""Pushes to the tickets of PSAs, every call that writes to a PSA, and the account's current connection."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.repeatable import add_column
from migrations.tenant_policies import isolate_tenants

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def _create_pushes() -> None:
    table = "psa_pushes"
    op.create_table(
        table,
        *_tenant_columns(table),
        sa.Column("ai_session_id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_number", sa.Text(), nullable=False),
        sa.Column("ticket_remote_id", sa.Text(), nullable=True),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("reader", sa.Text(), nullable=True),
        sa.Column("status_id", sa.Text(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("ticket_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        _reference(table, "ai_session_id", "ai_sessions"),
        _reference(table, "connection_id", "psa_connections"),
        _reference(table, "requested_by_id", "users"),
        sa.CheckConstraint(
            "occasion in ('escalate', 'resolve', 'manual', 'client_update', 'spin_off')",
            name=op.f(f"ck_{table}_occasion"),
        ),
        sa.CheckConstraint(
            "state in ('queued', 'sent', 'failed', 'unknown', 'canceled')", name=op.f(f"ck_{table}_state")
        ),
    )
    newest = ["ai_session_id", sa.text("created_at desc"), sa.text("id desc")]
    op.create_index("ix_psa_pushes_session", table, newest)
    isolate_tenants(table)


def _create_operations() -> None:
    table = "psa_operations"
    op.create_table(
        table,
        *_tenant_columns(table),
        sa.Column("push_id", sa.Uuid(), nullable=True),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("ai_session_id", sa.Uuid(), nullable=True),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_number", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("payload", JSONB(), nullable=False),
        sa.Column("payload_hash", sa.Text(), nullable=False),
        sa.Column("marker", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("looks_left", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("remote_id", sa.Text(), nullable=True),
        sa.Column("last_error_code", sa.Text(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        _reference(table, "push_id", "psa_pushes"),
        _reference(table, "connection_id", "psa_connections"),
        _reference(table, "ai_session_id", "ai_sessions"),
        _reference(table, "requested_by_id", "users"),
        sa.UniqueConstraint(
            "account_id", "push_id", "kind", "part", name=op.f(f"uq_{table}_account_id_push_id_kind_part")
        ),
        sa.CheckConstraint("kind in ('note', 'status', 'time_entry', 'ticket')", name=op.f(f"ck_{table}_kind")),
        sa.CheckConstraint(
            "state in ('pending', 'sending', 'sent', 'failed', 'unknown', 'skipped')", name=op.f(f"ck_{table}_state")
        ),
    )
    is_writing = sa.text("state = 'sending' and ticket_number is not null")
    ticket = ["account_id", "connection_id", "ticket_number"]
    op.create_index("ix_psa_operations_ticket", table, ticket)
    op.create_index("uq_psa_operations_writer", table, ticket, unique=True, postgresql_where=is_writing)
    isolate_tenants(table)


def _tenant_columns(table: str) -> tuple[sa.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f(f"fk_{table}_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("account_id", "id", name=op.f(f"uq_{table}_account_id_id")),
    )


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_account_id_{column}")
    return sa.ForeignKeyConstraint(["account_id", column], [f"{target}.account_id", f"{target}.id"], name=name)


def upgrade() -> None:
    add_column("accounts", "psa_connection_id", "uuid")
    _create_pushes()
    _create_operations()
