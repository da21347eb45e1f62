from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from models.psa_kinds import LookupKind, Option, Provider
from tasks.integrations.psa import Connection, IncomingWebhook
from tests.outside.psa.autotask import AutotaskSimulator, webhooks
from tests.outside.psa.autotask.entities import ALL_USERS, COMPLETE, IN_PROGRESS, INTERNAL, NEW, NOTE_TYPE
from tests.tasks.integrations.psa.bench import Bench, Written

_WEBHOOK_SECRET = "the tenant's webhook secret"


class AutotaskBench(Bench):
    company_id, contact_id, board_id, agent_id = "176", "311", "29682833", "11"
    other_status_id, closed_status_id = str(IN_PROGRESS), str(COMPLETE)

    read_route = "GET */Tickets/[0-9]*"
    create_route = "POST */Tickets"
    status_route = "PATCH */Tickets"
    note_route = "POST */Notes"
    time_route = "POST */TimeEntries"
    id_field = "id,itemId"

    moments = "lastActivityDate,createDate"
    lookups = frozenset(LookupKind) - {LookupKind.TICKET_TYPES}

    def __init__(self) -> None:
        self.simulator: AutotaskSimulator = AutotaskSimulator()
        self._key = uuid4().hex

    @property
    def connection(self) -> Connection:
        return Connection(
            key=self._key,
            provider=Provider.AUTOTASK,
            base_url=self.simulator.url,
            credentials=self.simulator.credentials,
            options={
                Option.NOTE_TYPE: str(NOTE_TYPE),
                Option.PUBLISH: str(INTERNAL),
                Option.PUBLIC_PUBLISH: str(ALL_USERS),
            },
            webhook_secret=_WEBHOOK_SECRET,
        )

    def add_ticket(self, title: str, *, description: str = "", changed: datetime | None = None) -> str:
        return str(self.simulator.store.add_ticket({"title": title, "description": description}, at=changed)["id"])

    def number_of(self, ticket_id: str) -> str:
        return str(self.simulator.store.tables["Tickets"][int(ticket_id)]["ticketNumber"])

    def add_tickets(self, count: int) -> Sequence[str]:
        return [self.add_ticket(f"Ticket {number}") for number in range(count)]

    def touch(self, ticket_id: str) -> None:
        self.simulator.store.touch(int(ticket_id))

    def remove_ticket(self, ticket_id: str) -> None:
        del self.simulator.store.tables["Tickets"][int(ticket_id)]

    def keep_status(self) -> None:
        self.simulator.kept_status = NEW

    def deny(self) -> None:
        self.simulator.denied.add(("TicketNotes", "create"))

    def notes(self, ticket_id: str) -> Sequence[Written]:
        return [
            Written(note["description"], note["publish"] == ALL_USERS) for note in self._of(ticket_id, "TicketNotes")
        ]

    def add_notes(self, ticket_id: str, count: int) -> None:
        for _ in range(count):
            self.simulator.store.add_note(int(ticket_id), {"description": "Called back."})

    def times(self, ticket_id: str) -> Sequence[str]:
        return [entry["internalNotes"] for entry in self._of(ticket_id, "TimeEntries")]

    def titles(self) -> Sequence[str]:
        return [ticket["title"] for ticket in self.simulator.store.rows("Tickets")]

    def wrong_company(self) -> Connection:
        return self.changed(username="nobody@contoso.test")

    def wrong_credentials(self) -> Connection:
        return self.changed(secret="another-secret")

    def webhook(self, ticket_id: str) -> IncomingWebhook:
        return _incoming(webhooks.payload("Update", "Ticket", int(ticket_id)))

    def forged_webhooks(self, ticket_id: str) -> Sequence[IncomingWebhook]:
        genuine = self.webhook(ticket_id)
        signature = genuine.headers["x-hook-signature"]
        return [
            _incoming(genuine.body, secret="another tenant's secret"),
            _incoming(genuine.body, secret=""),
            replace(genuine, body=genuine.body.replace(b"Update", b"Delete")),
            replace(genuine, headers={}),
            replace(genuine, headers={"x-hook-signature": signature.removeprefix("sha1=")}),
            replace(genuine, headers={"x-hook-signature": signature.lower()}),
        ]

    def _of(self, ticket_id: str, entity: str) -> Sequence[Mapping[str, Any]]:
        return [row for row in self.simulator.store.rows(entity) if row["ticketID"] == int(ticket_id)]


def _incoming(body: bytes, *, secret: str = _WEBHOOK_SECRET) -> IncomingWebhook:
    headers = {name.lower(): value for name, value in webhooks.headers(body, secret=secret).items()}
    return IncomingWebhook(headers=headers, body=body)
