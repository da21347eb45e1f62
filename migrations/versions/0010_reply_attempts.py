"""The number of the attempt at a reply's text, so that deltas of different attempts can be told apart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("replies", sa.Column("attempt", sa.Integer(), server_default="0", nullable=False))
