"""Roles, row-level security, and the few functions that work before the tenant is known."""

from __future__ import annotations

from alembic import op

from migrations.roles import app_role, create_lookup_function, create_roles, grant, let_lookup_read
from migrations.tenant_policies import isolate_tenants

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TENANT_TABLES = (
    "ai_sessions",
    "ai_usage",
    "deliveries",
    "facts",
    "handoffs",
    "invitations",
    "logins",
    "notifications",
    "outbox",
    "replies",
    "steps",
    "subscriptions",
    "suggested_fixes",
    "users",
)


def upgrade() -> None:
    create_roles()
    isolate_tenants("accounts", column="id")
    for table in TENANT_TABLES:
        isolate_tenants(table)
    grant("login_failures")
    op.execute(f'grant select on alembic_version to "{app_role()[0]}"')
    for table in ("users", "logins", "invitations"):
        let_lookup_read(table)
    let_lookup_read("outbox", verbs="select, update")
    _create_login_functions()
    _create_outbox_functions()
    _create_operators_functions()


def _create_login_functions() -> None:
    create_lookup_function(
        "login_by_address(address text)",
        "table (user_id uuid, account_id uuid, password_hash text)",
        "select id, account_id, password_hash from users where email = address and is_active and deleted_at is null",
    )
    create_lookup_function(
        "login_by_token(fingerprint bytea)",
        "table (login_id uuid, account_id uuid)",
        "select id, account_id from logins"
        " where token_fingerprint = fingerprint and ended_at is null and expires_at > now()",
    )
    create_lookup_function(
        "invitation_by_token(fingerprint bytea)",
        "table (invitation_id uuid, account_id uuid)",
        "select id, account_id from invitations where token_fingerprint = fingerprint",
    )


def _create_outbox_functions() -> None:
    create_lookup_function(
        "outbox_take(row_id uuid, new_claim uuid, lease interval)",
        "table (id uuid, account_id uuid, name text, args jsonb, attempts integer)",
        "update outbox o set state = 'running', claim = new_claim, attempts = o.attempts + 1, due = now() + lease"
        " where o.id = row_id and o.state = 'ready' and o.kind = 'job'"
        " and (o.not_before is null or o.not_before <= now())"
        " returning o.id, o.account_id, o.name, o.args, o.attempts",
    )
    create_lookup_function(
        "outbox_extend(claims uuid[], lease interval)",
        "void",
        "update outbox set due = now() + lease where claim = any (claims) and state = 'running'",
    )
    create_lookup_function(
        "outbox_take_due(most integer, lease interval)",
        "table (id uuid, account_id uuid, kind text, name text, args jsonb, dedupe_key text)",
        "with picked as ("
        "  select p.id from outbox p where p.state in ('ready', 'running') and p.due <= now()"
        "  order by p.due limit most for update skip locked"
        # Old rows are sent less often, so that messages do not pile up in Redis while no worker runs.
        ") update outbox o set state = 'ready', claim = null,"
        "   due = now() + greatest(lease, least((now() - o.created_at) / 4, 3 * lease)) from picked"
        " where o.id = picked.id returning o.id, o.account_id, o.kind, o.name, o.args, o.dedupe_key",
    )
    create_lookup_function(
        "outbox_confirm_sent(ids uuid[])",
        "void",
        "update outbox set state = 'done', done_at = now() where id = any (ids) and kind = 'event'",
    )


def _create_operators_functions() -> None:
    create_lookup_function(
        "outbox_status()",
        "table (state text, kind text, name text, count bigint, oldest timestamptz)",
        "select state, kind, name, count(*), min(created_at) from outbox where state <> 'done' group by 1, 2, 3",
    )
    create_lookup_function(
        "outbox_resend()",
        "bigint",
        "with again as ("
        "  update outbox set state = 'ready', attempts = 0, due = now(), not_before = null where state = 'dead' returning 1"
        ") select count(*) from again",
    )
    create_lookup_function(
        "outbox_accounts_with_done(older_than timestamptz)",
        "table (account_id uuid)",
        "select distinct account_id from outbox where state = 'done' and done_at < older_than",
    )
