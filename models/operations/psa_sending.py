"""What the job of a push reads and records: what is to be written, in what order, and what became of it.

The job makes its calls between these functions, with no database connection held.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import orjson

from models.ai_session import AiSession
from models.core import clock, ids
from models.core.database.tables import JsonObject
from models.core.locking import locked
from models.core.redaction import Redactor
from models.core.unit_of_work import db_session
from models.destinations import ClientText, is_same_client
from models.operations import psa_reasons as reasons
from models.operations.psa_operations import Reason, Step, Wait, look_first, next_step, note_abandoned, skip
from models.operations.psa_outcomes import break_off, cancel, give_up, settle
from models.operations.psa_texts import awaits_write_up, content_of, parts_of, text_of
from models.operations.psa_tickets import take_number
from models.psa_connection import PsaConnection
from models.psa_kinds import Option
from models.psa_operation import Kind, OperationState, PsaOperation, marker_of
from models.psa_options import split_name, status_option
from models.psa_push import Occasion, PsaPush, PushState
from models.queries.psa_people import agent_of
from models.queries.psa_pushes import former_notes, operations_of, posted_before, was_written_near
from models.user import User

WRITE_UP_PAUSE = timedelta(seconds=5)
OWN_CHANGE = timedelta(seconds=10)
"""A ticket that changed so close to a write of ours was changed by it: the PSA's clock differs, and rules follow."""

_ONCE = (Occasion.RESOLVE, Occasion.MANUAL, Occasion.CLIENT_UPDATE)
"""Of these, the very same text is not posted to the ticket a second time."""


@dataclass(frozen=True)
class Status:
    """A status that the ticket's board has."""

    id: str
    forbids_time: bool


@dataclass(frozen=True, kw_only=True)
class TicketNow:
    """The ticket as it was just read.  `statuses`: of its board, empty if nobody asked or the PSA cannot say."""

    remote_id: str
    number: str
    client_name: str
    updated_at: datetime | None
    status_id: str | None
    board_id: str | None
    statuses: Sequence[Status] = ()


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A push that has something left to do.  `is_planned`: its operations exist, and the ticket need not be read."""

    push: PsaPush
    connection: PsaConnection
    is_planned: bool

    @property
    def needs_statuses(self) -> bool:
        return _may_set_status(self.push, self.connection) or self.push.minutes is not None


def begin(push_id: UUID) -> Begun | Wait | None:
    """None if there is nothing to do; what is no longer wanted is canceled."""
    push = locked(PsaPush, push_id)
    operations = operations_of(push)
    is_planned = bool(operations)
    if not (any(one.is_open for one in operations) if is_planned else push.state == PushState.QUEUED):
        return None
    connection = db_session().get_one(PsaConnection, push.connection_id)
    if not connection.is_connected:
        if is_planned:
            break_off(push, operations, reasons.DISCONNECTED)
        else:
            give_up(push, reasons.DISCONNECTED)
        return None
    if is_planned:
        return Begun(push=push, connection=connection, is_planned=True)
    ai_session = db_session().get_one(AiSession, push.ai_session_id)
    if ai_session.psa_ticket_id != push.ticket_number and push.occasion != Occasion.SPIN_OFF:
        cancel(push, reasons.UNLINKED)
        return None
    until = _waits_until(push, ai_session)
    return Wait(until) if until else Begun(push=push, connection=connection, is_planned=False)


def _waits_until(push: PsaPush, ai_session: AiSession) -> datetime | None:
    if push.next_attempt_at and clock.now() < push.next_attempt_at:
        return push.next_attempt_at
    return clock.now() + WRITE_UP_PAUSE if awaits_write_up(push, ai_session) else None


def plan(push_id: UUID, ticket: TicketNow, *, longest_note: int, public_url: str) -> None:
    """Freeze the text, and store what will be written.  Does nothing if another job has planned it meanwhile."""
    _take_number(push_id, ticket.number)
    push = locked(PsaPush, push_id)
    if push.state != PushState.QUEUED or operations_of(push):
        return
    ai_session = db_session().get_one(AiSession, push.ai_session_id)
    by = db_session().get_one(User, push.requested_by_id)
    content = content_of(push, ai_session)
    if push.occasion == Occasion.MANUAL and posted_before(push, content):
        cancel(push, reasons.ALREADY_POSTED)
        return
    if reason := _wrong_reader(push, ai_session, ticket) or (None if content else reasons.NOTHING_TO_POST):
        give_up(push, reason)
        return
    text = text_of(push, ai_session, content, by=by, link=f"{public_url}/pilot/{ai_session.id}")
    push.content, push.ticket_remote_id, push.next_attempt_at = content, ticket.remote_id, None
    is_public = isinstance(text, ClientText)
    operations = [
        *_notes(push, parts_of(text.text, longest_note), is_public=is_public),
        *_time_entry(push, ai_session, ticket),
        *_status(push, ticket),
    ]
    db_session().add_all(operations)
    db_session().flush()
    settle(push, operations)


def _take_number(push_id: UUID, number: str) -> None:
    """Before the push is locked, because requests lock the session first."""
    push = db_session().get_one(PsaPush, push_id)
    take_number(push.ai_session_id, push.ticket_number, number)


def advance(push_id: UUID, *, job_id: UUID) -> Step | Wait | None:
    """The next call, marked as being made by this job; None once everything is settled."""
    push = locked(PsaPush, push_id)
    operations = operations_of(push)
    left = next((one for one in operations if one.is_open), None)
    is_to_write = left is not None and left.kind == Kind.NOTE and left.state == OperationState.PENDING
    # Hours may have passed since it was planned.
    reason = _wrong_reader(push, db_session().get_one(AiSession, push.ai_session_id)) if is_to_write else None
    if reason is not None:
        break_off(push, operations, reason)
        return None
    return next_step(operations, job_id=job_id)


def _wrong_reader(push: PsaPush, ai_session: AiSession, ticket: TicketNow | None = None) -> reasons.Reason | None:
    """Why another client than the one that was named would read a public note; None if nobody would.

    A ticket whose client the PSA does not name is taken for the session's client's.
    """
    if push.reader is None:
        return None
    if push.reader != ai_session.client_name:
        return reasons.READER_CHANGED
    if ticket and ticket.client_name and not is_same_client(push.reader, ticket.client_name):
        return reasons.WRONG_READER
    return None


def ticket_of(push_id: UUID) -> str:
    """With which the PSA addresses the ticket of a planned push."""
    return str(db_session().get_one(PsaPush, push_id).ticket_remote_id)


def abandon(push_id: UUID, reason: Reason) -> None:
    """The job is dead, by a fault of ours: people see it, and can try again."""
    push = locked(PsaPush, push_id)
    operations = operations_of(push)
    for operation in operations:
        note_abandoned(operation, reason)
    if operations:
        settle(push, operations)
    elif push.state == PushState.QUEUED:
        give_up(push, reason)


def _may_set_status(push: PsaPush, connection: PsaConnection) -> bool:
    """Whether a status is wanted, as far as can be said before the ticket's board is known."""
    if push.occasion == Occasion.ESCALATE:
        return any(split_name(name)[0] == Option.ESCALATED_STATUS for name in connection.options)
    return push.status_id is not None


