"""The version of the script that a session of the script builder revises (docs/adr/0070)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("script_sessions", sa.Column("script_version", sa.Integer(), nullable=True))
