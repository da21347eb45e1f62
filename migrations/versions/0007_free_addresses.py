"""A deleted user's address can be used again: addresses are unique among users that are not deleted.

The new index is created before the old one is dropped, so that the previous release keeps working meanwhile.
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
