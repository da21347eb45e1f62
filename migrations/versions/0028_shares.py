"""Links that show a session without a login, and the function that finds one before its account is known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.roles import create_lookup_function, let_lookup_read
from migrations.tenant_policies import isolate_tenants

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shares",
        sa.Column("ai_session_id", sa.Uuid(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("token_fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("include", JSONB(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_count", sa.Integer(), nullable=False),
        sa.Column("last_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_shares_account_id")),
        sa.ForeignKeyConstraint(
            ["account_id", "ai_session_id"],
            ["ai_sessions.account_id", "ai_sessions.id"],
            name=op.f("fk_shares_account_id_ai_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "created_by_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_shares_account_id_created_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shares")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_shares_account_id_id")),
        sa.UniqueConstraint("token_fingerprint", name=op.f("uq_shares_token_fingerprint")),
    )
    op.create_index("ix_shares_ai_session", "shares", ["ai_session_id", "created_at"])
    isolate_tenants("shares")
    let_lookup_read("shares")
    create_lookup_function(
        "share_by_token(fingerprint bytea)",
        "table (share_id uuid, account_id uuid)",
        "select id, account_id from shares where token_fingerprint = fingerprint",
    )
