"""PSA connections and the copy of their tickets, and the function that finds an incoming webhook's connection."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.roles import create_lookup_function, let_lookup_read
from migrations.tenant_policies import isolate_tenants

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def _create_connections() -> None:
    table = "psa_connections"
    op.create_table(
        table,
        *_tenant_columns(table),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("base_url", sa.Text(), nullable=False),
        sa.Column("sealed_credentials", sa.LargeBinary(), nullable=True),
        sa.Column("options", JSONB(), nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_webhook_secret", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("last_error_code", sa.Text(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("synced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sync_state", JSONB(), nullable=False),
        sa.Column("disconnected_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("provider in ('connectwise', 'halopsa', 'autotask')", name=op.f(f"ck_{table}_provider")),
        sa.CheckConstraint("state in ('untested', 'ok', 'failing')", name=op.f(f"ck_{table}_state")),
    )
    current = sa.text("disconnected_at is null")
    op.create_index("uq_psa_connections_current", table, ["account_id"], unique=True, postgresql_where=current)
    op.create_index("uq_psa_connections_webhook", table, ["webhook_id", "account_id"], unique=True)
    isolate_tenants(table)
    let_lookup_read(table)
    create_lookup_function(
        "psa_connection_by_webhook(webhook uuid)",
        "table (connection_id uuid, account_id uuid)",
        "select id, account_id from psa_connections where webhook_id = webhook and disconnected_at is null",
    )


def _create_tickets() -> None:
    table = "psa_tickets"
    op.create_table(
        table,
        *_tenant_columns(table),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("remote_id", "number", "title", "description")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("client_name", "contact_name")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("status", "priority", "board")),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("company_id", "contact_id", "status_id")),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("priority_id", "board_id", "merged_into")),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("remote_created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remote_updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("synced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notes", JSONB(), nullable=True),
        sa.Column("notes_synced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id", "connection_id"],
            ["psa_connections.account_id", "psa_connections.id"],
            name=op.f(f"fk_{table}_account_id_connection_id"),
        ),
        sa.UniqueConstraint(
            "account_id",
            "connection_id",
            "remote_id",
            name=op.f(f"uq_{table}_account_id_connection_id_remote_id"),
        ),
    )
    op.create_index("ix_psa_tickets_number", table, ["account_id", "connection_id", "number"])
    newest = ["account_id", "connection_id", sa.text("remote_updated_at desc"), sa.text("id desc")]
    op.create_index("ix_psa_tickets_updated", table, newest, postgresql_where=sa.text("gone_at is null"))
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


def upgrade() -> None:
    _create_connections()
    _create_tickets()
