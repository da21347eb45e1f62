"""Reads the lists of the PSA from which people pick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from models.core.database.tables import JsonObject
from models.core.unit_of_work import db_session
from models.jobs import Job
from models.operations import psa_lookups
from models.operations.psa_secrets import open_secrets
from models.psa_connection import PsaConnection
from models.psa_kinds import LookupKind
from models.psa_lookup import PsaLookup
from tasks.actors.inputs.psa_connections import without
from tasks.actors.registry import actor
from tasks.integrations.errors import CallFailed
from tasks.integrations.psa import LookupItem
from tasks.running import RunningJob

FETCH_SECONDS = 300
"""Twenty thousand companies are many pages."""


def not_read(lookup_id: UUID, *, code: str) -> None:
    """The job is dead: whoever waits is told, and the list is read again when somebody asks for it."""
    psa_lookups.note_failed(lookup_id, code=code, message="FlowPilot could not read this list. Try again.")


@actor(Job.PSA_LOOKUP_FETCH, when_dead=not_read, time_limit_seconds=FETCH_SECONDS, may_repeat=True)
def fetch(job: RunningJob, lookup_id: UUID) -> None:
    """Read one list and keep it.

    Running twice is safe: the second reading replaces the first.  A failure is recorded and told at once, because
    people wait for the list; it is read again when one of them asks for it a minute later.
    """
    with job.transaction():
        lookup = db_session().get(PsaLookup, lookup_id)
        connection = db_session().get_one(PsaConnection, lookup.connection_id) if lookup else None
        if lookup is None or connection is None or not connection.is_connected:
            psa = None
        else:
            secrets = open_secrets(connection, job.context.key_ring)
            psa, hidden = job.context.psa(connection, secrets), list(secrets.credentials.values())
            kind, parent_id = LookupKind(lookup.kind), lookup.parent_id or None
    if psa is None:
        with job.finish():
            return
    items: Sequence[LookupItem] = ()
    error: CallFailed | None = None
    try:
        items = psa.lookup(kind, parent_id=parent_id)
    except CallFailed as failure:
        error = failure
    with job.finish():
        if error is None:
            psa_lookups.note_read(lookup_id, map(_row, items))
        else:
            psa_lookups.note_failed(lookup_id, code=error.code, message=without(error.message, hidden))


def _row(item: LookupItem) -> JsonObject:
    return asdict(item)
