"""Tickets and clients that a first message names, which the session can be linked to."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table ai_sessions add column if not exists offers jsonb not null default '{}'")
