"""When a session was reopened, and indexes for figures over the escalations and fixes of a period.

Of sessions that were reopened before this release, it is not known how long after being resolved: all of them count.
"""

from __future__ import annotations

from alembic import op

from migrations.indexes import build_concurrently
from migrations.repeatable import add_column, in_each_account

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_column("ai_sessions", "reopened_at", "timestamptz")
    with op.get_context().autocommit_block():
        in_each_account(_REOPENED)
    build_concurrently("ix_handoffs_created", "on handoffs (account_id, created_at) where intent = 'escalate'")
    build_concurrently("ix_suggested_fixes_created", "on suggested_fixes (account_id, created_at)")


_REOPENED = """
    update ai_sessions set reopened_at = newest.at
    from (
      select ai_session_id, max(created_at) as at from steps
      where kind = 'system' and data ->> 'kind' = 'reopened'
      group by ai_session_id
    ) newest
    where ai_sessions.id = newest.ai_session_id and ai_sessions.reopened_at is null
"""
