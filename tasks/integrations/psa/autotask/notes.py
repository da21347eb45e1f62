"""Notes on tickets.  What decides who reads a note is picked by an admin and checked before each is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from models.psa_kinds import Option
from tasks.integrations.psa.autotask.api import AutotaskApi, picked, where
from tasks.integrations.psa.autotask.names import Names
from tasks.integrations.psa.autotask.picklists import Picklists
from tasks.integrations.psa.autotask.values import (
    Row,
    id_of,
    is_id,
    length,
    moment,
    own_id,
    shortened,
    text,
    whole,
)
from tasks.integrations.psa.errors import OptionMissing, TicketNotFound, ValidationFailed
from tasks.integrations.psa.port import Connection, NewNote, Note, Visibility

LONGEST_TITLE, LONGEST_TEXT = 250, 32_000
LONGEST_NOTE = 30_000
"""Leaves room for characters that Autotask counts as two."""
RULES_NOTE = "13"
"""The note type of workflow rules (TicketNotesEntity)."""
NEWEST = 100
"""How many notes are read, or looked through at once: 3 MB at most."""

_TEXTS = ("id", "description")


class Notes:
    def __init__(self, connection: Connection, api: AutotaskApi, picklists: Picklists, names: Names) -> None:
        self._options, self._api, self._picklists, self._names = connection.options, api, picklists, names

    def missing_options(self, *, public: bool) -> Sequence[str]:
        needed = [self._note_type_option(public=public), Option.PUBLISH]
        if public:
            needed.append(Option.PUBLIC_PUBLISH)
        return tuple(name.value for name in needed if not self._options.get(name))

    def add(self, ticket_id: str, note: NewNote) -> str:
        if not is_id(ticket_id):
            raise TicketNotFound
        description = f"{note.text}\n\n[{note.marker}]"
        if length(description) > LONGEST_TEXT:
            raise ValidationFailed("description is too long.", fields=["description"])
        note_type, publish = self._type_and_readers(public=note.visibility is Visibility.PUBLIC)
        fields = {
            "ticketID": int(ticket_id),
            "title": shortened(note.title.strip() or "FlowPilot", LONGEST_TITLE),
            "description": description,
            "noteType": note_type,
            "publish": publish,
        }
        return self._api.create(f"/Tickets/{ticket_id}/Notes", fields, of_ticket=True)

    def find(self, ticket_id: str, marker: str) -> str | None:
        """The id.  Not finding a note makes the caller write it again, so what Autotask's own search does not find, or
        refuses to look for, is looked for in all notes of the ticket.
        """
        if not is_id(ticket_id):
            raise TicketNotFound
        of_ticket = where("eq", "ticketID", int(ticket_id))
        with suppress(ValidationFailed):
            has_marker = where("contains", "description", marker)
            if found := _with_marker(self._api.rows("TicketNotes", of_ticket, has_marker, fields=_TEXTS), marker):
                return found
        return _with_marker(self._api.rows("TicketNotes", of_ticket, fields=_TEXTS, most=NEWEST), marker)

    def list(self, ticket_id: str) -> Sequence[Note]:
        """The order is by id ascending, so the newest are at the end: the ids first, then those notes."""
        ids = [own_id(row) for row in self._ids(ticket_id)][-NEWEST:]
        if not ids:
            return []
        wanted = where("in", "id", [int(one) for one in ids])
        rows = [row for row in self._api.page("TicketNotes", wanted).rows if id_of(row, "noteType") != RULES_NOTE]
        self._names.learn("Resources", (id_of(row, "creatorResourceID") for row in rows))
        self._names.learn("Contacts", (id_of(row, "createdByContactID") for row in rows))
        return [self._note(row) for row in rows]

    def ticket_of(self, note_id: str) -> str | None:
        """The id of the note's ticket; None for a note that is not there (any more)."""
        rows = self._api.page("TicketNotes", where("eq", "id", int(note_id)), fields=("id", "ticketID")).rows
        return id_of(rows[0], "ticketID") if rows else None

    def _ids(self, ticket_id: str) -> Iterator[Row]:
        if not is_id(ticket_id):
            raise TicketNotFound
        of_ticket = where("eq", "ticketID", int(ticket_id))
        return self._api.rows("TicketNotes", of_ticket, where("noteq", "noteType", int(RULES_NOTE)), fields=("id",))

    def _type_and_readers(self, *, public: bool) -> tuple[int, int]:
        """The numbers of the note's type and of who reads it, as the tenant has them now.

        Raises OptionMissing, before any call if one was not picked: there is no default, because the same number means
        the team in one tenant and the client in another.  One level for both kinds of notes is no choice either.
        """
        note_type = picked(self._options, self._note_type_option(public=public))
        internal = picked(self._options, Option.PUBLISH)
        publish = picked(self._options, Option.PUBLIC_PUBLISH) if public else internal
        if internal == self._options.get(Option.PUBLIC_PUBLISH) or note_type == RULES_NOTE:
            raise OptionMissing
        for field, value in (("noteType", note_type), ("publish", publish)):
            if value not in [one.id for one in self._picklists.active("TicketNotes", field)]:
                raise OptionMissing
        return whole(note_type, field="noteType"), whole(publish, field="publish")

    def _note_type_option(self, *, public: bool) -> Option:
        """Autotask's note type does not decide who reads a note, so the internal one serves for both."""
        return Option.PUBLIC_NOTE_TYPE if public and self._options.get(Option.PUBLIC_NOTE_TYPE) else Option.NOTE_TYPE

    def _note(self, row: Row) -> Note:
        resource, contact = id_of(row, "creatorResourceID"), id_of(row, "createdByContactID")
        return Note(
            id=own_id(row),
            author=self._names.of("Resources", resource) or self._names.of("Contacts", contact),
            text=text(row, "description"),
            is_public=self._is_public(id_of(row, "publish")),
            created_at=moment(row, "createDateTime"),
        )

    def _is_public(self, publish: str | None) -> bool:
        """For levels that nobody picked, the tenant's label tells; in doubt the client sees it."""
        if publish == self._options.get(Option.PUBLISH):
            return False
        return "internal" not in self._picklists.label("TicketNotes", "publish", publish).lower()


def _with_marker(rows: Iterable[Row], marker: str) -> str | None:
    return next((own_id(row) for row in rows if marker in text(row, "description")), None)
