"""Moments as PSAs write them, which may be anything."""

from __future__ import annotations

from datetime import UTC, datetime

FIRST_YEAR, LAST_YEAR = 1971, 9_000
"""Outside of them, a time means that there is none (`0001-01-01`, `1899-12-30` and `9999-12-31`)."""


def utc_of(text: str) -> datetime | None:
    """In UTC, which is what a moment without a zone is in.  None for what is no moment."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
