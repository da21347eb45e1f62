from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from models.psa_kinds import LookupKind, Option, Provider
from tasks.integrations.psa import Connection, IncomingWebhook
from tests.outside.psa.connectwise import Callback, ConnectWiseSimulator
from tests.outside.psa.connectwise.callbacks import FILE_PATH, OTHER_KEY, OTHER_KEY_PATH
from tests.outside.psa.connectwise.tenant import CLOSED, HELP_DESK, IN_PROGRESS
from tests.tasks.integrations.psa.bench import Bench, Written


class ConnectWiseBench(Bench):
    company_id, contact_id, board_id, agent_id = "250", "9", str(HELP_DESK), "151"
    other_status_id, closed_status_id = str(IN_PROGRESS), str(CLOSED)

    read_route = "GET */service/tickets/[0-9]*[0-9]"
    create_route = "POST */service/tickets"
    status_route = "PATCH */service/tickets/*"
    note_route = "POST */notes"
    time_route = "POST */time/entries"

    moments = "lastUpdated,dateEntered"
    lookups = frozenset(LookupKind) - {LookupKind.NOTE_TYPES, LookupKind.PUBLISH_LEVELS, LookupKind.TICKET_TYPES}

    def __init__(self) -> None:
        self.simulator: ConnectWiseSimulator = ConnectWiseSimulator()
        self._key = uuid4().hex

    @property
    def connection(self) -> Connection:
        tenant = self.simulator.tenant
        return Connection(
            key=self._key,
            provider=Provider.CONNECTWISE,
            base_url=self.simulator.url,
            credentials={
                "company_id": tenant.company_id,
                "public_key": tenant.public_key,
                "private_key": tenant.private_key,
                "client_id": tenant.client_id,
            },
            options={Option.WORK_TYPE: "1", Option.ROLE: "1"},
        )

    def add_ticket(self, title: str, *, description: str = "", changed: datetime | None = None) -> str:
        return str(self.simulator.tenant.add_ticket(title, description=description, changed=changed))

    def add_tickets(self, count: int) -> Sequence[str]:
        return [self.add_ticket(f"Ticket {number}") for number in range(count)]

    def touch(self, ticket_id: str) -> None:
        self.simulator.tenant.touch(int(ticket_id))

    def remove_ticket(self, ticket_id: str) -> None:
        self.simulator.tenant.remove_ticket(int(ticket_id))

    def keep_status(self) -> None:
        self.simulator.tenant.keeps_status = True

    def deny(self) -> None:
        self.simulator.tenant.denied.add("/system/members")

    def notes(self, ticket_id: str) -> Sequence[Written]:
        notes = self.simulator.tenant.notes_of(int(ticket_id))
        return [Written(note["text"], note["externalFlag"]) for note in notes]

    def add_notes(self, ticket_id: str, count: int) -> None:
        for _ in range(count):
            self.simulator.tenant.add_note(int(ticket_id), "Called back.", internalAnalysisFlag=True)
            entry = {"chargeToId": int(ticket_id), "chargeToType": "ServiceTicket", "internalNotes": "Called back."}
            self.simulator.tenant.add("entries", entry)

    def times(self, ticket_id: str) -> Sequence[str]:
        return [entry["internalNotes"] for entry in self.simulator.tenant.entries_of(int(ticket_id))]

    def titles(self) -> Sequence[str]:
        return [ticket["summary"] for ticket in self.simulator.tenant.tables["tickets"].values()]

    def wrong_company(self) -> Connection:
        return self.changed(company_id="nobody")

    def wrong_credentials(self) -> Connection:
        return self.changed(private_key="another-private-key")

    def webhook(self, ticket_id: str) -> IncomingWebhook:
        return _incoming(self.simulator.callback(int(ticket_id)))

    def forged_webhooks(self, ticket_id: str) -> Sequence[IncomingWebhook]:
        send, number = self.simulator.callback, int(ticket_id)
        genuine = _incoming(send(number))
        return [
            _incoming(send(number, signing_key="another tenant's key")),
            _incoming(send(number, company_id="somebody-else")),
            _incoming(send(number, signing_key=OTHER_KEY, key_url=self.simulator.url + OTHER_KEY_PATH)),
            _incoming(send(number, signing_key=OTHER_KEY, key_url=self.simulator.url + FILE_PATH)),
            _incoming(send(number, signing_key=OTHER_KEY, key_url=f"{self.simulator.url}{FILE_PATH}?/apis/3.0/keys/1")),
            _incoming(send(number, key_url="https://keys.example.com/key")),
            _incoming(send(number, key_url=f"{self.simulator.url}@keys.example.com/key")),
            _incoming(send(number, key_url=self.simulator.url.replace("127.0.0.1", "127.0.0.2") + "/key")),
            _incoming(send(number, key_url=self.simulator.url + "/nothing/here")),
            replace(genuine, headers={}),
            replace(genuine, body=b'{"ID": 1}'),
            replace(genuine, body=b"[]"),
        ]


def _incoming(callback: Callback) -> IncomingWebhook:
    return IncomingWebhook(headers=callback.headers, body=callback.body)
