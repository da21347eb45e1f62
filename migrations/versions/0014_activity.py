"""Add a session's last activity, its number of system entries, and the outcome that a notification shows."""

from __future__ import annotations

from alembic import op

from migrations.indexes import build_concurrently, drop_concurrently
from migrations.repeatable import add_column, add_constraint, add_tenant_reference, in_each_account

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NEWEST = "last_activity_at desc, id desc"
OUTCOME = "outcome in ('claimed', 'withdrawn', 'resolved', 'abandoned', 'reopened')"


def upgrade() -> None:
    add_column("ai_sessions", "last_activity_at", "timestamptz not null default now()")
    add_column("ai_sessions", "notice_count", "integer not null default 0")
    for column in ("ai_session_id uuid", "outcome text", "outcome_by_id uuid", "outcome_at timestamptz"):
        add_column("notifications", *column.split())
    with op.get_context().autocommit_block():
        add_tenant_reference("notifications", "ai_session_id", "ai_sessions")
        add_tenant_reference("notifications", "outcome_by_id", "users")
        add_constraint("notifications", "ck_notifications_outcome", f"check ({OUTCOME})")
        in_each_account(_ACTIVITY)
        in_each_account(_SESSIONS_OF_BELLS)
        in_each_account(_CLAIMS_IN_BELLS)
    build_concurrently("ix_ai_sessions_active", f"on ai_sessions (account_id, {NEWEST})")
    build_concurrently("ix_ai_sessions_user_active", f"on ai_sessions (account_id, user_id, {NEWEST})")
    build_concurrently(
        "ix_ai_sessions_handler_active",
        f"on ai_sessions (account_id, handler_id, {NEWEST}) where handler_id is not null",
    )
    build_concurrently("ix_handoffs_created_by", "on handoffs (account_id, created_by_id, ai_session_id)")
    build_concurrently(
        "ix_suggested_fixes_pending",
        "on suggested_fixes (account_id, ai_session_id) where status = 'applied_pending'",
    )
    build_concurrently(
        "ix_notifications_ai_session", "on notifications (ai_session_id) where ai_session_id is not null"
    )
    # They served the list by age, which no query uses any more.
    drop_concurrently("ix_ai_sessions_user")
    drop_concurrently("ix_ai_sessions_handled")


# A concurrent write wins: PostgreSQL checks the condition on the old value again after it has locked the row.
_ACTIVITY = """
    update ai_sessions set last_activity_at = newest.at, notice_count = newest.notices
    from (
      select s.id, s.last_activity_at as was, coalesce(max(steps.created_at), s.updated_at) as at,
             count(*) filter (where steps.kind = 'system') as notices
      from ai_sessions s left join steps on steps.ai_session_id = s.id
      group by s.id
      having s.last_activity_at <> coalesce(max(steps.created_at), s.updated_at)
          or s.notice_count <> count(*) filter (where steps.kind = 'system')
      limit 5000
    ) newest
    where ai_sessions.id = newest.id and ai_sessions.last_activity_at = newest.was
"""
_SESSIONS_OF_BELLS = """
    update notifications set ai_session_id = handoffs.ai_session_id from handoffs
    where handoffs.id = notifications.handoff_id and notifications.id in (
      select id from notifications where handoff_id is not null and ai_session_id is null limit 5000)
"""
_CLAIMS_IN_BELLS = """
    update notifications set outcome = 'claimed', outcome_by_id = claimed_by_id, outcome_at = claimed_at,
      read_at = coalesce(read_at, claimed_at)
    from handoffs where handoffs.id = notifications.handoff_id and notifications.id in (
      select n.id from notifications n join handoffs h on h.id = n.handoff_id
      where n.outcome is null and h.claimed_at is not null limit 5000)
"""
