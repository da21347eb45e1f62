"""An account's connection to a PSA that a test runs on the loopback."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from models.operations.psa_pushes import note_connection
from models.operations.psa_secrets import seal_credentials
from models.psa_connection import PsaConnection
from tests.support.desk import Desk, Person, expect

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


def push_of(by: Person, ai_session: dict[str, Any]) -> dict[str, Any]:
    return expect(by.get(f"/ai-sessions/{ai_session['id']}/psa-push"), 200)
