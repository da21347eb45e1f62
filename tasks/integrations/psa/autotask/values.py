"""Values as Autotask writes them.  What it sends is read without trust: a field may be absent, null or another type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tasks.integrations.psa.errors import RemoteUnavailable, ValidationFailed
from tasks.integrations.psa.moments import utc_of

Row = Mapping[str, Any]
"""One item of an answer."""


def text(row: Row, name: str) -> str:
    """Empty where there is none."""
    value = row.get(name)
    return value if isinstance(value, str) else ""


def id_of(row: Row, name: str = "id") -> str | None:
    """A whole number as text; also one that is written as a text.  None where there is none."""
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    return str(value) if is_id(str(value).removeprefix("-")) else None


def own_id(row: Row) -> str:
    """Raises RemoteUnavailable: an item without an id is nonsense."""
    found = id_of(row)
    if found is None:
        raise RemoteUnavailable
    return found


def moment(row: Row, name: str) -> datetime | None:
    """In UTC, which is what a time without a zone is in (REST_Basic_Query_Calls)."""
    return utc_of(text(row, name))


def written(when: datetime) -> str:
    """The time as Autotask reads it: `2026-11-20T10:00:00Z`."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def whole(value: str, *, field: str) -> int:
    """An id for a request.  Raises ValidationFailed, before anything is sent, for what cannot be one."""
    if not is_id(value):
        raise ValidationFailed(f"{field} is not a number.", fields=[field])
    return int(value)


def is_id(value: str) -> bool:
    """Autotask's ids have 64 bits."""
    return value.isascii() and value.isdecimal() and len(value) <= 18


def length(value: str) -> int:
    """How long Autotask takes a text for: .NET counts most emojis twice."""
    return len(value.encode("utf-16-le")) // 2


def shortened(value: str, most: int) -> str:
    """The text itself, or its beginning with an ellipsis, at most `most` units long."""
    if length(value) <= most:
        return value
    units = value.encode("utf-16-le")[: 2 * (most - 1)]
    return units.decode("utf-16-le", errors="ignore").rstrip() + "…"
