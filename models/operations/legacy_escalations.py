"""The ways in of before handoffs were rows; both go through the same operations as everybody else.

`POST …/escalate` and `POST …/pickup` are what older clients call; sessions in `requesting_escalation` without a
handoff are what they left behind.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from models import events
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
from models.operations.handoffs import claim_handoff, has_open_handoff
from models.operations.steps import add_step
from models.queries import access
from models.step import StepKind
from models.user import User


def pick_up(ai_session_id: UUID, *, by: User) -> AiSession:
    """Claim whatever of this session waits; of any number of people exactly one wins, and again is the same answer.

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
    add_step(claimed, StepKind.SYSTEM, f"{by.name} picked this up", data={"kind": "claimed", "by": str(by.id)})
    audit.record(AuditAction.SESSION_CLAIMED, claimed, by=by)
    events.session_changed(claimed)
    events.legacy_session_claimed(claimed, by, at=now, target_id=target_id)
    return claimed


def _win(ai_session: AiSession, *, by: User) -> bool:
    """One conditional UPDATE decides a race, whatever the number of people."""
    free = update(AiSession).where(AiSession.id == ai_session.id, AiSession.status.in_(WAITING))
    taken = free.values(status=SessionStatus.ACTIVE, handler_id=by.id, updated_at=clock.now())
    return db_session().scalar(taken.returning(AiSession.id)) is not None


def _as_decided(ai_session: AiSession, handoff: Handoff | None, *, by: User) -> AiSession:
    package = ai_session.escalation_package or {}
    winner_id = package.get("picked_up_by")
    if winner_id == str(by.id):
        return ai_session
    if winner_id and (winner := db_session().get(User, UUID(winner_id))):
        raise HandoffAlreadyClaimed(winner=winner, at=_moment(package, ai_session))
    if handoff is None and not access.may_read(ai_session, by):
        raise NotFound  # it was never anything to pick up
    raise HandoffWithdrawn if handoff else NotEscalated


def _moment(package: dict[str, str], ai_session: AiSession) -> datetime:
    """When it was picked up; the oldest packages do not say, so the session's last change stands for it."""
    return datetime.fromisoformat(package["picked_up_at"]) if "picked_up_at" in package else ai_session.updated_at
