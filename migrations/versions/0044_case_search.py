"""The search of cases and what is similar to a session (docs/adr/0064).

The words are those of the session search (docs/adr/0025); a case's codes are words in their one spelling.  Both
functions belong to the lookup role, because full text could not use an index under row-level security
(docs/adr/0013).  They get memory as `search_psa_tickets` does (0041).
The index has no list of pending entries, which every term of a search would have to read.
"""

from __future__ import annotations

from alembic import op

from migrations.indexes import build_concurrently
from migrations.roles import LOOKUP, create_lookup_function, let_lookup_read

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

ACCOUNT = "nullif(current_setting('app.account_id', true), '')::uuid"
TEXT = (
    "title || ' ' || problem || ' ' || cause || ' ' || fix || ' ' || coalesce(client_kind, '') || ' ' || signal_words"
)
WORDS = f"(public.search_words(account_id, {TEXT}) || array_to_tsvector(codes))"
MOST_HITS = 400
"""Of a term.  One that is more frequent says little, so that its other cases are not looked at and it counts half."""
RAREST = (
    f"least(4, ln((everything.n + 50.0) / (counted.n + 5.0))) * case when counted.n < {MOST_HITS} then 1.0 else 0.5 end"
)


def upgrade() -> None:
    build_concurrently(
        "ix_cases_found_by", f"on cases using gin ({WORDS}) with (fastupdate = off) where status = 'stored'"
    )
    let_lookup_read("cases")
    create_lookup_function(
        "search_cases(given text)",
        "table (case_id uuid)",
        f"with wanted as materialized (select public.search_query({ACCOUNT}, given) as query)"
        f" select id from cases where account_id = {ACCOUNT} and status = 'stored'"
        f" and {WORDS} @@ (select query from wanted)",
    )
    # Of each case the terms that it has, and what they weigh together: a rare one weighs more, a code twice as much.
    create_lookup_function(
        "similar_cases(terms text[], codes text[])",
        "table (case_id uuid, found text[], evidence float8)",
        f"with asked as materialized ("
        f"  select term, 1 as factor, (quote_literal({ACCOUNT}::text) || ' & ' || quote_literal(term) || ':*')::tsquery as query"
        f"  from unnest(terms) as term"
        f"  union all select code, 2, (quote_literal({ACCOUNT}::text) || ' & ' || quote_literal(code))::tsquery"
        f"  from unnest(codes) as code"
        f"), hits as materialized ("
        f"  select found.id, asked.term, asked.factor from asked cross join lateral ("
        f"    select id, account_id from cases where status = 'stored' and {WORDS} @@ asked.query limit {MOST_HITS}"
        f"  ) as found where found.account_id = {ACCOUNT}"
        f"), counted as (select term, count(*) as n from hits group by term)"
        f", everything as (select count(*) as n from cases where account_id = {ACCOUNT})"
        f" select hits.id, array_agg(hits.term), sum(hits.factor * {RAREST})::float8 as evidence"
        f" from hits join counted using (term) cross join everything"
        f" group by hits.id order by evidence desc, hits.id limit 40",
    )
    op.execute(f"grant {LOOKUP} to current_user")
    for function in ("search_cases(text)", "similar_cases(text[], text[])"):
        op.execute(f"alter function {function} set work_mem = '32MB'")
    # Without statistics, as on a new desk, the words of every row would be computed again for each term.  That is also
    # why the account is not a condition inside: its index would be used.  It is a word of each query.
    op.execute("alter function similar_cases(text[], text[]) set enable_seqscan = off")
    op.execute(f"revoke {LOOKUP} from current_user")
