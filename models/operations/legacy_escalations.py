"""Escalations in their old form, from before handoffs had rows of their own.

Older clients call `POST …/escalate` and `POST …/pickup`, and their sessions may be in `requesting_escalation` without
a handoff.  Where a handoff exists, the operations of `handoffs` do the work.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from models.ai_session import WAITING, AiSession, SessionStatus
from models.audit_entry import AuditAction
from models.core import clock
from models.core.errors import NotFound
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.handoff import (
    Handoff,
    HandoffAlreadyClaimed,
    HandoffStatus,
    HandoffWithdrawn,
    Intent,
    NotEscalated,
    NotTarget,
    OwnHandoff,
)
from models.operations import audit
from models.operations.escalations import fan_out
from models.operations.handoffs import claim_handoff
from models.queries import access
from models.queries.handoffs import has_open_handoff
from models.user import User


def pick_up(ai_session_id: UUID, *, by: User) -> AiSession:
    """Claim the escalation of this session, with or without a handoff.

    If several people try, exactly one of them succeeds; for that person, calling it again changes nothing.

    Raises NotFound, OwnHandoff, NotTarget (403), HandoffAlreadyClaimed, HandoffWithdrawn, NotEscalated (409).
    """
    handoff = _newest_escalation(ai_session_id, by=by)
    if handoff and handoff.status != HandoffStatus.WITHDRAWN:
        claimed = claim_handoff(access.claimable_handoff(ai_session_id, handoff.id, by=by), by=by)
        return locked(AiSession, claimed.ai_session_id)
    ai_session = access.findable_session(ai_session_id)
    if ai_session.is_waiting and not has_open_handoff(ai_session.id):
        return _claim(ai_session, by=by)
    return _as_decided(ai_session, handoff, by=by)


def _newest_escalation(ai_session_id: UUID, *, by: User) -> Handoff | None:
    newest_first = (
        select(Handoff)
        .where(
            Handoff.account_id == by.account_id,
            Handoff.ai_session_id == ai_session_id,
            Handoff.intent == Intent.ESCALATE,
        )
        .order_by(Handoff.created_at.desc(), Handoff.id.desc())
    )
    return db_session().scalars(newest_first.limit(1)).unique().one_or_none()


def _claim(ai_session: AiSession, *, by: User) -> AiSession:
    if ai_session.user_id == by.id:
        raise OwnHandoff
    if ai_session.escalated_to_id not in (None, by.id) and not by.is_admin:
        raise NotTarget
    now = clock.now()
    if not _win(ai_session, by=by):
        return _as_decided(locked(AiSession, ai_session.id), None, by=by)
    claimed = locked(AiSession, ai_session.id)
    target_id, claimed.escalated_to_id = claimed.escalated_to_id, by.id
    package = claimed.escalation_package or {}
    claimed.escalation_package = package | {"picked_up_by": str(by.id), "picked_up_at": clock.rfc3339(now)}
    audit.record(AuditAction.SESSION_CLAIMED, claimed, by=by)
    fan_out.announce_legacy_claim(claimed, at=now, target_id=target_id, by=by)
    return claimed


def _win(ai_session: AiSession, *, by: User) -> bool:
    """Whether `by` gets the session: one conditional UPDATE decides, however many people try."""
    free = update(AiSession).where(AiSession.id == ai_session.id, AiSession.status.in_(WAITING))
    taken = free.values(status=SessionStatus.ACTIVE, handler_id=by.id, updated_at=clock.now())
    return db_session().scalar(taken.returning(AiSession.id)) is not None


def _as_decided(ai_session: AiSession, handoff: Handoff | None, *, by: User) -> AiSession:
    """Answer a claim that came too late: return the session if `by` has it already, otherwise raise the reason."""
    package = ai_session.escalation_package or {}
    winner_id = package.get("picked_up_by")
    if winner_id == str(by.id):
        return ai_session
    if winner_id and (winner := db_session().get(User, UUID(winner_id))):
        raise HandoffAlreadyClaimed(winner=winner, at=_moment(package, ai_session))
    if handoff is None and not access.may_read(ai_session, by):
        raise NotFound  # it was never escalated
    raise HandoffWithdrawn if handoff else NotEscalated


def _moment(package: dict[str, str], ai_session: AiSession) -> datetime:
    """When the session was picked up.  The oldest packages do not say, so the session's last change is used."""
    return datetime.fromisoformat(package["picked_up_at"]) if "picked_up_at" in package else ai_session.updated_at
