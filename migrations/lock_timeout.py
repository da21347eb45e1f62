"""Limits how long a migration waits for a table lock."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event

LOCK_TIMEOUT = "5s"
"""While a migration waits for a table, all later queries on it wait too.  After this time the release fails; run it again."""


def limit_lock_waits(engine: Engine) -> None:
    """Set `lock_timeout` for every statement, except those that block nobody: CONCURRENTLY and advisory locks."""

    @event.listens_for(engine, "before_cursor_execute")
    def set_lock_timeout(_connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        blocks_nobody = "concurrently" in statement.lower() or "pg_advisory_lock" in statement
        cursor.execute(f"set lock_timeout = '{0 if blocks_nobody else LOCK_TIMEOUT}'")
