"""Lists: conditions, order, fields, and the two ways of paging."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from tests.outside.psa.connectwise.conditions import Record, Test, parse, value_of
from tests.outside.psa.connectwise.problems import Problem
from tests.outside.psa.exchange import Reply, Request, json_reply

USUAL_PAGE, LARGEST_PAGE = 25, 1_000


def listed(
    request: Request, records: Mapping[int, Record], fields: Collection[str], *, date_shift: timedelta = timedelta()
) -> Reply:
    """A page of `records`, which are in the order of their ids.  Raises Problem."""
    conditions = request.query.get("conditions", "")
    test = parse(conditions, fields=fields, date_shift=date_shift) if conditions else _any
    size = min(max(1, _number(request, "pageSize", USUAL_PAGE)), LARGEST_PAGE)
    if request.headers.get("pagination-type", "").lower() == "forward-only":
        return _forward(request, records, test, size)
    page = max(1, _number(request, "page", 1))
    matching = filter(test, records.values())
    if request.query.get("orderBy", "id").lower() in ("id", "id asc"):
        # They are in this order already.  Without counting the rest, which of 100,000 takes long, there is no rel=last.
        found = list(islice(matching, (page - 1) * size, page * size + 1))
        return _reply(request, found[:size], [_link(request, page + 1, size, "next")] if len(found) > size else [])
    found = _in_order(request, matching)
    pages = -(-len(found) // size)
    links = [_link(request, page + 1, size, "next"), _link(request, pages, size, "last")] if page < pages else []
    return _reply(request, found[(page - 1) * size : page * size], links)


def counted(request: Request, records: Mapping[int, Record], fields: Collection[str]) -> Reply:
    conditions = request.query.get("conditions", "")
    test = parse(conditions, fields=fields) if conditions else _any
    return json_reply({"count": sum(map(test, records.values()))})


def trimmed(request: Request, record: Record) -> Record:
    """Only what `fields` names; `_info` only if it is named."""
    names = [name.strip() for name in request.query.get("fields", "").split(",") if name.strip()]
    if not names:
        return record
    result: Record = {}
    for name in names:
        first, _, rest = name.partition("/")
        if rest and isinstance(record.get(first), dict):
            result.setdefault(first, {})[rest] = value_of(record, name)
        elif first in record:
            result[first] = record[first]
    return result


def _forward(request: Request, records: Mapping[int, Record], test: Test, size: int) -> Reply:
    if "orderBy" in request.query:
        raise Problem(400, "InvalidPagination", "orderBy is not possible with forward-only paging")
    ids = list(records)
    after = ids[bisect_right(ids, _number(request, "pageId", 0)) :]
    shown = list(islice((records[one] for one in after if test(records[one])), size + 1))
    links = []
    if len(shown) > size:
        last = {"pageSize": str(size), "pageId": str(shown[size - 1]["id"])}
        links = [f'<https://localhost{request.path}?{urlencode({**request.query, **last})}>; rel="next"']
    return _reply(request, shown[:size], links)


def _in_order(request: Request, records: Iterable[Record]) -> list[Record]:
    found = list(records)
    for part in reversed(request.query.get("orderBy", "").split(",")):
        if part.strip():
            path, _, direction = part.strip().partition(" ")
            found.sort(key=lambda one: _sortable(value_of(one, path)), reverse=direction.strip().lower() == "desc")
    return found


def _sortable(value: Any) -> tuple[bool, Any]:
    return (value is not None, value)


def _reply(request: Request, records: list[Record], links: list[str]) -> Reply:
    headers = {"Link": ", ".join(links)} if links else {}
    return json_reply([trimmed(request, record) for record in records], **headers)


def _link(request: Request, page: int, size: int, relation: str) -> str:
    query = {**request.query, "pageSize": str(size), "page": str(page)}
    return f'<https://localhost{request.path}?{urlencode(query)}>; rel="{relation}"'


def _number(request: Request, name: str, otherwise: int) -> int:
    try:
        return int(request.query.get(name, otherwise))
    except ValueError as error:
        raise Problem(400, "InvalidParameter", f"{name} is not a number") from error


def _any(record: Record) -> bool:
    return True
