"""The row-level policies that isolate tenants.  Released migrations call this, so its effect must not change."""

from __future__ import annotations

from alembic import op

from migrations.roles import FOUR_VERBS, app_role, grant

TENANT = "nullif(current_setting('app.account_id', true), '')::uuid"


def isolate_tenants(table: str, *, column: str = "account_id", verbs: str = FOUR_VERBS) -> None:
    """Force row-level security on a tenant's table and grant the app `verbs` (never TRUNCATE)."""
    name, _ = app_role()
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy tenant on {table} using ({column} = {TENANT}) with check ({column} = {TENANT})")
    grant(table, name, verbs=verbs)
