"""Reads tickets from PSAs into the copy: the sync, and single tickets that somebody looks at or that may be gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from models import events
from models.ai_session import AiSession
from models.core import clock
from models.core.unit_of_work import db_session
from models.jobs import Job
from models.operations import psa_new_tickets, psa_sync, psa_tickets
from models.operations.psa_reasons import Reason
from models.operations.psa_sync import PageRead, SyncFailure, SyncStep
from models.psa_connection import PsaConnection
from models.psa_ticket import PsaTicket
from models.queries.psa_connections import current_connection
from tasks.actors.psa_creation import create_ticket
from tasks.actors.psa_reading import Read, psa_of, read_ticket, store_read, turn_to_read
from tasks.actors.registry import actor
from tasks.integrations.errors import CallFailed, Misconfigured, Refused, TryAgain
from tasks.integrations.psa import Note, Psa, RateLimited, Ticket
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 180
"""A call takes at most thirty, and waits for its place before."""
FRESH = timedelta(seconds=30)
"""A ticket that was read so shortly before is not read again for the next person who looks at it."""
_FAULT = "FlowPilot could not store what it read. It will try again."

log = structlog.get_logger(__name__)


def sync_failed(connection_id: UUID, turn: int, *, code: str) -> None:
    """The job is dead: its successor tries the same page."""
    psa_sync.record_failure(connection_id, turn, SyncFailure(code=code, message=_FAULT))


@actor(Job.PSA_TICKETS_SYNC, when_dead=sync_failed, time_limit_seconds=TIME_LIMIT_SECONDS, may_repeat=True)
def sync(job: RunningJob, connection_id: UUID, turn: int) -> None:
    """Read one page of what changed, store it, and request the job for the next one.

    Running twice is safe: a page is stored by the tickets' ids, where it is newer than what is there.  The successor
    is requested in the same transaction that ends this job, and only if it is this job's turn.
    """
    with turn_to_read(job, Job.PSA_TICKETS_SYNC, connection_id=connection_id, turn=turn) as is_turn:
        if not is_turn:
            return
        with job.transaction():
            connection = db_session().get_one(PsaConnection, connection_id)
            step = psa_sync.next_step(connection, turn)
            psa = psa_of(job, connection) if step else None
        read = _read_page(psa, step) if psa and step else None
    with job.finish():
        if isinstance(read, SyncFailure):
            psa_sync.record_failure(connection_id, turn, read)
        elif step and read:
            psa_sync.record_page(connection_id, step, read)


def _read_page(psa: Psa, step: SyncStep) -> PageRead | SyncFailure:
    read_at = clock.now()
    try:
        page = psa.changed_tickets(step.since, step.cursor)
    except CallFailed as error:
        log.warning("tickets not read", code=error.code, after=error.after)
        return SyncFailure(
            code=error.code,
            message=error.message,
            is_misconfigured=isinstance(error, Misconfigured),
            is_pause=isinstance(error, RateLimited),
            restarts=isinstance(error, Refused) and step.cursor is not None,
            after=error.after,
        )
    return PageRead(tickets=page.tickets, next_cursor=page.next_cursor, read_at=read_at)


def refresh_failed(ticket_id: UUID, user_id: UUID, *, code: str) -> None:
    """The job is dead: the person keeps what the copy has, and is told to look."""
    _tell_reader(ticket_id, user_id)


@actor(Job.PSA_TICKET_REFRESH, when_dead=refresh_failed, time_limit_seconds=TIME_LIMIT_SECONDS, may_repeat=True)
def refresh(job: RunningJob, ticket_id: UUID, user_id: UUID) -> None:
    """Read a ticket with its notes for the person who looks at it.

    Running twice is safe: it only reads, and a ticket that was read a moment ago is not read again.
    """
    with turn_to_read(job, Job.PSA_TICKET_REFRESH, ticket_id=ticket_id, user_id=user_id) as is_turn:
        if not is_turn:
            return
        with job.transaction():
            ticket = db_session().get(PsaTicket, ticket_id)
            psa = _psa_for(job, ticket, is_due=ticket is not None and _notes_are_due(ticket))
            remote_id = ticket.remote_id if ticket else ""
        read_at = clock.now()
        read = read_ticket(psa, remote_id) if psa else None
        notes = _notes(psa, remote_id) if psa and isinstance(read, Ticket) else None
    with job.finish():
        _store(ticket_id, read, notes=notes, read_at=read_at)
        _tell_reader(ticket_id, user_id)


def check_failed(ticket_id: UUID, *, code: str) -> None:
    """The job is dead: a later sync requests it again."""


@actor(Job.PSA_TICKET_CHECK, when_dead=check_failed, time_limit_seconds=TIME_LIMIT_SECONDS, may_repeat=True)
def check(job: RunningJob, ticket_id: UUID) -> None:
    """Read a ticket of which nothing was heard for long: the PSA may have deleted it.

    Running twice is safe: it only reads, and a ticket that was read meanwhile is not read again.
    """
    with turn_to_read(job, Job.PSA_TICKET_CHECK, ticket_id=ticket_id) as is_turn:
        if not is_turn:
            return
        with job.transaction():
            ticket = db_session().get(PsaTicket, ticket_id)
            is_due = ticket is not None and ticket.synced_at < clock.now() - psa_sync.CHECK_AFTER
            psa = _psa_for(job, ticket, is_due=is_due)
            remote_id = ticket.remote_id if ticket else ""
        read_at = clock.now()
        read = read_ticket(psa, remote_id) if psa else None
    with job.finish():
        _store(ticket_id, read, notes=None, read_at=read_at)


def find_failed(ai_session_id: UUID, *, code: str) -> None:
    """The job is dead: the session shows the ticket's number alone."""


