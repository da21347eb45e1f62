"""The language of a fix's drafted script, where it was written in one (docs/adr/0070)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("suggested_fixes", sa.Column("ai_drafted_language", sa.Text(), nullable=True))
