"""Hand a session over (escalate or park it), claim a handoff, resume a parked session.

`withdrawals` takes a handoff back; `escalations.fan_out` says who is notified.  An operation that waits for row locks
locks the handoff's row before its session's, so that claims and withdrawals cannot deadlock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Select, bindparam, select, update

from models import events
from models.ai_session import AiSession, NotParked, SessionStatus
from models.audit_entry import AuditAction
from models.core import clock
from models.core.database.tables import set_loaded
from models.core.unit_of_work import current, db_session
from models.handoff import (
    AlreadyEscalated,
    AssessmentStatus,
    Handoff,
    HandoffAlreadyClaimed,
    HandoffStatus,
    HandoffWithdrawn,
    Intent,
    InvalidTarget,
    NotTarget,
    TargetSelf,
)
from models.notification import Outcome
from models.operations import audit
from models.operations.documentation import document_escalation, documentation_of
from models.operations.escalations import fan_out
from models.operations.packages import SessionRecord, escalation_package, record_of, snapshot_of
from models.operations.postings import post_write_up
from models.operations.psa_pushes import can_push
from models.operations.steps import add_log_entry
from models.operations.withdrawals import withdraw_park
from models.psa_push import Occasion
from models.queries import access
from models.queries.handoffs import has_open_handoff
from models.queries.psa_ticket_sessions import ticket_of
from models.queries.recipients import escalation_recipients
from models.user import User


@dataclass(frozen=True, kw_only=True)
class NewHandoff:
    intent: Intent
    reason: str | None = None
    target_user_id: UUID | None = None


def create_handoff(ai_session: AiSession, new: NewHandoff, *, by: User, assessment_budget: timedelta) -> Handoff:
    """Escalate or park the session.  This waits for no model, mail server or PSA.

    Expects the session's row to be locked (`access.workable_session`).
    Raises SessionClosed, AlreadyEscalated (409), TargetSelf, InvalidTarget (422), NotFound (404, the target).
    """
    target = _target(new, by=by)
    ai_session.check_open()
    if ai_session.is_waiting or not _is_free(ai_session):
        raise AlreadyEscalated
    if new.intent == Intent.PARK:
        return _park(ai_session, new, by=by)
    return _escalate(ai_session, new, target=target, by=by, assessment_budget=assessment_budget)


def claim_handoff(handoff: Handoff, *, by: User) -> Handoff:
    """Make `by` the handler.  One conditional UPDATE decides a race between any number of people.

    Expects `handoff` from `access.claimable_handoff`.  If the winner claims again, the answer is the same and no second
    event is sent.  Raises HandoffAlreadyClaimed with the winner, HandoffWithdrawn (409).
    """
    ai_session = _win(handoff, by=by)
    if ai_session is None:
        return _as_decided(handoff, by=by)
    if ai_session.is_closed:
        raise HandoffWithdrawn
    if handoff.intent == Intent.PARK:
        ai_session.resume()
        add_log_entry(ai_session, f"{by.name} resumed this", kind="resumed", by=by)
        events.session_changed(ai_session)
        return handoff
    fan_out.end_deliveries(handoff, Outcome.CLAIMED, by=by)
    ai_session.hand_to(by)
    audit.record(AuditAction.HANDOFF_CLAIMED, handoff, by=by, ai_session_id=str(ai_session.id))
    fan_out.announce_claim(handoff, ai_session, by=by)
    return handoff


def resume_session(ai_session: AiSession, *, by: User) -> AiSession:
    """Resume a session that `by` parked; an admin may also resume one whose people can no longer work.

    Raises NotParked (409), NotTarget (403, another person parked it).
    """
    if ai_session.status != SessionStatus.PARKED:
        raise NotParked(detail={"status": ai_session.status})
    if ai_session.parked_by_id != by.id and not (by.is_admin and ai_session.is_orphaned):
        raise NotTarget("Only the person who parked this can resume it.")
    parked = select(Handoff).where(
        Handoff.ai_session_id == ai_session.id,
        Handoff.intent == Intent.PARK,
        Handoff.created_by_id == ai_session.parked_by_id,
    )
    newest = parked.order_by(Handoff.created_at.desc(), Handoff.id.desc()).limit(1)
    return claim_handoff(db_session().scalars(newest).one(), by=by).ai_session


def _target(new: NewHandoff, *, by: User) -> User | None:
    """Raises NotFound for a person of another account, TargetSelf, InvalidTarget (422)."""
    if new.target_user_id is None:
        return None
    if new.target_user_id == by.id:
        raise TargetSelf
    target = access.member(new.target_user_id)
    if new.intent == Intent.PARK or target.is_gone or not target.is_engineer:
        raise InvalidTarget
    return target


def _is_free(ai_session: AiSession) -> bool:
    """Whether nothing is open.  Under the session's lock only a parked session can have an open handoff."""
    if ai_session.status != SessionStatus.PARKED:
        return True
    withdraw_park(ai_session)
    return not has_open_handoff(ai_session.id)


