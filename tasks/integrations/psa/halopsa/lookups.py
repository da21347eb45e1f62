"""The lists of a tenant from which an admin picks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from models.psa_kinds import LookupKind
from tasks.integrations.psa.halopsa.api import HaloApi
from tasks.integrations.psa.halopsa.fields import Row, id_of, text_of
from tasks.integrations.psa.halopsa.paging import next_page, page_query
from tasks.integrations.psa.port import LookupItem

MOST_ROWS = 20_000
"""Of clients or contacts: more is no list from which anybody picks."""


@dataclass(frozen=True, kw_only=True)
class _List:
    path: str
    item: Callable[[Row], LookupItem | None]
    query: Mapping[str, str | int]
    parent: str | None = None
    """The parameter that takes the id of a parent."""
    has_pages: bool = False


def lookup(api: HaloApi, kind: LookupKind, parent_id: str | None) -> Sequence[LookupItem]:
    wanted = _LISTS.get(kind)
    if wanted is None:
        return ()
    query = {**wanted.query, **({wanted.parent: parent_id} if wanted.parent and parent_id else {})}
    rows = _all_pages(api, wanted.path, query) if wanted.has_pages else api.rows(wanted.path, query)
    items = [item for row in rows if _is_active(row) and (item := wanted.item(row))]
    if kind is LookupKind.STATUSES:
        return _with_closed(api, items)
    return _merged(items) if kind is LookupKind.PRIORITIES else items


def _all_pages(api: HaloApi, path: str, query: Mapping[str, str | int]) -> Iterable[Row]:
    read = last_id = 0
    while read < MOST_ROWS:
        page = next_page(
            lambda number, size: api.get(path, {**query, **page_query(number, size)}), read=read, last_id=last_id
        )
        yield from page.rows
        if page.is_last:
            return
        read, last_id = page.read, page.last_id


def _is_active(row: Row) -> bool:
    return not any(row.get(name) is True for name in ("inactive", "isdisabled", "ishidden", "hidden", "deleted"))


def _with_closed(api: HaloApi, items: Sequence[LookupItem]) -> Sequence[LookupItem]:
    """A status does not say whether it ends a ticket; HaloPSA only leaves those out if it is asked to."""
    left = {id_of(row, "id") for row in api.rows("Status", {"type": "ticket", "excludeclosed": "true"})}
    if not left:
        return items
    return [LookupItem(id=one.id, name=one.name, is_closed=one.id not in left) for one in items]


def _merged(items: Sequence[LookupItem]) -> Sequence[LookupItem]:
    """One item for each priority: a ticket takes its number, and each SLA has its own name for it."""
    by_id = groupby(sorted(items, key=lambda one: int(one.id)), key=lambda one: one.id)
    return [_one_of(same_id, list(same)) for same_id, same in by_id]


def _one_of(same_id: str, same: Sequence[LookupItem]) -> LookupItem:
    names = list(dict.fromkeys(one.name for one in same))
    parents = {one.parent_id for one in same}
    return LookupItem(id=same_id, name=" / ".join(names), parent_id=parents.pop() if len(parents) == 1 else None)


def _named(*names: str, parent: str | None = None) -> Callable[[Row], LookupItem | None]:
    def item(row: Row) -> LookupItem | None:
        found = id_of(row, "id")
        name = next((text for one in names if (text := text_of(row, one))), "")
        if found is None or not name:
            return None
        parent_id = id_of(row, parent) if parent else None
        return LookupItem(id=found, name=name, parent_id=parent_id, email=text_of(row, "email") or None)

    return item


def _team(row: Row) -> LookupItem | None:
    """A ticket carries its team's name, and so does a new one."""
    name = text_of(row, "name")
    return LookupItem(id=name, name=name) if name else None


def _priority(row: Row) -> LookupItem | None:
    number, name = id_of(row, "priorityid"), text_of(row, "name")
    return LookupItem(id=number, name=name, parent_id=id_of(row, "slaid")) if number and name else None


_LISTS: Mapping[LookupKind, _List] = {
    LookupKind.BOARDS: _List(path="Team", item=_team, query={}),
    LookupKind.STATUSES: _List(path="Status", item=_named("name"), query={"type": "ticket"}),
    LookupKind.PRIORITIES: _List(path="Priority", item=_priority, query={}, parent="slaid"),
    LookupKind.COMPANIES: _List(path="Client", item=_named("name"), query={}, has_pages=True),
    LookupKind.CONTACTS: _List(
        path="Users",
        item=_named("name", "emailaddress", parent="client_id"),
        query={},
        parent="client_id",
        has_pages=True,
    ),
    LookupKind.AGENTS: _List(path="Agent", item=_named("name"), query={}),
    LookupKind.NOTE_TYPES: _List(
        path="Outcome", item=_named("outcome", "buttonname", "name"), query={}, parent="tickettype_id"
    ),
    LookupKind.TICKET_TYPES: _List(path="TicketType", item=_named("name"), query={}),
}
