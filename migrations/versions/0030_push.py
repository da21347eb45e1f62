"""Browsers that receive push messages, and the key with which FlowPilot signs to push services (docs/adr/0051)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.roles import grant
from migrations.tenant_policies import isolate_tenants

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "server_keys",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_server_keys")),
    )
    grant("server_keys")
    op.create_table(
        "push_subscriptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("login_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_address", sa.LargeBinary(), nullable=False),
        sa.Column("last_delivery_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_push_subscriptions_account_id")),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_push_subscriptions_account_id_user_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "login_id"],
            ["logins.account_id", "logins.id"],
            name=op.f("fk_push_subscriptions_account_id_login_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "last_delivery_id"],
            ["notice_deliveries.account_id", "notice_deliveries.id"],
            name=op.f("fk_push_subscriptions_account_id_last_delivery_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscriptions")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_push_subscriptions_account_id_id")),
        sa.UniqueConstraint(
            "account_id",
            "endpoint_fingerprint",
            name=op.f("uq_push_subscriptions_account_id_endpoint_fingerprint"),
        ),
    )
    op.create_index("ix_push_subscriptions_user", "push_subscriptions", ["account_id", "user_id"])
    isolate_tenants("push_subscriptions")
