"""Which level of the month's AI budget an account's admins were told of."""

from __future__ import annotations

from migrations.repeatable import add_column

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_column("accounts", "ai_budget_told", "text")
