"""The port for HaloPSA."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from models.core import clock
from models.psa_kinds import LookupKind, Option, Provider
from tasks.integrations.errors import CallFailed
from tasks.integrations.psa.errors import (
    OptionMissing,
    OutcomeUnknown,
    StatusNotChanged,
    TicketNotFound,
    ValidationFailed,
)
from tasks.integrations.psa.halopsa.api import HaloApi
from tasks.integrations.psa.halopsa.fields import Row, id_of, number_of, stamp
from tasks.integrations.psa.halopsa.lookups import lookup
from tasks.integrations.psa.halopsa.paging import PAGE_SIZE, Place, next_page, page_query
from tasks.integrations.psa.halopsa.text import to_html
from tasks.integrations.psa.halopsa.tickets import Names, action_id, actions, has_marker, note_of, ticket_of
from tasks.integrations.psa.halopsa.webhooks import hints_of
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

PACE = Pace(calls=300, seconds=300)
"""The lowest limit that a hosted tenant was told; later ones are said to be higher."""
LONGEST_NOTE = 16_000
"""Ours: HaloPSA names no limit."""
NOTES = 100
MARGIN = timedelta(hours=1)
"""How much earlier changes are asked for, because nobody says in which zone HaloPSA reads the time."""
RECENT = timedelta(days=30)
NEWEST = 50
"""Tickets that are read one by one where the search does not find the one that we created."""
_NEXT_PARTS = {"open": "closed", "closed": "changed"}
"""When everything is read.  What is closed or opened again meanwhile may be in neither, so it comes again at last."""
_TICKET = {"includedetails": "true", "includelastaction": "false"}


class HaloPsa:
    provider = Provider.HALOPSA
    longest_note = LONGEST_NOTE

    def __init__(self, connection: Connection, http: PsaHttp, cache: Cache) -> None:
        self._connection = connection
        self.begin_step = http.begin_step
        self._api = HaloApi(connection, http, cache)
        self._names = Names(self._api, cache)

    def missing_options(self, *, public: bool) -> Sequence[str]:
        option = _note_type(public=public)
        return () if self._number(option) is not None else (option.value,)

    def test(self) -> None:
        self._api.tokens.forget()
        self._api.get("Agent/me")
        for path in ("Tickets", "Client"):
            self._api.get(path, page_query(1, 1))
        for path in ("Status", "Outcome", "Team"):
            self._api.get(path)

    # -- reading

    def find_ticket(self, number: str) -> Ticket:
        return self.get_ticket(number.strip().removeprefix("#").lstrip("0"))

    def get_ticket(self, ticket_id: str) -> Ticket:
        content = self._api.get(f"Tickets/{_ticket_number(ticket_id)}", _TICKET, about_ticket=True)
        return ticket_of(content if isinstance(content, Mapping) else {}, self._names)

    def search_tickets(self, text: str, *, most: int = 25) -> Sequence[Ticket]:
        query = {**page_query(1, min(most, PAGE_SIZE)), "orderdesc": "true", "search_summary": text}
        tickets = self._tickets(self._api.rows("Tickets", query))
        return [ticket for ticket in tickets if text.casefold() in ticket.title.casefold()][:most]

    def changed_tickets(self, since: datetime | None, cursor: str | None) -> TicketPage:
        place = Place.of(cursor) if cursor else _beginning(since)
        page = next_page(self._fetch_tickets(place), read=place.read, last_id=place.last_id)
        tickets = [one for one in self._tickets(page.rows) if not (since and one.updated_at and one.updated_at < since)]
        if not page.is_last:
            place = Place(part=place.part, since=place.since, read=page.read, last_id=page.last_id)
            return TicketPage(tickets=tickets, next_cursor=place.cursor())
        part = _NEXT_PARTS.get(place.part)
        return TicketPage(tickets=tickets, next_cursor=Place(part=part, since=place.since).cursor() if part else None)

    def list_notes(self, ticket_id: str) -> Sequence[Note]:
        rows, _ = actions(self._api, _ticket_number(ticket_id), count=NOTES)
        notes = [note_of({**row, "ticket_id": ticket_id}) for row in rows]
        return sorted(notes, key=lambda note: int(note.id.rpartition(":")[2]))[-NOTES:]

    def lookup(self, kind: LookupKind, *, parent_id: str | None = None) -> Sequence[LookupItem]:
        return lookup(self._api, kind, parent_id)

    # -- writing

    def create_ticket(self, new: NewTicket) -> Ticket:
        saved = self._api.save("Tickets", self._new_ticket(new), is_write=True)
        ticket_id = id_of(saved, "id")
        if ticket_id is None:
            raise OutcomeUnknown
        try:
            return self.get_ticket(ticket_id)
        except CallFailed:
            # It exists: an error would have it created again.
            return ticket_of(saved, None)

    def _new_ticket(self, new: NewTicket) -> Row:
        optional = {
            "user_id": number_of(new.contact_id),
            "team": new.board_id or self._connection.options.get(Option.BOARD) or None,
            "priority_id": number_of(new.priority_id) or self._number(Option.PRIORITY),
            "tickettype_id": self._number(Option.TICKET_TYPE),
        }
        return {
            "summary": new.title,
            "details_html": to_html(new.description, new.marker),
            "client_id": _given_number(new.company_id, "client_id"),
            "third_party_id_string": new.marker,
            **{name: value for name, value in optional.items() if value is not None},
        }

    def find_created_ticket(self, marker: str) -> Ticket | None:
        newest = {**page_query(1, PAGE_SIZE), "orderdesc": "true"}
        for query in ({**newest, "search": marker}, newest):
            for row in self._api.rows("Tickets", query)[:NEWEST]:
                if found := self._created(row, marker):
                    return found
        return None

    def _created(self, row: Row, marker: str) -> Ticket | None:
        """The row's ticket, if it has the marker.  Rows of lists lack most fields."""
        fields = ("third_party_id_string", "details_html", "details")
        ticket_id = id_of(row, "id")
        if ticket_id is None:
            return None
        if not has_marker(row, marker, *fields):
            content = self._api.get(f"Tickets/{ticket_id}", _TICKET, about_ticket=True)
            if not (isinstance(content, Mapping) and has_marker(content, marker, *fields)):
                return None
        return self.get_ticket(ticket_id)

    def set_status(self, ticket_id: str, status_id: str) -> Ticket:
        item = {"id": int(_ticket_number(ticket_id)), "status_id": _given_number(status_id, "status_id")}
        self._api.save("Tickets", item, is_write=False)
        ticket = self.get_ticket(ticket_id)
        if ticket.status_id != status_id:
            raise StatusNotChanged
        return ticket

    def add_note(self, ticket_id: str, note: NewNote) -> str:
        is_public = note.visibility is Visibility.PUBLIC
        # Whether a public one is mailed is what the tenant set up for its outcome.
        mail = {} if is_public else {"sendemail": False}
        return self._act(
            ticket_id,
            {"note_html": to_html(note.text, note.marker), "hiddenfromuser": not is_public, **mail},
            option=_note_type(public=is_public),
        )

    def add_time(self, ticket_id: str, entry: NewTimeEntry) -> str:
        ended_at = entry.started_at + timedelta(minutes=entry.minutes)
        return self._act(
            ticket_id,
            {
                "note_html": to_html(entry.text, entry.marker),
                "hiddenfromuser": True,
                "sendemail": False,
                "timetaken": round(entry.minutes / 60, 4),
                "who_agentid": _given_number(entry.agent_id, "who_agentid"),
                "actionarrivaldate": stamp(entry.started_at),
                "actioncompletiondate": stamp(ended_at),
            },
            option=Option.NOTE_TYPE,
        )

    def find_note(self, ticket_id: str, marker: str) -> str | None:
        return self._find_action(ticket_id, marker)

    def find_time(self, ticket_id: str, marker: str) -> str | None:
        return self._find_action(ticket_id, marker)

    def verify_webhook(self, webhook: IncomingWebhook) -> Sequence[Hint]:
        return hints_of(webhook, self._connection.webhook_secret)

    # -- parts

    def _act(self, ticket_id: str, action: Row, *, option: Option) -> str:
        outcome_id = self._number(option)
        if outcome_id is None:
            raise OptionMissing(option.value)
        number = _ticket_number(ticket_id)
        saved = self._api.save("Actions", {"ticket_id": int(number), "outcome_id": outcome_id, **action}, is_write=True)
        if number_of(saved.get("id")) is None:
            raise OutcomeUnknown
        return action_id(saved, number)

    def _find_action(self, ticket_id: str, marker: str) -> str | None:
        number = _ticket_number(ticket_id)
        rows, total = actions(self._api, number, count=NOTES)
        if total > len(rows):
            # Nobody says which ones come first.
            rows, _ = actions(self._api, number, count=total)
        return next((action_id(row, number) for row in rows if has_marker(row, marker, "note_html", "note")), None)

    def _tickets(self, rows: Sequence[Row]) -> list[Ticket]:
        return [ticket_of(row, self._names) for row in rows if id_of(row, "id") and row.get("deleted") is not True]

    def _fetch_tickets(self, place: Place) -> Callable[[int, int], Any]:
        which = _which(place)
        return lambda number, size: self._api.get("Tickets", {**page_query(number, size), **which})

    def _number(self, option: Option) -> int | None:
        return number_of(self._connection.options.get(option))


def _note_type(*, public: bool) -> Option:
    return Option.PUBLIC_NOTE_TYPE if public else Option.NOTE_TYPE


def _ticket_number(ticket_id: str) -> str:
    """Raises TicketNotFound for what no ticket of HaloPSA is called."""
    number = number_of(ticket_id)
    if not number:
        raise TicketNotFound
    return str(number)


def _given_number(value: str, field: str) -> int:
    """Raises ValidationFailed for an id that is none of HaloPSA's."""
    number = number_of(value)
    if number is None:
        raise ValidationFailed(fields=(field,))
    return number


def _beginning(since: datetime | None) -> Place:
    part = "changed" if since else "open"
    return Place(part=part, since=stamp((since or clock.now()) - MARGIN))


def _which(place: Place) -> Mapping[str, str]:
    """The filter of a part of the list."""
    if place.part == "open":
        return {"open_only": "true"}
    if place.part == "closed":
        recent = stamp(datetime.fromisoformat(place.since) - RECENT)
        return {"closed_only": "true", "lastupdatefromdate": recent}
    return {"lastupdatefromdate": place.since}
