"""Possible causes with their evidence, and which of them a fix is for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.tenant_policies import isolate_tenants

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

STATES = "state in ('proposed', 'investigating', 'supported', 'refuted')"
SOURCES = "source in ('copilot', 'engineer')"
REFERENCES = {"ai_session_id": "ai_sessions", "updated_by_id": "users"}


def _reference(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["account_id", column],
        [f"{target}.account_id", f"{target}.id"],
        name=op.f(f"fk_hypotheses_account_id_{column}"),
    )


def upgrade() -> None:
    op.add_column("suggested_fixes", sa.Column("hypothesis_ids", postgresql.JSONB(), nullable=True))
    op.add_column("suggested_fixes", sa.Column("guide_id", sa.Text(), nullable=True))
    op.add_column("suggested_fixes", sa.Column("guide_fix_id", sa.Text(), nullable=True))
    op.create_table(
        "hypotheses",
        sa.Column("ai_session_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("folded_cause", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(), nullable=False),
        sa.Column("refuted_with", postgresql.JSONB(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("guide_id", sa.Text(), nullable=True),
        sa.Column("cause_id", sa.Text(), nullable=True),
        sa.Column("updated_by_id", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(STATES, name=op.f("ck_hypotheses_state")),
        sa.CheckConstraint(SOURCES, name=op.f("ck_hypotheses_source")),
        *(_reference(column, target) for column, target in REFERENCES.items()),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_hypotheses_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hypotheses")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_hypotheses_account_id_id")),
        sa.UniqueConstraint(
            "account_id",
            "ai_session_id",
            "folded_cause",
            name=op.f("uq_hypotheses_account_id_ai_session_id_folded_cause"),
        ),
    )
    op.create_index("ix_hypotheses_ai_session", "hypotheses", ["ai_session_id", "created_at"])
    isolate_tenants("hypotheses")