@actor(Job.PSA_TICKET_FIND, when_dead=find_failed, time_limit_seconds=TIME_LIMIT_SECONDS, may_repeat=True)
def find(job: RunningJob, ai_session_id: UUID) -> None:
    """Read the ticket that a session names and that the copy does not have, for example an old one.

    Running twice is safe: it only reads, and stores by the ticket's id.
    """
    with turn_to_read(job, Job.PSA_TICKET_FIND, ai_session_id=ai_session_id) as is_turn:
        if not is_turn:
            return
        with job.transaction():
            ai_session = db_session().get(AiSession, ai_session_id)
            number = ai_session.psa_ticket_id if ai_session else None
            connection = current_connection()
            psa = psa_of(job, connection) if connection and number else None
            connection_id = connection.id if connection else None
        read_at = clock.now()
        ticket = _found(psa, number) if psa and number else None
    with job.finish():
        if ticket and connection_id:
            connection = db_session().get_one(PsaConnection, connection_id)
            psa_tickets.take_number(ai_session_id, str(number), ticket.number)
            store_read(connection, ticket.id, ticket, read_at=read_at)


def _found(psa: Psa, number: str) -> Ticket | None:
    """Raises TryAgain."""
    try:
        return psa.find_ticket(number)
    except TryAgain:
        raise
    except CallFailed as error:
        log.info("ticket not found", code=error.code)
        return None


def _notes_are_due(ticket: PsaTicket) -> bool:
    return ticket.notes_synced_at is None or ticket.notes_synced_at < clock.now() - FRESH


def _psa_for(job: RunningJob, ticket: PsaTicket | None, *, is_due: bool) -> Psa | None:
    """The PSA of a ticket that is due to be read; None also if the account has disconnected it."""
    if ticket is None or not is_due:
        return None
    connection = db_session().get_one(PsaConnection, ticket.connection_id)
    return psa_of(job, connection) if connection.is_connected else None


def _notes(psa: Psa, remote_id: str) -> Sequence[Note] | None:
    """None if they cannot be read now."""
    try:
        return psa.list_notes(remote_id)
    except CallFailed as error:
        log.warning("notes not read", code=error.code)
        return None


def _store(ticket_id: UUID, read: Read, *, notes: Sequence[Note] | None, read_at: datetime) -> None:
    ticket = db_session().get(PsaTicket, ticket_id) if read else None
    if ticket is None:
        return
    connection = db_session().get_one(PsaConnection, ticket.connection_id)
    store_read(connection, ticket.remote_id, read, read_at=read_at)
    if notes is not None:
        psa_tickets.store_notes(ticket, notes, read_at=read_at)


def _tell_reader(ticket_id: UUID, user_id: UUID) -> None:
    if ticket := db_session().get(PsaTicket, ticket_id):
        events.psa_ticket_changed(ticket.number, user_id=user_id)


def creation_failed(operation_id: UUID, *, code: str) -> None:
    """The job is dead: the person who waits for the number is told."""
    psa_new_tickets.abandon(operation_id, Reason(code, "FlowPilot could not create the ticket. Try again."))


@actor(Job.PSA_TICKET_CREATE, when_dead=creation_failed, time_limit_seconds=TIME_LIMIT_SECONDS, may_repeat=True)
def create(job: RunningJob, operation_id: UUID) -> None:
    """Create a ticket that somebody asked for.

    Running twice is safe: the operation is committed as `sending` before the call.  If a worker dies while making it,
    the ticket is looked for by its marker once the call is certainly over, and created again only if it is not there.
    """
    create_ticket(job, operation_id)
