"""Add the reminder of a fix that waits for verification, and the script that an engineer used for a fix."""

from __future__ import annotations

from alembic import op

from migrations.repeatable import add_column, add_constraint

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

DECISION = "decision in ('one_off', 'draft_template', 'build_template', 'used_template', 'dismissed')"


def upgrade() -> None:
    for column in ("remind_at timestamptz", "reminded_at timestamptz", "script_id uuid"):
        add_column("suggested_fixes", *column.split())
    with op.get_context().autocommit_block():
        add_constraint("suggested_fixes", "ck_suggested_fixes_decision", f"check ({DECISION})")
