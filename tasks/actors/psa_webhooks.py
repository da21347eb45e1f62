"""Examines the calls that come in from PSAs."""

from __future__ import annotations

from uuid import UUID

import structlog

from models.core import clock
from models.core.outgoing.psa_calls import PsaCall
from models.core.unit_of_work import db_session
from models.jobs import Job
from models.psa_connection import PsaConnection
from tasks.actors.psa_reading import Read, psa_of, store_read, turn_to_read
from tasks.actors.registry import actor
from tasks.integrations.errors import CallFailed, TryAgain
from tasks.integrations.psa import IncomingWebhook, Psa, TicketNotFound
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 180

log = structlog.get_logger(__name__)


def verify_failed(connection_id: UUID, call_id: UUID, *, code: str) -> None:
    """The job is dead: the next sync finds what the call would have said."""


@actor(Job.PSA_WEBHOOK_VERIFY, when_dead=verify_failed, time_limit_seconds=TIME_LIMIT_SECONDS, may_repeat=True)
def verify(job: RunningJob, connection_id: UUID, call_id: UUID) -> None:
    """Verify an incoming webhook, and read the first ticket that it names again.

    Nothing of the call is stored, only what the PSA itself answers.  Running twice is safe: it only reads.
    """
    with turn_to_read(job, Job.PSA_WEBHOOK_VERIFY, connection_id=connection_id, call_id=call_id) as is_turn:
        if not is_turn:
            return
        call = job.context.psa_calls.get(call_id, account_id=job.taken.account_id)
        with job.transaction():
            connection = db_session().get_one(PsaConnection, connection_id)
            psa = psa_of(job, connection) if call and connection.is_connected else None
        read_at = clock.now()
        remote_id, read = _read(psa, call) if psa and call else ("", None)
    with job.finish():
        store_read(db_session().get_one(PsaConnection, connection_id), remote_id, read, read_at=read_at)


def _read(psa: Psa, call: PsaCall) -> tuple[str, Read]:
    """The id and the ticket of the first hint; no ticket if there is none.  Raises TryAgain."""
    remote_id = ""
    try:
        hints = psa.verify_webhook(IncomingWebhook(headers=call.headers, body=call.body))
        if not hints:
            return "", None
        remote_id = hints[0].ticket_id
        return remote_id, psa.get_ticket(remote_id)
    except TicketNotFound as gone:
        return remote_id, gone
    except TryAgain:
        raise
    except CallFailed as error:
        log.info("incoming webhook has no effect", code=error.code)
        return "", None
