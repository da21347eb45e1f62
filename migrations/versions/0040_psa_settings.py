"""The lists read from a PSA, whom its members stand for, and what is shown of its credentials."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.tenant_policies import isolate_tenants

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_KINDS = (
    "boards",
    "statuses",
    "priorities",
    "companies",
    "contacts",
    "agents",
    "note_types",
    "publish_levels",
    "ticket_types",
    "work_types",
    "roles",
)


def _create_lookups() -> None:
    table = "psa_lookups"
    kinds = ", ".join(f"'{kind}'" for kind in _KINDS)
    op.create_table(
        table,
        *_tenant_columns(table),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "parent_id", "state")),
        *(sa.Column(name, JSONB(), nullable=False) for name in ("items", "waiting")),
        sa.Column("is_cut", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("error_code", "error")),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=True)
            for name in ("requested_at", "ended_at", "fetched_at")
        ),
        _reference(table, "connection_id", "psa_connections"),
        sa.CheckConstraint(f"kind in ({kinds})", name=op.f(f"ck_{table}_kind")),
        sa.CheckConstraint("state in ('pending', 'ready', 'failed')", name=op.f(f"ck_{table}_state")),
        _unique(table, "account_id", "connection_id", "kind", "parent_id"),
    )
    isolate_tenants(table)


def _create_people() -> None:
    table = "psa_people"
    op.create_table(
        table,
        *_tenant_columns(table),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        _reference(table, "connection_id", "psa_connections"),
        _reference(table, "user_id", "users"),
        _unique(table, "account_id", "connection_id", "user_id"),
    )
    isolate_tenants(table)


def _tenant_columns(table: str) -> tuple[sa.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f(f"fk_{table}_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        _unique(table, "account_id", "id"),
    )


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["account_id", column],
        [f"{target}.account_id", f"{target}.id"],
        name=op.f(f"fk_{table}_account_id_{column}"),
    )


def upgrade() -> None:
    hints = sa.Column("credential_hints", JSONB(), nullable=False, server_default="{}")
    op.add_column("psa_connections", hints)
    _create_lookups()
    _create_people()
