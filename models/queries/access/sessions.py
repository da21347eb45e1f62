"""Who may read, change or close a session."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from sqlalchemy import Select, bindparam, exists, select

from models.ai_session import AiSession, SessionClosed, SessionStatus
from models.core.errors import Forbidden, NotFound
from models.core.unit_of_work import current, db_session
from models.handoff import Handoff
from models.queries.session_rows import SessionRow, session_row
from models.user import User


class OwnerOrHandlerRequired(Forbidden):
    code, message = "owner_or_handler_required", "Only the person who opened or handles this session can do that."


def readable_session(ai_session_id: UUID, *, by: User) -> AiSession:
    """A session that `by` may read.  Raises NotFound."""
    ai_session = _session(ai_session_id)
    if not may_read(ai_session, by):
        raise NotFound
    return ai_session


def session_to_read(ai_session_id: UUID, *, by: User) -> SessionRow:
    """The same for a call that changes nothing, at a third of the cost.  Raises NotFound."""
    row = session_row(ai_session_id)
    if row is None or not may_read(row, by):
        raise NotFound
    return row


def findable_session(ai_session_id: UUID) -> AiSession:
    """A session that somebody wants to claim, even if another person has claimed it already.  Raises NotFound.

    It does not check the right to read, because the loser of a race learns who won.
    """
    ai_session = _session(ai_session_id)
    if ai_session.status == SessionStatus.PARKED:
        raise NotFound
    return ai_session


def owned_session(ai_session_id: UUID, *, by: User) -> AiSession:
    """A session that `by` opened.  Raises NotFound, OwnerOrHandlerRequired (403)."""
    ai_session = readable_session(ai_session_id, by=by)
    if ai_session.user_id != by.id:
        raise OwnerOrHandlerRequired("Only the person who opened this session can escalate it here.")
    return ai_session


def workable_session(ai_session_id: UUID, *, by: User) -> AiSession:
    """A session that `by` may change, its row locked.  Raises NotFound, OwnerOrHandlerRequired (403)."""
    ai_session = _session(ai_session_id, lock=True)
    if not may_read(ai_session, by):
        raise NotFound
    if not ai_session.is_worked_by(by):
        raise OwnerOrHandlerRequired
    return ai_session


def shareable_session(ai_session_id: UUID, *, by: User) -> AiSession:
    """A session of which `by` may make and end links: the owner, the handler and admins, also once it is closed.

    Raises NotFound, OwnerOrHandlerRequired (403).
    """
    ai_session = readable_session(ai_session_id, by=by)
    if not (by.is_admin or ai_session.is_worked_by(by)):
        raise OwnerOrHandlerRequired("Only the person who opened or handles this session, or an admin, can share it.")
    return ai_session


def session_to_attach(ai_session_id: UUID, *, by: User) -> SessionRow:
    """An open session to which `by` may add a file.  Raises NotFound, OwnerOrHandlerRequired (403), SessionClosed.

    Its row is not locked: storing a file may take seconds, and only the message that uses it changes the session.
    """
    row = session_to_read(ai_session_id, by=by)
    if not row.is_worked_by(by):
        raise OwnerOrHandlerRequired
    if row.is_closed:
        raise SessionClosed(detail={"status": row.status})
    return row


def closable_session(ai_session_id: UUID, *, by: User) -> AiSession:
    """A session that `by` may close.  Raises NotFound, OwnerOrHandlerRequired (403).

    The escalator may close it too, because closing withdraws the escalation and gives the session back to them.
    The row is not locked: closing locks the handoff's row first.
    """
    ai_session = readable_session(ai_session_id, by=by)
    if not (ai_session.is_worked_by(by) or _handed_over(ai_session, by)):
        raise OwnerOrHandlerRequired
    return ai_session


def may_read(ai_session: AiSession | SessionRow, user: User) -> bool:
    """Whether `user` may read this session.

    Only its owner and the person who parked it may read a parked session; an admin may if neither the owner nor the
    handler can work any more.  Every member may read a session that waits in the queue.
    """
    if ai_session.status == SessionStatus.PARKED:
        return user.id in (ai_session.user_id, ai_session.parked_by_id) or (user.is_admin and ai_session.is_orphaned)
    if ai_session.is_waiting or user.is_admin or ai_session.is_worked_by(user):
        return True
    return _picked_up(ai_session, user) or _handed_over(ai_session, user)


def may_hand_off(ai_session: AiSession | SessionRow, user: User) -> bool:
    return may_write(ai_session, user) and not ai_session.is_waiting


def may_write(ai_session: AiSession | SessionRow, user: User) -> bool:
    if not user.is_engineer or ai_session.is_closed or not ai_session.is_worked_by(user):
        return False
    return may_read(ai_session, user)


def _session(ai_session_id: UUID, *, lock: bool = False) -> AiSession:
    """The query names `account_id` although row-level security does too, so that either of them suffices."""
    values = {"id": ai_session_id, "account_id": current().account_id}
    ai_session = db_session().scalars(_by_id(lock=lock), values).one_or_none()
    if ai_session is None:
        raise NotFound
    return ai_session


@lru_cache
def _by_id(*, lock: bool) -> Select[AiSession]:
    query = select(AiSession).where(AiSession.id == bindparam("id"), AiSession.account_id == bindparam("account_id"))
    if lock:
        query = query.with_for_update(of=AiSession, key_share=True).execution_options(populate_existing=True)
    return query


def _picked_up(ai_session: AiSession | SessionRow, user: User) -> bool:
    """Legacy: before handoffs were rows, the escalation package named the person who picked the session up."""
    return (ai_session.escalation_package or {}).get("picked_up_by") == str(user.id)


def _handed_over(ai_session: AiSession | SessionRow, user: User) -> bool:
    handed_over = exists().where(Handoff.ai_session_id == ai_session.id, Handoff.created_by_id == user.id)
    return bool(db_session().scalar(select(handed_over)))
