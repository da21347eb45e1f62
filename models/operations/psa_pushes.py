"""Requests pushes: what is to be posted to a session's ticket, by the job that `psa_operations` serves.

A request costs no query, because an escalation makes one: the account's row, which every request has at hand, names the
current connection.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models import events
from models.account import Account
from models.ai_session import AiSession
from models.core import clock
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.destinations import check_reader
from models.jobs import Job, request
from models.operations.psa_reasons import NO_PSA_MEMBER, STATUS_NOT_ON_BOARD
from models.psa_connection import PsaConnection
from models.psa_operation import SETTLED_AFTER, Kind, OperationState, PsaOperation
from models.psa_push import WRITE_UPS, NothingToPush, Occasion, PsaPush, PushState
from models.queries.psa_connections import needed_connection
from models.queries.psa_pushes import newest_push, operations_of
from models.user import User


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What goes with a note.  Each part is left out if it is None."""

    status_id: str | None = None
    """The ticket's new status."""
    minutes: int | None = None
    """Of a time entry."""
    ticket_seen_at: datetime | None = None
    """When the ticket had last changed, as the person saw it."""


NOTHING = Beside()
_IN_VAIN = frozenset({NO_PSA_MEMBER.code, STATUS_NOT_ON_BOARD.code})
"""What was left out for such a reason would be left out again."""


def note_connection(connection: PsaConnection | None) -> None:
    """An admin has connected a PSA, or (None) disconnected it.  What waits is ended by `psa_connections`."""
    db_session().get_one(Account, current().account_id).psa_connection_id = connection.id if connection else None


def can_push(ai_session: AiSession) -> bool:
    """Whether the session has a ticket and the account a PSA."""
    return bool(ai_session.psa_ticket_id) and _account().psa_connection_id is not None


def request_push(
    ai_session: AiSession,
    occasion: Occasion,
    *,
    by: User,
    content: str | None = None,
    reader: str | None = None,
    beside: Beside = NOTHING,
    ticket_number: str | None = None,
) -> PsaPush | None:
    """Plan a push to the session's ticket, or to `ticket_number`; None without a ticket or a PSA.

    Without `content`, the job reads the session's write-up when it runs.  Only `models.operations.postings` passes a
    `content`, because its types say who may read it.
    """
    connection_id, number = _account().psa_connection_id, ticket_number or ai_session.psa_ticket_id
    if connection_id is None or not number:
        return None
    push = PsaPush(
        account_id=ai_session.account_id,
        ai_session_id=ai_session.id,
        connection_id=connection_id,
        ticket_number=number,
        occasion=occasion,
        requested_by_id=by.id,
        content=content,
        reader=reader,
        status_id=beside.status_id,
        minutes=beside.minutes,
        ticket_seen_at=beside.ticket_seen_at,
    )
    current().add(push)
    request_sending(push)
    events.psa_push_changed(push)
    return push


def request_sending(push: PsaPush, *, due: datetime | None = None) -> None:
    request(Job.PSA_PUSH_SEND, due=due, push_id=push.id)


def push_by_hand(ai_session: AiSession, *, by: User) -> None:
    """Try again at once what waits or was given up; if the last push is complete, post the write-up as it is now.

    Expects the session's row to be locked.  Raises PsaNotConnected, NothingToPush (409), and WrongReader (422) if the
    note that waits is for the eyes of a client who is no longer the session's.
    """
    connection = needed_connection()
    if not ai_session.psa_ticket_id:
        raise NothingToPush
    push = newest_push(ai_session, WRITE_UPS)
    if push is not None and push.connection_id == connection.id:
        if push.reader is not None and push.state != PushState.SENT:
            check_reader(push.reader, client_name=ai_session.client_name)
        if retry_push(push):
            return
    request_push(ai_session, Occasion.MANUAL, by=by, content=_broken_off(push, connection) if push else None)


def _broken_off(push: PsaPush, connection: PsaConnection) -> str | None:
    """The text of a note that a former connection to the same PSA left behind: it may have arrived.

    None if it was public, because today's ticket may be another tenant's.
    """
    if push.connection_id == connection.id or push.state == PushState.SENT or push.is_public:
        return None
    former = db_session().get_one(PsaConnection, push.connection_id)
    is_same = (former.provider, former.base_url) == (connection.provider, connection.base_url)
    return push.content if is_same else None


def retry_push(push: PsaPush) -> bool:
    """Plan what is left of it again, at once; False if everything is done.

    What was skipped because the ticket had changed is done now: whoever asks has seen it.
    """
    push = locked(PsaPush, push.id)
    operations = operations_of(push)
    left = [one for one in operations if one.state != OperationState.SENT and one.last_error_code not in _IN_VAIN]
    if operations and not left:
        return False
    for operation in left:
        _plan_again(operation)
    if push.state != PushState.SENT:
        push.state, push.error_code, push.error = PushState.QUEUED, None, None
    push.tried_since, push.next_attempt_at, push.attempts = clock.now(), None, 0
    request_sending(push)
    events.psa_push_changed(push)
    return True


def _plan_again(operation: PsaOperation) -> None:
    """One that may have had its effect is looked for first; one that a worker holds is left to it.

    A search that is planned keeps its time: found too early, a call that is still under way would be made twice.
    """
    if operation.state == OperationState.SENDING or operation.is_looked_for:
        return
    operation.next_attempt_at = None
    if operation.state == OperationState.UNKNOWN:
        operation.looks_left = 1
        operation.next_attempt_at = (operation.started_at or clock.now()) + SETTLED_AFTER
        return
    operation.state, operation.last_error_code, operation.last_error = OperationState.PENDING, None, None
    if operation.kind == Kind.STATUS:
        operation.payload = {name: value for name, value in operation.payload.items() if name != "instead_of"}


def same_text_on_its_way(ai_session: AiSession, occasion: Occasion, *, content: str, reader: str) -> PsaPush | None:
    """A push of this very text to this reader of the session's ticket in today's PSA, unless it was canceled."""
    same = select(PsaPush).where(
        PsaPush.ai_session_id == ai_session.id,
        PsaPush.connection_id == _account().psa_connection_id,
        PsaPush.occasion == occasion,
        PsaPush.ticket_number == ai_session.psa_ticket_id,
        PsaPush.content == content,
        PsaPush.reader == reader,
        PsaPush.state != PushState.CANCELED,
    )
    return db_session().scalars(same.order_by(PsaPush.created_at.desc()).limit(1)).one_or_none()


def _account() -> Account:
    return db_session().get_one(Account, current().account_id)
