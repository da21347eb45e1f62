"""The data of one tenant, in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Record = dict[str, Any]

_KINDS = (
    "tickets",
    "notes",
    "entries",
    "boards",
    "statuses",
    "priorities",
    "companies",
    "contacts",
    "members",
    "workTypes",
    "workRoles",
    "sources",
    "callbacks",
)

HELP_DESK, NETWORK = 1, 2
NEW, IN_PROGRESS, WAITING, CLOSED, LOCKED = 16, 17, 18, 19, 20
"""The statuses of the help desk.  Under LOCKED no time can be entered."""
NETWORK_NEW, NETWORK_CLOSED = 31, 32


_USUAL_TICKET: Record = {
    "severity": "Medium",
    "impact": "Medium",
    "externalXRef": None,
    "parentTicketId": None,
    "owner": None,
    "mergedParentTicket": None,
    "hasChildTicket": False,
}


def moment(at: datetime | None = None) -> str:
    return (at or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Tenant:
    """What a test can look at and change.  Records have the fields of the API, and are kept by their ids."""

    company_id: str = "acme"
    public_key: str = "public-key-of-the-member"
    private_key: str = field(default="private-key-of-the-member", repr=False)
    client_id: str = "0f3a1c9e-6d7b-4a55-9a3e-2f6f2f1f9b11"
    signing_key: str = field(default="signing-key-of-the-tenant", repr=False)
    member: str = "flowpilot"
    codebase: str = "v2026_1/"
    """Change it as an update of the tenant does: calls to the old one are answered with 404."""
    cloud_region: str = "NA"
    site: str | None = None
    """The host that companyinfo names as `SiteUrl`; None: the simulator's own."""

    denied: set[str] = field(default_factory=set)
    """Parts of paths for which the member lacks the right, such as `/system/members` or `/notes`."""
    members_without_time: set[int] = field(default_factory=set)
    """For whom the member may not enter time."""
    keeps_status: bool = False
    """A rule of the tenant sets each status back."""
    date_shift: timedelta = timedelta()
    """How far conditions misread moments."""
    hides_bad_keys: bool = False
    """Wrong keys are answered with 404, as some cloud tenants do."""
    notified: list[int] = field(default_factory=list)
    """The notes of which contacts were sent a mail."""

    tables: dict[str, dict[int, Record]] = field(default_factory=lambda: {kind: {} for kind in _KINDS}, repr=False)

    def add(self, kind: str, record: Record, *, id: int | None = None) -> Record:  # noqa: A002 -- the API's name
        """Store a record under its id, the next one of its kind."""
        table = self.tables[kind]
        number = id or max(next(reversed(table), 0), 4_710 if kind == "tickets" else 0) + 1
        table[number] = {"id": number, **record}
        return table[number]

    def add_ticket(
        self,
        summary: str,
        *,
        number: int | None = None,
        board: int = HELP_DESK,
        status: int | None = None,
        company: int = 250,
        contact: int | None = None,
        priority: int = 4,
        description: str = "",
        changed: datetime | None = None,
        **more: Any,
    ) -> int:
        """The new ticket's id: `number`, which has to be above the others', or the next one.

        `status`: by default the board's first one.  `changed`: when it changed last.
        """
        record = {
            "summary": summary,
            "recordType": "ServiceTicket",
            "board": self.reference("boards", board),
            "status": self.reference("statuses", status or self.first_status(board)),
            "company": self.reference("companies", company),
            "contact": self.reference("contacts", contact) if contact else None,
            "priority": self.reference("priorities", priority),
            **_USUAL_TICKET,
            "customFields": [],
            **more,
            "_info": {
                "lastUpdated": moment(changed),
                "updatedBy": "jdoe",
                "dateEntered": moment(changed),
                "enteredBy": "jdoe",
            },
        }
        ticket = self.add("tickets", record, id=number)
        self.note_closed(ticket)
        if description:
            self.add_note(ticket["id"], description, detailDescriptionFlag=True)
        return int(ticket["id"])

    def add_note(self, ticket_id: int, text: str, **flags: Any) -> int:
        note = {
            "ticketId": ticket_id,
            "text": text,
            "detailDescriptionFlag": False,
            "internalAnalysisFlag": False,
            "resolutionFlag": False,
            "issueFlag": False,
            "member": None,
            "contact": None,
            "customerUpdatedFlag": False,
            "dateCreated": moment(),
            "createdBy": "jdoe",
            **flags,
        }
        note["internalFlag"] = bool(note["internalAnalysisFlag"])
        note["externalFlag"] = bool(note["detailDescriptionFlag"] or note["resolutionFlag"])
        note["_info"] = {"lastUpdated": note["dateCreated"], "updatedBy": note["createdBy"]}
        return int(self.add("notes", note)["id"])

    def touch(self, ticket_id: int, *, at: datetime | None = None) -> None:
        """As somebody else changes it."""
        self.tables["tickets"][ticket_id]["_info"]["lastUpdated"] = moment(at)

    def note_closed(self, ticket: Record) -> None:
        """Whether it is closed follows from its status."""
        ticket["closedFlag"] = bool(self.tables["statuses"][ticket["status"]["id"]]["closedStatus"])

    def remove_ticket(self, ticket_id: int) -> None:
        del self.tables["tickets"][ticket_id]

    def merge(self, ticket_id: int, *, into: int) -> None:
        ticket = self.tables["tickets"][ticket_id]
        ticket["mergedParentTicket"] = {"id": into, "summary": self.tables["tickets"][into]["summary"]}
        self.touch(ticket_id)

    def notes_of(self, ticket_id: int) -> list[Record]:
        return [note for note in self.tables["notes"].values() if note["ticketId"] == ticket_id]

    def entries_of(self, ticket_id: int) -> list[Record]:
        return [entry for entry in self.tables["entries"].values() if entry["chargeToId"] == ticket_id]

    def statuses_of(self, board: int) -> Iterator[Record]:
        return (status for status in self.tables["statuses"].values() if status["board"]["id"] == board)

    def first_status(self, board: int) -> int:
        return int(next(status["id"] for status in self.statuses_of(board) if status["defaultFlag"]))

    def reference(self, kind: str, number: int) -> Record:
        """`{id, name}` as other records name this one.  Raises KeyError."""
        record = self.tables[kind][number]
        named = {key: record[key] for key in ("id", "identifier", "name") if key in record}
        if kind in ("contacts", "members"):
            named["name"] = f"{record['firstName']} {record['lastName']}"
        return named
