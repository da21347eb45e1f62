"""Pages of a list by keyset: the cursor is the place of the last row seen, so that page 1000 costs what page 1 does."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select, tuple_

from models.core.errors import Invalid
from models.core.unit_of_work import db_session

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    items: Sequence[Item]
    next_cursor: str | None


def page_of(
    query: Select[Item], table: Any, *, limit: int, cursor: str | None, newest_first: bool = True
) -> Page[Item]:
    """Rows by (created_at, id).  Raises Invalid (422) for a cursor that we did not make."""
    ordered = first_of(query, table, limit=limit, cursor=cursor, newest_first=newest_first)
    return cut(db_session().scalars(ordered).unique().all(), limit=limit)


def first_of(
    query: Select[Item], table: Any, *, limit: int, cursor: str | None, newest_first: bool = True
) -> Select[Item]:
    """The page's rows of `query` and one more, by which one sees that there are more.  Raises Invalid (422)."""
    place = tuple_(table.created_at, table.id)
    if cursor:
        seen = tuple_(*decode(cursor))
        query = query.where(place < seen if newest_first else place > seen)
    order = (table.created_at.desc(), table.id.desc()) if newest_first else (table.created_at, table.id)
    return query.order_by(*order).limit(limit + 1)


def cut(rows: Sequence[Item], *, limit: int) -> Page[Item]:
    """The page of rows that were read with one more than `limit`."""
    items = rows[:limit]
    return Page(items, encode(items[-1]) if len(rows) > limit else None)


def encode(row: Any) -> str:
    """The cursor that continues after `row`."""
    return base64.urlsafe_b64encode(f"{row.created_at.isoformat()} {row.id}".encode()).decode().rstrip("=")


def decode(cursor: str) -> tuple[datetime, UUID]:
    """The place of the last row seen.  Raises Invalid (422) for a cursor that we did not make."""
    try:
        moment, row_id = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(" ")
        created_at = datetime.fromisoformat(moment)
        if created_at.tzinfo is None:
            raise ValueError(cursor)
        return created_at.astimezone(UTC), UUID(row_id)
    except (ValueError, OverflowError, binascii.Error) as error:
        raise Invalid(detail={"cursor": ["This is not a cursor of ours."]}) from error
