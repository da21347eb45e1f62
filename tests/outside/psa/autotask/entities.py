"""What the entities of the simulated tenant look like: their fields, picklists, and who may do what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

FIELDS: Mapping[str, Sequence[str]] = {
    "Tickets": (
        *("id", "ticketNumber", "title", "description", "companyID", "contactID", "status", "priority", "queueID"),
        *("assignedResourceID", "assignedResourceRoleID", "createDate", "lastActivityDate", "completedDate"),
        *("dueDateTime", "externalID", "source", "issueType", "ticketCategory", "resolution", "problemTicketId"),
        "creatorResourceID",
    ),
    "TicketNotes": (
        *("id", "ticketID", "title", "description", "noteType", "publish", "creatorResourceID"),
        *("createdByContactID", "createDateTime", "lastActivityDate"),
    ),
    "TimeEntries": (
        *("id", "ticketID", "resourceID", "roleID", "dateWorked", "startDateTime", "endDateTime", "hoursWorked"),
        *("summaryNotes", "internalNotes", "billingCodeID", "isNonBillable", "showOnInvoice", "createDateTime"),
    ),
    "Companies": ("id", "companyName", "isActive", "phone"),
    "Contacts": ("id", "companyID", "firstName", "lastName", "emailAddress", "isActive"),
    "Resources": ("id", "firstName", "lastName", "email", "isActive", "defaultServiceDeskRoleID"),
    "Roles": ("id", "name", "isActive"),
    "ResourceRoles": ("id", "resourceID", "roleID", "isActive"),
    "BillingCodes": ("id", "name", "isActive", "useType"),
}

NEW, COMPLETE = 1, 5
"""The two statuses that all tenants have."""
IN_PROGRESS = 8
INTERNAL, ALL_USERS = 7, 3
"""Who reads a note.  Not the numbers of any published table, so that a constant would be found out."""
NOTE_TYPE, RULES_NOTE = 12, 13


def _value(
    value: int, label: str, *, default: bool = False, active: bool = True, system: bool = False
) -> dict[str, Any]:
    return {
        "value": str(value),
        "label": label,
        "isDefaultValue": default,
        "sortOrder": value,
        "parentValue": "",
        "isActive": active,
        "isSystem": system,
    }


PICKLISTS: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]] = {
    "Tickets": {
        "status": (
            _value(NEW, "New", default=True, system=True),
            _value(COMPLETE, "Complete", system=True),
            _value(IN_PROGRESS, "In Progress"),
            _value(9, "Escalated"),
            _value(30, "No longer used", active=False),
        ),
        "priority": (_value(1, "High"), _value(2, "Medium", default=True), _value(4, "Critical")),
        "queueID": (_value(29682833, "Service Desk"), _value(29683354, "Level 2")),
        "source": (_value(2, "Phone"), _value(4, "Email")),
    },
    "TicketNotes": {
        "noteType": (
            _value(3, "Task Notes"),
            _value(NOTE_TYPE, "Engineer Notes"),
            _value(RULES_NOTE, "Workflow Rule Note", system=True),
        ),
        "publish": (
            _value(ALL_USERS, "All Autotask Users", system=True),
            _value(INTERNAL, "Internal Only", system=True),
        ),
    },
}


def described(entity: str, picklists: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """The answer to `GET /{entity}/entityInformation/fields`."""
    return [
        {
            "name": name,
            "dataType": "integer" if name in picklists or name.endswith("ID") else "string",
            "isPickList": name in picklists,
            "isRequired": False,
            "isReadOnly": name == "id",
            "picklistValues": list(picklists[name]) if name in picklists else None,
        }
        for name in FIELDS[entity]
    ]


def has_value(values: Sequence[Mapping[str, Any]], value: Any) -> bool:
    return any(one["value"] == str(value) and one["isActive"] for one in values)
