"""Notification channels, the log of the calls to them, and what each account's channels are told of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.repeatable import add_column
from migrations.tenant_policies import isolate_tenants

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def _create_channels() -> None:
    table = "notification_channels"
    op.create_table(
        table,
        *_tenant_columns(table),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sealed_url", sa.LargeBinary(), nullable=True),
        sa.Column("url_hint", sa.Text(), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=True),
        sa.Column("events", JSONB(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("off_reason", sa.Text(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('slack', 'teams', 'webhook')", name=op.f(f"ck_{table}_kind")),
        sa.CheckConstraint("off_reason in ('gone', 'failures', 'failing')", name=op.f(f"ck_{table}_off_reason")),
    )
    isolate_tenants(table)


def _create_calls() -> None:
    table = "channel_calls"
    op.create_table(
        table,
        *_tenant_columns(table),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        _reference(table, "channel_id", "notification_channels"),
        _reference(table, "notice_id", "notices"),
    )
    op.create_index("ix_channel_calls_channel", table, ["channel_id", sa.text("created_at desc"), sa.text("id desc")])
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
    return sa.ForeignKeyConstraint(
        ["account_id", column],
        [f"{target}.account_id", f"{target}.id"],
        name=op.f(f"fk_{table}_account_id_{column}"),
    )


def upgrade() -> None:
    add_column("accounts", "subscribed_channels", "jsonb not null default '[]'")
    _create_channels()
    _create_calls()
