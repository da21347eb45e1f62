"""Session search that ignores accents and works in scripts without spaces (docs/adr/0025).

`matching_sessions` stays because the previous release calls it; without its indexes it is slower.
"""

from __future__ import annotations

from migrations.indexes import build_concurrently, drop_concurrently
from migrations.roles import create_lookup_function

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ACCOUNT = "nullif(current_setting('app.account_id', true), '')::uuid"
ABOUT = "title || ' ' || problem || ' ' || coalesce(client_name, '') || ' ' || coalesce(psa_ticket_id, '')"
SESSION_WORDS = f"public.search_words(account_id, {ABOUT})"
STEP_WORDS = "public.search_words(account_id, content)"
WRITTEN = "kind in ('user_message', 'assistant_message', 'note')"


def upgrade() -> None:
    build_concurrently("ix_ai_sessions_found_by", f"on ai_sessions using gin (({SESSION_WORDS}))")
    build_concurrently("ix_steps_found_by", f"on steps using gin (({STEP_WORDS})) where {WRITTEN}")
    drop_concurrently("ix_ai_sessions_words")
    drop_concurrently("ix_steps_words")
    create_lookup_function(
        "search_sessions(given text)",
        "table (ai_session_id uuid)",
        f"with wanted as materialized (select public.search_query({ACCOUNT}, given) as query)"
        f" select id from ai_sessions where account_id = {ACCOUNT} and {SESSION_WORDS} @@ (select query from wanted)"
        f" union select steps.ai_session_id from steps where account_id = {ACCOUNT}"
        f" and {WRITTEN} and {STEP_WORDS} @@ (select query from wanted)",
    )
