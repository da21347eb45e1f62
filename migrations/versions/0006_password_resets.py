"""Password reset links, and the function that finds one before its account is known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.roles import create_lookup_function, let_lookup_read
from migrations.tenant_policies import isolate_tenants

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "password_resets",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_token", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_password_resets_account_id")),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_password_resets_account_id_user_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_resets")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_password_resets_account_id_id")),
        sa.UniqueConstraint("token_fingerprint", name=op.f("uq_password_resets_token_fingerprint")),
    )
    op.create_index("ix_password_resets_user", "password_resets", ["account_id", "user_id"])
    isolate_tenants("password_resets")
    let_lookup_read("password_resets")
    create_lookup_function(
        "password_reset_by_token(fingerprint bytea)",
        "table (reset_id uuid, account_id uuid)",
        "select id, account_id from password_resets where token_fingerprint = fingerprint",
    )
    create_lookup_function(
        "accounts_with_password_resets(older_than timestamptz)",
        "table (account_id uuid)",
        "select distinct account_id from password_resets where created_at < older_than",
    )
