"""Memory for the search of tickets: a word that many tickets of all accounts have does not fit into the usual 4 MB.

PostgreSQL then computes the words of every ticket that it finds once more, which takes seconds.
"""

from __future__ import annotations

from alembic import op

from migrations.roles import LOOKUP

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(f"grant {LOOKUP} to current_user")
    op.execute("alter function search_psa_tickets(text) set work_mem = '32MB'")
    op.execute(f"revoke {LOOKUP} from current_user")