def _escalate(
    ai_session: AiSession, new: NewHandoff, *, target: User | None, by: User, assessment_budget: timedelta
) -> Handoff:
    """Reads come first: a query after `unit.add` costs a round trip more."""
    record, recipients = record_of(ai_session), escalation_recipients(target, by=by)
    documented = documentation_of(ai_session)
    ticket = ticket_of(ai_session) if can_push(ai_session) else None
    reason = (new.reason or "").strip()
    ai_session.escalate(reason=reason, target=target)
    ai_session.bump_state_version()
    handoff = _new(ai_session, new.intent, reason=reason, target=target, record=record, by=by)
    ai_session.escalation_package = escalation_package(ai_session, record, handoff, by=by)
    fan_out.announce_escalation(
        handoff, ai_session, ticket=ticket, recipients=recipients, assessment_budget=assessment_budget
    )
    # Last, because it may query, which writes the handoff: its assessment is requested by then.
    document_escalation(ai_session, handoff, record, existing=documented)
    post_write_up(ai_session, Occasion.ESCALATE, by=by)
    _record_creation(handoff, by=by)
    return handoff


def _park(ai_session: AiSession, new: NewHandoff, *, by: User) -> Handoff:
    record = record_of(ai_session)
    ai_session.park(by)
    reason = (new.reason or "").strip() or None
    handoff = _new(ai_session, new.intent, reason=reason, target=None, record=record, by=by)
    add_log_entry(ai_session, f"{by.name} parked this for later", kind="parked", by=by)
    events.session_changed(ai_session)
    _record_creation(handoff, by=by)
    return handoff


def _new(
    ai_session: AiSession, intent: Intent, *, reason: str | None, target: User | None, record: SessionRecord, by: User
) -> Handoff:
    handoff = Handoff(
        account_id=ai_session.account_id,
        ai_session_id=ai_session.id,
        intent=intent,
        status=HandoffStatus.OPEN,
        reason=reason,
        created_by_id=by.id,
        target_user_id=target.id if target else None,
        snapshot=snapshot_of(ai_session, record),
        assessment_status=AssessmentStatus.NOT_REQUESTED,
        assessment_round=0,
    )
    set_loaded(handoff, ai_session=ai_session, created_by=by, target_user=target, claimed_by=None)
    current().add(handoff)
    return handoff


def _record_creation(handoff: Handoff, *, by: User) -> None:
    audit.record(
        AuditAction.HANDOFF_CREATED,
        handoff,
        by=by,
        ai_session_id=str(handoff.ai_session_id),
        intent=handoff.intent,
        target_user_id=str(handoff.target_user_id) if handoff.target_user_id else None,
    )


def _win(handoff: Handoff, *, by: User) -> AiSession | None:
    """The session with its row locked, in one statement with the claim; None if the handoff was no longer open."""
    db_session().flush()
    now = clock.now()
    values = {"handoff_id": handoff.id, "account": handoff.account_id, "by_id": by.id, "at": now}
    ai_session = db_session().scalars(_claim(), values).one_or_none()
    if ai_session is None:
        db_session().refresh(handoff)
        return None
    set_loaded(handoff, status=HandoffStatus.CLAIMED, claimed_by_id=by.id, claimed_at=now, claimed_by=by)
    return ai_session


@lru_cache
def _claim() -> Select[AiSession]:
    """PostgreSQL updates the handoff before it locks the session: the session's id is what the update returns.

    The parameters must not have names of columns: SQLAlchemy would set these columns.
    """
    claimed = (
        update(Handoff)
        .where(Handoff.id == bindparam("handoff_id"), Handoff.status == HandoffStatus.OPEN)
        .values(status=HandoffStatus.CLAIMED, claimed_by_id=bindparam("by_id"), claimed_at=bindparam("at"))
        .returning(Handoff.ai_session_id)
        .cte("claimed")
    )
    its_session = select(AiSession).where(
        AiSession.id == select(claimed.c.ai_session_id).scalar_subquery(),
        AiSession.account_id == bindparam("account"),
    )
    locked = its_session.with_for_update(of=AiSession, key_share=True)
    return locked.execution_options(populate_existing=True)


def _as_decided(handoff: Handoff, *, by: User) -> Handoff:
    if handoff.status == HandoffStatus.WITHDRAWN:
        raise HandoffWithdrawn
    if handoff.claimed_by_id != by.id:
        raise HandoffAlreadyClaimed(handoff)
    return handoff
