"""Personal tokens, and the function that finds one before its account is known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.roles import create_lookup_function, let_lookup_read
from migrations.tenant_policies import isolate_tenants

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "personal_tokens",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_personal_tokens_account_id")),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_personal_tokens_account_id_user_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_tokens")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_personal_tokens_account_id_id")),
        sa.UniqueConstraint("token_fingerprint", name=op.f("uq_personal_tokens_token_fingerprint")),
    )
    op.create_index("ix_personal_tokens_user", "personal_tokens", ["account_id", "user_id", sa.text("created_at desc")])
    isolate_tenants("personal_tokens")
    let_lookup_read("personal_tokens")
    create_lookup_function(
        "personal_token_by_token(fingerprint bytea)",
        "table (token_id uuid, account_id uuid)",
        "select id, account_id from personal_tokens where token_fingerprint = fingerprint and revoked_at is null",
    )
