"""Which of a person's browsers took a push message, for each message."""

from __future__ import annotations

from migrations.repeatable import add_column

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_column("notice_deliveries", "accepted_by", "jsonb")
