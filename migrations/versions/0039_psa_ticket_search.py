"""Search and lists of the copy of PSA tickets, and the sessions of a ticket.

The words are those of the session search (docs/adr/0025).  The function belongs to the lookup role, because full text
could not use an index under row-level security (docs/adr/0013).
"""

from __future__ import annotations

from migrations.indexes import build_concurrently
from migrations.repeatable import add_column
from migrations.roles import create_lookup_function, let_lookup_read

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

ACCOUNT = "nullif(current_setting('app.account_id', true), '')::uuid"
WORDS = "public.search_words(account_id, number || ' ' || title || ' ' || client_name || ' ' || contact_name)"
PLACE = "remote_updated_at desc, id desc"


def _narrowed_by(column: str) -> str:
    return f"on psa_tickets (account_id, connection_id, {column}, {PLACE}) where gone_at is null"


def upgrade() -> None:
    add_column("psa_tickets", "agent_id", "text")
    build_concurrently("ix_psa_tickets_found_by", f"on psa_tickets using gin (({WORDS}))")
    build_concurrently("ix_psa_tickets_status", _narrowed_by("status"))
    build_concurrently("ix_psa_tickets_board", _narrowed_by("board"))
    build_concurrently("ix_psa_tickets_client_name", _narrowed_by("client_name"))
    build_concurrently(
        "ix_psa_tickets_open",
        f"on psa_tickets (account_id, connection_id, {PLACE}) where gone_at is null and not is_closed",
    )
    build_concurrently(
        "ix_ai_sessions_ticket",
        "on ai_sessions (account_id, psa_ticket_id, created_at desc) where psa_ticket_id is not null",
    )
    let_lookup_read("psa_tickets")
    create_lookup_function(
        "search_psa_tickets(given text)",
        "table (psa_ticket_id uuid)",
        f"with wanted as materialized (select public.search_query({ACCOUNT}, given) as query)"
        f" select id from psa_tickets where account_id = {ACCOUNT} and {WORDS} @@ (select query from wanted)",
    )
