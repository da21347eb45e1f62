"""Stored responses to calls with an Idempotency-Key."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.roles import create_lookup_function, let_lookup_read
from migrations.tenant_policies import isolate_tenants

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key_fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("request_fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("sealed_body", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_idempotency_keys_account_id")),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_idempotency_keys_account_id_user_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_keys")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_idempotency_keys_account_id_id")),
    )
    op.create_index(
        "uq_idempotency_keys_user_key", "idempotency_keys", ["account_id", "user_id", "key_fingerprint"], unique=True
    )
    op.create_index("ix_idempotency_keys_created", "idempotency_keys", ["account_id", "created_at"])
    isolate_tenants("idempotency_keys")
    let_lookup_read("idempotency_keys")
    create_lookup_function(
        "accounts_with_idempotency_keys(older_than timestamptz)",
        "table (account_id uuid)",
        "select distinct account_id from idempotency_keys where created_at < older_than",
    )
