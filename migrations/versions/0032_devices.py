"""The browser of a login, so that a login in a new one can be mailed; and the mails about one session."""

from __future__ import annotations

from migrations.indexes import build_concurrently
from migrations.repeatable import add_column

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_concurrently("ix_notices_ai_session", "on notices (ai_session_id) where ai_session_id is not null")
    add_column("logins", "device_fingerprint", "bytea")
    add_column("logins", "client", "text")
    build_concurrently(
        "ix_logins_device", "on logins (user_id, device_fingerprint) where device_fingerprint is not null"
    )
