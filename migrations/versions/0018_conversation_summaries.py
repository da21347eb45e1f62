"""Summaries of the older turns of long sessions (docs/adr/0043)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.tenant_policies import isolate_tenants

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLE = "conversation_summaries"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("ai_session_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Text(), server_default="", nullable=False),
        sa.Column("covered_step_id", sa.Uuid(), nullable=True),
        sa.Column("covered_index", sa.Integer(), server_default="0", nullable=False),
        sa.Column("requested_index", sa.Integer(), server_default="0", nullable=False),
        sa.Column("written_by", postgresql.JSONB(), nullable=True),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f(f"fk_{TABLE}_account_id")),
        *(_reference(column, target) for column, target in REFERENCES.items()),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("account_id", "id", name=op.f(f"uq_{TABLE}_account_id_id")),
        sa.UniqueConstraint("ai_session_id", name=op.f(f"uq_{TABLE}_ai_session_id")),
    )
    isolate_tenants(TABLE)


REFERENCES = {"ai_session_id": "ai_sessions", "covered_step_id": "steps"}


def _reference(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["account_id", column],
        [f"{target}.account_id", f"{target}.id"],
        name=op.f(f"fk_{TABLE}_account_id_{column}"),
    )
