"""What Autotask checks before it writes something.  Each function returns what is written, or raises Refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.outside.psa.autotask.entities import has_value
from tests.outside.psa.autotask.query import Refused

if TYPE_CHECKING:
    from tests.outside.psa.autotask.store import Store

LONGEST = {
    "Tickets": {"title": 255, "description": 8_000, "externalID": 50},
    "TicketNotes": {"title": 250, "description": 32_000},
    "TimeEntries": {"summaryNotes": 8_000, "internalNotes": 8_000},
}
_NEEDED = {
    "Tickets": ("companyID", "title", "status", "priority", "dueDateTime"),
    "TicketNotes": ("ticketID", "title", "description", "noteType", "publish"),
    "TimeEntries": ("resourceID",),
}

Fields = Mapping[str, Any]


def check_ticket(store: Store, fields: Fields) -> None:
    _check_needed("Tickets", fields)
    _check_lengths("Tickets", fields)
    if fields["companyID"] not in store.tables["Companies"]:
        raise Refused("Company does not exist: companyID")
    check_picklists(store, "Tickets", fields)
    if fields.get("assignedResourceID") and not fields.get("assignedResourceRoleID"):
        raise Refused("If assignedResourceID has a value, assignedResourceRoleID is required.")


def check_change(store: Store, fields: Fields) -> None:
    _check_lengths("Tickets", fields)
    check_picklists(store, "Tickets", fields)


def check_note(store: Store, fields: Fields, *, ticket_id: int) -> None:
    _check_needed("TicketNotes", fields)
    if fields["ticketID"] != ticket_id:
        raise Refused("The ticket is not the one of the address: ticketID")
    _check_lengths("TicketNotes", fields)
    check_picklists(store, "TicketNotes", fields)


def check_time(store: Store, fields: Fields) -> None:
    _check_needed("TimeEntries", fields)
    _check_lengths("TimeEntries", fields)
    if fields.get("ticketID") not in store.tables["Tickets"]:
        raise Refused("The ticket does not exist: ticketID")
    if fields["resourceID"] not in store.tables["Resources"]:
        raise Refused("The resource does not exist: resourceID")
    if not fields.get("roleID"):
        raise Refused("A time entry for a ticket must have a roleID.")
    pair = (fields["resourceID"], fields["roleID"])
    if pair not in {(row["resourceID"], row["roleID"]) for row in store.rows("ResourceRoles")}:
        raise Refused("Role does not exist or is invalid: roleID")
    _check_hours(fields, spanning=store.allows_spanning)


def check_picklists(store: Store, entity: str, fields: Fields) -> None:
    for name, values in store.picklists[entity].items():
        if fields.get(name) is not None and not has_value(values, fields[name]):
            raise Refused(f"Invalid picklist value: {name}")


def _check_needed(entity: str, fields: Fields) -> None:
    missing = [f"Missing Required Field: {name}" for name in _NEEDED[entity] if fields.get(name) in {None, ""}]
    if missing:
        raise Refused(*missing)


def _check_lengths(entity: str, fields: Fields) -> None:
    for name, most in LONGEST[entity].items():
        if len(str(fields.get(name) or "").encode("utf-16-le")) // 2 > most:
            raise Refused(f"{name} is longer than {most} characters.")


def _check_hours(fields: Fields, *, spanning: bool) -> None:
    if not 0 < fields.get("hoursWorked", 0) <= 24:
        raise Refused("hoursWorked must be above 0 and at most 24.")
    start, end = (datetime.fromisoformat(fields[name]) for name in ("startDateTime", "endDateTime"))
    if abs((end - start).total_seconds() / 3_600 - fields["hoursWorked"]) > 0.01:
        raise Refused("hoursWorked does not fit startDateTime and endDateTime.")
    if start.date() != end.date() and not spanning:
        raise Refused("A time entry must start and end on the same day: endDateTime")
