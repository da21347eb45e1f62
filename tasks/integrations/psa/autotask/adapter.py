"""The port for Autotask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from models.psa_kinds import LookupKind, Provider
from tasks.integrations.psa.autotask.api import AutotaskApi
from tasks.integrations.psa.autotask.lookups import Lookups
from tasks.integrations.psa.autotask.names import Names
from tasks.integrations.psa.autotask.notes import LONGEST_NOTE, Notes
from tasks.integrations.psa.autotask.picklists import Picklists
from tasks.integrations.psa.autotask.tickets import Tickets
from tasks.integrations.psa.autotask.times import Times
from tasks.integrations.psa.autotask.usage import leave_room
from tasks.integrations.psa.autotask.webhooks import change_in, check_signature
from tasks.integrations.psa.errors import PermissionMissing, ValidationFailed
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
    Ticket,
    TicketPage,
)

# What the API user has to be able to read, and what to create or update, as Autotask names both.
_READ = ("Tickets", "TicketNotes", "Companies", "Contacts", "Resources")
_WRITTEN = (("Tickets", "Update"), ("TicketNotes", "Create"))


class Autotask:
    """A `Psa` (tasks.integrations.psa.port) over Autotask's REST API, version 1.0.

    `connection.credentials` are `username`, `secret` and `integration_code`; its address is that of any zone.
    """

    provider = Provider.AUTOTASK
    longest_note = LONGEST_NOTE

    def __init__(self, connection: Connection, http: PsaHttp, cache: Cache) -> None:
        self._connection, self._cache = connection, cache
        self.begin_step = http.begin_step
        self._api = AutotaskApi(connection, http, cache)
        names, picklists = Names(self._api), Picklists(self._api, cache)
        self._tickets = Tickets(connection, self._api, picklists, names)
        self._notes = Notes(connection, self._api, picklists, names)
        self._times = Times(connection, self._api)
        self._lookups = Lookups(self._api, picklists)

    def missing_options(self, *, public: bool) -> Sequence[str]:
        return self._notes.missing_options(public=public)

    def test(self) -> None:
        """Reads one item of each kind, and asks what the API user may write, as far as Autotask tells it."""
        for entity in _READ:
            self._api.page(entity, fields=("id",), most=1)
        for entity, action in _WRITTEN:
            if not self._may(entity, action):
                raise PermissionMissing(f"{action} {entity}")

    def find_ticket(self, number: str) -> Ticket:
        return self._tickets.find(number)

    def get_ticket(self, ticket_id: str) -> Ticket:
        return self._tickets.get(ticket_id)

    def search_tickets(self, text: str, *, most: int = 25) -> Sequence[Ticket]:
        return self._tickets.search(text, most=most)

    def changed_tickets(self, since: datetime | None, cursor: str | None) -> TicketPage:
        """As the port says.  Raises RateLimited while three quarters of the tenant's hourly calls are used up."""
        leave_room(self._api, self._cache)
        return self._tickets.changed(since, cursor)

    def list_notes(self, ticket_id: str) -> Sequence[Note]:
        return self._notes.list(ticket_id)

    def create_ticket(self, new: NewTicket) -> Ticket:
        """The marker is the ticket's external id.  A text that is too long for Autotask is cut."""
        return self._tickets.create(new)

    def find_created_ticket(self, marker: str) -> Ticket | None:
        return self._tickets.find_created(marker)

    def set_status(self, ticket_id: str, status_id: str) -> Ticket:
        return self._tickets.set_status(ticket_id, status_id)

    def add_note(self, ticket_id: str, note: NewNote) -> str:
        """A resolution is an internal note and nothing else: the ticket has a field `resolution`, but clients may see
        that one in their portal and in mails, so it is not written.
        """
        return self._notes.add(ticket_id, note)

    def find_note(self, ticket_id: str, marker: str) -> str | None:
        return self._notes.find(ticket_id, marker)

    def add_time(self, ticket_id: str, entry: NewTimeEntry) -> str:
        return self._times.add(ticket_id, entry)

    def find_time(self, ticket_id: str, marker: str) -> str | None:
        return self._times.find(ticket_id, marker)

    def lookup(self, kind: LookupKind, *, parent_id: str | None = None) -> Sequence[LookupItem]:
        return self._lookups.items(kind, parent_id=parent_id)

    def verify_webhook(self, webhook: IncomingWebhook) -> Sequence[Hint]:
        """One hint or none.  The ticket of a note is asked for, unless the webhook names it."""
        check_signature(webhook, self._connection.webhook_secret)
        change = change_in(webhook.body)
        if change is None:
            return []
        ticket = change.ticket_id or (self._notes.ticket_of(change.note_id) if change.note_id else None)
        return [Hint(ticket_id=ticket, is_deleted=change.is_deleted)] if ticket else []

    def _may(self, entity: str, action: str) -> bool:
        """Only a clear no counts: not every answer has to have these fields."""
        try:
            content = self._api.get(f"/{entity}/entityInformation")
        except ValidationFailed:
            return True
        info = content.get("info") if isinstance(content, Mapping) else None
        return not isinstance(info, Mapping) or info.get(f"userAccessFor{action}") != "None"
