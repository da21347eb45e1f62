"""Why a job failed, as a code beside the message (docs/adr/0033)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.roles import create_lookup_function

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("error_code", sa.Text(), nullable=True))
    # Beside outbox_dead, which the release before this one goes on calling.
    create_lookup_function(
        "outbox_given_up(most integer)",
        "table (id uuid, name text, attempts integer, error_code text, last_error text, created_at timestamptz,"
        " request_id text)",
        "select id, name, attempts, error_code, last_error, created_at, request_id from outbox where state = 'dead'"
        " order by created_at limit most",
    )
