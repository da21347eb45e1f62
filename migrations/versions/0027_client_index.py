"""The names of an account's clients, read without reading its sessions: a text for a client may name no other one."""

from __future__ import annotations

from migrations.indexes import build_concurrently

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_concurrently(
        "ix_ai_sessions_client", "on ai_sessions (account_id, client_name) where client_name is not null"
    )
