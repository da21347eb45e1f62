"""The name of the template that was run for a fix, and when the engineer was asked to make one (docs/adr/0073)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("suggested_fixes", sa.Column("script_title", sa.Text(), nullable=True))
    op.add_column("suggested_fixes", sa.Column("template_offered_at", sa.DateTime(timezone=True), nullable=True))
