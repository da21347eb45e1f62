"""The simulated tenant's data, in memory."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.outside.psa.autotask.entities import (
    COMPLETE,
    FIELDS,
    INTERNAL,
    NEW,
    NOTE_TYPE,
    PICKLISTS,
)

Row = dict[str, Any]

_COMPANIES = ("Contoso Dental", "Northwind Logistics", "Fabrikam Legal", "Harbor Bakery")
_RESOURCES = (("Sam", "Engineer"), ("Priya", "Senior"), ("Flow", "Pilot"))
_FIRST_ID = {"Tickets": 128_900, "TicketNotes": 29_600_000, "TimeEntries": 7_700, "Companies": 175, "Contacts": 310}


class Store:
    """`tables` are the items by entity and id, in the order of their ids."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[int, Row]] = {entity: {} for entity in FIELDS}
        self.picklists: dict[str, dict[str, list[Row]]] = {
            entity: {name: [dict(value) for value in values] for name, values in lists.items()}
            for entity, lists in PICKLISTS.items()
        }
        self.allows_spanning = True
        """Whether a time entry may begin on one day in UTC and end on the next."""
        self._last = {entity: _FIRST_ID.get(entity, 10) for entity in FIELDS}
        self._fill()

    def rows(self, entity: str) -> Iterable[Row]:
        return self.tables[entity].values()

    def add(self, entity: str, fields: Mapping[str, Any]) -> Row:
        """The new item, with an id, and null for what is not given."""
        self._last[entity] += 1
        row = dict.fromkeys(FIELDS[entity]) | dict(copy.deepcopy(fields)) | {"id": self._last[entity]}
        self.tables[entity][row["id"]] = row
        return row

    def add_ticket(self, fields: Mapping[str, Any], *, at: datetime | None = None) -> Row:
        """A ticket with a number and times.  Its company is the first one, unless `fields` name another."""
        when = stamp(at)
        usual = {
            "title": "Printer offline",
            "description": "",
            "companyID": next(iter(self.tables["Companies"])),
            "status": NEW,
            "priority": 2,
            "queueID": 29682833,
            "createDate": when,
            "lastActivityDate": when,
            "completedDate": when if fields.get("status") == COMPLETE else None,
        }
        row = self.add("Tickets", usual | dict(fields))
        row["ticketNumber"] = f"T{when[:10].replace('-', '')}.{row['id'] - _FIRST_ID['Tickets']:04d}"
        return row

    def add_note(self, ticket_id: int, fields: Mapping[str, Any], *, at: datetime | None = None) -> Row:
        """Adding one is activity of the ticket."""
        when = stamp(at)
        usual = {"title": "Note", "noteType": NOTE_TYPE, "publish": INTERNAL, "createDateTime": when}
        row = self.add("TicketNotes", usual | {"creatorResourceID": self.own_resource} | dict(fields))
        row["ticketID"], row["lastActivityDate"] = ticket_id, when
        self.touch(ticket_id, at=at)
        return row

    def touch(self, ticket_id: int, *, at: datetime | None = None) -> None:
        ticket = self.tables["Tickets"][ticket_id]
        ticket["lastActivityDate"] = max(ticket["lastActivityDate"], stamp(at))

    @property
    def own_resource(self) -> int:
        """The API user's own id."""
        return max(self.tables["Resources"])

    def _fill(self) -> None:
        roles = [self.add("Roles", {"name": name, "isActive": True})["id"] for name in ("Engineer", "Senior Engineer")]
        self.add("Roles", {"name": "Retired role", "isActive": False})
        for first, last in _RESOURCES:
            person = {"firstName": first, "lastName": last, "email": f"{first}@demo.test".lower(), "isActive": True}
            resource = self.add("Resources", person | {"defaultServiceDeskRoleID": roles[0]})["id"]
            self.add("ResourceRoles", {"resourceID": resource, "roleID": roles[0], "isActive": True})
        for name, use in (("Remote support", 1), ("On site", 1), ("Hardware", 2)):
            self.add("BillingCodes", {"name": name, "useType": use, "isActive": True})
        for name in _COMPANIES:
            company = self.add("Companies", {"companyName": name, "isActive": True, "phone": "555-0100"})["id"]
            fields = {"firstName": "Ann", "lastName": f"of {name}", "companyID": company, "isActive": 1}
            self.add("Contacts", fields)
            self.add("Contacts", fields | {"firstName": "Left", "isActive": 0})
        self.add("Companies", {"companyName": "Former client", "isActive": False, "phone": "555-0100"})


def stamp(at: datetime | None = None) -> str:
    """With milliseconds, as Autotask writes times; now, unless `at` is given."""
    when = (at or datetime.now(UTC)).astimezone(UTC)
    return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def demo(store: Store) -> None:
    """A few tickets and notes to look at."""
    problems = (
        ("Outlook keeps asking for the password", "Since this morning, three people at the front desk.", NEW),
        ("VPN drops every ten minutes", "Only from home, since the router was changed.", 8),
        ("Label printer prints blank pages", "", 8),
        ("New laptop for Dana", "Starts on Monday.", COMPLETE),
    )
    companies = list(store.tables["Companies"])
    for number, (title, description, status) in enumerate(problems):
        at = datetime.now(UTC) - timedelta(hours=5 * (number + 1))
        fields = {"title": title, "description": description, "status": status, "companyID": companies[number]}
        ticket = store.add_ticket(fields, at=at)
        store.add_note(ticket["id"], {"description": "Called back, no answer yet."}, at=at)


def many(store: Store, count: int, *, status: int = NEW) -> None:
    """`count` tickets, each a second newer than the one before, up to now."""
    companies = [row["id"] for row in store.rows("Companies")]
    start = datetime.now(UTC) - timedelta(seconds=count)
    for number in range(count):
        fields = {"title": f"Problem {number}", "companyID": companies[number % len(companies)], "status": status}
        store.add_ticket(fields, at=start + timedelta(seconds=number))
