"""The functions that split text into words for the search.  The next migration builds the indexes."""

from __future__ import annotations

from migrations.search import create_search_functions

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_search_functions()