def _status_wanted(push: PsaPush, connection: PsaConnection, board_id: str | None) -> str | None:
    """The person's choice; on an escalation, what an admin has picked for tickets of this board."""
    if push.occasion == Occasion.ESCALATE:
        return status_option(connection.options, Option.ESCALATED_STATUS, board_id)
    return push.status_id


def _notes(push: PsaPush, parts: Sequence[str], *, is_public: bool) -> Iterator[PsaOperation]:
    former = former_notes(push, str(push.content)) if push.occasion in _ONCE else {}
    for number, part in enumerate(parts, 1):
        payload = {"text": part, "visibility": _visibility(push, is_public=is_public), "title": _title(push)}
        operation = _operation(push, Kind.NOTE, payload, part=number, parts=len(parts))
        if len(former) == len(parts):
            look_first(operation, former[number])
        yield operation


def _visibility(push: PsaPush, *, is_public: bool) -> str:
    """Public only for a text whose type says so."""
    if is_public:
        return "public"
    return "resolution" if push.occasion == Occasion.RESOLVE else "internal"


def _title(push: PsaPush) -> str:
    return "FlowPilot: client update" if push.occasion == Occasion.CLIENT_UPDATE else f"FlowPilot: {push.occasion}"


def _time_entry(push: PsaPush, ai_session: AiSession, ticket: TicketNow) -> Iterator[PsaOperation]:
    if push.minutes is None:
        return
    connection = db_session().get_one(PsaConnection, push.connection_id)
    agent_id = agent_of(connection, push.requested_by_id)
    payload = {
        "agent_id": agent_id,
        "started_at": clock.rfc3339(push.created_at - timedelta(minutes=push.minutes)),
        "minutes": push.minutes,
        "text": Redactor().redact(f"FlowPilot: {ai_session.title}"),
    }
    operation = _operation(push, Kind.TIME_ENTRY, payload)
    if agent_id is None:
        skip(operation, reasons.NO_PSA_MEMBER)
    elif any(status.forbids_time for status in ticket.statuses if status.id == ticket.status_id):
        skip(operation, reasons.TIME_NOT_ALLOWED)
    yield operation


def _status(push: PsaPush, ticket: TicketNow) -> Iterator[PsaOperation]:
    connection = db_session().get_one(PsaConnection, push.connection_id)
    status_id = _status_wanted(push, connection, ticket.board_id)
    if status_id is None:
        return
    operation = _operation(push, Kind.STATUS, {"status_id": status_id, "instead_of": ticket.status_id})
    if _has_changed(push, ticket):
        skip(operation, reasons.TICKET_CHANGED)
    elif ticket.statuses and status_id not in {status.id for status in ticket.statuses}:
        skip(operation, reasons.STATUS_NOT_ON_BOARD)
    yield operation


def _has_changed(push: PsaPush, ticket: TicketNow) -> bool:
    """Whether somebody else changed the ticket since the person saw it, as far as its time of change can tell."""
    if push.ticket_seen_at is None or ticket.updated_at is None or ticket.updated_at <= push.ticket_seen_at:
        return False
    return not was_written_near(push, ticket.updated_at, OWN_CHANGE)


def _operation(push: PsaPush, kind: Kind, payload: JsonObject, *, part: int = 1, parts: int = 1) -> PsaOperation:
    operation_id = ids.new_id()
    return PsaOperation(
        id=operation_id,
        account_id=push.account_id,
        push_id=push.id,
        connection_id=push.connection_id,
        ai_session_id=push.ai_session_id,
        requested_by_id=push.requested_by_id,
        ticket_number=push.ticket_number,
        kind=kind,
        part=part,
        parts=parts,
        payload=payload,
        payload_hash=hashlib.sha256(orjson.dumps(payload, option=orjson.OPT_SORT_KEYS)).hexdigest(),
        marker=marker_of(operation_id),
    )
