"""Tickets: reading them with the names that they only have ids of, creating them, and their status."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from models.core import clock
from models.psa_kinds import Option
from tasks.integrations.errors import CallFailed
from tasks.integrations.psa.autotask.api import AutotaskApi, Filter, either, where
from tasks.integrations.psa.autotask.names import Names
from tasks.integrations.psa.autotask.picklists import Picklists
from tasks.integrations.psa.autotask.values import Row, id_of, is_id, moment, own_id, shortened, text, whole, written
from tasks.integrations.psa.errors import OptionMissing, OutcomeUnknown, StatusNotChanged, TicketNotFound
from tasks.integrations.psa.port import Connection, NewTicket, Ticket, TicketPage

COMPLETE = "5"
"""The status that ends a ticket; the system's own, in every tenant (TicketsEntity)."""
RECENT = timedelta(days=90)
"""A first sync reads all open tickets, and completed ones with activity in this time."""
MARGIN = timedelta(minutes=5)
"""Clocks differ, and a change may be visible a little after its time."""
DUE_AFTER = timedelta(days=1)
"""A new ticket has to have a due date, unless its category gives it one, which the API does not tell."""
LONGEST_TITLE, LONGEST_DESCRIPTION = 255, 8_000

_FIELDS = (
    "id",
    "ticketNumber",
    "title",
    "description",
    "companyID",
    "contactID",
    "status",
    "priority",
    "queueID",
    "assignedResourceID",
    "createDate",
    "lastActivityDate",
)
# Results are by id ascending, so the newest are found in a window of time: the first that has enough of them.
_SEARCH_WINDOWS = (timedelta(days=30), timedelta(days=365), None)
_SEARCH_PAGES = 10


class Tickets:
    def __init__(self, connection: Connection, api: AutotaskApi, picklists: Picklists, names: Names) -> None:
        self._options, self._api, self._picklists, self._names = connection.options, api, picklists, names

    def get(self, ticket_id: str) -> Ticket:
        """Raises TicketNotFound, which Autotask says with 404 or with an item that is null."""
        if not is_id(ticket_id):
            raise TicketNotFound
        row = self._api.item(f"/Tickets/{ticket_id}", of_ticket=True)
        if row is None:
            raise TicketNotFound
        return self._read([row])[0]

    def find(self, number: str) -> Ticket:
        """Raises TicketNotFound.  People write a # before the number."""
        number = number.strip().removeprefix("#")
        if not number:
            raise TicketNotFound
        found = self._api.page("Tickets", where("eq", "ticketNumber", number), fields=_FIELDS).rows
        if not found:
            raise TicketNotFound
        return self._read(found[:1])[0]

    def search(self, words: str, *, most: int) -> Sequence[Ticket]:
        """Only the ids at first: with their descriptions, a common word's tickets would be many megabytes."""
        title = where("contains", "title", words) if words.strip() else where("exist", "id")
        ids: list[int] = []
        for window in _SEARCH_WINDOWS:
            recent = [where("gte", "lastActivityDate", written(clock.now() - window))] if window else []
            rows = self._api.rows("Tickets", title, *recent, fields=("id",), pages=_SEARCH_PAGES)
            ids = [int(own_id(row)) for row in rows][-most:]
            if len(ids) >= most:
                break
        if not ids:
            return []
        return self._read(self._api.page("Tickets", where("in", "id", ids), fields=_FIELDS).rows[::-1])

    def changed(self, since: datetime | None, cursor: str | None) -> TicketPage:
        """One page.  The cursor is the zone's base and the address of the next page in it; after a move to another
        zone it is worth nothing, and the first page comes again.
        """
        zone = self._api.zone.base()
        known, _, following = (cursor or "").partition(" ")
        page = self._api.page(
            "Tickets",
            _changed_since(since),
            fields=_FIELDS,
            following=following if known == zone and following else None,
        )
        after = f"{self._api.zone.base()} {page.following}" if page.following else None
        return TicketPage(tickets=self._read(page.rows), next_cursor=after)

    def create(self, new: NewTicket) -> Ticket:
        created = self._api.create("/Tickets", self._fields_of(new))
        try:
            return self.get(created)
        except CallFailed as error:
            # It exists: whoever takes this for a failure to create it would create a second one.
            raise OutcomeUnknown from error

    def find_created(self, marker: str) -> Ticket | None:
        found = self._api.page("Tickets", where("eq", "externalID", marker), fields=_FIELDS).rows
        return self._read(found[:1])[0] if found else None

    def set_status(self, ticket_id: str, status_id: str) -> Ticket:
        if not is_id(ticket_id):
            raise TicketNotFound
        fields = {"id": int(ticket_id), "status": whole(status_id, field="status")}
        self._api.change("/Tickets", fields, of_ticket=True)
        ticket = self.get(ticket_id)
        if ticket.status_id != status_id:
            raise StatusNotChanged
        return ticket

    def _fields_of(self, new: NewTicket) -> dict[str, Any]:
        status = self._options.get(Option.NEW_STATUS) or self._picklists.default("Tickets", "status")
        priority = (
            new.priority_id or self._options.get(Option.PRIORITY) or self._picklists.default("Tickets", "priority")
        )
        queue = new.board_id or self._options.get(Option.BOARD) or self._picklists.default("Tickets", "queueID")
        if not status or not priority:
            raise OptionMissing
        fields: dict[str, Any] = {
            "companyID": whole(new.company_id, field="companyID"),
            "title": shortened(new.title, LONGEST_TITLE),
            "description": shortened(new.description, LONGEST_DESCRIPTION),
            "status": whole(status, field="status"),
            "priority": whole(priority, field="priority"),
            "dueDateTime": written(clock.now() + DUE_AFTER),
            "externalID": new.marker,
        }
        optional = {"queueID": queue, "contactID": new.contact_id}
        return fields | {name: whole(value, field=name) for name, value in optional.items() if value}

    def _read(self, rows: Sequence[Row]) -> list[Ticket]:
        self._names.learn("Companies", (id_of(row, "companyID") for row in rows))
        self._names.learn("Contacts", (id_of(row, "contactID") for row in rows))
        return [self._ticket(row) for row in rows]

    def _ticket(self, row: Row) -> Ticket:
        company, contact = id_of(row, "companyID"), id_of(row, "contactID")
        status, priority, queue = id_of(row, "status"), id_of(row, "priority"), id_of(row, "queueID")
        return Ticket(
            id=own_id(row),
            number=text(row, "ticketNumber") or own_id(row),
            title=text(row, "title"),
            description=text(row, "description"),
            company_id=company,
            client_name=self._names.of("Companies", company),
            contact_id=contact,
            contact_name=self._names.of("Contacts", contact),
            status_id=status,
            status=self._picklists.label("Tickets", "status", status),
            priority_id=priority,
            priority=self._picklists.label("Tickets", "priority", priority),
            board_id=queue,
            board=self._picklists.label("Tickets", "queueID", queue),
            agent_id=id_of(row, "assignedResourceID"),
            is_closed=status == COMPLETE,
            created_at=moment(row, "createDate"),
            updated_at=moment(row, "lastActivityDate"),
        )


def _changed_since(since: datetime | None) -> Filter:
    if since is not None:
        return where("gte", "lastActivityDate", written(since - MARGIN))
    # A ticket that is completed between two pages has new activity, so it stays in the result.
    return either(
        where("noteq", "status", int(COMPLETE)), where("gte", "lastActivityDate", written(clock.now() - RECENT))
    )
