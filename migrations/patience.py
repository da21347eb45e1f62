"""How long a migration waits for a table that others use."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event

LOCK_TIMEOUT = "5s"
"""Whoever waits for a table makes all others wait behind it; then the release fails, changes nothing, and is run again."""


def be_patient(engine: Engine) -> None:
    """Bound the wait of every statement, but of those that build an index beside the table: they hold nobody up."""

    @event.listens_for(engine, "before_cursor_execute")
    def bound(_connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        waits_aside = "concurrently" in statement.lower() or "pg_advisory_lock" in statement
        cursor.execute(f"set lock_timeout = '{0 if waits_aside else LOCK_TIMEOUT}'")
