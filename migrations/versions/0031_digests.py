"""The digest that carries a held delivery."""

from __future__ import annotations

from alembic import op

from migrations.indexes import build_concurrently
from migrations.repeatable import add_column, add_tenant_reference

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TABLE = "notice_deliveries"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        add_column(TABLE, "digest_id", "uuid")
        add_tenant_reference(TABLE, "digest_id", TABLE)
    build_concurrently("ix_notice_deliveries_digest", f"on {TABLE} (digest_id) where digest_id is not null")
