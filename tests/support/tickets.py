"""An account's connection to a PSA and its copy of tickets, without a PSA."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from models.core import clock
from models.operations.psa_secrets import new_webhook_secret, seal_credentials
from models.operations.psa_tickets import note_gone, store_tickets
from models.psa_connection import PsaConnection, PsaState
from models.psa_kinds import Provider
from tasks.integrations.psa import Ticket
from tests.support.desk import Desk, Person, expect

BEGAN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def connects(desk: Desk, **values: Any) -> UUID:
    """A connection as the settings screen makes one; its id."""
    values = {"provider": Provider.CONNECTWISE, "base_url": "https://psa.acme.test", "state": PsaState.OK} | values
    credentials = values.pop("credentials", {"company_id": "acme", "public_key": "p", "private_key": "k"})
    with desk.unit() as unit:
        row = PsaConnection(account_id=desk.account_id, options={}, sync_state={}, **values)
        key_ring = desk.app.extensions["key_ring"]
        seal_credentials(row, credentials, key_ring)
        new_webhook_secret(row, key_ring)
        unit.db_session.add(row)
        unit.db_session.flush()
        return row.id


def ticket(number: int, title: str = "Printer offline", **values: Any) -> Ticket:
    """As a PSA has it; the higher its number, the later it changed."""
    usual = {
        "client_name": "Acme Ltd",
        "contact_name": "Ann Lee",
        "status": "New",
        "priority": "Medium",
        "board": "Help Desk",
        "updated_at": BEGAN + timedelta(minutes=number % 100_000),
    }
    return Ticket(id=str(number), number=str(number), title=title, **(usual | values))


@dataclass(frozen=True)
class Copy:
    """The copy of one connection's tickets."""

    desk: Desk
    connection_id: UUID

    def has(self, *tickets: Ticket, read_at: datetime | None = None) -> None:
        with self.desk.unit() as unit:
            connection = unit.db_session.get_one(PsaConnection, self.connection_id)
            store_tickets(connection, tickets, read_at=read_at or clock.now())

    def loses(self, lost: Ticket) -> None:
        with self.desk.unit() as unit:
            note_gone(unit.db_session.get_one(PsaConnection, self.connection_id), lost.id)

    def changes_connection(self, **values: Any) -> None:
        with self.desk.unit() as unit:
            row = unit.db_session.get_one(PsaConnection, self.connection_id)
            for name, value in values.items():
                setattr(row, name, value)


def copy_of(desk: Desk, **values: Any) -> Copy:
    return Copy(desk, connects(desk, **values))


def listed(by: Person, **query: Any) -> list[str]:
    return [item["number"] for item in expect(by.get("/psa/tickets", **query), 200)["items"]]


def renamed(given: Ticket, **values: Any) -> Ticket:
    return replace(given, **values)
