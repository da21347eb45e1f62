"""What tenants begin with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.outside.psa.connectwise.tenant import (
    CLOSED,
    HELP_DESK,
    IN_PROGRESS,
    LOCKED,
    NETWORK,
    NETWORK_CLOSED,
    NETWORK_NEW,
    NEW,
    WAITING,
    Tenant,
)

_STATUSES = (
    (NEW, "New", HELP_DESK),
    (IN_PROGRESS, "In Progress", HELP_DESK),
    (WAITING, "Waiting for Client", HELP_DESK),
    (CLOSED, "Closed", HELP_DESK),
    (LOCKED, "Billed", HELP_DESK),
    (NETWORK_NEW, "New", NETWORK),
    (NETWORK_CLOSED, "Closed", NETWORK),
)
_COMPANIES = ((250, "Acme", "Acme Ltd"), (251, "Northwind", "Northwind Dental"), (252, "Contoso", "Contoso Legal"))
_CONTACTS = ((9, "Ann", "Lee", 250), (10, "Ben", "Ito", 250), (11, "Cleo", "Marsh", 251), (12, "Dev", "Rao", 252))
_MEMBERS = (
    (151, "jdoe", "J", "Doe"),
    (152, "skeller", "Sam", "Keller"),
    (153, "pnair", "Priya", "Nair"),
    (154, "flowpilot", "FlowPilot", "API"),
)
_PRIORITIES = (
    (1, "Priority 1 - Critical"),
    (3, "Priority 2 - High"),
    (4, "Priority 3 - Normal"),
    (5, "Priority 4 - Low"),
)

_DEMO = (
    ("Outlook asks for the password again and again", 250, 9, 3, NEW, "Since this morning, after the laptop update."),
    ("Printer on floor 2 is offline", 250, 10, 4, NEW, "The queue shows 14 documents. Power cycling did not help."),
    ("VPN drops every ten minutes", 251, 11, 3, IN_PROGRESS, "Only from home, and only on Wi-Fi."),
    ("New starter: account and mailbox", 252, 12, 5, WAITING, "Starts on Monday. Same groups as her predecessor."),
    ("Shared drive S: is missing", 251, 11, 4, NEW, "Four people in the front office, since the restart."),
    ("Backup of SRV-FILE01 failed twice", 252, 12, 1, IN_PROGRESS, "Error 0x800423f4 in both nights."),
    ("Teams has no sound in meetings", 250, 9, 5, CLOSED, "Fixed by choosing the headset again."),
)


def furnish(tenant: Tenant) -> None:
    """Boards, statuses, people, companies and the other lists."""
    for number, name in ((HELP_DESK, "Help Desk"), (NETWORK, "Network")):
        tenant.add("boards", {"name": name, "inactiveFlag": False, "projectFlag": False}, id=number)
    tenant.add("boards", {"name": "Old Desk", "inactiveFlag": True, "projectFlag": False}, id=3)
    for order, (number, name, board) in enumerate(_STATUSES):
        is_closed = name in ("Closed", "Billed")
        flags = {"closedStatus": is_closed, "timeEntryNotAllowed": number == LOCKED, "defaultFlag": name == "New"}
        about = {"name": name, "board": tenant.reference("boards", board), "sortOrder": order, "inactive": False}
        tenant.add("statuses", about | flags, id=number)
    for order, (number, name) in enumerate(_PRIORITIES):
        tenant.add("priorities", {"name": name, "sortOrder": order, "color": "Green"}, id=number)
    for number, identifier, name in _COMPANIES:
        tenant.add("companies", {"identifier": identifier, "name": name, "deletedFlag": False}, id=number)
    tenant.add("companies", {"identifier": "Gone", "name": "Gone Ltd", "deletedFlag": True}, id=260)
    for number, first, last, company in _CONTACTS:
        owner = tenant.reference("companies", company)
        about = {"firstName": first, "lastName": last, "company": owner, "inactiveFlag": False}
        tenant.add("contacts", about, id=number)
    for number, identifier, first, last in _MEMBERS:
        about = {"identifier": identifier, "firstName": first, "lastName": last, "inactiveFlag": False}
        tenant.add("members", about, id=number)
    for kind, names in (("workTypes", ("Remote", "Onsite")), ("workRoles", ("Technician", "Engineer"))):
        for name in names:
            tenant.add(kind, {"name": name, "inactiveFlag": False})
    tenant.add("sources", {"name": "Phone"})


def demo(tenant: Tenant) -> None:
    """A few tickets, as a desk has them on a normal day."""
    now = datetime.now(UTC)
    for number, (summary, company, contact, priority, status, description) in enumerate(_DEMO):
        tenant.add_ticket(
            summary,
            company=company,
            contact=contact,
            priority=priority,
            status=status,
            description=description,
            changed=now - timedelta(minutes=20 + 95 * number),
        )


def tickets(tenant: Tenant, count: int) -> None:
    """So many, changed at different times within the last three weeks, every fifth closed."""
    now = datetime.now(UTC)
    for number in range(count):
        tenant.add_ticket(
            f"Ticket number {number}",
            company=_COMPANIES[number % 3][0],
            status=CLOSED if number % 5 == 0 else NEW,
            changed=now - timedelta(minutes=(number * 7) % 30_000),
        )
