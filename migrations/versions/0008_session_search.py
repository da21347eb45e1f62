"""Session search, the list's indexes, and the queue of those that waited before handoffs were rows.

Full text `@@` and `->>` are not leakproof: under row-level security no index would serve them.  Two functions of the
lookup role take the account from the transaction's own setting and use the indexes.  The account is a word of each
row's text, so that a search never walks another account's entries.

The indexes on the big tables are made CONCURRENTLY: the release before this one goes on writing.
"""

from __future__ import annotations

from alembic import op

from migrations.roles import create_lookup_function, let_lookup_read

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# What separates words for people but not for the parser, which keeps addresses and paths whole.
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
    with op.get_context().autocommit_block():
        op.execute(f"create index concurrently ix_ai_sessions_words on ai_sessions using gin (({SESSION_WORDS}))")
        op.execute(
            f"create index concurrently ix_steps_words on steps using gin (({STEP_WORDS}))"
            " where kind in ('user_message', 'assistant_message', 'note')"
        )
        op.execute(
            f"create index concurrently ix_ai_sessions_picked_up on ai_sessions (account_id, {PICKED_UP_BY})"
            f" where {PICKED_UP_BY} is not null"
        )
        op.execute(
            "create index concurrently ix_ai_sessions_handled on ai_sessions"
            " (account_id, handler_id, created_at desc, id desc) where handler_id is not null"
        )
        op.execute(
            "create index concurrently ix_ai_sessions_waiting on ai_sessions (account_id, updated_at desc, id desc)"
            " where status in ('escalated', 'requesting_escalation')"
        )
        op.execute("drop index concurrently ix_ai_sessions_handler")
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
