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
_COMPANIES = (
    (250, "Contoso", "Contoso Dental"),
    (251, "Fabrikam", "Fabrikam Logistics"),
    (252, "Tailspin", "Tailspin Legal"),
)
_CONTACTS = ((9, "Jane", "Lee", 250), (10, "Ben", "Ito", 250), (11, "Cleo", "Marsh", 251), (12, "Dev", "Rao", 252))
_MEMBERS = (
    (151, "jdoe", "J", "Doe", None),
    (152, "skeller", "Sam", "Keller", "sam@demo.test"),
    (153, "pnair", "Priya", "Nair", "priya@demo.test"),
    (154, "flowpilot", "FlowPilot", "API", None),
)
_PRIORITIES = (
    (1, "Priority 1 - Critical"),
    (3, "Priority 2 - High"),
    (4, "Priority 3 - Normal"),
    (5, "Priority 4 - Low"),
)

_CONTACT_OF = {250: 9, 251: 11, 252: 12}
_HOUR, _DAY = 60, 24 * 60
_DEMO = (
    (
        48107,
        "Label printer at the front desk shows offline",
        251,
        4,
        CLOSED,
        12 * _DAY,
        "Since the new router went in.",
    ),
    (48119, "Reception cannot be heard in Teams calls", 250, 4, CLOSED, 11 * _DAY, "Other apps record fine."),
    (48126, "Account of J. Meyer is locked again and again", 250, 3, CLOSED, 10 * _DAY, "Four times this morning."),
    (48141, "Shared mailbox intake@ refuses new mail", 252, 4, CLOSED, 9 * _DAY, "The bounce says: over quota."),
    (48152, "APP02 has 300 MB left on C:", 251, 1, CLOSED, 8 * _DAY, "The monitoring alarm came at three."),
    (48163, "The warehouse program does not start for anybody", 251, 1, CLOSED, 7 * _DAY, "No database on SQL01."),
    (48177, "OneDrive on PC-118 shows sync pending", 250, 5, CLOSED, 6 * _DAY, "For two days, only this user."),
    (48196, "Mail to courts bounces with 550 5.7.26", 252, 3, CLOSED, 5 * _DAY, "Since the new newsletter service."),
    (48209, "Scanner in the warehouse no longer saves to the share", 251, 4, CLOSED, 4 * _DAY, "Error at the device."),
    (
        48210,
        "Outlook asks Jane for her password again and again",
        250,
        4,
        IN_PROGRESS,
        2 * _HOUR,
        "She has a new phone.",
    ),
    (48218, "Mapped drives are missing on the reception PCs", 250, 4, IN_PROGRESS, 2 * _DAY, "The three new ones."),
    (48222, "Handheld scanners lose the Wi-Fi", 251, 4, WAITING, _DAY, "Between aisle 7 and 9."),
    (48231, "Nightly backup of FS01 fails", 250, 1, IN_PROGRESS, 5 * _HOUR, "VSS writer timed out, event 8194."),
    (48240, "VPN drops every hour", 252, 3, IN_PROGRESS, 7 * _HOUR, "Two people who work from home."),
    (
        48252,
        "The client portal shows a certificate warning",
        252,
        1,
        IN_PROGRESS,
        3 * _HOUR,
        "To everybody, since today.",
    ),
    (48266, "Remote desktop to RDS01 fails for the whole office", 251, 1, IN_PROGRESS, _HOUR, "Internal error."),
    (48271, "New laptops get no address, older ones work", 250, 3, NEW, 50, "Both were unpacked today."),
    (48274, "New starter on Monday: account, mailbox, groups", 252, 5, NEW, 35, "Same groups as her predecessor."),
    (
        48275,
        "Teams has no sound in the meeting room",
        251,
        4,
        NEW,
        20,
        "Worked yesterday. Same cable, other laptop: fine.",
    ),
)
"""Number, summary, company, priority, status, how many minutes ago it changed, description."""


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
    for number, identifier, first, last, email in _MEMBERS:
        about = {"identifier": identifier, "firstName": first, "lastName": last, "inactiveFlag": False}
        tenant.add("members", about | ({"primaryEmail": email} if email else {}), id=number)
    for kind, names in (("workTypes", ("Remote", "Onsite")), ("workRoles", ("Technician", "Engineer"))):
        for name in names:
            tenant.add(kind, {"name": name, "inactiveFlag": False})
    tenant.add("sources", {"name": "Phone"})


def demo(tenant: Tenant) -> None:
    """The tickets that the sessions of the demo name, and some that nobody works on yet."""
    now = datetime.now(UTC)
    for number, summary, company, priority, status, minutes, description in _DEMO:
        tenant.add_ticket(
            summary,
            number=number,
            company=company,
            contact=_CONTACT_OF[company],
            priority=priority,
            status=status,
            description=description,
            changed=now - timedelta(minutes=minutes),
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
