"""An account's connection to a PSA and its copy of tickets, without a PSA."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update

from models.core import clock
from models.core.locking import locked
from models.core.outgoing.outbox import OutboxRow
from models.jobs import Job
from models.operations.psa_secrets import new_webhook_secret
from models.operations.psa_sync import start_sync
from models.operations.psa_tickets import note_gone, store_tickets
from models.psa_connection import PsaConnection, PsaState
from models.psa_sync_state import SyncState
from models.psa_ticket import PsaTicket
from tasks.integrations.psa import Ticket
from tests.support import psa
from tests.support.desk import Desk, Person, expect
from tests.support.eventually import eventually
from tests.support.psa import NOWHERE

BEGAN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def connects(desk: Desk, base_url: str = NOWHERE, **values: Any) -> UUID:
    """A connection as the settings screen makes one; its id."""
    key_ring, secret = desk.app.extensions["key_ring"], values.pop("webhook_secret", None)
    made = {name: values.pop(name) for name in ("provider", "credentials", "options") if name in values}
    connection_id = psa.connects(desk, base_url, **made)
    with desk.unit() as unit:
        row = unit.db_session.get_one(PsaConnection, connection_id)
        row.state = PsaState.OK
        for name, value in values.items():
            setattr(row, name, value)
        new_webhook_secret(row, key_ring)
        if secret:
            column = "psa_connections.sealed_webhook_secret"
            row.sealed_webhook_secret = key_ring.seal(secret.encode(), account_id=row.account_id, column=column)
    return connection_id


def ticket(number: int, title: str = "Printer offline", /, **values: Any) -> Ticket:
    """As a PSA has it; the higher its number, the later it changed."""
    usual = {
        "number": str(number),
        "client_name": "Acme Ltd",
        "contact_name": "Ann Lee",
        "status": "New",
        "priority": "Medium",
        "board": "Help Desk",
        "updated_at": BEGAN + timedelta(minutes=number % 100_000),
    }
    return Ticket(id=str(number), title=title, **(usual | values))


@dataclass(frozen=True)
class Copy:
    """The copy of one connection's tickets."""

    desk: Desk
    connection_id: UUID

    def has(self, *tickets: Ticket, read_at: datetime | None = None) -> None:
        with self.desk.unit() as unit:
            connection = unit.db_session.get_one(PsaConnection, self.connection_id)
            store_tickets(connection, tickets, read_at=read_at or clock.now())

    def starts(self) -> None:
        """The sync begins, as it does when an admin has connected the PSA."""
        with self.desk.unit():
            start_sync(locked(PsaConnection, self.connection_id))

    def is_due(self) -> None:
        """What the sync does in a few minutes is done now."""
        with self.desk.unit() as unit:
            now = clock.now()
            waiting = update(OutboxRow).where(OutboxRow.name == Job.PSA_TICKETS_SYNC, OutboxRow.state == "ready")
            unit.db_session.execute(waiting.values(due=now, not_before=now))

    def row(self) -> PsaConnection:
        (row,) = self.desk.rows(select(PsaConnection).where(PsaConnection.id == self.connection_id))
        return row  # type: ignore[no-any-return]

    def loses(self, lost: Ticket) -> None:
        with self.desk.unit() as unit:
            note_gone(unit.db_session.get_one(PsaConnection, self.connection_id), lost.id)

    def changes_connection(self, **values: Any) -> None:
        with self.desk.unit() as unit:
            row = unit.db_session.get_one(PsaConnection, self.connection_id)
            for name, value in values.items():
                setattr(row, name, value)


def copy_of(desk: Desk, base_url: str = NOWHERE, **values: Any) -> Copy:
    return Copy(desk, connects(desk, base_url, **values))


def listed(by: Person, **query: Any) -> list[str]:
    return [item["number"] for item in expect(by.get("/psa/tickets", **query), 200)["items"]]


def syncs(copy: Copy) -> None:
    """One pass, from now on."""
    before = copy.row().synced_at
    copy.is_due()
    assert eventually(lambda: copy.row().synced_at != before), SyncState.of(copy.row())


def starts(copy: Copy) -> None:
    copy.starts()
    assert eventually(lambda: copy.row().synced_at), (SyncState.of(copy.row()), copy.row().last_error)


def waiting(copy: Copy) -> int:
    """The open jobs of the sync whose turn it is or will be."""
    rows = select(OutboxRow.args).where(
        OutboxRow.name == Job.PSA_TICKETS_SYNC, OutboxRow.state.in_(["ready", "running"])
    )
    turn = SyncState.of(copy.row()).turn
    return sum(args["turn"] >= turn for args in copy.desk.rows(rows))


def count(copy: Copy, *conditions: Any) -> int:
    counted = select(func.count()).select_from(PsaTicket).where(PsaTicket.connection_id == copy.connection_id)
    return int(copy.desk.rows(counted.where(*conditions))[0])
