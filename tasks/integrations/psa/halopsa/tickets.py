"""Rows of HaloPSA as tickets and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import orjson

from tasks.integrations.psa.errors import PsaFailed, RemoteUnavailable, TicketNotFound
from tasks.integrations.psa.halopsa.api import HaloApi
from tasks.integrations.psa.halopsa.fields import Row, id_of, number_of, rows_of, text_of, time_of
from tasks.integrations.psa.halopsa.text import plain_of
from tasks.integrations.psa.port import Cache, Note, Ticket

NAMES_SECONDS = 600.0


class Names:
    """The names of statuses and priorities, which tickets carry as ids.  A ticket without them is still a ticket."""

    def __init__(self, api: HaloApi, cache: Cache) -> None:
        self._api, self._cache = api, cache
        self._known: dict[str, Mapping[str, str]] = {}

    def status(self, status_id: str | None) -> str:
        return self._of("Status").get(status_id or "", "")

    def priority(self, sla_id: str | None, priority_id: str | None) -> str:
        return self._of("Priority").get(f"{sla_id or ''}:{priority_id or ''}", "")

    def _of(self, path: str) -> Mapping[str, str]:
        if path not in self._known:
            self._known[path] = self._kept(path)
        return self._known[path]

    def _kept(self, path: str) -> Mapping[str, str]:
        name = f"halopsa_names:{path}"
        if kept := self._cache.get(name):
            found: dict[str, str] = orjson.loads(kept)
            return found
        try:
            rows = self._api.rows(path)
        except PsaFailed:
            return {}
        names = {_key(path, row): text_of(row, "name") for row in rows}
        self._cache.put(name, orjson.dumps(names).decode(), seconds=NAMES_SECONDS)
        return names


def _key(path: str, row: Row) -> str:
    if path == "Priority":
        return f"{id_of(row, 'slaid') or ''}:{id_of(row, 'priorityid') or ''}"
    return id_of(row, "id") or ""


def ticket_of(row: Row, names: Names | None) -> Ticket:
    """Raises TicketNotFound for an empty object, which some tenants answer instead of 404, and for a deleted one.
    Raises RemoteUnavailable for a ticket without an id.

    Without `names`, those that the row lacks are empty.
    """
    found = id_of(row, "id")
    if found is None and text_of(row, "summary"):
        raise RemoteUnavailable
    if found is None or row.get("deleted") is True:
        raise TicketNotFound
    status_id, priority_id = id_of(row, "status_id"), id_of(row, "priority_id")
    return Ticket(
        id=found,
        number=found,
        title=text_of(row, "summary"),
        description=plain_of(row.get("details_html"), row.get("details")),
        company_id=id_of(row, "client_id"),
        client_name=text_of(row, "client_name"),
        contact_id=id_of(row, "user_id"),
        contact_name=text_of(row, "user_name"),
        status_id=status_id,
        status=text_of(row, "status_name") or (names.status(status_id) if names else ""),
        priority_id=priority_id,
        priority=_priority(row, names, priority_id),
        board_id=text_of(row, "team") or None,
        board=text_of(row, "team"),
        agent_id=id_of(row, "agent_id"),
        is_closed=_is_closed(row),
        created_at=time_of(row, "dateoccurred") or time_of(row, "datecreated"),
        updated_at=_updated_at(row),
        merged_into=id_of(row, "merged_into_id"),
    )


def _priority(row: Row, names: Names | None, priority_id: str | None) -> str:
    nested = row.get("priority")
    if isinstance(nested, Mapping) and text_of(nested, "name"):
        return text_of(nested, "name")
    return text_of(row, "priority_name") or (names.priority(id_of(row, "sla_id"), priority_id) if names else "")


def _is_closed(row: Row) -> bool:
    flag = row.get("hasbeenclosed")
    return flag if isinstance(flag, bool) else time_of(row, "dateclosed") is not None


def _updated_at(row: Row) -> datetime | None:
    """The later one: a note may change the one or the other."""
    times = [moment for name in ("last_update", "lastactiondate") if (moment := time_of(row, name))]
    return max(times, default=None)


def note_of(row: Row) -> Note:
    return Note(
        id=action_id(row, id_of(row, "ticket_id") or ""),
        author=text_of(row, "who"),
        text=plain_of(row.get("note_html"), row.get("note")),
        # What does not say that it is hidden is seen by the client: never tell a technician the contrary.
        is_public=row.get("hiddenfromuser") is not True,
        created_at=time_of(row, "datetime"),
    )


def action_id(row: Row, ticket_id: str) -> str:
    """Actions are counted within their ticket."""
    number = number_of(row.get("id"))
    if number is None:
        raise RemoteUnavailable
    return f"{ticket_id}:{number}"


def has_marker(row: Row, marker: str, *fields: str) -> bool:
    return any(isinstance(value := row.get(name), str) and marker in value for name in fields)


def actions(api: HaloApi, ticket_id: str, *, count: int) -> tuple[Sequence[Row], int]:
    """The newest actions of people, and how many there are."""
    content = api.get(
        "Actions",
        {"ticket_id": ticket_id, "excludesys": "true", "includehtmlnote": "true", "count": count},
        about_ticket=True,
    )
    rows = rows_of(content)
    total = number_of(content.get("record_count")) if isinstance(content, Mapping) else None
    return rows, max(total or 0, len(rows))
