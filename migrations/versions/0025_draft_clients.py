"""The client whom the draft of a client update was written for.

A draft from before has none, so its text is posted only after somebody has checked and saved it.
"""

from __future__ import annotations

from migrations.repeatable import add_column

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_column("client_updates", "draft_client_name", "text")
