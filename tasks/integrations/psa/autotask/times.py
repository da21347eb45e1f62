"""Time entries on tickets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from models.psa_kinds import Option
from tasks.integrations.psa.autotask.api import AutotaskApi, where
from tasks.integrations.psa.autotask.values import id_of, is_id, length, own_id, text, whole, written
from tasks.integrations.psa.errors import OptionMissing, TicketNotFound, ValidationFailed
from tasks.integrations.psa.port import Connection, NewTimeEntry

LONGEST_TEXT = 8_000
"""Not confirmed by a vendor page."""
SUMMARY = "Work on this ticket"
"""The summary is on invoices, so the client reads it: it says nothing.  Some tenants require one."""


class Times:
    def __init__(self, connection: Connection, api: AutotaskApi) -> None:
        self._options, self._api = connection.options, api

    def add(self, ticket_id: str, entry: NewTimeEntry) -> str:
        """The text goes to the internal notes.  Autotask refuses an entry that ends on another day in UTC than it
        begins, unless the tenant allows that.
        """
        internal = f"{entry.text}\n\n[{entry.marker}]"
        if length(internal) > LONGEST_TEXT:
            raise ValidationFailed("internalNotes is too long.", fields=["internalNotes"])
        if not is_id(ticket_id):
            raise TicketNotFound
        resource = whole(entry.agent_id, field="resourceID")
        fields: dict[str, Any] = {
            "ticketID": int(ticket_id),
            "resourceID": resource,
            "roleID": whole(self._role_of(resource), field="roleID"),
            "dateWorked": written(entry.started_at),
            "startDateTime": written(entry.started_at),
            "endDateTime": written(entry.started_at + timedelta(minutes=entry.minutes)),
            "hoursWorked": round(entry.minutes / 60, 4),
            "summaryNotes": SUMMARY,
            "internalNotes": internal,
        }
        if work_type := self._options.get(Option.WORK_TYPE):
            fields["billingCodeID"] = whole(work_type, field="billingCodeID")
        return self._api.create("/TimeEntries", fields)

    def find(self, ticket_id: str, marker: str) -> str | None:
        """Looks through all entries of the ticket: whether Autotask's search looks into their texts is not known."""
        if not is_id(ticket_id):
            raise TicketNotFound
        rows = self._api.rows("TimeEntries", where("eq", "ticketID", int(ticket_id)), fields=("id", "internalNotes"))
        return next((own_id(row) for row in rows if marker in text(row, "internalNotes")), None)

    def _role_of(self, resource: int) -> str:
        """The role that an admin picked, else the person's default one for the service desk.  Raises OptionMissing."""
        if role := self._options.get(Option.ROLE):
            return role
        person = self._api.item(f"/Resources/{resource}")
        found = id_of(person, "defaultServiceDeskRoleID") if person else None
        if found is None:
            raise OptionMissing
        return found
