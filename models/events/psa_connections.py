"""Events about the connection to the PSA, for the people who wait for a result."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from models.core.outgoing import live
from models.events.publishing import publish
from models.events.types import EventType
from models.psa_connection import PsaTestResult
from models.psa_lookup import PsaLookup


def psa_connection_tested(user_id: UUID, *, result: PsaTestResult, message: str) -> None:
    """`message` says in words what `result` means for an admin."""
    publish(EventType.PSA_CONNECTION_TESTED, [live.user_topic(user_id)], {"result": result, "message": message})


def psa_lookups_changed(lookup: PsaLookup, *, user_ids: Sequence[UUID]) -> None:
    """A list was read, or could not be read."""
    if not user_ids:
        return
    data = {"kind": lookup.kind, "parent_id": lookup.parent_id or None, "status": lookup.state}
    publish(EventType.PSA_LOOKUPS_CHANGED, [live.user_topic(user_id) for user_id in user_ids], data)
