"""Creates tickets in the PSA: from nothing, for a session, or from a second problem that a session came across.

The operation's row is the request; its id is what the caller waits for.  The job writes it by the same rules as a note
(`psa_operations`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import orjson

from models import events
from models.ai_session import AiSession
from models.core import clock, ids
from models.core.database.tables import JsonObject
from models.core.locking import locked
from models.core.redaction import Redactor
from models.core.unit_of_work import current, db_session
from models.destinations import InternalNote
from models.jobs import Job, request
from models.operations import psa_operations
from models.operations.ai_sessions import describe_session
from models.operations.postings import post_internal_note
from models.operations.psa_operations import Reason, Step, Wait, next_step
from models.operations.psa_reasons import DISCONNECTED
from models.operations.psa_tickets import store_tickets
from models.operations.steps import add_log_entry
from models.psa_connection import PsaConnection
from models.psa_operation import Kind, OperationState, PsaOperation, marker_of
from models.psa_push import Occasion
from models.psa_ticket import RemoteTicket
from models.queries.psa_connections import needed_connection
from models.step import Step as SessionStep, StepKind
from models.user import User

PATIENCE = timedelta(minutes=15)
"""Somebody waits for the number: after this time they had better look in the PSA themselves."""
_NOT_STARTED = "FlowPilot could not create the ticket. Try again."


@dataclass(frozen=True, kw_only=True)
class NewTicket:
    """What the person entered; the description may be read by the client."""

    title: str
    description: str
    client_id: str
    contact_id: str | None = None
    board_id: str | None = None
    priority_id: str | None = None


def request_ticket(new: NewTicket, *, ai_session: AiSession | None, by: User) -> UUID:
    """Create a ticket, which becomes that of `ai_session` unless it has one by then.  The request's id.

    Raises PsaNotConnected (409).
    """
    return _request(new, ai_session=ai_session, by=by, more={"is_for_session": ai_session is not None})


def request_spin_off(new: NewTicket, ai_session: AiSession, steps: Sequence[SessionStep], *, by: User) -> UUID:
    """Create a ticket for a second problem of the session.  Both tickets get a link to each other, in internal notes.

    The chosen steps go into the new ticket's note too, because a client may read its description.
    Raises PsaNotConnected (409).
    """
    words = "\n\n".join(_quoted(step) for step in steps)
    return _request(new, ai_session=ai_session, by=by, more={"is_spin_off": True, "steps": Redactor().redact(words)})


def advance(operation_id: UUID, *, job_id: UUID) -> tuple[PsaConnection, Step] | Wait | None:
    """What the job does next, and where; None if there is nothing left to do."""
    operation = locked(PsaOperation, operation_id)
    connection = db_session().get_one(PsaConnection, operation.connection_id)
    if operation.is_open and not connection.is_connected:
        psa_operations.skip(operation, DISCONNECTED)
        _tell(operation, code=DISCONNECTED.code, message=DISCONNECTED.message)
        return None
    step = next_step([operation], job_id=job_id)
    return (connection, step) if isinstance(step, Step) else step


def record_created(operation_id: UUID, step: Step, ticket: RemoteTicket, *, read_at: datetime) -> None:
    """The PSA has it: it is in the copy at once, and linked to what asked for it."""
    operation = locked(PsaOperation, operation_id)
    if operation.state == OperationState.SENT:
        return
    psa_operations.note_sent(operation, step, ticket.id)
    operation.ticket_number = ticket.number
    store_tickets(db_session().get_one(PsaConnection, operation.connection_id), [ticket], read_at=read_at)
    _link(operation, ticket)
    _tell(operation, number=ticket.number)


def record_absent(operation_id: UUID, step: Step) -> None:
    psa_operations.note_absent(locked(PsaOperation, operation_id), step)


def record_lost(operation_id: UUID, step: Step, reason: Reason) -> None:
    operation = locked(PsaOperation, operation_id)
    is_over = clock.now() > operation.created_at + PATIENCE
    psa_operations.note_lost(operation, step, reason, is_over=is_over)
    if operation.state == OperationState.UNKNOWN and not operation.is_open:
        _tell(operation, code=reason.code, message=reason.message)


def record_held_off(operation_id: UUID, step: Step, reason: Reason, *, at: datetime, looks: int) -> None:
    operation = locked(PsaOperation, operation_id)
    if at > operation.created_at + PATIENCE:
        record_failed(operation_id, step, reason)
    else:
        psa_operations.note_held_off(operation, step, reason, at=at, looks=looks)


def record_failed(operation_id: UUID, step: Step, reason: Reason) -> None:
    operation = locked(PsaOperation, operation_id)
    was_open = operation.is_open
    psa_operations.note_failed(operation, step, reason)
    if was_open and not operation.is_open:
        _tell(operation, code=reason.code, message=reason.message)


def abandon(operation_id: UUID, reason: Reason) -> None:
    operation = locked(PsaOperation, operation_id)
    if operation.is_open:
        psa_operations.note_abandoned(operation, reason)
        _tell(operation, code=reason.code, message=_NOT_STARTED)


def _request(new: NewTicket, *, ai_session: AiSession | None, by: User, more: JsonObject) -> UUID:
    connection, operation_id = needed_connection(), ids.new_id()
    mask = Redactor().redact
    payload = {**vars(new), "title": mask(new.title), "description": mask(new.description), **more}
    operation = PsaOperation(
        id=operation_id,
        account_id=by.account_id,
        connection_id=connection.id,
        ai_session_id=ai_session.id if ai_session else None,
        requested_by_id=by.id,
        kind=Kind.TICKET,
        payload=payload,
        payload_hash=hashlib.sha256(orjson.dumps(payload, option=orjson.OPT_SORT_KEYS)).hexdigest(),
        marker=marker_of(operation_id),
    )
    current().add(operation)
    request_creation(operation_id)
    return operation_id


def request_creation(operation_id: UUID, *, due: datetime | None = None) -> None:
    request(Job.PSA_TICKET_CREATE, due=due, operation_id=operation_id)


def _link(operation: PsaOperation, ticket: RemoteTicket) -> None:
    if operation.ai_session_id is None:
        return
    ai_session = locked(AiSession, operation.ai_session_id)
    by = db_session().get_one(User, operation.requested_by_id)
    if operation.payload.get("is_spin_off"):
        _link_tickets(operation, ai_session, ticket, by=by)
    elif ai_session.psa_ticket_id is None:
        describe_session(ai_session, {"psa_ticket_id": ticket.number})
        add_log_entry(ai_session, f"{by.name} created ticket #{ticket.number}", kind="ticket_created", by=by)


def _link_tickets(operation: PsaOperation, ai_session: AiSession, ticket: RemoteTicket, *, by: User) -> None:
    add_log_entry(
        ai_session, f"{by.name} split this off into ticket #{ticket.number}: {ticket.title}", kind="split_off", by=by
    )
    origin = f" of ticket #{ai_session.psa_ticket_id}" if ai_session.psa_ticket_id else ""
    found = f"Found while working on another problem{origin}."
    steps = operation.payload.get("steps")
    note = InternalNote("\n\n".join(filter(None, [found, steps])))
    post_internal_note(ai_session, note, Occasion.SPIN_OFF, by=by, ticket_number=ticket.number)
    if ai_session.psa_ticket_id:
        there = InternalNote(f"A second problem has a ticket of its own: #{ticket.number} {ticket.title}")
        post_internal_note(ai_session, there, Occasion.SPIN_OFF, by=by)


def _quoted(step: SessionStep) -> str:
    author = step.author.name if step.author else "Copilot" if step.kind == StepKind.ASSISTANT_MESSAGE else "FlowPilot"
    return f"{author}, {step.created_at:%Y-%m-%d %H:%M} UTC:\n{step.content}"


def _tell(operation: PsaOperation, *, number: str | None = None, code: str | None = None, message: str = "") -> None:
    events.psa_ticket_created(
        operation.requested_by_id, operation.id, number=number, code=code, message=message or None
    )
