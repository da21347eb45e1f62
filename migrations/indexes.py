"""Creates and drops indexes CONCURRENTLY, outside any transaction, on tables that are in use.

Their effect remains if a later step of the release fails.  A migration therefore calls these functions before any
other step, and each of them can be repeated.
"""

from __future__ import annotations

from alembic import op


def build_concurrently(name: str, definition: str, *, unique: bool = False) -> None:
    """Create the index `name`.  `definition`: `on table [using …] (columns) [where …]`.

    A valid existing index is kept.  An invalid one, left by an interrupted build, is dropped and built again.
    """
    kind = "unique index" if unique else "index"
    with op.get_context().autocommit_block():
        if _is_invalid(name):
            op.execute(f"drop index concurrently if exists {name}")
        op.execute(f"create {kind} concurrently if not exists {name} {definition}")


def drop_concurrently(name: str) -> None:
    """Drop the index if it exists."""
    with op.get_context().autocommit_block():
        op.execute(f"drop index concurrently if exists {name}")


def _is_invalid(name: str) -> bool:
    find = "select not (indisvalid and indisready) from pg_index where indexrelid = to_regclass(%s)"
    return bool(op.get_bind().exec_driver_sql(find, (name,)).scalar())
