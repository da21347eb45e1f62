"""Reads the fields of HaloPSA's rows, which may be absent, null or of another type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from tasks.integrations.psa.moments import utc_of

Row = Mapping[str, Any]


def rows_of(content: Any) -> Sequence[Row]:
    """The rows of a list: the answer itself, or the one list of an object around it."""
    if isinstance(content, Mapping):
        content = next((value for value in content.values() if isinstance(value, list)), [])
    return [row for row in content if isinstance(row, Mapping)] if isinstance(content, list) else []


def text_of(row: Row, name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""


def number_of(value: object) -> int | None:
    """A whole number, which may be written as text.  None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10 else None


def id_of(row: Row, name: str) -> str | None:
    """An id as text; 0 and below stand for none."""
    number = number_of(row.get(name))
    return str(number) if number is not None and number > 0 else None


def time_of(row: Row, name: str) -> datetime | None:
    return utc_of(text_of(row, name))


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
