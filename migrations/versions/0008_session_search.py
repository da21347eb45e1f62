"""Session search, indexes for the session list, and an index for legacy escalations without a handoff row.

The full-text operator `@@` and `->>` are not leakproof, so row-level security prevents them from using an index.  Two
functions of the lookup role take the account from the transaction's setting and use the indexes.  The account is a
word of each row's text, so that a search never reads another account's entries.

The indexes on large tables are built CONCURRENTLY, because the previous release keeps writing meanwhile.
"""

from __future__ import annotations

from migrations.indexes import build_concurrently, drop_concurrently
from migrations.roles import create_lookup_function, let_lookup_read

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Separates words in addresses and paths, which the full-text parser would keep whole.
PUNCTUATION = '@._-/\\:+#,;()[]{}<>=&?!*|%$^~`"'
ACCOUNT = "nullif(current_setting('app.account_id', true), '')::uuid"


def words(text: str) -> str:
    escaped = PUNCTUATION.replace("'", "''")
    return f"array_to_tsvector(array[account_id::text]) || to_tsvector('simple', translate({text}, '{escaped}', '{' ' * len(PUNCTUATION)}'))"


SESSION_WORDS = words(
    "title || ' ' || problem || ' ' || coalesce(client_name, '') || ' ' || coalesce(psa_ticket_id, '')"
)
STEP_WORDS = words("content")
PICKED_UP_BY = "(escalation_package ->> 'picked_up_by')"


def upgrade() -> None:
    build_concurrently("ix_ai_sessions_words", f"on ai_sessions using gin (({SESSION_WORDS}))")
    build_concurrently(
        "ix_steps_words",
        f"on steps using gin (({STEP_WORDS})) where kind in ('user_message', 'assistant_message', 'note')",
    )
    build_concurrently(
        "ix_ai_sessions_picked_up", f"on ai_sessions (account_id, {PICKED_UP_BY}) where {PICKED_UP_BY} is not null"
    )
    build_concurrently(
        "ix_ai_sessions_handled",
        "on ai_sessions (account_id, handler_id, created_at desc, id desc) where handler_id is not null",
    )
    build_concurrently(
        "ix_ai_sessions_waiting",
        "on ai_sessions (account_id, updated_at desc, id desc) where status in ('escalated', 'requesting_escalation')",
    )
    drop_concurrently("ix_ai_sessions_handler")
    let_lookup_read("ai_sessions")
    let_lookup_read("steps")
    create_lookup_function(
        "matching_sessions(words text)",
        "table (ai_session_id uuid)",
        f"with wanted as materialized ("
        f"  select quote_literal({ACCOUNT}::text)::tsquery && to_tsquery('simple', words) as query"
        f") select id from ai_sessions where account_id = {ACCOUNT} and ({SESSION_WORDS}) @@ (select query from wanted)"
        f" union select steps.ai_session_id from steps where account_id = {ACCOUNT}"
        f"  and kind in ('user_message', 'assistant_message', 'note') and ({STEP_WORDS}) @@ (select query from wanted)",
    )
    create_lookup_function(
        "picked_up_sessions(person uuid)",
        "table (ai_session_id uuid)",
        f"select id from ai_sessions where account_id = {ACCOUNT} and {PICKED_UP_BY} = person::text",
    )
