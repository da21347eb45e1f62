"""The adapter for ConnectWise PSA (`tasks.integrations.psa.port.Psa`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from models.core import clock
from models.psa_kinds import LookupKind, Option, Provider
from tasks.integrations.psa.connectwise import reading, testing, webhooks
from tasks.integrations.psa.connectwise.addresses import CLOUD
from tasks.integrations.psa.connectwise.api import Api, Query, Record
from tasks.integrations.psa.errors import RemoteUnavailable, StatusNotChanged, TicketNotFound, ValidationFailed
from tasks.integrations.psa.http import PsaHttp
from tasks.integrations.psa.port import (
    Cache,
    Connection,
    Hint,
    IncomingWebhook,
    LookupItem,
    NewNote,
    NewTicket,
    NewTimeEntry,
    Note,
    Pace,
    Ticket,
    TicketPage,
    Visibility,
)

PACE = Pace(calls=60, seconds=60)
"""No limit is published; this is the lowest that users report."""
LONGEST_NOTE = 16_000
LONGEST_TITLE = 100
NOTES_READ, NOTES_PAGES = 200, 50
"""How many notes or time entries are looked through at once, which is 4 MB at most, and how often."""
RECENT = timedelta(days=30)
"""How old a closed ticket may be to be read at the first time."""
MARGIN = timedelta(days=1)
"""Some servers read moments in their own time zone, so conditions begin a day early and we look again."""

_LOOKUPS: Mapping[LookupKind, str] = {
    LookupKind.BOARDS: "/service/boards",
    LookupKind.PRIORITIES: "/service/priorities",
    LookupKind.COMPANIES: "/company/companies",
    LookupKind.AGENTS: "/system/members",
    LookupKind.WORK_TYPES: "/time/workTypes",
    LookupKind.ROLES: "/time/workRoles",
}
_FIELDS: Mapping[LookupKind, str] = {
    LookupKind.COMPANIES: "id,identifier,name,deletedFlag",
    LookupKind.AGENTS: "id,identifier,firstName,lastName,inactiveFlag,primaryEmail,officeEmail",
    LookupKind.PRIORITIES: "id,name",
}
_STATUS_FIELDS = "id,name,inactive,closedStatus,timeEntryNotAllowed"
_NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class ConnectWise:
    """`client_id`: ours, for a connection that has none of its own.  `regions` are the sites of the vendor's cloud."""

    provider = Provider.CONNECTWISE
    longest_note = LONGEST_NOTE

    def __init__(
        self,
        connection: Connection,
        http: PsaHttp,
        cache: Cache,
        *,
        client_id: str,
        regions: Sequence[str] = CLOUD,
    ) -> None:
        self._connection, self._cache, self._regions = connection, cache, regions
        self.begin_step = http.begin_step
        self._api = Api(connection, http, cache, client_id=client_id)

    def missing_options(self, *, public: bool) -> Sequence[str]:
        """None: who reads a note is decided by its flags, which are the same for all tenants."""
        return ()

    def test(self) -> None:
        testing.test(self._api, self._regions)

    def find_ticket(self, number: str) -> Ticket:
        return self.get_ticket(number.strip().lstrip("#"))

    def get_ticket(self, ticket_id: str) -> Ticket:
        """The description is in the oldest note for the client."""
        record = self._api.record(_path(ticket_id), fields=reading.TICKET_FIELDS)
        notes = self._api.records(f"{_path(ticket_id)}/notes", orderBy="id asc", pageSize=5)
        first = next((note for note in notes if note.get("detailDescriptionFlag") is True), {})
        return reading.ticket(record, description=reading.text(first.get("text")))

    def search_tickets(self, text: str, *, most: int = 25) -> Sequence[Ticket]:
        # How a quotation mark is written in a condition is nowhere said: the longest part without one is looked for.
        wanted = max(re.split(r'["\\\x00-\x1f]', text[:LONGEST_TITLE]), key=len).strip()
        if not wanted:
            return ()
        conditions = f'summary contains "{wanted}"'
        query: Query = {
            "conditions": conditions,
            "orderBy": "id desc",
            "pageSize": most,
            "fields": reading.TICKET_FIELDS,
        }
        return [reading.ticket(record) for record in self._api.records("/service/tickets", **query)]

    def changed_tickets(self, since: datetime | None, cursor: str | None) -> TicketPage:
        """The cursor is the last page's last id, so tickets that change meanwhile keep their place."""
        earliest = since or clock.now() - RECENT
        conditions = f"lastUpdated > [{_day_before(earliest)}]"
        if since is None:
            conditions = f"closedFlag=false or {conditions}"
        records, after = self._api.page(
            "/service/tickets", fields=reading.TICKET_FIELDS, conditions=conditions, after=int(cursor or 0)
        )
        tickets = (reading.ticket(record) for record in records)
        wanted = [one for one in tickets if _is_wanted(one, earliest, all_open=since is None)]
        return TicketPage(tickets=wanted, next_cursor=None if after is None else str(after))

    def list_notes(self, ticket_id: str) -> Sequence[Note]:
        return [reading.note(record) for record in reversed(self._newest_notes(ticket_id, most=100))]

    def create_ticket(self, new: NewTicket) -> Ticket:
        """The answer has the whole ticket.  Reading it again could fail, after which it would be created twice."""
        title, description = _clean(new.title), _clean(new.description)
        if len(title) > LONGEST_TITLE:
            title, description = f"{title[: LONGEST_TITLE - 1]}…", f"{title}\n\n{description}"
        wanted: dict[str, object] = {
            "summary": title,
            "company": _reference(new.company_id, "company"),
            "initialDescription": description,
            "externalXRef": new.marker,
        }
        options = self._connection.options
        picked = {
            "contact": new.contact_id,
            "board": new.board_id or options.get(Option.BOARD),
            "priority": new.priority_id or options.get(Option.PRIORITY),
        }
        wanted |= {name: _reference(number, name) for name, number in picked.items() if number}
        return reading.ticket(self._api.create("/service/tickets", wanted), description=description)

    def find_created_ticket(self, marker: str) -> Ticket | None:
        found = self._api.records(
            "/service/tickets", conditions=f'externalXRef="{marker}"', pageSize=5, fields=reading.TICKET_FIELDS
        )
        return next((reading.ticket(record) for record in found if record.get("externalXRef") == marker), None)

    def set_status(self, ticket_id: str, status_id: str) -> Ticket:
        """The description is not read."""
        self._api.replace(_path(ticket_id), "status", _reference(status_id, "status"))
        ticket = reading.ticket(self._api.record(_path(ticket_id), fields=reading.TICKET_FIELDS))
        if ticket.status_id != status_id:
            raise StatusNotChanged(f"The ticket's status is {ticket.status}.")
        return ticket

    def add_note(self, ticket_id: str, note: NewNote) -> str:
        """A resolution stays on the Internal tab, because the Resolution tab may be shown to clients."""
        is_public = note.visibility is Visibility.PUBLIC
        record = {
            "text": _marked(note.text, note.marker),
            "detailDescriptionFlag": is_public,
            "internalAnalysisFlag": not is_public,
            "resolutionFlag": False,
            "processNotifications": is_public,
        }
        return str(self._api.create(f"{_path(ticket_id)}/notes", record)["id"])

    def find_note(self, ticket_id: str, marker: str) -> str | None:
        return self._with_marker(f"{_path(ticket_id)}/notes", "", marker, ("text",))

    def add_time(self, ticket_id: str, entry: NewTimeEntry) -> str:
        """The text is internal, and sent to nobody."""
        options = self._connection.options
        record: dict[str, object] = {
            "chargeToId": _number(ticket_id),
            "chargeToType": "ServiceTicket",
            "member": _reference(entry.agent_id, "member"),
            "timeStart": _moment(entry.started_at),
            "timeEnd": _moment(entry.started_at + timedelta(minutes=entry.minutes)),
            "internalNotes": _marked(entry.text, entry.marker),
            **dict.fromkeys(("emailResourceFlag", "emailContactFlag", "emailCcFlag"), False),
            **dict.fromkeys(("addToDetailDescriptionFlag", "addToResolutionFlag"), False),
        }
        picked = {"workType": options.get(Option.WORK_TYPE), "workRole": options.get(Option.ROLE)}
        record |= {name: _reference(number, name) for name, number in picked.items() if number}
        return str(self._api.create("/time/entries", record)["id"])

    def find_time(self, ticket_id: str, marker: str) -> str | None:
        conditions = f'chargeToId={_number(ticket_id)} and chargeToType="ServiceTicket"'
        return self._with_marker("/time/entries", conditions, marker, ("internalNotes", "notes"))

    def lookup(self, kind: LookupKind, *, parent_id: str | None = None) -> Sequence[LookupItem]:
        if kind is LookupKind.STATUSES:
            boards = [parent_id] if parent_id else [board.id for board in self.lookup(LookupKind.BOARDS)]
            return [item for board in boards for item in self._statuses(board)]
        if kind is LookupKind.CONTACTS:
            return self._contacts(parent_id)
        if kind not in _LOOKUPS:
            return ()
        records = self._api.each(_LOOKUPS[kind], fields=_FIELDS.get(kind, "id,name,inactiveFlag"))
        return [reading.item(record) for record in records if reading.is_active(record)]

    def verify_webhook(self, webhook: IncomingWebhook) -> Sequence[Hint]:
        return webhooks.verified(webhook, self._api, self._cache, base_url=self._connection.base_url)

    def _newest_notes(self, ticket_id: str, *, most: int) -> list[Record]:
        return self._api.records(f"{_path(ticket_id)}/notes", orderBy="id desc", pageSize=most)

    def _with_marker(self, path: str, conditions: str, marker: str, fields: Sequence[str]) -> str | None:
        """The id of the record with the marker, the newest ones first.

        Raises RemoteUnavailable where there are too many to say that none has it.
        """
        before: int | None = None
        for _ in range(NOTES_PAGES):
            records, before = self._api.page_back(path, conditions=conditions, before=before, size=NOTES_READ)
            if found := _with_marker(records, marker, fields):
                return found
            if before is None:
                return None
        raise RemoteUnavailable("The ticket has too many notes.")

    def _statuses(self, board: str) -> Iterable[LookupItem]:
        path = f"/service/boards/{_reference(board, 'board')['id']}/statuses"
        records = self._api.each(path, fields=_STATUS_FIELDS)
        return [reading.item(record, parent_id=board) for record in records if reading.is_active(record)]

    def _contacts(self, company: str | None) -> Sequence[LookupItem]:
        conditions = f"company/id={_reference(company, 'company')['id']}" if company else ""
        fields = "id,firstName,lastName,company,inactiveFlag"
        records = self._api.each("/company/contacts", fields=fields, conditions=conditions)
        return [
            reading.item(record, parent_id=reading.identity(reading.part(record, "company")))
            for record in records
            if reading.is_active(record)
        ]


