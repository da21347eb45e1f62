"""Invitations can be revoked and mailed, resets closed; reset requests are stored before the account is known."""

from __future__ import annotations

from alembic import op

from migrations.roles import grant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table invitations add column if not exists revoked_at timestamptz")
    op.execute("alter table invitations add column if not exists sealed_token bytea")
    op.execute("alter table password_resets add column if not exists closed_at timestamptz")
    op.execute("""
        create table if not exists reset_requests (
            id uuid not null constraint pk_reset_requests primary key,
            sealed_address bytea not null,
            requested_at timestamptz not null,
            request_id text,
            client text
        )
    """)
    grant("reset_requests")
