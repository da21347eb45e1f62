"""The lists from which an admin picks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from models.psa_kinds import LookupKind
from tasks.integrations.psa.autotask.api import AutotaskApi, Filter, where
from tasks.integrations.psa.autotask.names import name_of
from tasks.integrations.psa.autotask.notes import RULES_NOTE
from tasks.integrations.psa.autotask.picklists import Picklists, Value
from tasks.integrations.psa.autotask.tickets import COMPLETE
from tasks.integrations.psa.autotask.values import Row, id_of, is_id, own_id, text
from tasks.integrations.psa.port import LookupItem

_PICKLISTS = {
    LookupKind.BOARDS: ("Tickets", "queueID"),
    LookupKind.STATUSES: ("Tickets", "status"),
    LookupKind.PRIORITIES: ("Tickets", "priority"),
    LookupKind.NOTE_TYPES: ("TicketNotes", "noteType"),
    LookupKind.PUBLISH_LEVELS: ("TicketNotes", "publish"),
}
_WORK = "1"
"""The use of a billing code for labour; others are for materials and expenses.  Not confirmed by a vendor page."""
_PAGES = 40
"""At most 20,000 items of one list."""

_ACTIVE = where("eq", "isActive", True)


class Lookups:
    def __init__(self, api: AutotaskApi, picklists: Picklists) -> None:
        self._api, self._picklists = api, picklists
        self._readers: Mapping[LookupKind, Callable[[str | None], Sequence[LookupItem]]] = {
            LookupKind.COMPANIES: lambda _: self._items("Companies", ("companyName",), _ACTIVE),
            LookupKind.CONTACTS: self._contacts,
            LookupKind.AGENTS: lambda _: self._items("Resources", ("firstName", "lastName", "email"), _ACTIVE),
            LookupKind.WORK_TYPES: lambda _: self._work_types(),
            LookupKind.ROLES: lambda _: self._items("Roles", ("name",), _ACTIVE),
        }

    def items(self, kind: LookupKind, *, parent_id: str | None) -> Sequence[LookupItem]:
        """Active ones.  Only contacts have a parent, their company; queues and statuses are the same everywhere."""
        if kind in _PICKLISTS:
            values = self._picklists.active(*_PICKLISTS[kind])
            return [_choice(kind, value) for value in values if (kind, value.id) != (LookupKind.NOTE_TYPES, RULES_NOTE)]
        reader = self._readers.get(kind)
        return reader(parent_id) if reader else []

    def _contacts(self, company: str | None) -> Sequence[LookupItem]:
        # Their isActive is a number, and sources do not agree on how it is queried.
        if company is not None and not is_id(company):
            return []
        wanted = [] if company is None else [where("eq", "companyID", int(company))]
        return self._items("Contacts", ("firstName", "lastName", "companyID"), *wanted)

    def _work_types(self) -> Sequence[LookupItem]:
        rows = self._rows("BillingCodes", ("name", "useType"), _ACTIVE)
        return [_item(row) for row in rows if id_of(row, "useType") in {_WORK, None}]

    def _items(self, entity: str, fields: Sequence[str], *conditions: Filter) -> Sequence[LookupItem]:
        return [_item(row) for row in self._rows(entity, fields, *conditions)]

    def _rows(self, entity: str, fields: Sequence[str], *conditions: Filter) -> Sequence[Row]:
        rows = self._api.rows(entity, *conditions, fields=("id", "isActive", *fields), pages=_PAGES)
        return [row for row in rows if row.get("isActive") is None or row["isActive"]]


def _choice(kind: LookupKind, value: Value) -> LookupItem:
    is_closed = kind is LookupKind.STATUSES and value.id == COMPLETE
    return LookupItem(id=value.id, name=value.label, is_closed=is_closed)


def _item(row: Row) -> LookupItem:
    return LookupItem(
        id=own_id(row),
        name=text(row, "name") or name_of(row),
        parent_id=id_of(row, "companyID"),
        email=text(row, "email") or None,
    )
