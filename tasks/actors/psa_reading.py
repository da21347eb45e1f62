"""What the jobs that read from PSAs share: an account's turn, its PSA, and one ticket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from models.core import clock
from models.jobs import Job, request
from models.operations import psa_tickets
from models.operations.psa_secrets import open_secrets
from models.psa_connection import PsaConnection
from tasks.integrations.errors import CallFailed
from tasks.integrations.psa import Psa, Ticket, TicketNotFound
from tasks.running import RunningJob
from tasks.turns import Kind

log = structlog.get_logger(__name__)

Read = Ticket | TicketNotFound | None
"""A ticket, that the PSA no longer has it, or nothing if it cannot be read now."""


@contextmanager
def turn_to_read(job: RunningJob, again: Job, **ids: UUID | int) -> Iterator[bool]:
    """Hold a place for one call.  False: other accounts have their turn, and the same job was requested for later."""
    with turn(job, Kind.PSA_READ, again, **ids) as is_turn:
        yield is_turn


@contextmanager
def turn(job: RunningJob, kind: Kind, again: Job, **ids: UUID | int) -> Iterator[bool]:
    """Hold a place for calls of this kind.  False as above."""
    with job.context.restraint.place() as place:
        hold = place.take_turn(kind, account_id=job.taken.account_id)
        if hold is not None:
            with job.finish():
                request(again, due=clock.now() + timedelta(seconds=hold.seconds), **ids)
        yield hold is None


def psa_of(job: RunningJob, connection: PsaConnection) -> Psa:
    """Call it in a transaction, for a connection that is not disconnected."""
    return job.context.psa(connection, open_secrets(connection, job.context.key_ring))


def read_ticket(psa: Psa, remote_id: str) -> Read:
    try:
        return psa.get_ticket(remote_id)
    except TicketNotFound as gone:
        return gone
    except CallFailed as error:
        log.warning("ticket not read", code=error.code)
        return None


def store_read(connection: PsaConnection, remote_id: str, read: Read, *, read_at: datetime) -> None:
    if isinstance(read, Ticket):
        psa_tickets.store_tickets(connection, [read], read_at=read_at)
    elif read is not None:
        psa_tickets.note_gone(connection, remote_id)
