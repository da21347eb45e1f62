"""What the API's records are to us.  Any field may be null or missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tasks.integrations.psa.moments import utc_of
from tasks.integrations.psa.port import LookupItem, Note, Ticket

TICKET_FIELDS = ",".join(
    (
        *("id", "summary", "board", "status", "company", "contact", "contactName", "priority", "owner", "closedFlag"),
        *("mergedParentTicket", "externalXRef", "_info"),
    )
)

Record = Mapping[str, Any]


def ticket(record: Record, *, description: str = "") -> Ticket:
    """`description` is in a note, and is known only where that was read."""
    status, priority, board, company = (part(record, name) for name in ("status", "priority", "board", "company"))
    contact, info, merged = part(record, "contact"), part(record, "_info"), part(record, "mergedParentTicket")
    return Ticket(
        id=str(record["id"]),
        number=str(record["id"]),
        title=text(record.get("summary")),
        description=description,
        company_id=identity(company),
        client_name=text(company.get("name")),
        contact_id=identity(contact),
        contact_name=text(contact.get("name")) or text(record.get("contactName")),
        status_id=identity(status),
        status=text(status.get("name")),
        priority_id=identity(priority),
        priority=text(priority.get("name")),
        board_id=identity(board),
        board=text(board.get("name")),
        agent_id=identity(part(record, "owner")),
        is_closed=record.get("closedFlag") is True,
        created_at=moment(info.get("dateEntered")),
        updated_at=moment(info.get("lastUpdated")),
        merged_into=identity(merged),
    )


def note(record: Record) -> Note:
    """The Discussion tab is shown to clients; the Resolution tab may be, so it counts as public."""
    author = part(record, "member").get("name") or part(record, "contact").get("name") or record.get("createdBy")
    shown = ("detailDescriptionFlag", "resolutionFlag", "externalFlag")
    return Note(
        id=str(record["id"]),
        author=text(author),
        text=text(record.get("text")),
        is_public=any(record.get(flag) is True for flag in shown),
        created_at=moment(record.get("dateCreated") or part(record, "_info").get("dateEntered")),
    )


def item(record: Record, *, parent_id: str | None = None) -> LookupItem:
    person = " ".join(filter(None, (text(record.get("firstName")), text(record.get("lastName")))))
    return LookupItem(
        id=str(record["id"]),
        name=text(record.get("name")) or person or text(record.get("identifier")),
        parent_id=parent_id,
        is_closed=record.get("closedStatus") is True,
        forbids_time=record.get("timeEntryNotAllowed") is True,
        email=text(record.get("primaryEmail")) or text(record.get("officeEmail")) or None,
    )


def is_active(record: Record) -> bool:
    return not any(record.get(flag) is True for flag in ("inactiveFlag", "inactive", "deletedFlag"))


def part(record: Record, name: str) -> Record:
    value = record.get(name)
    return value if isinstance(value, dict) else {}


def identity(record: Record) -> str | None:
    return str(record["id"]) if isinstance(record.get("id"), int) else None


def text(value: object) -> str:
    return value if isinstance(value, str) else ""


def moment(value: object) -> datetime | None:
    return utc_of(text(value))
