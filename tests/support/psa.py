"""An account's connection to a PSA that a test runs on the loopback."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update

from models.core import clock
from models.core.outgoing.outbox import OutboxRow
from models.operations.psa_pushes import note_connection
from models.operations.psa_secrets import seal_credentials
from models.psa_connection import PsaConnection
from models.psa_operation import PsaOperation
from models.psa_push import PsaPush
from tests.outside.psa.connectwise import ConnectWiseSimulator
from tests.support.desk import Desk, Person, expect
from tests.tasks.integrations.psa.bench import Bench

NOWHERE = "http://127.0.0.1:1"


def connects(desk: Desk, base_url: str = NOWHERE, *, provider: str = "connectwise", **more: Any) -> UUID:
    """Connect the account; `more`: `credentials` and `options`.  The connection's id."""
    with desk.unit() as unit:
        connection = PsaConnection(
            account_id=desk.account_id,
            provider=provider,
            base_url=base_url,
            options=more.get("options", {}),
            sync_state={},
        )
        seal_credentials(connection, more.get("credentials", {}), desk.app.extensions["key_ring"])
        unit.db_session.add(connection)
        unit.db_session.flush()
        note_connection(connection)
        return connection.id


def connects_to(desk: Desk, bench: Bench, **options: str) -> None:
    """Connect the account to a simulator, as an admin who has chosen what it needs."""
    reached = bench.connection
    chosen = {str(name): value for name, value in reached.options.items()} | options
    more = {"credentials": dict(reached.credentials), "options": chosen}
    connects(desk, reached.base_url, provider=reached.provider, **more)


def hastens(desk: Desk) -> None:
    """What waits for its next attempt is tried now."""
    now = clock.now()
    past = now - timedelta(seconds=1)
    with desk.unit() as unit:
        for table in (PsaOperation, PsaPush):
            waits = update(table).where(table.next_attempt_at > now)
            unit.db_session.execute(waits.values(next_attempt_at=past))
        is_ours = (OutboxRow.name.in_(["psa_push.send", "psa_ticket.create"]), OutboxRow.state == "ready")
        jobs = update(OutboxRow).where(*is_ours, OutboxRow.not_before > now)
        unit.db_session.execute(jobs.values(due=past, not_before=past))


def credentials_of(simulator: ConnectWiseSimulator) -> dict[str, str]:
    """Those with which the simulated tenant lets FlowPilot in."""
    names = ("company_id", "public_key", "private_key", "client_id")
    return {name: getattr(simulator.tenant, name) for name in names}


def push_of(by: Person, ai_session: dict[str, Any]) -> dict[str, Any]:
    return expect(by.get(f"/ai-sessions/{ai_session['id']}/psa-push"), 200)
