"""Reads a long list page by page, so that no row is left out while rows come and go.

HaloPSA numbers its pages, so a row that leaves the list (a closed ticket, where open ones are listed) moves all rows
behind it one place to the front, and the first row of the next page would never be read.  So each page overlaps the
one before: as rows are ordered by id, nothing is missing between them if the new page begins at or before the last id
that was read.  If it begins behind it, we step back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from tasks.integrations.psa.halopsa.fields import Row, number_of, rows_of

PAGE_SIZE = 100
"""The largest that is said to be safe everywhere."""
SMALLEST_PAGE = 50
NO_ORDER = -1
"""In place of the last id, where HaloPSA did not keep to the order."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """How far a list was read."""

    part: str
    """Which list: `open`, `closed` or `changed`."""
    since: str
    """What the list `changed` begins with, as HaloPSA is asked for it."""
    read: int = 0
    """Rows."""
    last_id: int = 0

    def cursor(self) -> str:
        return orjson.dumps([self.part, self.since, self.read, self.last_id]).decode()

    @classmethod
    def of(cls, cursor: str) -> Place:
        part, since, read, last_id = orjson.loads(cursor)
        return cls(part=part, since=since, read=read, last_id=last_id)


@dataclass(frozen=True, kw_only=True)
class Page:
    rows: Sequence[Row]
    """Those that were not read before."""
    read: int
    last_id: int
    is_last: bool


def window(read: int) -> tuple[int, int]:
    """Number and size of the page that has the last row which was read, and the most rows behind it."""
    if read <= 0:
        return 1, PAGE_SIZE
    pages = (((read - 1) // size + 1, size) for size in range(SMALLEST_PAGE, PAGE_SIZE + 1))
    return max(pages, key=lambda page: page[0] * page[1])


def next_page(fetch: Callable[[int, int], Any], *, read: int, last_id: int) -> Page:
    """`fetch` gets a page's number and size, and gives HaloPSA's answer.  `read` and `last_id` are the last page's."""
    while True:
        number, size = window(read)
        content = fetch(number, size)
        rows, start = rows_of(content), (number - 1) * size
        ids = [number_of(row.get("id")) or 0 for row in rows]
        is_ordered = last_id != NO_ORDER and ids == sorted(ids)
        if start == 0 or not is_ordered or (ids and ids[0] <= last_id):
            break
        read = max(0, start - SMALLEST_PAGE)
    return Page(
        rows=[row for row, found in zip(rows, ids, strict=True) if not is_ordered or found > last_id],
        read=start + len(rows),
        last_id=max([last_id, *ids]) if is_ordered else NO_ORDER,
        is_last=_is_last(content, start + len(rows), is_full=len(rows) >= size),
    )


def _is_last(content: Any, end: int, *, is_full: bool) -> bool:
    total = number_of(content.get("record_count")) if isinstance(content, Mapping) else None
    return not is_full if total is None else end >= total or end == 0


def page_query(number: int, size: int) -> dict[str, str | int]:
    return {"pageinate": "true", "page_size": size, "page_no": number, "order": "id", "orderdesc": "false"}
