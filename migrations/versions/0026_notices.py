"""Notices and their deliveries by mail, push and chat, and what people chose about them (docs/adr/0047).

The table `deliveries` stays as it is, for the release before: it holds the bells of escalations.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.repeatable import add_column
from migrations.tenant_policies import isolate_tenants

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

CHANNELS = ("mail", "push", "slack", "teams", "webhook")
STATES = ("planned", "sending", "sent", "failed", "unknown", "canceled")


def _create_notices() -> None:
    op.create_table(
        "notices",
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=True),
        sa.Column("ai_session_id", sa.Uuid(), nullable=True),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("sealed_content", sa.LargeBinary(), nullable=True),
        *_tenant_columns("notices"),
        _reference("notices", "handoff_id", "handoffs"),
        _reference("notices", "ai_session_id", "ai_sessions"),
    )
    isolate_tenants("notices")


def _create_deliveries() -> None:
    table = "notice_deliveries"
    op.create_table(
        table,
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("channel_id", sa.Uuid(), nullable=True),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("remote_id", sa.Text(), nullable=True),
        *_tenant_columns(table),
        _one_of(table, "channel", CHANNELS),
        _one_of(table, "state", STATES),
        _reference(table, "notice_id", "notices"),
        _reference(table, "handoff_id", "handoffs"),
        _reference(table, "user_id", "users"),
        sa.UniqueConstraint(
            "account_id",
            "subject_id",
            "event",
            "occasion",
            "channel",
            "recipient",
            name=op.f("uq_notice_deliveries_once"),
        ),
    )
    held = sa.text("state = 'planned' and held_until is not null")
    op.create_index("ix_notice_deliveries_held", table, ["user_id", "held_until"], postgresql_where=held)
    of_handoff = sa.text("handoff_id is not null")
    op.create_index("ix_notice_deliveries_handoff", table, ["handoff_id"], postgresql_where=of_handoff)
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


def _one_of(table: str, column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} in ({listed})", name=op.f(f"ck_{table}_{column}"))


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["account_id", column],
        [f"{target}.account_id", f"{target}.id"],
        name=op.f(f"fk_{table}_account_id_{column}"),
    )


def upgrade() -> None:
    add_column("users", "preferences", "jsonb not null default '{}'")
    add_column("users", "has_push", "boolean not null default false")
    _create_notices()
    _create_deliveries()
