"""Keyset pagination: the cursor is the position of the last row, so that page 1000 costs no more than page 1."""

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
    """A page of `query`, ordered by (created_at, id).  Raises Invalid (422) for a malformed cursor."""
    ordered = first_of(query, table, limit=limit, cursor=cursor, newest_first=newest_first)
    return cut(db_session().scalars(ordered).unique().all(), limit=limit)


def first_of(
    query: Select[Item], table: Any, *, limit: int, cursor: str | None, newest_first: bool = True
) -> Select[Item]:
    """`query` for one page and one more row, to see whether more follow.  Raises Invalid (422) for a bad cursor."""
    position = tuple_(table.created_at, table.id)
    if cursor:
        seen = tuple_(*decode(cursor))
        query = query.where(position < seen if newest_first else position > seen)
    order = (table.created_at.desc(), table.id.desc()) if newest_first else (table.created_at, table.id)
    return query.order_by(*order).limit(limit + 1)


def cut(rows: Sequence[Item], *, limit: int) -> Page[Item]:
    """The page of `rows`, which were read with a limit of `limit` + 1."""
    items = rows[:limit]
    return Page(items, encode(items[-1]) if len(rows) > limit else None)


def encode(row: Any) -> str:
    """The cursor that continues after `row`."""
    return encode_position(row.created_at, row_id=row.id)


def decode(cursor: str) -> tuple[datetime, UUID]:
    """The position in `cursor`: created_at and id.  Raises Invalid (422) for a malformed cursor."""
    (created_at,), row_id = decode_position(cursor, moments=1)
    return created_at, row_id


def encode_position(*moments: datetime, row_id: UUID) -> str:
    spelt = " ".join([*(moment.isoformat() for moment in moments), str(row_id)])
    return base64.urlsafe_b64encode(spelt.encode()).decode().rstrip("=")


def decode_position(cursor: str, *, moments: int) -> tuple[list[datetime], UUID]:
    """The arguments of `encode_position`.  Raises Invalid (422) for a malformed cursor."""
    try:
        *spelt, row_id = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(" ")
        found = [datetime.fromisoformat(moment) for moment in spelt]
        if len(found) != moments or any(moment.tzinfo is None for moment in found):
            raise ValueError(cursor)
        return [moment.astimezone(UTC) for moment in found], UUID(row_id)
    except (ValueError, OverflowError, binascii.Error) as error:
        raise Invalid(detail={"cursor": ["This is not a cursor of ours."]}) from error
