"""The account's monthly budget for calls to a model, and who asked for each call (docs/adr/0044)."""

from __future__ import annotations

from alembic import op

from migrations.repeatable import add_column, add_tenant_reference

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_column("accounts", "ai_monthly_micros", "bigint")
    add_column("accounts", "ai_hard_stop", "boolean not null default false")
    add_column("ai_usage", "user_id", "uuid")
    with op.get_context().autocommit_block():
        add_tenant_reference("ai_usage", "user_id", "users")