def _path(ticket_id: str) -> str:
    return f"/service/tickets/{_number(ticket_id)}"


def _number(ticket_id: str) -> int:
    """Raises TicketNotFound for what no ticket here is called."""
    if not _is_number(ticket_id):
        raise TicketNotFound
    return int(ticket_id)


def _is_number(value: str) -> bool:
    """Ids have 64 bits."""
    return value.isascii() and value.isdigit() and len(value) <= 18


def _reference(number: str, name: str) -> dict[str, int]:
    """As a field that names another record.  Raises ValidationFailed."""
    if not _is_number(number):
        raise ValidationFailed(f"{name} {number[:50]} does not exist.", fields=[name])
    return {"id": int(number)}


def _with_marker(records: Iterable[Record], marker: str, fields: Sequence[str]) -> str | None:
    for record in records:
        if any(marker in reading.text(record.get(field)) for field in fields):
            return str(record["id"])
    return None


def _is_wanted(ticket: Ticket, earliest: datetime, *, all_open: bool) -> bool:
    return ticket.updated_at is None or ticket.updated_at >= earliest or (all_open and not ticket.is_closed)


def _clean(text: str) -> str:
    r"""Without what is not accepted in a text, such as \r and \f."""
    return _NOT_IN_TEXT.sub("", text).strip()


def _marked(text: str, marker: str) -> str:
    return f"{_clean(text)}\n\n[{marker}]"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _day_before(at: datetime) -> str:
    return (at - MARGIN).astimezone(UTC).strftime("%Y-%m-%dT00:00:00Z")
