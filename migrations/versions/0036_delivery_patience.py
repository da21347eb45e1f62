"""How long a delivery is tried, and how often it was sent without a confirmation."""

from __future__ import annotations

from migrations.repeatable import add_column

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TABLE = "notice_deliveries"


def upgrade() -> None:
    add_column(TABLE, "patient_from", "timestamptz")
    add_column(TABLE, "unknown_outcomes", "integer not null default 0")
