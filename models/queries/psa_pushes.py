"""What became of a session's pushes to its ticket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select

from models.ai_session import AiSession
from models.core.unit_of_work import db_session
from models.psa_operation import SETTLED_AFTER, Kind, OperationState, PsaOperation
from models.psa_push import NO_PSA, WRITE_UPS, Occasion, PsaPush, PushState
from models.queries.session_rows import SessionRow

QUEUED = "queued"
"""What the API calls an operation that waits, is sent or is looked for."""


@dataclass(frozen=True)
class PartView:
    """A status change or a time entry: `queued`, `sent`, `failed`, `unknown` or `skipped`, and why."""

    status: str
    error: str | None
    error_message: str | None


@dataclass(frozen=True, kw_only=True)
class PushView:
    """`error` is a stable code and `error_message` says it to people."""

    status: str
    remote_id: str | None = None
    error: str | None = None
    error_message: str | None = None
    status_change: PartView | None = None
    time_entry: PartView | None = None
    occasion: str | None = None
    is_public: bool = False
    ticket: str | None = None
    requested_at: datetime | None = None
    next_attempt_at: datetime | None = None
    sent_at: datetime | None = None


def newest_push(ai_session: AiSession | SessionRow, occasions: Sequence[Occasion]) -> PsaPush | None:
    """The last one to the ticket that the session has now, without canceled ones."""
    pushes = select(PsaPush).where(
        PsaPush.ai_session_id == ai_session.id,
        PsaPush.occasion.in_(occasions),
        PsaPush.ticket_number == ai_session.psa_ticket_id,
        PsaPush.state != PushState.CANCELED,
    )
    newest = pushes.order_by(PsaPush.created_at.desc(), PsaPush.id.desc()).limit(1)
    return db_session().scalars(newest).one_or_none()


def operations_of(push: PsaPush) -> Sequence[PsaOperation]:
    """In the order in which they are carried out: the note first, and the status last, because it may forbid time."""
    operations = db_session().scalars(select(PsaOperation).where(PsaOperation.push_id == push.id))
    order = (Kind.NOTE, Kind.TIME_ENTRY, Kind.STATUS)
    return sorted(operations, key=lambda one: (order.index(Kind(one.kind)), one.part))


def posted_before(push: PsaPush, content: str) -> bool:
    """Whether another push has put this very text into the ticket."""
    same = exists().where(
        PsaPush.ai_session_id == push.ai_session_id,
        PsaPush.connection_id == push.connection_id,
        PsaPush.ticket_number == push.ticket_number,
        PsaPush.state == PushState.SENT,
        PsaPush.content == content,
        PsaPush.id != push.id,
    )
    return bool(db_session().scalar(select(same)))


def former_notes(push: PsaPush, content: str) -> dict[int, PsaOperation]:
    """By part, the notes of another push that has written this very text to the ticket, or may have.

    Also through a connection that has ended: their markers tell whether its tickets are those of today's.
    """
    is_begun = exists().where(
        PsaOperation.push_id == PsaPush.id, PsaOperation.kind == Kind.NOTE, PsaOperation.attempts > 0
    )
    same = select(PsaPush).where(
        PsaPush.ai_session_id == push.ai_session_id,
        PsaPush.ticket_number == push.ticket_number,
        PsaPush.occasion.in_(WRITE_UPS if push.occasion == Occasion.MANUAL else [push.occasion]),
        PsaPush.content == content,
        PsaPush.reader.is_not_distinct_from(push.reader),
        PsaPush.id != push.id,
        is_begun,
    )
    is_sent = PsaPush.state == PushState.SENT
    former = db_session().scalars(same.order_by(is_sent.desc(), PsaPush.created_at.desc()).limit(1)).one_or_none()
    return {one.part: one for one in operations_of(former) if one.kind == Kind.NOTE} if former else {}


def was_written_near(push: PsaPush, moment: datetime, distance: timedelta) -> bool:
    """Whether FlowPilot itself was writing to the push's ticket then, or at most `distance` before or after.

    What was found later, after its answer was lost, had been written by the end of its call.
    """
    began = func.coalesce(PsaOperation.started_at, PsaOperation.sent_at)
    written = exists().where(
        PsaOperation.connection_id == push.connection_id,
        PsaOperation.ticket_number == push.ticket_number,
        began <= moment + distance,
        func.least(PsaOperation.sent_at, began + SETTLED_AFTER) >= moment - distance,
    )
    return bool(db_session().scalar(select(written)))


def push_view(ai_session: AiSession | SessionRow) -> PushView:
    """The push of the session's write-up."""
    db_session().flush()
    push = newest_push(ai_session, WRITE_UPS) if ai_session.psa_ticket_id else None
    return view_of_push(push) if push else PushView(status=NO_PSA)


def view_of_push(push: PsaPush) -> PushView:
    operations = operations_of(push)
    parts = {one.kind: _part(one) for one in operations if one.kind != Kind.NOTE}
    waits = [one.next_attempt_at for one in operations if one.is_open and one.next_attempt_at]
    return PushView(
        status=push.state,
        remote_id=next((one.remote_id for one in operations if one.kind == Kind.NOTE), None),
        error=push.error_code,
        error_message=push.error,
        status_change=parts.get(Kind.STATUS) or _planned(push.status_id, push),
        time_entry=parts.get(Kind.TIME_ENTRY) or _planned(push.minutes, push),
        occasion=push.occasion,
        is_public=push.is_public,
        ticket=push.ticket_number,
        requested_at=push.created_at,
        next_attempt_at=min(waits, default=push.next_attempt_at),
        sent_at=push.sent_at,
    )


def _part(operation: PsaOperation) -> PartView:
    is_settled = operation.state in (OperationState.SENT, OperationState.FAILED, OperationState.SKIPPED)
    is_lost = operation.state == OperationState.UNKNOWN and not operation.is_open
    status = operation.state if is_settled or is_lost else QUEUED
    return PartView(status, operation.last_error_code, operation.last_error)


def _planned(chosen: object, push: PsaPush) -> PartView | None:
    """Chosen, and not an operation yet; if the push was given up before, it shares its fate."""
    if chosen is None:
        return None
    if push.state == PushState.FAILED:
        return PartView(OperationState.SKIPPED, push.error_code, push.error)
    return PartView(QUEUED, None, None)
