from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from models.psa_kinds import LookupKind, Option, Provider
from tasks.integrations.psa import Connection, IncomingWebhook
from tests.outside.psa.halopsa import (
    CLIENT_ID,
    CLIENT_SECRET,
    CLOSED,
    EMAIL_USER,
    IN_PROGRESS,
    PRIVATE_NOTE,
    TENANT,
    HaloSimulator,
    webhook,
)
from tests.outside.psa.halopsa.data import ACME, ANN, SERVICE, TECHNICIAN
from tests.tasks.integrations.psa.bench import Bench, Written

_WEBHOOK_SECRET = "the tenant's webhook secret"


class HaloBench(Bench):
    company_id, contact_id, board_id, agent_id = str(ACME), str(ANN), SERVICE, str(TECHNICIAN)
    other_status_id, closed_status_id = str(IN_PROGRESS), str(CLOSED)

    read_route = "GET */Tickets/[0-9]*"
    create_route = "POST */Tickets"
    status_route = "POST */Tickets"
    note_route = "POST */Actions"
    time_route = "POST */Actions"

    moments = "last_update,lastactiondate,dateoccurred,datecreated"
    lookups = frozenset(LookupKind) - {LookupKind.PUBLISH_LEVELS, LookupKind.WORK_TYPES, LookupKind.ROLES}

    def __init__(self) -> None:
        self.simulator: HaloSimulator = HaloSimulator()
        self._key = uuid4().hex

    @property
    def connection(self) -> Connection:
        return Connection(
            key=self._key,
            provider=Provider.HALOPSA,
            base_url=self.simulator.url,
            credentials={"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "tenant": TENANT},
            options={Option.NOTE_TYPE: str(PRIVATE_NOTE), Option.PUBLIC_NOTE_TYPE: str(EMAIL_USER)},
            webhook_secret=_WEBHOOK_SECRET,
        )

    def add_ticket(self, title: str, *, description: str = "", changed: datetime | None = None) -> str:
        row = self.simulator.tenant.add_ticket(title, details=description, updated_at=changed)
        return str(row["id"])

    def add_tickets(self, count: int) -> Sequence[str]:
        return [self.add_ticket(f"Ticket {number}") for number in range(count)]

    def touch(self, ticket_id: str) -> None:
        self.simulator.tenant.touch(int(ticket_id))

    def remove_ticket(self, ticket_id: str) -> None:
        del self.simulator.tenant.tickets[int(ticket_id)]

    def keep_status(self) -> None:
        self.simulator.keeps_status = True

    def deny(self) -> None:
        self.simulator.forbidden_paths.add("/api/outcome")

    def notes(self, ticket_id: str) -> Sequence[Written]:
        actions = self.simulator.tenant.actions[int(ticket_id)]
        return [Written(one["note"], not one["hiddenfromuser"]) for one in actions if not one["timetaken"]]

    def add_notes(self, ticket_id: str, count: int) -> None:
        for _ in range(count):
            self.simulator.tenant.add_action(int(ticket_id), note="Called back.", hiddenfromuser=True)

    def times(self, ticket_id: str) -> Sequence[str]:
        return [one["note"] for one in self.simulator.tenant.actions[int(ticket_id)] if one["timetaken"]]

    def titles(self) -> Sequence[str]:
        return [row["summary"] for row in self.simulator.tenant.tickets.values()]

    def wrong_company(self) -> Connection:
        return self.changed(tenant="nobody")

    def wrong_credentials(self) -> Connection:
        return self.changed(client_secret="another-secret")

    def webhook(self, ticket_id: str) -> IncomingWebhook:
        headers, body = webhook(int(ticket_id), secret=_WEBHOOK_SECRET)
        return IncomingWebhook(headers=headers, body=body)

    def forged_webhooks(self, ticket_id: str) -> Sequence[IncomingWebhook]:
        genuine, number = self.webhook(ticket_id), int(ticket_id)
        return [
            IncomingWebhook(headers=webhook(number, secret="another tenant's secret")[0], body=genuine.body),
            IncomingWebhook(headers=webhook(number, secret=_WEBHOOK_SECRET, user_name="")[0], body=genuine.body),
            replace(genuine, headers={}),
            replace(genuine, headers={"authorization": f"Bearer {_WEBHOOK_SECRET}"}),
            replace(genuine, headers={"authorization": "Basic ÿ"}),
            replace(genuine, body=b"ticket=1"),
        ]
