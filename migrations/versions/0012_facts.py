"""Facts that engineers add, edit and dismiss; the source of a session's title; ticket numbers without a `#`."""

from __future__ import annotations

from alembic import op

from migrations.repeatable import add_column, add_constraint, add_tenant_reference, in_each_account

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TITLE_BY = "title_by in ('rule', 'copilot', 'engineer')"
# Must remove everything that `[[:space:]]*#` matches; otherwise the update would repeat forever.
NUMBER = "nullif(btrim(regexp_replace({}, '^[[:space:]#]+', '')), '')"


def upgrade() -> None:
    for column in ("created_by_id uuid", "edited_by_id uuid", "dismissed_at timestamptz", "replaced jsonb"):
        add_column("facts", *column.split())
    add_column("ai_sessions", "title_by", "text not null default 'rule'")
    with op.get_context().autocommit_block():
        add_tenant_reference("facts", "created_by_id", "users")
        add_tenant_reference("facts", "edited_by_id", "users")
        add_constraint("ai_sessions", "ck_ai_sessions_title_by", f"check ({TITLE_BY})")
        in_each_account(_KINDS)
        in_each_account(_NUMBERS_OF_SESSIONS)
        in_each_account(_NUMBERS_OF_SNAPSHOTS)
        in_each_account(_NUMBERS_IN_TITLES)


_KINDS = """
    update facts set kind = case folded when 'change' then 'changed' when 'error' then 'error_code' else folded end
    from (select id as fact_id, regexp_replace(lower(btrim(kind)), '[[:space:]-]+', '_', 'g') as folded from facts) as new
    where id = fact_id and (kind <> folded or folded in ('change', 'error'))
"""
_NUMBERS_OF_SESSIONS = f"""
    update ai_sessions set psa_ticket_id = {NUMBER.format("psa_ticket_id")} where psa_ticket_id ~ '^[[:space:]]*#'
"""
_NUMBERS_OF_SNAPSHOTS = f"""
    update handoffs set snapshot = jsonb_set(snapshot, '{{psa_ticket_id}}',
      coalesce(to_jsonb({NUMBER.format("snapshot ->> 'psa_ticket_id'")}), 'null'))
    where snapshot ->> 'psa_ticket_id' ~ '^[[:space:]]*#'
"""
_NUMBERS_IN_TITLES = "update notifications set title = replace(title, ' · ##', ' · #') where title like '%% · ##%%'"
