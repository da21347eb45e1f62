"""The items of the task lane, and how many steps a reply has read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.tenant_policies import isolate_tenants

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KINDS = "kind in ('question', 'action')"
STATES = "state in ('open', 'answered', 'done', 'skipped', 'obsolete')"
REFERENCES = {"ai_session_id": "ai_sessions", "step_id": "steps", "answer_step_id": "steps", "closed_by_id": "users"}


def upgrade() -> None:
    op.create_table(
        "lane_items",
        sa.Column("ai_session_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("choices", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("command", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("answer_step_id", sa.Uuid(), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_lane_items_kind")),
        sa.CheckConstraint(STATES, name=op.f("ck_lane_items_state")),
        *(_reference(column, target) for column, target in REFERENCES.items()),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_lane_items_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lane_items")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_lane_items_account_id_id")),
    )
    op.create_index("ix_lane_items_ai_session", "lane_items", ["ai_session_id", "created_at"])
    isolate_tenants("lane_items")
    op.execute("alter table replies add column if not exists read_steps integer")


def _reference(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["account_id", column],
        [f"{target}.account_id", f"{target}.id"],
        name=op.f(f"fk_lane_items_account_id_{column}"),
    )
