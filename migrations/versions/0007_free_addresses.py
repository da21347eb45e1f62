"""A deleted person's address is free again: it is unique among those who are there.

The new index is made before the old one goes, so that the release before this one works on meanwhile.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("uq_users_address", "users", ["email"], unique=True, postgresql_where=sa.text("deleted_at is null"))
    op.drop_index("uq_users_email", "users")
